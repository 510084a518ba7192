//go:build !js

package server

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"
)

// How much the routes take, in bytes.
const (
	revealLimit = 1 << 10
	formLimit   = 64 << 10
	draftLimit  = 1 << 20
	callLimit   = 9 << 20
)

// bodyTimeout is how long a request may take to arrive, its body included. It
// holds where no handler reads the body too: net/http waits for it before it
// sends the answer. Once a body is whole it doesn't count any more.
const bodyTimeout = time.Minute

// readJSON decodes the body, one JSON value of at most limit bytes, into out.
// Members that it doesn't know are left out: the program in a browser may be of
// another version.
func readJSON(w http.ResponseWriter, r *http.Request, limit int64, out any) error {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if err != nil {
		return bodyFault(err)
	}
	if json.Unmarshal(body, out) != nil {
		return invalid.says("The server did not understand what the page sent. Reload the page and try again.")
	}
	return nil
}

// readForm parses the body, a form of at most formLimit bytes in either of the
// encodings that browsers use. All of it fits into memory, so no secret is
// written to a temporary file.
func readForm(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, formLimit)
	err := r.ParseForm()
	if err == nil {
		err = r.ParseMultipartForm(formLimit)
	}
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return bodyFault(err)
	}
	return nil
}

// bodyFault says of an error in reading a body what it means; what isn't too
// long broke off.
func bodyFault(err error) error {
	if long := (*http.MaxBytesError)(nil); errors.As(err, &long) {
		return err
	}
	return invalid.says("What the page sent did not arrive whole. Try again.")
}
