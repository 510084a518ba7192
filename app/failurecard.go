package app

import (
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
	if checks := s.checks(f); checks != nil {
		cards = append(cards, checks)
	}
	if len(f.Certificates) > 0 {
		cards = append(cards, s.chain(f.Certificates))
	}
	if f.Transcript != nil && f.Transcript.Request.Start != "" {
		cards = append(cards, s.failedTranscript(*f.Transcript))
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
