//go:build !js

package sandbox

import (
	"net/http"
	"slices"
	"strings"
)

// serverMetadata is what both kinds of discovery answer: RFC 8414 section 2
// and OpenID Connect Discovery section 3.
type serverMetadata struct {
	Issuer                string            `json:"issuer"`
	AuthorizationEndpoint string            `json:"authorization_endpoint,omitempty"`
	TokenEndpoint         string            `json:"token_endpoint"`
	DeviceEndpoint        string            `json:"device_authorization_endpoint,omitempty"`
	Introspection         string            `json:"introspection_endpoint"`
	Revocation            string            `json:"revocation_endpoint"`
	Keys                  string            `json:"jwks_uri"`
	UserinfoEndpoint      string            `json:"userinfo_endpoint"`
	MutualTLS             map[string]string `json:"mtls_endpoint_aliases"` // RFC 8705 section 5
	Scopes                []string          `json:"scopes_supported"`
	ResponseTypes         []string          `json:"response_types_supported"` // required; none without an authorization endpoint
	ResponseModes         []string          `json:"response_modes_supported,omitempty"`
	GrantTypes            []string          `json:"grant_types_supported"`
	ClientMethods         []string          `json:"token_endpoint_auth_methods_supported"`
	ClientAlgs            []string          `json:"token_endpoint_auth_signing_alg_values_supported"`
	IntrospectionMethods  []string          `json:"introspection_endpoint_auth_methods_supported"`
	RevocationMethods     []string          `json:"revocation_endpoint_auth_methods_supported"`
	ChallengeMethods      []string          `json:"code_challenge_methods_supported"`
	ResponseIssuer        bool              `json:"authorization_response_iss_parameter_supported"` // RFC 9207
	RequestParameter      bool              `json:"request_parameter_supported"`
	RequestURIParameter   bool              `json:"request_uri_parameter_supported"`
	SubjectTypes          []string          `json:"subject_types_supported"`
	IDTokenAlgs           []string          `json:"id_token_signing_alg_values_supported"`
	Claims                []string          `json:"claims_supported"`
}

// metadata offers what a browser is needed for only where one gets to.
func (s *standard) metadata(w http.ResponseWriter, r *http.Request) {
	base, mutual := s.at.String(), s.mutual.at.String()
	m := serverMetadata{
		Issuer:           base,
		TokenEndpoint:    base + "/oauth2/token",
		Introspection:    base + "/oauth2/introspect",
		Revocation:       base + "/oauth2/revoke",
		Keys:             base + "/oauth2/jwks",
		UserinfoEndpoint: base + "/oauth2/userinfo",
		MutualTLS: map[string]string{
			"token_endpoint":         mutual + "/oauth2/token",
			"introspection_endpoint": mutual + "/oauth2/introspect",
			"revocation_endpoint":    mutual + "/oauth2/revoke",
		},
		Scopes:               standardScopes,
		ResponseTypes:        []string{},
		GrantTypes:           []string{"client_credentials", "password", "refresh_token", bearerGrant, exchangeGrant},
		ClientMethods:        clientMethods,
		ClientAlgs:           assertionAlgorithms,
		IntrospectionMethods: clientMethods[1:],
		RevocationMethods:    clientMethods,
		ChallengeMethods:     []string{"S256"},
		ResponseIssuer:       true,
		SubjectTypes:         []string{"public"},
		IDTokenAlgs:          []string{"RS256"},
		Claims:               []string{"iss", "sub", "aud", "iat", "exp", "auth_time", "nonce", "at_hash", "name", "preferred_username", "locale", "email", "email_verified"},
	}
	if s.at.listens() {
		m.AuthorizationEndpoint = base + "/oauth2/authorize"
		m.DeviceEndpoint = base + "/oauth2/device_authorization"
		m.MutualTLS["device_authorization_endpoint"] = mutual + "/oauth2/device_authorization"
		m.ResponseTypes, m.ResponseModes = []string{"code"}, []string{"query"}
		m.GrantTypes = append(m.GrantTypes, "authorization_code", deviceGrant)
	}
	writeJSON(w, http.StatusOK, m)
}

// A profile is what the scopes profile and email give away of the user
// (OpenID Connect Core section 5.4).
type profile struct {
	Name          string `json:"name,omitempty"`
	Username      string `json:"preferred_username,omitempty"`
	Locale        string `json:"locale,omitempty"`
	Email         string `json:"email,omitempty"`
	EmailVerified bool   `json:"email_verified,omitempty"`
}

func (s *standard) profile(scope string) profile {
	var p profile
	names := strings.Fields(scope)
	if slices.Contains(names, "profile") {
		p.Name, p.Username, p.Locale = "Zoë Ångström", s.user.id, "sv-SE"
	}
	if slices.Contains(names, "email") {
		p.Email, p.EmailVerified = "zoe.angstrom@example.com", true
	}
	return p
}

// userinfo answers as OpenID Connect Core section 5.3 has it.
func (s *standard) userinfo(w http.ResponseWriter, r *http.Request, who accessClaims) {
	writeJSON(w, http.StatusOK, struct {
		Subject string `json:"sub"`
		profile
	}{who.Subject, s.profile(who.Scope)})
}
