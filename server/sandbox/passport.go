//go:build !js

package sandbox

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// passport is a Laravel application with Passport, which answers token
// requests with league/oauth2-server.
type passport struct {
	at        *address
	now       func() time.Time
	issuer    *issuer
	refreshes *refreshes
	client    credentials
	user      credentials
	projects  []project
}

func newPassport(now func() time.Time) *passport {
	return &passport{
		at:        newAddress("http", "passport.sandbox.test", ""),
		now:       now,
		issuer:    newIssuer("", now), // Passport's tokens have no kid
		refreshes: newRefreshes(352, now),
		// 2 is the password client of a fresh installation.
		client:   credentials{"2", randomWord()[:40]},
		user:     credentials{"lena.mueller@example.com", randomWord()[:16]},
		projects: newProjects(now()),
	}
}

func (p *passport) values() map[string]string {
	return map[string]string{
		"data_center":   p.at.String(),
		"client_id":     p.client.id,
		"client_secret": p.client.secret,
		"username":      p.user.id,
		"password":      p.user.secret,
		"grant_type":    "password",
	}
}

// handler has a path for the public key that Passport has not: there it is a
// file, oauth-public.key.
func (p *passport) handler() http.Handler {
	return newRouter(map[string]resource{
		"/oauth/jwks":        {"GET": keys(p.refuse, p.issuer)},
		"/oauth/token":       {"POST": p.token},
		"/login":             {"GET": p.login},
		"/api/user":          {"GET": p.authenticated(p.getUser)},
		"/api/projects":      {"GET": p.authenticated(p.listProjects), "POST": p.authenticated(p.createProject)},
		"/api/projects/{id}": {"GET": p.authenticated(p.getProject)},
	}, p.refuse)
}

// refuse answers as Laravel's exception handler does.
func (p *passport) refuse(w http.ResponseWriter, r *http.Request, status int) {
	path, message := strings.TrimPrefix(r.URL.Path, "/"), http.StatusText(status)
	switch status {
	case http.StatusNotFound:
		message = "The route " + path + " could not be found."
	case http.StatusMethodNotAllowed:
		message = "The " + r.Method + " method is not supported for route " + path + ". Supported methods: " + w.Header().Get("Allow") + "."
	}
	if wantsJSON(r) {
		writePHP(w, status, map[string]string{"message": message})
		return
	}
	page(w, status, http.StatusText(status))
}

// wantsJSON is Laravel's test of the same name: JSON comes first in Accept.
func wantsJSON(r *http.Request) bool {
	first, _, _ := strings.Cut(r.Header.Get("Accept"), ",")
	return strings.Contains(first, "/json") || strings.Contains(first, "+json")
}

func (p *passport) login(w http.ResponseWriter, r *http.Request) { page(w, http.StatusOK, "Log in") }

// page answers with an HTML page that has only a title, which must need no
// escaping.
func page(w http.ResponseWriter, status int, title string) {
	w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	w.WriteHeader(status)
	io.WriteString(w, "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>"+title+"</title></head>\n<body><h1>"+title+"</h1></body>\n</html>\n")
}

// writePHP answers with JSON as PHP's json_encode writes it: everything beyond
// ASCII, and each slash, is escaped.
func writePHP(w http.ResponseWriter, status int, v any) {
	body, err := encode(v)
	if err != nil {
		page(w, http.StatusInternalServerError, "Server Error")
		return
	}
	var b strings.Builder
	for _, r := range string(body) {
		switch {
		case r == '/':
			b.WriteString(`\/`)
		case r < 0x80:
			b.WriteRune(r)
		default:
			for _, unit := range utf16.Encode([]rune{r}) {
				b.WriteString(`\u` + strconv.FormatInt(int64(unit)+0x10000, 16)[1:])
			}
		}
	}
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", jsonType)
	}
	w.WriteHeader(status)
	io.WriteString(w, b.String())
}

// input reads a request's body as Laravel does: JSON by its Content-Type,
// forms of both kinds, and nothing from others or from malformed ones. Numbers
// become text.
func input(r *http.Request) (map[string]any, error) {
	if t := mediaType(r); strings.Contains(t, "/json") || strings.Contains(t, "+json") {
		d := json.NewDecoder(r.Body)
		d.UseNumber()
		members := map[string]any{}
		err := d.Decode(&members)
		if tooLarge(err) {
			return nil, err
		}
		if err != nil {
			return nil, nil
		}
		return members, nil
	}
	if err := r.ParseMultipartForm(maxBody); tooLarge(err) {
		return nil, err
	}
	members := map[string]any{}
	for name, values := range r.PostForm {
		members[name] = values[len(values)-1] // PHP takes the last
	}
	return members, nil
}

// text returns a member that is text or a number, as text.
func text(members map[string]any, name string) (string, bool) {
	switch v := members[name].(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	}
	return "", false
}
