//go:build !js

package sandbox

import (
	"io"
	"net/http"
	"net/url"
)

// The grants that go by a URI (RFC 7523, RFC 8693, RFC 8628).
const (
	bearerGrant   = "urn:ietf:params:oauth:grant-type:jwt-bearer"
	exchangeGrant = "urn:ietf:params:oauth:grant-type:token-exchange"
	deviceGrant   = "urn:ietf:params:oauth:grant-type:device_code"
)

// An oauthError is a token endpoint's refusal (RFC 6749 section 5.2). Its
// texts hold nothing of the request: the RFC allows them few characters.
type oauthError struct {
	status      int
	challenge   string // WWW-Authenticate, if any
	Code        string `json:"error"`
	Description string `json:"error_description"`
}

func (e *oauthError) Error() string { return e.Code + ": " + e.Description }

func (e *oauthError) write(w http.ResponseWriter) {
	if e.challenge != "" {
		w.Header().Set("WWW-Authenticate", e.challenge)
	}
	writeJSON(w, e.status, e)
}

// writeAnswer answers a token request with what there is of the two.
func writeAnswer(w http.ResponseWriter, answer any, refused *oauthError) {
	if refused != nil {
		refused.write(w)
		return
	}
	writeJSON(w, http.StatusOK, answer)
}

func invalidRequest(description string) *oauthError {
	return &oauthError{status: http.StatusBadRequest, Code: "invalid_request", Description: description}
}

func invalidGrant(description string) *oauthError {
	return &oauthError{status: http.StatusBadRequest, Code: "invalid_grant", Description: description}
}

func invalidScope(description string) *oauthError {
	return &oauthError{status: http.StatusBadRequest, Code: "invalid_scope", Description: description}
}

// invalidClient carries a challenge when the client used Authorization, as the
// RFC asks, or gave no credentials at all.
func invalidClient(r *http.Request, description string, inBody bool) *oauthError {
	e := &oauthError{status: http.StatusUnauthorized, Code: "invalid_client", Description: description}
	if r.Header.Get("Authorization") != "" || !inBody {
		e.challenge = `Basic realm="token endpoint", charset="UTF-8"`
	}
	return e
}

var (
	errGrantMissing = invalidRequest("grant_type is missing in the body")
	errGrantInQuery = invalidRequest("grant_type belongs in the body, not in the query")
	errUnsupported  = &oauthError{
		status: http.StatusBadRequest, Code: "unsupported_grant_type",
		Description: "this grant_type is not supported",
	}
	errUnauthorized = &oauthError{
		status: http.StatusBadRequest, Code: "unauthorized_client",
		Description: "this client may not use this grant_type",
	}
	errServer = &oauthError{
		status: http.StatusInternalServerError, Code: "server_error",
		Description: "the token could not be signed",
	}
)

// readForm reads the parameters of a request whose body must be a form.
func readForm(r *http.Request) (url.Values, *oauthError) {
	if mediaType(r) != formType {
		return nil, invalidRequest("the Content-Type must be " + formType)
	}
	return readParameters(r)
}

// readParameters reads the parameters of a token request from the body. None
// may occur twice (RFC 6749 section 3.2), and secrets may not be in the URL
// (section 2.3.1). It leaves the Content-Type to the caller.
func readParameters(r *http.Request) (url.Values, *oauthError) {
	body, err := io.ReadAll(r.Body)
	if tooLarge(err) {
		return nil, &oauthError{
			status: http.StatusRequestEntityTooLarge, Code: "invalid_request",
			Description: "the body is too large",
		}
	}
	if err != nil {
		return nil, invalidRequest("the body broke off")
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, invalidRequest("the body is not well-formed " + formType)
	}
	for _, values := range form {
		if len(values) > 1 {
			return nil, invalidRequest("a parameter occurs twice")
		}
	}
	query := r.URL.Query()
	if query.Has("client_secret") || query.Has("password") {
		return nil, invalidRequest("secrets must not be in the query")
	}
	if query.Has("grant_type") && !form.Has("grant_type") {
		return nil, errGrantInQuery
	}
	return form, nil
}
