package console

import (
	"firstcall/app/api"
	"firstcall/app/entry"
	"firstcall/app/wire"
)

// Preview is the token request as it would go out with the form as it is.
// What is still missing stands there as its field's label.
func (m *Model) Preview() []wire.Line {
	p := m.Provider()
	values := m.Form.Values(p)
	for _, f := range p.Fields {
		values[f.Name] = previewValue(f, values[f.Name])
	}
	request, err := wire.Token(p, values)
	if err != nil {
		return []wire.Line{{{Kind: wire.KindPlain, Text: err.Error()}}}
	}
	return request.Preview()
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
