package app

import (
	"strings"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/components"
	"firstcall/components/tag"
)

// What kinds of file hold certificates and keys.
const (
	certificateFiles = ".pem,.crt,.cer,.ca-bundle,application/x-pem-file"
	keyFiles         = ".pem,.key,.jwk,.json,application/x-pem-file,application/json"
)

// fieldOrNot draws a field that belongs to the form under a condition. Of those
// that are not folded away all are drawn, so that the style sheet can show and
// hide them before the program is there.
func (s *shell) fieldOrNot(p api.Provider, f api.Field, shown map[string]bool) goapp.UI {
	if f.When == "" {
		return s.field(p, f)
	}
	class := "when"
	switch {
	case s.alive && shown[f.Name]:
		class = "when set shown"
	case s.alive:
		class = "when set"
	}
	return tag.Div().Class(class).DataSet("when", f.When).Body(s.field(p, f))
}

func (s *shell) field(p api.Provider, f api.Field) goapp.UI {
	id := api.InputName(p.ID, f.Name)
	value, said := s.model.Form.Value(p.ID, f), s.model.Form.Said(p.ID, f.Name)
	hint, example := f.Hint, f.Example
	if f.Optional {
		hint = strings.TrimSuffix("optional, "+hint, ", ")
	}
	if s.model.Form.Kept(p.ID, f.Name) {
		hint, example = "kept on the server", wire.Mask
	}
	tone := ""
	if text, good := s.model.Form.Probed(p.ID, f.Name); text != "" {
		// In the hint's place it moves nothing: the user may be about to click.
		hint, tone = text, "warn"
		if good {
			tone = "good"
		}
	}
	switch f.Kind {
	case api.FieldChoice:
		return &components.Choice{ID: id, Label: f.Label, Hint: hint, Value: value, Options: options(f.Choices), Problem: said.Problem, OnChoose: s.typed}
	case api.FieldCertificate, api.FieldKey, api.FieldParameters:
		return s.area(f, components.Area{ID: id, Label: f.Label, Hint: hint, Example: example, Value: value, Problem: said.Problem})
	}
	return &components.Field{
		ID: id, Label: f.Label, Hint: hint, Tone: tone, Example: example, Value: value, Unit: unit(f),
		Said: said.Notes, Warning: said.Warning, Problem: said.Problem,
		Secret: f.IsSecret(), Wide: f.IsURL(), Required: !f.Optional, Idle: !s.alive,
		OnInput: s.typed, OnLeave: s.left,
	}
}

// area is a field of several lines.
func (s *shell) area(f api.Field, a components.Area) goapp.UI {
	a.Secret, a.Required, a.Idle = f.IsSecret(), !f.Optional, !s.alive
	a.OnInput, a.OnLeave = s.typed, s.left
	switch {
	case f.Kind == api.FieldCertificate:
		a.Accept = certificateFiles
		a.Example = orElse(a.Example, "-----BEGIN CERTIFICATE-----")
	case f.Kind == api.FieldKey:
		a.Accept = keyFiles
		a.Example = orElse(a.Example, "-----BEGIN PRIVATE KEY-----")
	}
	return &a
}

func orElse(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}

func unit(f api.Field) string {
	if f.Kind == api.FieldSeconds {
		return "s"
	}
	return ""
}

func options(choices []api.Choice) []components.Option {
	options := make([]components.Option, len(choices))
	for i, c := range choices {
		options[i] = components.Option{Value: c.Value, Label: c.Label}
	}
	return options
}

// typed takes over what the user typed into the input with this id.
func (s *shell) typed(ctx goapp.Context, id, value string) {
	provider, field, _ := strings.Cut(id, ".")
	s.model.Form.Set(provider, field, value)
	s.afterwards(ctx, "form", s.keepForm(false))
}

// left puts right what was typed once the user is done with it.
func (s *shell) left(ctx goapp.Context, id string) {
	provider, field, _ := strings.Cut(id, ".")
	s.model.Leave(provider, field)
	s.keepForm(true)(ctx)
	s.probe(ctx, provider, field)
}
