//go:build !js

package server

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"firstcall/app/api"
)

// How much the routes take, in bytes.
const (
	refLimit   = 1 << 10
	formLimit  = 64 << 10
	tokenLimit = 1 << 20 // of a pasted token
	draftLimit = 1 << 20
	callLimit  = 9 << 20
	rowsLimit  = 256 << 10 // of a call's query and headers
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
	return decodeJSON(body, out)
}

func decodeJSON(text []byte, out any) error {
	if json.Unmarshal(text, out) != nil {
		return invalid.says("The server did not understand what the page sent. Reload the page and try again.")
	}
	return nil
}

// readRequest is [readJSON] for a call as it was built. Its rows are decoded
// only if they are few: an empty one is three bytes of text, becomes forty of
// memory, and is in the reply and in the state once more.
func readRequest(w http.ResponseWriter, r *http.Request, limit int64) (api.Request, error) {
	var in struct {
		api.Request
		Query  json.RawMessage `json:"query"`
		Header json.RawMessage `json:"header"`
	}
	if err := readJSON(w, r, limit, &in); err != nil {
		return api.Request{}, err
	}
	if len(in.Query)+len(in.Header) > rowsLimit {
		return api.Request{}, tooLarge.says("Query and headers together are more than the %d kB that the server takes here.", rowsLimit>>10)
	}
	for _, rows := range []struct {
		text json.RawMessage
		into *[]api.Row
	}{{in.Query, &in.Request.Query}, {in.Header, &in.Request.Header}} {
		if rows.text == nil {
			continue
		}
		if err := decodeJSON(rows.text, rows.into); err != nil {
			return api.Request{}, err
		}
	}
	return in.Request, nil
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
