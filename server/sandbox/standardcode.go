//go:build !js

package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
)

// A code is what a client gets by way of the browser. It stays for a while
// after it was used, so that a second use is noticed.
type code struct {
	authorization
	since  int64 // when the user signed in, Unix seconds
	used   bool
	family string // of the refresh token that was given for it
}

// showLogin asks the user. Nothing is decided by looking at the page.
func (s *standard) showLogin(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("request")
	a, ok := s.requests.get(id)
	if !ok {
		s.pages.fail(w, http.StatusNotFound, "This request to sign in is over. Begin again where you came from.")
		return
	}
	s.pages.ask(w, question{
		Action: "/oauth2/login", Name: "request", Value: id,
		Client: a.client.id, Scope: a.scope, Back: a.redirect.Scheme + "://" + a.redirect.Host,
	})
}

// login is the user's decision, which counts once.
func (s *standard) login(w http.ResponseWriter, r *http.Request) {
	noStore(w)
	a, ok := s.requests.take(r.PostFormValue("request"))
	if !ok {
		s.pages.fail(w, http.StatusNotFound, "This request to sign in is over. Begin again where you came from.")
		return
	}
	if r.PostFormValue("decision") != "allow" {
		s.sendBack(w, r, a, url.Values{"error": {"access_denied"}, "error_description": {"the user denied the request"}})
		return
	}
	value := randomHex(32)
	now := s.now()
	s.codes.put(value, code{authorization: a, since: now.Unix()}, now.Add(codeTime))
	s.sendBack(w, r, a, url.Values{"code": {value}})
}

// codeGrant gives tokens for a code, once. A second time ends what was given,
// since one of the two who used it stole it (RFC 6749 section 4.1.2).
func (s *standard) codeGrant(from client, form url.Values) (tokenAnswer, *oauthError) {
	if !form.Has("code") || !form.Has("redirect_uri") {
		return tokenAnswer{}, invalidRequest("code or redirect_uri is missing")
	}
	var (
		given   grant
		refresh string
		refused = invalidGrant("the code is not valid")
	)
	s.codes.change(form.Get("code"), func(c *code) {
		if refused = c.refusal(from, form); refused != nil {
			if c.used {
				s.refreshes.end(c.family)
			}
			return
		}
		given = grant{client: from.id, subject: subject, scope: c.scope, since: c.since, nonce: c.nonce}
		refresh = s.refreshes.issue(given)
		c.used, c.family = true, familyOf(refresh)
	})
	if refused != nil {
		return tokenAnswer{}, refused
	}
	return s.answer(given, refresh)
}

// refusal is nil when a code may be used so.
func (c code) refusal(from client, form url.Values) *oauthError {
	verifier := form.Get("code_verifier")
	hash := sha256.Sum256([]byte(verifier))
	switch {
	case c.client.id != from.id:
		return invalidGrant("the code is another client's")
	case c.used:
		return invalidGrant("the code was used before, so what was given for it is revoked")
	case c.redirect.String() != form.Get("redirect_uri"):
		return invalidGrant("the redirect_uri is not that of the authorization request")
	case c.challenge == "" && verifier != "":
		return invalidGrant("there is a code_verifier, but there was no code_challenge")
	case c.challenge != "" && verifier == "":
		return invalidGrant("code_verifier is missing")
	case c.challenge != "" && !same(c.challenge, base64.RawURLEncoding.EncodeToString(hash[:])):
		return invalidGrant("the code_verifier does not fit the code_challenge")
	}
	return nil
}
