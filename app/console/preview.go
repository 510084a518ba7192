package console

import (
	"maps"

	"firstcall/app/api"
	"firstcall/app/entry"
	"firstcall/app/wire"
)

// A Leg is one of the requests that get a token, as it would go out.
type Leg struct {
	Title string // who asks whom when; "" for the only one
	Lines []wire.Line
}

// Preview is the requests that would go out with the form as it is: one, or for
// a grant that waits for the user what leaves first and what follows. What is
// still missing stands there as its field's label.
func (m *Model) Preview() []Leg {
	p, values := m.varied(m.previewValues())
	first := lines(wire.First(p, values, m.RedirectURI))
	switch wire.Grant(p, values) {
	case api.GrantCode:
		return []Leg{
			{"1. Your browser goes to the authorization server", first},
			{"2. Once it is back with a code, this server asks", lines(wire.Token(wire.Code(p), m.answered(values)))},
		}
	case api.GrantDevice:
		return []Leg{
			{"1. This server asks for a code to show you", first},
			{"2. While you enter it, this server asks again and again", lines(wire.Token(wire.DeviceToken(p), m.answered(values)))},
		}
	}
	return []Leg{{Lines: first}}
}

// answered is values with those that an earlier answer brings; all but the
// redirect URI are masked anyway.
func (m *Model) answered(values map[string]string) map[string]string {
	values = maps.Clone(values)
	for _, name := range []string{wire.CodeField, wire.VerifierField, wire.DeviceCodeField} {
		values[name] = "later"
	}
	values[wire.RedirectField] = m.RedirectURI
	return values
}

func lines(r wire.Request, err error) []wire.Line {
	if err != nil {
		return []wire.Line{{{Kind: wire.KindPlain, Text: err.Error()}}}
	}
	return r.Preview()
}

func (m *Model) previewValues() map[string]string {
	p := m.Provider()
	values := m.Form.Values(p)
	for _, f := range p.Fields {
		if m.Form.Kept(p.ID, f.Name) {
			values[f.Name] = "kept"
			continue
		}
		values[f.Name] = previewValue(f, values[f.Name])
	}
	return values
}

func previewValue(f api.Field, value string) string {
	if cleaned := entry.Clean(f, value); cleaned.Problem == "" && cleaned.Value != "" {
		return cleaned.Value
	}
	switch {
	case f.Optional:
		return ""
	case f.IsURL():
		return f.Example
	}
	return "<" + f.Label + ">"
}

// Grant is the grant that the form chooses.
func (m *Model) Grant() string {
	p, values := m.varied(m.Form.Values(m.Provider()))
	return wire.Grant(p, values)
}
