//go:build !js

package sandbox

import (
	"net/http"
	"net/url"
	"slices"
)

// A client is one that is registered. It may authenticate by any method that it
// has the means for.
type client struct {
	credentials        // a public client has no secret
	subject     string // of its certificate; "" without one
	seconds     int64  // that its access tokens live
}

func (c client) public() bool { return c.secret == "" }

// How long access tokens live: those of the standard and DCV dialects, and
// those of the client whose renewal is to be watched.
const (
	accessSeconds = 3600
	briefSeconds  = 60
)

// newStandardClients have secrets of 64 characters, since those are keys of
// HMAC too, and as long as HS512 wants (RFC 7518 section 3.2).
func newStandardClients(subject string) []client {
	return []client{
		{credentials{"firstcall-sandbox", randomHex(32)}, subject, accessSeconds},
		{credentials{"firstcall-sandbox-brief", randomHex(32)}, "", briefSeconds},
		{credentials{"firstcall-sandbox-public", ""}, "", accessSeconds},
	}
}

func (s *standard) client(id string) (client, bool) {
	i := slices.IndexFunc(s.clients, func(c client) bool { return c.id == id })
	if i < 0 {
		return client{}, false
	}
	return s.clients[i], true
}

// clientMethods are those of authenticate.
var clientMethods = []string{"none", "client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "tls_client_auth"}

// assertionType says that client_assertion is a JWT (RFC 7523 section 2.2).
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// authenticate finds out which client sends a request. It takes one method at a
// time (RFC 6749 section 2.3).
func (s *standard) authenticate(r *http.Request, form url.Values) (client, *oauthError) {
	asserted := form.Has("client_assertion") || form.Has("client_assertion_type")
	switch {
	case r.Header.Get("Authorization") != "":
		if form.Has("client_secret") || asserted {
			return client{}, invalidRequest("the client authenticates both in the header and in the body")
		}
		return s.byBasic(r, form)
	case asserted && form.Has("client_secret"):
		return client{}, invalidRequest("the client authenticates both with a secret and with an assertion")
	case asserted:
		return s.byAssertion(r, form)
	case form.Has("client_id") && form.Has("client_secret"):
		c, ok := s.client(form.Get("client_id"))
		if !ok || c.public() || !same(form.Get("client_secret"), c.secret) {
			return client{}, invalidClient(r, "unknown client or wrong secret", true)
		}
		return c, nil
	}
	return s.byName(r, form)
}

// byBasic wants each half form-urlencoded (RFC 6749 section 2.3.1).
func (s *standard) byBasic(r *http.Request, form url.Values) (client, *oauthError) {
	name, password, ok := r.BasicAuth()
	if !ok {
		return client{}, invalidClient(r, "the Authorization header is not well-formed Basic", false)
	}
	id, err1 := url.QueryUnescape(name)
	secret, err2 := url.QueryUnescape(password)
	if err1 != nil || err2 != nil {
		return client{}, invalidClient(r, "client_id and client_secret must be form-urlencoded before Base64", false)
	}
	if form.Has("client_id") && form.Get("client_id") != id {
		return client{}, invalidRequest("the client authenticates both in the header and in the body")
	}
	c, ok := s.client(id)
	if !ok || c.public() || !same(secret, c.secret) {
		return client{}, invalidClient(r, "unknown client or wrong secret", false)
	}
	return c, nil
}

// byAssertion takes client_secret_jwt and private_key_jwt (OpenID Connect Core
// section 9), meant for the issuer or for the address that was called.
func (s *standard) byAssertion(r *http.Request, form url.Values) (client, *oauthError) {
	if form.Get("client_assertion_type") != assertionType {
		return client{}, invalidRequest("client_assertion_type must be " + assertionType)
	}
	path := r.URL.Path
	c, claims, err := s.assert(form.Get("client_assertion"), s.at.String(), s.at.String()+path, s.mutual.at.String()+path)
	switch {
	case err != nil:
		return client{}, invalidClient(r, reasonOf(err), true)
	case claims.ID == "":
		return client{}, invalidClient(r, reasonOf(errAssertionID), true)
	case claims.Subject != c.id || form.Has("client_id") && form.Get("client_id") != c.id:
		return client{}, invalidClient(r, "the assertion's iss and sub must both be the client_id", true)
	}
	return c, nil
}

// byName takes a public client, and one that shows its certificate
// (tls_client_auth, RFC 8705 section 2.1).
func (s *standard) byName(r *http.Request, form url.Values) (client, *oauthError) {
	c, ok := s.client(form.Get("client_id"))
	shown := subjectOf(r.TLS)
	switch {
	case ok && (c.public() || shown != "" && shown == c.subject):
		return c, nil
	case shown != "" && form.Has("client_id"):
		return client{}, invalidClient(r, "the certificate is not that of the client", true)
	}
	return client{}, invalidClient(r, "client_id and client_secret are missing", false)
}
