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

// failure is an exchange or a call that went wrong: what happened, where it
// stopped with the evidence, what to try, and what was said.
func (s *shell) failure(f api.Failure) []goapp.UI {
	body := []goapp.UI{
		tag.Header().Body(tag.H2().ID("failure-title").TabIndex(-1).Text(f.Title)),
		tag.Div().Class("pad gap").Body(tag.P().Class("said").Text(f.Detail), tries(f.Try)),
	}
	if f.Transcript != nil && len(f.Transcript.Rungs) > 0 {
		body = append(body, components.Ladder(rungs(f.Transcript.Rungs)))
	}
	cards := []goapp.UI{tag.Section().Class("card failed").ID("failure").Body(body...)}
	if len(f.Certificates) > 0 {
		cards = append(cards, certificate(f.Certificates[0]))
	}
	if f.Transcript != nil && f.Transcript.Response != nil {
		cards = append(cards, s.transcript("What was answered", *f.Transcript))
	}
	return cards
}

func tries(try []string) goapp.UI {
	if len(try) == 0 {
		return nil
	}
	items := make([]goapp.UI, len(try))
	for i, t := range try {
		items[i] = tag.Li().Text(t)
	}
	return tag.Div().Body(tag.H3().Text("What to try"), tag.Ol().Class("tries small").Body(items...))
}

func rungs(rungs []api.Rung) []components.Rung {
	out := make([]components.Rung, len(rungs))
	for i, r := range rungs {
		out[i] = components.Rung{Name: r.Name, Evidence: r.Evidence, State: r.State}
		if r.Took > 0 {
			out[i].Took = console.Took(time.Duration(r.Took) * time.Millisecond)
		}
	}
	return out
}

func certificate(c api.Certificate) goapp.UI {
	return tag.Section().Class("card").Body(
		tag.Header().Body(tag.H2().Text("The certificate")),
		tag.Div().Class("pad").Body(certificateFacts(c)),
	)
}

// certificateFacts are what a user needs to recognise one.
func certificateFacts(c api.Certificate) goapp.UI {
	issuer := c.Issuer
	if issuer == c.Subject {
		issuer += " (itself)"
	}
	names := ""
	for i, n := range c.Names {
		if i > 0 {
			names += ", "
		}
		names += n
	}
	var rows []goapp.UI
	for _, row := range [][2]string{
		{"Subject", c.Subject},
		{"Issuer", issuer},
		{"Names", names},
		{"Valid", date(c.NotBefore) + " to " + date(c.NotAfter)},
		{"Key", c.Key},
		{"SHA-256", c.Fingerprint},
	} {
		if row[1] != "" {
			rows = append(rows, tag.Dt().Text(row[0]), tag.Dd().Text(row[1]))
		}
	}
	return tag.Dl().Class("kv").Body(rows...)
}

func date(unix int64) string { return time.Unix(unix, 0).Format("2 January 2006") }

// transcript shows an exchange as sent and as answered, secrets masked.
func (s *shell) transcript(title string, t api.Transcript) goapp.UI {
	class := "chip bad"
	if t.Status >= 200 && t.Status < 300 {
		class = "chip good"
	}
	message := t.Request
	if s.views.got == tabResponse && t.Response != nil {
		message = *t.Response
	}
	return tag.Section().Class("card").Body(
		tag.Header().Body(
			tag.H2().Text(title),
			tag.Span().Class("end").Body(
				tag.Span().Class(class).Text(strconv.Itoa(t.Status)),
				tag.Span().Class("small muted").Text(console.Took(time.Duration(t.Took)*time.Millisecond)),
				s.tabs("got", "seg", "Transcript", s.views.got,
					components.Tab{Value: tabResponse, Label: "Answer"}, components.Tab{Value: tabRequest, Label: "Request"}),
			),
		),
		tag.Pre().ID(components.PanelID("got")).Class("wire limited").Attr("role", "tabpanel").TabIndex(0).
			Aria("label", "Transcript").Body(messageText(message)...),
	)
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
