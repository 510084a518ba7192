//go:build !js

package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"firstcall/app/api"
	"firstcall/server/vault"
)

// A kind of refusal decides its status, and what the page makes of it.
type kind int

// The kinds. A session that is gone is a conflict between what the request
// takes for granted and what the server holds: it may be sent again once the
// user has connected.
const (
	internal    kind = iota // 500: the log knows more
	invalid                 // 400
	gone                    // 409
	changed                 // 409: the page takes another connection for granted
	missing                 // 404
	badMethod               // 405
	tooLarge                // 413
	foreign                 // 403: another site's page sent it
	misdirected             // 421: for a host that this server is not
	unavailable             // 503
)

var statuses = map[kind]int{
	internal:    http.StatusInternalServerError,
	invalid:     http.StatusBadRequest,
	gone:        http.StatusConflict,
	changed:     http.StatusConflict,
	missing:     http.StatusNotFound,
	badMethod:   http.StatusMethodNotAllowed,
	tooLarge:    http.StatusRequestEntityTooLarge,
	foreign:     http.StatusForbidden,
	misdirected: http.StatusMisdirectedRequest,
	unavailable: http.StatusServiceUnavailable,
}

// apiKinds are what the page is told; it acts upon no other kind.
var apiKinds = map[kind]string{invalid: api.KindInvalid, gone: api.KindSessionGone, changed: api.KindChanged}

// A fault is an error whose sentence the user may see.
type fault struct {
	kind     kind
	sentence string
}

func (f *fault) Error() string { return f.sentence }

// says makes a fault of a sentence for the user.
func (k kind) says(format string, args ...any) error {
	return &fault{k, fmt.Sprintf(format, args...)}
}

const internalSentence = "Something went wrong inside the server. Its log has the reason, under the number of this request."

const goneSentence = "The server no longer holds this session: it expired, was forgotten, or the server was started anew. Enter the secret again and get a new token."

// faultOf is the one place that says what an error means to the user. What it
// does not know is internal, and its text stays in the log.
func faultOf(err error) *fault {
	var known *fault
	var long *http.MaxBytesError
	var limit *vault.LimitError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &long):
		return &fault{tooLarge, fmt.Sprintf("This is more than the %d kB that the server takes here.", long.Limit>>10)}
	case errors.Is(err, vault.ErrGone):
		return &fault{gone, goneSentence}
	case errors.As(err, &limit) && limit.Full:
		return &fault{unavailable, limit.Sentence}
	case errors.As(err, &limit):
		return &fault{tooLarge, limit.Sentence}
	case errors.Is(err, context.Canceled):
		return &fault{unavailable, "This was cancelled before it was done."}
	}
	return &fault{internal, internalSentence}
}

// refuse answers with what err means, and logs what the user is not told.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	f := faultOf(err)
	if f.kind == internal {
		s.set.Logger.Error("request failed", "id", requestID(r), "error", err)
	}
	answerFault(w, r, f)
}

// answerFault answers the program with an [api.Problem], and whoever looks at
// any other address with a small page.
func answerFault(w http.ResponseWriter, r *http.Request, f *fault) {
	problem := api.Problem{Error: f.sentence, Kind: apiKinds[f.kind], RequestID: requestID(r)}
	w.Header().Set("Cache-Control", "no-store")
	if strings.HasPrefix(r.URL.Path, "/api/") {
		writeJSON(w, statuses[f.kind], problem)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(statuses[f.kind])
	_ = templates.ExecuteTemplate(w, "problem.html", problem)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	// An error here is a browser that went away.
	_ = json.NewEncoder(w).Encode(v)
}
