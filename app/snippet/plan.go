package snippet

import (
	"strings"
	"unicode"

	"firstcall/app/api"
	"firstcall/app/datacenter"
	"firstcall/app/wire"
)

// A plan is what either language writes: the requests, with variables where
// values of the form go.
type plan struct {
	variables []*variable // of all fields, in the form's order
	base      *variable   // the data center
	ca        bool
	discovery bool
	token     wire.Request // its texts hold the variables' marks
	call      *call
	problem   string // why there is nothing to write, a sentence
}

// newPlan lets package wire work the token request out with a mark in each
// field's place, and so learns where each goes.
func newPlan(s Source) *plan {
	p := &plan{discovery: s.Provider.Token.Discovery}
	fixed := decisive(s.Provider)
	marked := map[string]string{}
	for _, f := range fields(s.Provider) {
		value := s.value(f)
		v := p.add(f, value)
		switch {
		case f.Name == api.CAField:
			p.ca = value != ""
			marked[f.Name] = value
		case f.Kind == api.FieldChoice:
			marked[f.Name] = choice(f, value)
		case value == "" && f.Optional && f.Kind != api.FieldSecret:
		case fixed[f.Name] && !f.IsURL():
			marked[f.Name] = v.value
		default:
			marked[f.Name] = v.mark
		}
	}
	var err error
	if p.token, err = wire.Token(s.Provider, marked); err != nil {
		p.problem = "The token request can't be written as code. " + err.Error()
	}
	if s.Request != nil {
		p.call = newCall(p, s)
	}
	return p
}

// fields are the provider's, and the data center in any case.
func fields(p api.Provider) []api.Field {
	if _, ok := p.Field(api.DataCenterField); ok {
		return p.Fields
	}
	return append([]api.Field{{Name: api.DataCenterField, Label: "Data center URL", Kind: api.FieldURL}}, p.Fields...)
}

// value is a field's value as typed or connected with, "" for a secret.
func (s Source) value(f api.Field) string {
	if f.Kind == api.FieldSecret {
		return ""
	}
	candidates := []string{s.Values[f.Name], f.Default}
	if c := s.Connection; c != nil {
		candidates = []string{c.Values[f.Name], s.Values[f.Name], f.Default}
		if f.Name == api.DataCenterField {
			candidates = []string{c.DataCenter, s.Values[f.Name]}
		}
	}
	for _, value := range candidates {
		if strings.TrimSpace(value) == "" {
			continue
		}
		if !f.IsURL() {
			return value
		}
		if cleaned, err := datacenter.Clean(value, datacenter.KeepOf(f)); err == nil {
			return cleaned.URL
		}
	}
	return ""
}

// decisive names the fields whose value decides how the request looks, or is
// escaped on its way into it. Such a value stands in the code itself.
func decisive(p api.Provider) map[string]bool {
	names := map[string]bool{}
	for _, f := range p.Fields {
		name, _, _ := strings.Cut(f.When, "=")
		names[name] = true
	}
	for _, parameter := range p.Token.Parameters {
		name, _, _ := strings.Cut(parameter.When, "=")
		names[name] = true
	}
	path, _, _ := strings.Cut(p.Token.URL, "?")
	for _, name := range append(wire.Names(path), wire.Names(p.Token.Client)...) {
		names[name] = true
	}
	return names
}

// choice is the value if it is offered, else the default or the first.
func choice(f api.Field, value string) string {
	for _, c := range f.Choices {
		if c.Value == value {
			return value
		}
	}
	if len(f.Choices) == 0 || value == "" && f.Optional {
		return value
	}
	if f.Default != "" {
		return f.Default
	}
	return f.Choices[0].Value
}

// oneLine makes a text fit for a comment, which a line break would end.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, s)
}
