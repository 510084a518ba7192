package console

import (
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
)

// Variation is what the form's token is asked for otherwise than the profile says.
func (m *Model) Variation() api.Variation { return m.Form.of(m.Form.Provider).variation }

// varied is the form's provider and values with its variation.
func (m *Model) varied(values map[string]string) (api.Provider, map[string]string) {
	p, v := m.Provider(), m.Variation()
	if v == (api.Variation{}) {
		return p, values
	}
	return wire.Vary(p, v), wire.VaryValues(p, values, v)
}

// first is what leaves first with these values.
func (m *Model) first(values map[string]string) (wire.Request, error) {
	p, values := m.varied(values)
	return wire.First(p, values, m.RedirectURI)
}

// Otherwise names what a variation changes: "credentials in the body".
func Otherwise(v api.Variation) string {
	var all []string
	add := func(words string) {
		if words != "" {
			all = append(all, words)
		}
	}
	add(clientWords(v.Client))
	add(map[string]string{
		api.PlaceForm: "parameters in a form-encoded body", api.PlaceJSON: "parameters as JSON", api.PlaceQuery: "parameters in the query",
	}[v.Place])
	add(map[string]string{
		"raw": "ID and secret joined as they are", "encoded": "ID and secret form-encoded before they are joined",
	}[v.Basic])
	if v.Trim {
		add("white space around the values taken off")
	}
	add(map[string]string{"add": "a slash at the end of the token URL", "remove": "no slash at the end of the token URL"}[v.Slash])
	if v.DataCenter != "" {
		add("at " + v.DataCenter)
	}
	return strings.Join(all, ", ")
}

func clientWords(client string) string {
	switch client {
	case "":
		return ""
	case api.ClientBasic:
		return "credentials in the Authorization header"
	case api.ClientBody:
		return "credentials in the body"
	case api.ClientNone:
		return "no client authentication"
	}
	return "client authentication " + client
}
