package app

import (
	"strconv"
	"time"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/console"
	"firstcall/components"
	"firstcall/components/tag"
)

// replyCard is what came back from the latest call.
func (s *shell) replyCard() goapp.UI {
	e := &s.model.Explorer
	switch {
	case e.Comparison != nil:
		return s.comparison(e.Comparison)
	case e.Reply == nil && e.Busy:
		return tag.Section().Class("card").Body(tag.P().Class("pad muted").Text("Waiting for the reply."))
	case e.Reply == nil:
		return tag.Section().Class("card").Body(tag.P().Class("pad muted").Text("The reply appears here: status, time, headers and body. Send with Ctrl or ⌘ and Enter from any field."))
	case e.Reply.Failure != nil:
		return tag.Div().Class("stack").ID("reply").Body(s.failure(*e.Reply.Failure)...)
	}
	r := *e.Reply
	return tag.Section().Class("card").ID("reply").TabIndex(-1).Aria("label", "Reply").Body(
		replyLine(r),
		truncated(r),
		s.renewedNote(e.Reply),
		s.refusal(e.Reply),
		s.tabs("reply", "tabs", "Reply", s.views.reply,
			components.Tab{Value: tabBody, Label: "Body"},
			components.Tab{Value: tabRaw, Label: "Raw"},
			components.Tab{Value: tabHeaders, Label: "Headers", Count: strconv.Itoa(len(r.Header))},
			components.Tab{Value: tabSent, Label: "As sent"}),
		tag.Div().ID(components.PanelID("reply")).Attr("role", "tabpanel").Aria("label", "Part of the reply").Body(s.replyPart(r)),
	)
}

func replyLine(r api.Reply) goapp.UI {
	return tag.Div().Class("replyline").Body(
		tag.Span().ID("status").Class("chip "+statusClass(r.Status)).Text(console.Status(&r)),
		tag.Span().ID("took").Text(console.Took(time.Duration(r.Timing.Total)*time.Microsecond)),
		phases(r.Timing),
		tag.Span().Class("muted").ID("size").Text(console.Size(r.Size)),
		tag.Span().Class("muted").Text(r.Proto),
	)
}

// truncated says that the body is not whole.
func truncated(r api.Reply) goapp.UI {
	if r.Truncated == "" {
		return nil
	}
	return tag.P().ID("truncated").Class("under hint warn").Body(components.IconWarn.Draw(), tag.Span().Text(r.Truncated))
}

func statusClass(status int) string {
	switch {
	case status >= 400:
		return "bad"
	case status >= 300:
		return "warn"
	}
	return "good"
}

func phases(t api.Timing) goapp.UI {
	names := []string{"DNS", "connect", "TLS", "wait", "download"}
	took := []int64{t.DNS, t.Connect, t.TLS, t.Wait, t.Download}
	shares, title := make([]int, len(took)), ""
	for i, us := range took {
		shares[i] = int(us)
		if us > 0 {
			title += names[i] + " " + console.Took(time.Duration(us)*time.Microsecond) + ", "
		}
	}
	if title == "" {
		return nil
	}
	return &components.Phases{ID: "phases", Title: title[:len(title)-2], Shares: shares}
}

func (s *shell) replyPart(r api.Reply) goapp.UI {
	switch s.views.reply {
	case tabHeaders:
		return headers(r.Header)
	case tabSent:
		return tag.Pre().Class("wire").TabIndex(0).Body(messageText(r.Sent)...)
	case tabRaw:
		return rawBody(r)
	}
	return s.replyBody(r)
}

func headers(pairs []api.Pair) goapp.UI {
	body := make([]goapp.UI, 0, 2*len(pairs))
	for _, p := range pairs {
		body = append(body, tag.Dt().Text(p.Name), tag.Dd().Text(p.Value))
	}
	return tag.Div().Class("pad").Body(tag.Dl().Class("kv").Body(body...))
}

// rawLimit is how many characters of a raw body are put on the page; copying
// gets all of it.
const rawLimit = 200_000

func rawBody(r api.Reply) goapp.UI {
	text := r.Body
	if r.Binary {
		text = "Base64 of " + console.Size(r.Size) + ", which are not text:\n" + text
	}
	if len(text) > rawLimit {
		text = text[:rawLimit] + "\n… the rest is not shown. Copy gets all of it."
	}
	return tag.Div().Body(
		tag.Pre().Class("wire limited").TabIndex(0).ID("raw").Text(text),
		tag.Div().Class("under").Body(tag.Span().Class("grow").Body(), copyBody(r)),
	)
}

func copyBody(r api.Reply) goapp.UI {
	return &components.Copy{ID: "copy-body", Label: "Copy", Title: "Copy the body as it came", Text: r.Body}
}

func (s *shell) replyBody(r api.Reply) goapp.UI {
	b := s.model.Explorer.Body
	switch {
	case r.Body == "":
		return tag.P().Class("pad muted").Text("The body is empty.")
	case !b.JSON:
		return rawBody(r)
	}
	under := []goapp.UI{tag.Span().Class("grow muted").Text(s.shownLines())}
	if b.Total > len(b.Lines) {
		under = append(under, tag.Button().Class("quiet").ID("more").OnClick(s.more).Text("Show more"))
	}
	return tag.Div().Body(
		&components.Lines{ID: "body-lines", Label: "Body", Lines: s.lines()},
		tag.Div().Class("under").Body(append(under, copyBody(r))...),
	)
}

// lines are the widget's, made once for each reply so that it is left alone
// while the user types.
func (s *shell) lines() []components.Line {
	b := s.model.Explorer.Body
	if len(b.Lines) > 0 && (s.drawnFor == nil || &b.Lines[0] != s.drawnFor) {
		s.drawn, s.drawnFor = replyLines(b.Lines), &b.Lines[0]
	}
	return s.drawn
}

func (s *shell) shownLines() string {
	b := s.model.Explorer.Body
	text := strconv.Itoa(b.Total) + " lines"
	if b.Total > len(b.Lines) {
		text = strconv.Itoa(len(b.Lines)) + " of " + text
	}
	return text
}

// moreLines is how many lines a click adds: each is drawn at once.
const moreLines = 1000

func (s *shell) more(goapp.Context, goapp.Event) {
	s.model.Explorer.More(len(s.model.Explorer.Body.Lines) + moreLines)
}
