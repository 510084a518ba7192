//go:build !js

package sandbox

import (
	"net/http"
	"net/url"
	"time"
)

// An introspection is what RFC 7662 section 2.2 has of a token. Of one that is
// no good it says only that.
type introspection struct {
	Active   bool   `json:"active"`
	Scope    string `json:"scope,omitempty"`
	ClientID string `json:"client_id,omitempty"`
	Username string `json:"username,omitempty"`
	Type     string `json:"token_type,omitempty"`
	Expires  int64  `json:"exp,omitempty"`
	IssuedAt int64  `json:"iat,omitempty"`
	Subject  string `json:"sub,omitempty"`
	Audience string `json:"aud,omitempty"`
	Issuer   string `json:"iss,omitempty"`
	ID       string `json:"jti,omitempty"`
}

// introspect takes any client that has a means to authenticate, as a resource
// server would.
func (s *standard) introspect(w http.ResponseWriter, r *http.Request) {
	noStore(w)
	from, form, refused := s.aboutToken(r)
	if refused == nil && from.public() {
		refused = invalidClient(r, "this needs a client that authenticates", true)
	}
	writeAnswer(w, s.introspection(form.Get("token")), refused)
}

// aboutToken reads a request that is about a token.
func (s *standard) aboutToken(r *http.Request) (client, url.Values, *oauthError) {
	form, refused := readForm(r)
	if refused != nil {
		return client{}, nil, refused
	}
	from, refused := s.authenticate(r, form)
	if refused == nil && !form.Has("token") {
		refused = invalidRequest("token is missing")
	}
	return from, form, refused
}

func (s *standard) introspection(raw string) introspection {
	if claims, err := s.identify(raw); err == nil {
		return introspection{
			Active: true, Scope: claims.Scope, ClientID: claims.ClientID, Username: s.username(claims.Subject), Type: "Bearer",
			Expires: claims.Expires, IssuedAt: claims.IssuedAt, Subject: claims.Subject, Audience: claims.Audience,
			Issuer: claims.Issuer, ID: claims.ID,
		}
	}
	if g, expires, ok := s.refreshes.find(raw); ok {
		return introspection{
			Active: true, Scope: g.scope, ClientID: g.client, Username: s.username(g.subject),
			Expires: expires.Unix(), Subject: g.subject, Issuer: s.at.String(),
		}
	}
	return introspection{}
}

func (s *standard) username(of string) string {
	if of == subject {
		return s.user.id
	}
	return ""
}

// revoke makes a client's own token useless (RFC 7009). With a refresh token go
// all of its family, the access tokens too. What is no token is no error.
func (s *standard) revoke(w http.ResponseWriter, r *http.Request) {
	noStore(w)
	from, form, refused := s.aboutToken(r)
	if refused == nil {
		refused = s.revokeOf(from, form.Get("token"))
	}
	if refused != nil {
		refused.write(w)
		return
	}
	w.WriteHeader(http.StatusOK)
}

func (s *standard) revokeOf(from client, raw string) *oauthError {
	if claims, err := s.identify(raw); err == nil {
		if claims.ClientID != from.id {
			return invalidGrant("the token is another client's")
		}
		s.revoked.put(claims.ID, struct{}{}, time.Unix(claims.Expires, 0))
		return nil
	}
	if g, _, ok := s.refreshes.find(raw); ok {
		if g.client != from.id {
			return invalidGrant("the token is another client's")
		}
		s.refreshes.end(familyOf(raw))
	}
	return nil
}
