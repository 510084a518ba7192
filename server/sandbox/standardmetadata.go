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
	Issuer           string   `json:"issuer"`
	TokenEndpoint    string   `json:"token_endpoint"`
	Keys             string   `json:"jwks_uri"`
	UserinfoEndpoint string   `json:"userinfo_endpoint"`
	Scopes           []string `json:"scopes_supported"`
	ResponseTypes    []string `json:"response_types_supported"` // required; none without an authorization endpoint
	GrantTypes       []string `json:"grant_types_supported"`
	ClientMethods    []string `json:"token_endpoint_auth_methods_supported"`
	SubjectTypes     []string `json:"subject_types_supported"`
	IDTokenAlgs      []string `json:"id_token_signing_alg_values_supported"`
	Claims           []string `json:"claims_supported"`
}

func (s *standard) metadata(w http.ResponseWriter, r *http.Request) {
	base := s.at.String()
	writeJSON(w, http.StatusOK, serverMetadata{
		Issuer:           base,
		TokenEndpoint:    base + "/oauth2/token",
		Keys:             base + "/oauth2/jwks",
		UserinfoEndpoint: base + "/oauth2/userinfo",
		Scopes:           standardScopes,
		ResponseTypes:    []string{},
		GrantTypes:       []string{"client_credentials", "password", "refresh_token"},
		ClientMethods:    []string{"client_secret_basic", "client_secret_post"},
		SubjectTypes:     []string{"public"},
		IDTokenAlgs:      []string{"RS256"},
		Claims:           []string{"iss", "sub", "aud", "iat", "exp", "auth_time", "at_hash", "name", "preferred_username", "locale", "email", "email_verified"},
	})
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
func (s *standard) userinfo(w http.ResponseWriter, r *http.Request, who caller) {
	writeJSON(w, http.StatusOK, struct {
		Subject string `json:"sub"`
		profile
	}{who.subject, s.profile(who.scope)})
}
