//go:build !js

package sandbox

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// How long a request waits for the user, and a code for its client.
const (
	loginTime = 10 * time.Minute
	codeTime  = time.Minute
)

// An authorization is a good authorization request (RFC 6749 section 4.1.1)
// that waits for the user.
type authorization struct {
	client    client
	redirect  *url.URL
	scope     string
	state     string
	nonce     string
	challenge string // S256; "" without PKCE
}

// authorize reads an authorization request and sends the user to the page to
// sign in. Whom it can't trust to be sent back to, it tells on a page. The
// request is kept here, and not in a cookie: those of localhost are shared
// between all ports.
func (s *standard) authorize(w http.ResponseWriter, r *http.Request) {
	noStore(w)
	if err := r.ParseForm(); err != nil {
		s.pages.fail(w, http.StatusBadRequest, "The request is not well-formed.")
		return
	}
	a, wrong := s.recipient(r.Form)
	if wrong != "" {
		s.pages.fail(w, http.StatusBadRequest, wrong)
		return
	}
	if refused := a.read(r.Form); refused != nil {
		s.sendBack(w, r, a, url.Values{"error": {refused.Code}, "error_description": {refused.Description}})
		return
	}
	id := randomHex(16)
	s.requests.put(id, a, s.now().Add(loginTime))
	http.Redirect(w, r, "/oauth2/login?request="+id, http.StatusFound)
}

// recipient finds out who sends the user, and where the answer may go.
func (s *standard) recipient(form url.Values) (a authorization, wrong string) {
	from, ok := s.client(form.Get("client_id"))
	if !ok || len(form["client_id"]) > 1 {
		return a, "There is no client with this client_id."
	}
	text := form.Get("redirect_uri")
	uri, err := url.Parse(text)
	if err != nil || len(form["redirect_uri"]) != 1 || !s.returnsTo(uri, text) {
		return a, "The redirect_uri is not one that the client registered. It may be http://127.0.0.1, http://[::1] or http://localhost with any port and the path /callback."
	}
	return authorization{client: from, redirect: uri, state: form.Get("state")}, ""
}

func (s *standard) returnsTo(uri *url.URL, text string) bool {
	if slices.Contains(s.returns, text) {
		return true
	}
	host := uri.Hostname()
	loopback := host == "localhost" || net.ParseIP(host).IsLoopback()
	return loopback && text == "http://"+uri.Host+"/callback"
}

// read takes the rest of the request, or says what is wrong with it.
func (a *authorization) read(form url.Values) *oauthError {
	for _, values := range form {
		if len(values) > 1 {
			return invalidRequest("a parameter occurs twice")
		}
	}
	switch {
	case form.Has("request"):
		return authorizationError("request_not_supported", "the parameter request is not supported")
	case form.Has("request_uri"):
		return authorizationError("request_uri_not_supported", "the parameter request_uri is not supported")
	case form.Get("response_type") == "":
		return invalidRequest("response_type is missing")
	case form.Get("response_type") != "code":
		return authorizationError("unsupported_response_type", "response_type must be code")
	case form.Has("response_mode") && form.Get("response_mode") != "query":
		return invalidRequest("response_mode must be query")
	case slices.Contains(strings.Fields(form.Get("prompt")), "none"):
		return authorizationError("login_required", "nobody is signed in here without being asked")
	}
	if refused := a.readChallenge(form); refused != nil {
		return refused
	}
	a.nonce = form.Get("nonce")
	var refused *oauthError
	a.scope, refused = grantScope(form.Get("scope"), true)
	return refused
}

// readChallenge wants S256, and from a public client wants it at all (RFC 7636
// section 4.3, RFC 9700 section 2.1.1).
func (a *authorization) readChallenge(form url.Values) *oauthError {
	a.challenge = form.Get("code_challenge")
	switch {
	case a.challenge == "" && form.Has("code_challenge_method"):
		return invalidRequest("code_challenge is missing")
	case a.challenge == "" && a.client.public():
		return invalidRequest("a client without a secret must use PKCE: code_challenge is missing")
	case a.challenge != "" && form.Get("code_challenge_method") != "S256":
		return invalidRequest("code_challenge_method must be S256")
	case a.challenge != "" && len(a.challenge) != 43:
		return invalidRequest("code_challenge must be a SHA-256 in base64url without padding")
	}
	return nil
}

func authorizationError(code, description string) *oauthError {
	return &oauthError{status: http.StatusBadRequest, Code: code, Description: description}
}

// sendBack answers an authorization request by way of the browser, and says
// who does (RFC 9207).
func (s *standard) sendBack(w http.ResponseWriter, r *http.Request, a authorization, answer url.Values) {
	answer.Set("iss", s.at.String())
	if a.state != "" {
		answer.Set("state", a.state)
	}
	to := *a.redirect
	query := to.Query()
	for name := range answer {
		query.Set(name, answer.Get(name))
	}
	to.RawQuery = query.Encode()
	http.Redirect(w, r, to.String(), http.StatusSeeOther)
}
