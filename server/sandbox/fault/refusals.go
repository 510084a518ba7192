//go:build !js

package fault

import (
	"mime"
	"net/http"
)

// refusals are statuses that are not 200, or not always.
func refusals() map[string]behaviour {
	return map[string]behaviour{
		"empty":              empty,
		"status":             status,
		"form-only":          only("application/x-www-form-urlencoded"),
		"json-only":          only(jsonType),
		"method-not-allowed": methodNotAllowed,
		"redirect-host":      redirectHost,
		"redirect-login":     redirectLogin,
		"redirect-loop":      redirectLoop,
		"login":              body("text/html; charset=utf-8", Login),
	}
}

// empty has no body. The degree is the status, 400 without one.
func empty(_ *Endpoint, w http.ResponseWriter, _ *http.Request, degree string) {
	w.Header()["Content-Type"] = nil
	w.WriteHeader(number(degree, http.StatusBadRequest))
}

// status has a body that says nothing. The degree is the status, 503 without
// one.
func status(_ *Endpoint, w http.ResponseWriter, _ *http.Request, degree string) {
	w.Header().Set("Retry-After", "7")
	write(w, number(degree, http.StatusServiceUnavailable), "text/plain; charset=utf-8", "upstream connect error or disconnect/reset before headers")
}

// only refuses bodies of another type.
func only(wanted string) behaviour {
	return func(_ *Endpoint, w http.ResponseWriter, r *http.Request, _ string) {
		if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != wanted {
			write(w, http.StatusUnsupportedMediaType, "text/plain; charset=utf-8", "Unsupported Media Type")
			return
		}
		write(w, http.StatusOK, jsonType, with(`,"expires_in":3600`))
	}
}

func methodNotAllowed(_ *Endpoint, w http.ResponseWriter, r *http.Request, _ string) {
	if r.Method == http.MethodGet {
		write(w, http.StatusOK, jsonType, with(`,"expires_in":3600`))
		return
	}
	w.Header().Set("Allow", "GET, HEAD")
	write(w, http.StatusMethodNotAllowed, "text/plain; charset=utf-8", "Method Not Allowed")
}

// redirectHost leads to good at Config.Elsewhere. The degree is the status, 307
// without one, which keeps method and body.
func redirectHost(e *Endpoint, w http.ResponseWriter, r *http.Request, degree string) {
	w.Header().Set("Location", e.elsewhere+"/good")
	w.WriteHeader(number(degree, http.StatusTemporaryRedirect))
}

// redirectLogin leads to a page, as frameworks do with whom they don't know.
func redirectLogin(_ *Endpoint, w http.ResponseWriter, r *http.Request, _ string) {
	http.Redirect(w, r, "/login", http.StatusFound)
}

func redirectLoop(_ *Endpoint, w http.ResponseWriter, r *http.Request, _ string) {
	http.Redirect(w, r, "/redirect-loop", http.StatusTemporaryRedirect)
}
