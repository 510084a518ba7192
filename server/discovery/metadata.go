//go:build !js

package discovery

import (
	"net/url"
	"strings"

	"firstcall/app/api"
	"firstcall/app/datacenter"
)

// metadata are the members that a profile has a use for (RFC 8414 section 2,
// OpenID Connect Discovery 1.0 section 3, RFC 8628 section 4, RFC 8705 section 5).
type metadata struct {
	Issuer                      string   `json:"issuer"`
	AuthorizationEndpoint       string   `json:"authorization_endpoint"`
	TokenEndpoint               string   `json:"token_endpoint"`
	DeviceAuthorizationEndpoint string   `json:"device_authorization_endpoint"`
	IntrospectionEndpoint       string   `json:"introspection_endpoint"`
	RevocationEndpoint          string   `json:"revocation_endpoint"`
	UserinfoEndpoint            string   `json:"userinfo_endpoint"`
	JWKS                        string   `json:"jwks_uri"`
	Documentation               string   `json:"service_documentation"`
	Scopes                      []string `json:"scopes_supported"`
	Grants                      []string `json:"grant_types_supported"`
	ClientMethods               []string `json:"token_endpoint_auth_methods_supported"`
	SigningAlgs                 []string `json:"token_endpoint_auth_signing_alg_values_supported"`
	Aliases                     struct {
		TokenEndpoint string `json:"token_endpoint"`
	} `json:"mtls_endpoint_aliases"`

	at string // where it was read
}

// judged holds metadata to the place where it was read: a document that names
// another issuer would have its tokens taken for this one's (RFC 8414 section
// 3.3). The endpoints may be on any host.
func (a answer) judged(where place) (metadata, *api.Failure) {
	m := a.metadata
	m.at = a.at
	switch {
	case strings.TrimSuffix(m.Issuer, "/") != where.issuer:
		return m, a.anotherIssuer(where)
	case m.TokenEndpoint == "":
		return m, a.noTokenEndpoint()
	case !m.usable(m.TokenEndpoint):
		return m, a.badTokenEndpoint()
	}
	for _, endpoint := range []*string{
		&m.AuthorizationEndpoint, &m.DeviceAuthorizationEndpoint, &m.IntrospectionEndpoint,
		&m.RevocationEndpoint, &m.UserinfoEndpoint, &m.JWKS, &m.Aliases.TokenEndpoint,
	} {
		if !m.usable(*endpoint) {
			*endpoint = ""
		}
	}
	return m, nil
}

// usable reports whether text is a URL that a field of a profile can hold, with
// no less protection than the issuer's.
func (m metadata) usable(text string) bool {
	if _, err := datacenter.Clean(text, datacenter.Whole); err != nil {
		return false
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Fragment != "" {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && !strings.HasPrefix(m.Issuer, "https:")
}
