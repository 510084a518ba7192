package wire

import (
	"strings"

	"firstcall/app/api"
)

// Vary is p with a variation of how its token is asked for. What of the variation
// lies in the values is [VaryValues]'s; with discovery a slash is the caller's, at
// the endpoint that was found.
func Vary(p api.Provider, v api.Variation) api.Provider {
	t := &p.Token
	if v.Client != "" {
		t.Client = v.Client
	}
	if v.Place != "" && v.Place != t.Place {
		t.Place = v.Place
		t.Parameters = withoutContentType(t.Parameters)
		if t.Method == "GET" && v.Place != api.PlaceQuery {
			t.Method = "POST"
		}
	}
	if v.Basic != "" {
		t.RawBasic = v.Basic == "raw"
	}
	if !t.Discovery && endpointField(p) == "" {
		t.URL = slash(t.URL, v.Slash)
	}
	return p
}

// VaryValues is the values of p's form with what of a variation lies in them: the
// data center, white space, and a slash at the end of a token URL that the user
// entered whole.
func VaryValues(p api.Provider, values map[string]string, v api.Variation) map[string]string {
	varied := Filled(p, values)
	for name, value := range varied {
		if v.Trim {
			varied[name] = strings.TrimSpace(value)
		}
	}
	if name := endpointField(p); name != "" && !p.Token.Discovery {
		varied[name] = slash(varied[name], v.Slash)
	}
	if v.DataCenter != "" {
		varied[api.DataCenterField] = v.DataCenter
	}
	return varied
}

// endpointField is the field whose value is the whole token URL, "" where the
// profile makes that of a template.
func endpointField(p api.Provider) string {
	name := first(Names(p.Token.URL))
	if f, ok := p.Field(name); ok && f.Kind == api.FieldEndpoint {
		return name
	}
	return ""
}

// slash changes the end of a URL's path.
func slash(url, change string) string {
	path, query, more := strings.Cut(url, "?")
	switch change {
	case "add":
		path = strings.TrimRight(path, "/") + "/"
	case "remove":
		path = strings.TrimRight(path, "/")
	}
	if more {
		return path + "?" + query
	}
	return path
}

// withoutContentType leaves a profile's own type of the body out, which is that of
// the place it had.
func withoutContentType(parameters []api.Parameter) []api.Parameter {
	var kept []api.Parameter
	for _, p := range parameters {
		if p.In != api.InHeader || !strings.EqualFold(p.Name, "Content-Type") {
			kept = append(kept, p)
		}
	}
	return kept
}
