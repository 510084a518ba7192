package app

import (
	"context"
	"strings"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/bench"
	"firstcall/components"
	"firstcall/components/tag"
)

// stepCards are the token requests that begin with c's token.
func (s *shell) stepCards(c api.Connection) []goapp.UI {
	if c.Of != "" {
		return nil
	}
	var cards []goapp.UI
	for _, step := range bench.StepsOf(c, s.model.ProviderOf(c)) {
		cards = append(cards, s.stepCard(c, step))
	}
	return cards
}

func (s *shell) stepCard(c api.Connection, step api.Step) goapp.UI {
	id := bench.StepID(c.ID, step.ID)
	q := s.bench.Steps[id]
	var body []goapp.UI
	if step.Note != "" {
		body = append(body, tag.P().Class("small muted").Text(step.Note))
	}
	for _, f := range step.Fields {
		body = append(body, s.stepField(id, step, f))
	}
	if q.Problem != "" {
		body = append(body, hint(q.Problem, bench.Bad))
	} else if q.Answer != nil {
		body = append(body, failedShortly(*q.Answer)...)
	}
	return tag.Section().Class("card").Aria("labelledby", "step-"+step.ID).Body(
		tag.Header().Body(tag.H2().ID("step-"+step.ID).Text(step.Name)),
		tag.Div().Class("pad gap").Body(append(body, &stepButton{Step: step.ID, Busy: q.Busy, OnGet: s.getStep})...),
	)
}

// A stepButton is a component of its own because go-app would keep a stale
// closure over the step.
type stepButton struct {
	goapp.Compo

	Step  string
	Busy  bool
	OnGet func(ctx goapp.Context, step string)
}

func (b *stepButton) Render() goapp.UI {
	return tag.Div().Body(busyButton("get-"+b.Step, "Get the token", "Asking", b.Busy, b.get))
}

func (b *stepButton) get(ctx goapp.Context, _ goapp.Event) { b.OnGet(ctx, b.Step) }

// stepInput names the input of a step's field.
func stepInput(step api.Step, f api.Field) string { return "step." + step.ID + "." + f.Name }

func (s *shell) stepField(id string, step api.Step, f api.Field) goapp.UI {
	input, value, problem := stepInput(step, f), s.bench.StepValue(id, f), s.bench.StepFault(id, f.Name)
	hint := f.Hint
	if f.Optional {
		hint = strings.TrimSuffix("optional, "+hint, ", ")
	}
	if f.Kind == api.FieldChoice {
		options := make([]components.Option, len(f.Choices))
		for i, c := range f.Choices {
			options[i] = components.Option{Value: c.Value, Label: c.Label}
		}
		return &components.Choice{ID: input, Label: f.Label, Hint: hint, Value: value, Options: options, Problem: problem, OnChoose: s.typedStep}
	}
	return &components.Field{
		ID: input, Label: f.Label, Hint: hint, Example: f.Example, Value: value, Problem: problem,
		Secret: f.IsSecret(), Required: !f.Optional, OnInput: s.typedStep,
	}
}

// typedStep takes over what was typed into a step's input.
func (s *shell) typedStep(_ goapp.Context, input, value string) {
	c := s.model.Connection
	if c == nil {
		return
	}
	for _, step := range bench.StepsOf(*c, s.model.ProviderOf(*c)) {
		for _, f := range step.Fields {
			if stepInput(step, f) == input {
				s.bench.SetStep(bench.StepID(c.ID, step.ID), f.Name, value)
			}
		}
	}
}

// getStep asks for a step's token. Its connection becomes the current one.
func (s *shell) getStep(ctx goapp.Context, id string) {
	c := s.model.Connection
	if c == nil {
		return
	}
	for _, step := range bench.StepsOf(*c, s.model.ProviderOf(*c)) {
		if step.ID == id {
			s.askStep(ctx, *c, step)
		}
	}
}

func (s *shell) askStep(ctx goapp.Context, c api.Connection, step api.Step) {
	form, field, ok := s.bench.StepForm(c, step)
	if !ok {
		input := stepInput(step, api.Field{Name: field})
		ctx.Defer(func(goapp.Context) { components.Focus(input) })
		return
	}
	about := bench.StepID(c.ID, step.ID)
	if !s.bench.Steps.Ask(about) {
		return
	}
	s.change(ctx, func(ctx context.Context) (api.State, error) { return s.server.step(ctx, form) }, func(ctx goapp.Context, why string) {
		if why != "" {
			s.bench.Steps.Refuse(about, why)
			return
		}
		s.gotStep(ctx, about)
	})
}

// gotStep shows the new connection's token, or why there is none.
func (s *shell) gotStep(ctx goapp.Context, about string) {
	failure := s.model.Failure
	s.bench.Steps.Answer(about, failure)
	if failure != nil {
		s.model.Announcement = failure.Title
		return
	}
	s.bench.DropStep(about)
	s.views.token = api.AccessToken
	s.verifyShown(ctx)
	s.model.Announcement = "A token was issued."
	ctx.Defer(func(goapp.Context) { focusHeading() })
}
