//go:build !js

package discovery

import (
	"net/url"
	"strings"

	"firstcall/app/api"
	"firstcall/server/provider"
)

// write makes a profile of metadata.
func write(m metadata) api.Imported {
	w := &writer{m: m, offer: offered(m)}
	w.line(0, "# Made from "+m.at)
	w.head()
	w.fields()
	w.token()
	w.endpoints()
	w.line(0, "")
	w.line(0, "requests:")
	w.line(2, "- name: Fetch the base URL")
	w.line(4, "method: GET")
	w.line(4, "path: /")
	return api.Imported{YAML: w.text.String(), Filled: w.filled, Missing: w.missing}
}

// A writer writes one profile.
type writer struct {
	sheet
	m     metadata
	offer offer
}

func (w *writer) head() {
	name := nameOf(w.m.Issuer)
	w.from("id", 0, "id: ", idOf(name))
	w.from("name", 0, "name: ", name)
	w.line(0, "summary: From its metadata")
	w.pair(0, "glyph", glyphOf(name))
	if u, err := url.Parse(w.m.Documentation); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
		w.from("documentation", 0, "documentation: ", w.m.Documentation)
	}
	w.line(0, "need:")
	w.line(2, "- The URL below which the API lies, which the metadata does not say")
	w.line(2, "- A client that is registered with this server")
	if !strings.ContainsAny(w.m.Issuer, "{}") {
		w.from("issuer", 0, "issuer: ", w.m.Issuer)
	}
	w.hosts()
}

// hosts lists whom the endpoints belong to, for an operator who installs the
// profile on a hosted server.
func (w *writer) hosts() {
	seen := map[string]bool{}
	for _, endpoint := range []string{
		w.m.Issuer, w.m.TokenEndpoint, w.m.AuthorizationEndpoint, w.m.DeviceAuthorizationEndpoint,
		w.m.IntrospectionEndpoint, w.m.RevocationEndpoint, w.m.UserinfoEndpoint, w.m.JWKS,
	} {
		u, err := url.Parse(endpoint)
		if err != nil || seen[u.Host] || !provider.ValidPattern(u.Host) {
			continue
		}
		if len(seen) == 0 {
			w.line(0, "hosts:")
		}
		seen[u.Host] = true
		w.from("hosts", 2, "- ", u.Host)
	}
}

// nameOf is an issuer's host and path, as a name.
func nameOf(issuer string) string {
	_, name, _ := strings.Cut(issuer, "://")
	return strings.TrimRight(name, "/")
}

// idOf makes the id of a profile out of its name.
func idOf(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, "-")
}

// glyphOf is two letters for the card: those of the domain, where a name has one.
func glyphOf(name string) string {
	host, _, _ := strings.Cut(name, "/")
	host, _, _ = strings.Cut(host, ":")
	labels := strings.Split(host, ".")
	label := labels[max(0, len(labels)-2)]
	letters := strings.ToUpper(label[:min(1, len(label))]) + label[min(1, len(label)):min(2, len(label))]
	if strings.Trim(letters, "0123456789[") == "" {
		return "As"
	}
	return letters
}

func (w *writer) token() {
	w.line(0, "")
	w.line(0, "token:")
	w.line(2, `url: "{token_url}"`)
	w.way("grant", "grant_type", w.offer.grants)
	w.line(2, "place: form")
	w.way("client", "client_authentication", w.offer.clients)
	if w.grants(api.GrantJWTBearer) {
		w.line(2, "assertion:")
		w.line(4, `issuer: "{client_id}"`)
		w.line(4, `subject: "{assertion_subject}"`)
	}
	w.line(2, "parameters:")
	w.parameters()
}

func (w *writer) parameters() {
	for _, p := range []struct{ name, value, grant string }{
		{"username", "{username}", api.GrantPassword},
		{"password", "{password}", api.GrantPassword},
		{"assertion", "{assertion}", api.GrantJWTBearer},
		{"subject_token", "{subject_token}", api.GrantTokenExchange},
		{"subject_token_type", "{subject_token_type}", api.GrantTokenExchange},
		{"refresh_token", "{refresh_token}", api.GrantRefreshToken},
		{"scope", "{scope}", ""},
		{"audience", "{audience}", ""},
		{"resource", "{resource}", ""},
	} {
		if p.grant == "" || w.grants(p.grant) {
			w.line(4, "- name: "+p.name)
			w.pair(6, "value", p.value)
			w.condition(6, w.while(grantOf(p.grant)))
		}
	}
}

// way writes what has one value as such, and what has several as the field
// that chooses among them.
func (w *writer) way(key, field string, choices []choice) {
	switch {
	case len(choices) > 1:
		w.pair(2, key, "{"+field+"}")
	case choices[0].said:
		w.from(field, 2, key+": ", choices[0].value)
	default:
		w.pair(2, key, choices[0].value)
	}
}

func (w *writer) endpoints() {
	var lines []string
	for _, e := range w.further() {
		lines = append(lines, e.key+`: "{`+e.field+`}"`)
	}
	if len(lines) == 0 {
		return
	}
	w.line(0, "")
	w.line(0, "endpoints:")
	for _, line := range lines {
		w.line(2, line)
	}
}
