//go:build !js

package sandbox

import (
	"errors"
	"net/url"
)

func (s *standard) clientGrant(from client, form url.Values) (tokenAnswer, *oauthError) {
	scope, refused := grantScope(form.Get("scope"), false)
	if refused != nil {
		return tokenAnswer{}, refused
	}
	return s.answer(grant{client: from.id, subject: from.id, scope: scope}, "")
}

func (s *standard) passwordGrant(from client, form url.Values) (tokenAnswer, *oauthError) {
	if !form.Has("username") || !form.Has("password") {
		return tokenAnswer{}, invalidRequest("username or password is missing")
	}
	if form.Get("username") != s.user.id || !same(form.Get("password"), s.user.secret) {
		return tokenAnswer{}, invalidGrant("unknown user or wrong password")
	}
	scope, refused := grantScope(form.Get("scope"), true)
	if refused != nil {
		return tokenAnswer{}, refused
	}
	g := grant{client: from.id, subject: subject, scope: scope, since: s.now().Unix()}
	return s.answer(g, s.refreshes.issue(g))
}

// refreshGrant may narrow the scope for this once, never widen it (RFC 6749
// section 6).
func (s *standard) refreshGrant(from client, form url.Values) (tokenAnswer, *oauthError) {
	if !form.Has("refresh_token") {
		return tokenAnswer{}, invalidRequest("refresh_token is missing")
	}
	scope := form.Get("scope")
	next, g, err := s.refreshes.rotate(form.Get("refresh_token"), func(g grant) error {
		if g.client != from.id {
			return invalidGrant("the refresh token is another client's")
		}
		if refused := beyond(scope, g.scope); refused != nil {
			return refused
		}
		return nil
	})
	if refused := (*oauthError)(nil); errors.As(err, &refused) {
		return tokenAnswer{}, refused
	}
	if err != nil {
		return tokenAnswer{}, invalidGrant("the refresh token is not valid: " + err.Error())
	}
	if scope != "" {
		g.scope = scope
	}
	g.nonce = "" // of the first ID token only (OpenID Connect Core section 12.2)
	return s.answer(g, next)
}

// assertionGrant takes a client's own assertion, about itself or the user (RFC
// 7523 section 2.1). Its scope may be in the form, or among its claims as
// Google's service accounts have it.
func (s *standard) assertionGrant(from client, form url.Values) (tokenAnswer, *oauthError) {
	if !form.Has("assertion") {
		return tokenAnswer{}, invalidRequest("assertion is missing")
	}
	const path = "/oauth2/token"
	signer, claims, err := s.assert(form.Get("assertion"), s.at.String(), s.at.String()+path, s.mutual.at.String()+path)
	if err != nil {
		return tokenAnswer{}, invalidGrant(reasonOf(err))
	}
	if from.id != "" && from.id != signer.id {
		return tokenAnswer{}, invalidGrant("the assertion is another client's")
	}
	g := grant{client: signer.id, subject: claims.Subject}
	user := claims.Subject == s.user.id || claims.Subject == subject
	if user {
		g.subject, g.since = subject, s.now().Unix()
	} else if claims.Subject != signer.id {
		return tokenAnswer{}, invalidGrant("the assertion's sub is neither the user nor the client")
	}
	var refused *oauthError
	if g.scope, refused = grantScope(fallback(form.Get("scope"), claims.Scope), user); refused != nil {
		return tokenAnswer{}, refused
	}
	return s.answer(g, "")
}
