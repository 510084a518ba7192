package app

import (
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/bench"
	"firstcall/app/console"
	"firstcall/components"
	"firstcall/components/tag"
)

// transcriptsCard lists the exchanges of a connection, the latest first.
func (s *shell) transcriptsCard(c api.Connection) goapp.UI {
	all := s.bench.Transcripts(c)
	if len(all) == 0 {
		return nil
	}
	return tag.Section().Class("card").ID("transcripts").Body(
		tag.Header().Body(tag.H2().Text("How it was got")),
		s.transcriptFolds(all, func(i int) int { return i }, s.exchange))
}

// transcriptFolds is a list of exchanges, of which the one with the view's number is
// unfolded and drawn.
func (s *shell) transcriptFolds(all []api.Transcript, number func(i int) int, draw func(api.Transcript) goapp.UI) goapp.UI {
	folds := make([]goapp.UI, len(all))
	for i, t := range all {
		n := number(i)
		fold := &components.Fold{
			ID: "transcript-" + strconv.Itoa(n), Index: n, Open: n == s.views.transcript,
			Title: s.transcriptTitle(t), OnFold: s.foldTranscript,
		}
		if fold.Open {
			fold.Body = []goapp.UI{draw(t)}
		}
		folds[i] = fold
	}
	return tag.Div().Class("folds").Body(folds...)
}

func (s *shell) foldTranscript(_ goapp.Context, i int) {
	if s.views.transcript == i {
		i = -1
	}
	s.views.transcript = i
}

func (s *shell) transcriptTitle(t api.Transcript) []goapp.UI {
	size := ""
	if t.Response != nil {
		size = console.Size(t.Received)
	}
	return []goapp.UI{
		tag.B().Class("grow").Text(bench.Purpose(t)),
		tag.Span().Class("muted").Text(s.clock(t.At)),
		status(t),
		tag.Span().Class("muted").Text(console.Took(took(t.Took))),
		tag.Span().Class("muted").Text(size),
	}
}

func status(t api.Transcript) goapp.UI {
	switch {
	case t.Status == 0 && t.Purpose == api.ForAuthorization:
		return tag.Span().Class("chip").Text("by your browser")
	case t.Status == 0:
		return tag.Span().Class("chip bad").Text("no answer")
	case t.Status >= 300:
		return tag.Span().Class("chip bad").Text(strconv.Itoa(t.Status))
	}
	return tag.Span().Class("chip good").Text(strconv.Itoa(t.Status))
}

// exchange is a request and its answer, as they went over the wire.
func (s *shell) exchange(t api.Transcript) goapp.UI {
	message, view := t.Request, tabRequest
	if s.views.got == tabResponse && t.Response != nil {
		message, view = *t.Response, tabResponse
	}
	tabs := []components.Tab{{Value: tabRequest, Label: "Request"}}
	if t.Response != nil {
		tabs = append(tabs, components.Tab{Value: tabResponse, Label: "Answer"})
	}
	return tag.Div().Body(
		tag.Div().Class("which").Body(
			s.tabs("got", "seg", "Transcript", view, tabs...),
			exchangeCopy(t),
		),
		tag.Pre().ID(components.PanelID("got")).Class("wire limited").Attr("role", "tabpanel").TabIndex(0).
			Aria("label", "Transcript").Body(messageText(message)...),
	)
}

// certificatesCard is the chain that the token endpoint showed.
func certificatesCard(c api.Connection) goapp.UI {
	if len(c.Certificates) == 0 {
		return nil
	}
	body := []goapp.UI{tag.Summary().Body(tag.B().Text("The server's certificates"), tag.Span().Class("muted").Text(c.Certificates[0].Subject))}
	for i, certificate := range c.Certificates {
		title := "The server's own"
		if i > 0 {
			title = "Issued by"
		}
		body = append(body, tag.Div().Class("pad gap").Body(tag.H3().Text(title), certificateFacts(certificate)))
	}
	return tag.Section().Class("card").Aria("label", "Certificates").Body(tag.Details().ID("certificates").Body(body...))
}
