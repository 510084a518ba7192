//go:build !js

package discovery

import (
	"strings"

	"firstcall/app/api"
)

// An endpoint is one besides the token endpoint.
type endpoint struct{ key, field, label, url, grant string }

// further are the endpoints that the metadata names and the profile has a use for.
func (w *writer) further() (found []endpoint) {
	for _, e := range []endpoint{
		{"authorization", "authorization_url", "Authorization URL", w.m.AuthorizationEndpoint, api.GrantCode},
		{"device_authorization", "device_authorization_url", "Device authorization URL", w.m.DeviceAuthorizationEndpoint, api.GrantDevice},
		{"introspection", "introspection_url", "Introspection URL", w.m.IntrospectionEndpoint, ""},
		{"revocation", "revocation_url", "Revocation URL", w.m.RevocationEndpoint, ""},
		{"jwks", "jwks_url", "Key set URL", w.m.JWKS, ""},
		{"userinfo", "userinfo_url", "Userinfo URL", w.m.UserinfoEndpoint, ""},
	} {
		if e.url != "" && (e.grant == "" || w.grants(e.grant)) {
			found = append(found, e)
		}
	}
	return found
}

func (w *writer) fields() {
	w.line(0, "")
	w.line(0, "fields:")
	w.dataCenter()
	w.tokenURL()
	w.choose("grant_type", "Grant", w.offer.grants)
	w.endpointFields(true)
	w.choose("client_authentication", "Client authentication", w.offer.clients)
	w.client()
	w.user()
	w.scope()
	w.endpointFields(false)
}

func (w *writer) dataCenter() {
	w.line(2, "- name: data_center")
	w.line(4, "label: API base URL")
	w.line(4, "kind: url")
	w.line(4, "hint: calls go below it, and nowhere else")
	w.line(4, "example: https://api.example.com")
	w.line(4, "keep_path: true")
	w.missing = append(w.missing, "The API base URL: metadata is about tokens, and does not say where the API is.", "The client's ID, and what it proves itself with.")
}

// tokenURL names the endpoint for certificates where there is one: with nothing
// but certificates it takes the other's place (RFC 8705 section 5).
func (w *writer) tokenURL() {
	at, alias := w.m.TokenEndpoint, w.m.Aliases.TokenEndpoint
	if alias != "" && len(w.offer.clients) == 1 && w.clients(api.ClientTLS) {
		at, alias = alias, ""
	}
	w.line(2, "- name: token_url")
	w.line(4, "label: Token URL")
	w.line(4, "kind: endpoint")
	w.from("token_url", 4, "default: ", at)
	if alias != "" && w.clients(api.ClientTLS) {
		w.from("token_url", 4, "hint: ", "with a client certificate "+alias)
	}
}

// choose writes a field for what has several values.
func (w *writer) choose(name, label string, choices []choice) {
	if !choices[0].said {
		w.missing = append(w.missing, label+": the metadata lists none that a profile can have. What the standard takes for granted then is filled in.")
	}
	if len(choices) == 1 {
		return
	}
	w.line(2, "- name: "+name)
	w.line(4, "label: "+label)
	w.line(4, "kind: choice")
	w.choice(name, 4, "default: ", choices[0], choices[0].value)
	w.line(4, "choices:")
	for _, c := range choices {
		w.choice(name, 6, "- value: ", c, c.value)
		w.pair(8, "label", c.label)
	}
}

func (w *writer) choice(name string, indent int, before string, c choice, value string) {
	if c.said {
		w.from(name, indent, before, value)
		return
	}
	w.line(indent, before+scalar(value))
}

// endpointFields writes the endpoints that a grant begins at, or the others,
// which few people need to see.
func (w *writer) endpointFields(ofGrants bool) {
	for _, e := range w.further() {
		if (e.grant != "") != ofGrants {
			continue
		}
		w.line(2, "- name: "+e.field)
		w.line(4, "label: "+e.label)
		w.line(4, "kind: endpoint")
		w.from(e.field, 4, "default: ", e.url)
		w.during(w.while(grantOf(e.grant)))
		if e.grant == "" {
			w.line(4, "optional: true")
			w.line(4, "advanced: true")
		}
	}
}

// client writes what the client proves itself with, each while it is needed.
func (w *writer) client() {
	w.line(2, "- name: client_id")
	w.line(4, "label: Client ID")
	if secret := w.while(nil, api.ClientBasic, api.ClientBody, api.ClientSecretJWT); secret.ever {
		w.line(2, "- name: client_secret")
		w.line(4, "label: Client secret")
		w.line(4, "kind: secret")
		w.during(secret)
	}
	key := w.while([]string{api.GrantJWTBearer}, api.ClientPrivateKey)
	if key.ever {
		w.line(2, "- name: private_key")
		w.line(4, "label: Private key")
		w.line(4, "kind: key")
		w.during(key)
		w.line(2, "- name: key_id")
		w.line(4, "label: Key ID")
		w.optional("kid of assertions")
		w.during(key)
	}
	if signs := w.while([]string{api.GrantJWTBearer}, api.ClientPrivateKey, api.ClientSecretJWT); signs.ever {
		w.line(2, "- name: signing_alg")
		w.line(4, "label: Signing algorithm")
		if len(w.m.SigningAlgs) > 0 {
			w.from("signing_alg", 4, "example: ", some(w.m.SigningAlgs))
		}
		w.optional("the key's usual one unless given")
		w.line(4, "advanced: true")
		w.during(signs)
	}
}

// optional ends a field that may stay empty.
func (w *writer) optional(hint string) {
	w.pair(4, "hint", hint)
	w.line(4, "optional: true")
}

// user writes what single grants need.
func (w *writer) user() {
	for _, f := range []struct{ name, label, kind, value, grant string }{
		{"username", "User name", api.FieldText, "", api.GrantPassword},
		{"password", "Password", api.FieldSecret, "", api.GrantPassword},
		{"assertion_subject", "Subject", api.FieldText, "", api.GrantJWTBearer},
		{"subject_token", "Subject token", api.FieldSecret, "", api.GrantTokenExchange},
		{"subject_token_type", "Subject token type", api.FieldText, "urn:ietf:params:oauth:token-type:access_token", api.GrantTokenExchange},
		{"refresh_token", "Refresh token", api.FieldSecret, "", api.GrantRefreshToken},
	} {
		if !w.grants(f.grant) {
			continue
		}
		w.line(2, "- name: "+f.name)
		w.line(4, "label: "+f.label)
		w.line(4, "kind: "+f.kind)
		if f.value != "" {
			w.pair(4, "default", f.value)
		}
		w.during(w.while(grantOf(f.grant)))
	}
}

func (w *writer) scope() {
	w.line(2, "- name: scope")
	w.line(4, "label: Scope")
	if len(w.m.Scopes) > 0 {
		w.from("scope", 4, "example: ", some(w.m.Scopes))
	}
	w.optional("several are separated by spaces")
	for _, f := range [][2]string{{"audience", "Audience"}, {"resource", "Resource"}} {
		w.line(2, "- name: "+f[0])
		w.line(4, "label: "+f[1])
		w.optional("some servers ask whom the token is for")
		w.line(4, "advanced: true")
	}
}

// some are the first of a list, as many as an example has room for.
func some(list []string) string {
	text := ""
	for _, word := range list {
		if word = strings.TrimSpace(word); word == "" || len(text)+len(word) > 80 {
			continue
		}
		text = strings.TrimSpace(text + " " + word)
	}
	return text
}
