package app

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/bench"
	"firstcall/app/console"
	"firstcall/app/snippet"
	"firstcall/components"
	"firstcall/components/tag"
)

// failedTranscript is the exchange that failed.
func (s *shell) failedTranscript(t api.Transcript) goapp.UI {
	switch {
	case t.Response != nil:
		return s.transcript("What was answered", t)
	case console.Sent(t):
		return s.transcript("What was sent", t)
	}
	return s.transcript("What would have been sent", t)
}

// transcript shows an exchange as sent and as answered, secrets masked.
func (s *shell) transcript(title string, t api.Transcript) goapp.UI {
	var end []goapp.UI
	message := t.Request
	if t.Response != nil {
		end = append(end, status(t), s.tabs("got", "seg", "Transcript", s.views.got,
			components.Tab{Value: tabResponse, Label: "Answer"}, components.Tab{Value: tabRequest, Label: "Request"}))
		if s.views.got == tabResponse {
			message = *t.Response
		}
	}
	return tag.Section().Class("card").Body(
		tag.Header().Body(tag.H2().Text(title), tag.Span().Class("end").Body(end...)),
		tag.Pre().ID(components.PanelID("got")).Class("wire limited").Attr("role", "tabpanel").TabIndex(0).
			Aria("label", "Transcript").Body(messageText(message)...),
		s.skewNote(t),
		tag.Div().Class("under").Body(
			tag.Span().Class("muted").Text(sizes(t)),
			tag.Span().Class("end").Body(exchangeCopy(t)),
		),
	)
}

// exchangeCopy copies what was sent, to be sent again elsewhere.
func exchangeCopy(t api.Transcript) goapp.UI {
	return &components.Copy{
		ID: "copy-exchange", Label: "curl", Title: "Copy the request as curl, with placeholders for the secrets",
		Text: snippet.Exchange(console.Scheme(t), t.Request),
	}
}

// sizes says how much went each way, and how long it took.
func sizes(t api.Transcript) string {
	text := "Request body " + console.Size(int64(len(t.Request.Body)))
	if t.Response == nil {
		return text + ", no answer after " + console.Took(took(t.Took))
	}
	more := ""
	if t.Response.Cut {
		more = "more than "
	}
	return text + ", answer " + more + console.Size(t.Received) + " after " + console.Took(took(t.Took))
}

// skewNote says so where the provider's clock differs so much that times go wrong.
func (s *shell) skewNote(t api.Transcript) goapp.UI {
	note := console.ClockNote(t)
	if note == "" {
		return nil
	}
	return tag.P().Class("hint warn pad").Body(components.IconWarn.Draw(), tag.Span().Text(note))
}

// legs are the exchanges so far, the latest first.
func (s *shell) legs(all []api.Transcript) goapp.UI {
	if len(all) == 0 {
		return nil
	}
	// Counted from the first, an exchange keeps its number.
	number := func(i int) int { return len(all) - 1 - i }
	return tag.Section().Class("card").ID("legs").Body(
		tag.Header().Body(tag.H2().Text("What went over the wire")), s.transcriptFolds(all, number, leg))
}

// leg is one exchange, request and answer below each other.
func leg(t api.Transcript) goapp.UI {
	text := messageText(t.Request)
	if t.Response != nil {
		text = append(text, goapp.Text("\n\n"))
		text = append(text, messageText(*t.Response)...)
	}
	body := []goapp.UI{tag.Pre().Class("wire limited").TabIndex(0).Attr("role", "region").Aria("label", bench.Purpose(t)).Body(text...)}
	if t.Purpose != api.ForAuthorization {
		body = append(body, tag.Div().Class("under").Body(
			tag.Span().Class("muted").Text(sizes(t)), tag.Span().Class("end").Body(exchangeCopy(t))))
	}
	return tag.Div().Body(body...)
}

// messageText draws an HTTP message.
func messageText(m api.Message) []goapp.UI {
	body := []goapp.UI{tag.B().Text(m.Start), goapp.Text("\n")}
	for _, h := range m.Header {
		body = append(body, tag.Span().Class("k").Text(h.Name+":"), goapp.Text(" "+h.Value+"\n"))
	}
	if m.Body != "" {
		body = append(body, goapp.Text("\n"))
		body = append(body, bodyText(m.Body)...)
	}
	if m.Cut {
		body = append(body, tag.Span().Class("m").Text("\n… the rest is not shown"))
	}
	return body
}
