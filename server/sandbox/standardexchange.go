//go:build !js

package sandbox

import (
	"net/http"
	"net/url"

	"github.com/golang-jwt/jwt/v5"
)

// Types of tokens (RFC 8693 section 3).
const (
	accessType = "urn:ietf:params:oauth:token-type:access_token"
	idType     = "urn:ietf:params:oauth:token-type:id_token"
	jwtType    = "urn:ietf:params:oauth:token-type:jwt"
)

// exchangeGrant gives a token of its own to a client that holds somebody's
// (RFC 8693): impersonation, or delegation if it shows an actor_token too.
func (s *standard) exchangeGrant(from client, form url.Values) (tokenAnswer, *oauthError) {
	if refused := s.exchangeable(form); refused != nil {
		return tokenAnswer{}, refused
	}
	g, refused := s.subjectOf(form.Get("subject_token"), form.Get("subject_token_type"))
	if refused != nil {
		return tokenAnswer{}, refused
	}
	if form.Has("actor_token") {
		acting, refused := s.subjectOf(form.Get("actor_token"), form.Get("actor_token_type"))
		if refused != nil {
			return tokenAnswer{}, refused
		}
		g.actor = &actor{acting.subject}
	}
	if refused := beyond(form.Get("scope"), g.scope); refused != nil {
		return tokenAnswer{}, refused
	}
	g.client, g.scope = from.id, fallback(form.Get("scope"), g.scope)
	answer, refused := s.answer(g, "")
	answer.IssuedType = fallback(form.Get("requested_token_type"), accessType)
	answer.IDToken = "" // nobody signed in for it
	return answer, refused
}

// exchangeable refuses what is wrong with the request by itself.
func (s *standard) exchangeable(form url.Values) *oauthError {
	switch {
	case !form.Has("subject_token") || !form.Has("subject_token_type"):
		return invalidRequest("subject_token or subject_token_type is missing")
	case form.Has("actor_token") != form.Has("actor_token_type"):
		return invalidRequest("actor_token and actor_token_type go together")
	}
	for _, name := range []string{"audience", "resource"} {
		if form.Has(name) && form.Get(name) != s.audience() {
			return &oauthError{status: http.StatusBadRequest, Code: "invalid_target", Description: "there is no such " + name + " here"}
		}
	}
	switch form.Get("requested_token_type") {
	case "", accessType, jwtType:
		return nil
	}
	return invalidRequest("this requested_token_type is not supported")
}

// subjectOf reads a token of this server: whose it is, and what for.
func (s *standard) subjectOf(raw, kind string) (grant, *oauthError) {
	switch kind {
	case accessType, jwtType:
		if claims, err := s.identify(raw); err == nil {
			return grant{subject: claims.Subject, scope: claims.Scope, since: claims.IssuedAt}, nil
		}
	case idType:
		if claims, err := s.issuer.verify(raw, jwt.WithIssuer(s.at.String()), jwt.WithSubject(subject)); err == nil && claims["auth_time"] != nil {
			return grant{subject: subject, scope: "api", since: s.now().Unix()}, nil
		}
	default:
		return grant{}, invalidRequest("this type of token is not supported")
	}
	return grant{}, invalidRequest("a token is not one of this server's, or no longer good")
}
