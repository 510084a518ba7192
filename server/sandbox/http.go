//go:build !js

package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// maxBody limits request bodies, in bytes.
const maxBody = 64 << 10

const (
	formType = "application/x-www-form-urlencoded"
	jsonType = "application/json"
)

// A refusal answers with a status alone, in a vendor's shape.
type refusal func(w http.ResponseWriter, r *http.Request, status int)

// A resource is a path's handlers by method. GET answers HEAD too.
type resource map[string]http.HandlerFunc

// newRouter serves resources by ServeMux pattern. Other paths are refused with
// 404, other methods with 405 and Allow (RFC 9110 section 15.5.6).
func newRouter(resources map[string]resource, refuse refusal) http.Handler {
	mux := http.NewServeMux()
	for pattern, methods := range resources {
		mux.HandleFunc(pattern, methods.handler(refuse))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { refuse(w, r, http.StatusNotFound) })
	return http.MaxBytesHandler(mux, maxBody)
}

func (m resource) handler(refuse refusal) http.HandlerFunc {
	if get, ok := m[http.MethodGet]; ok {
		m[http.MethodHead] = get
	}
	allow := strings.Join(slices.Sorted(maps.Keys(m)), ", ")
	return func(w http.ResponseWriter, r *http.Request) {
		if h, ok := m[r.Method]; ok {
			h(w, r)
			return
		}
		w.Header().Set("Allow", allow)
		refuse(w, r, http.StatusMethodNotAllowed)
	}
}

// encode writes JSON as other languages do: without Go's escapes for HTML and
// without a line break at its end.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// writeJSON answers with v. A Content-Type that is set already stays.
func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := encode(v)
	if err != nil {
		http.Error(w, "the answer could not be written as JSON", http.StatusInternalServerError)
		return
	}
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", jsonType)
	}
	w.WriteHeader(status)
	w.Write(body)
}

// noStore forbids to keep an answer that holds tokens (RFC 6749 section 5.1).
func noStore(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Pragma", "no-cache")
}

// mediaType is the request's Content-Type without its parameters.
func mediaType(r *http.Request) string {
	t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return t
}

// tooLarge reports whether reading a body failed at maxBody.
func tooLarge(err error) bool {
	var limit *http.MaxBytesError
	return errors.As(err, &limit)
}

// bearer returns the token of the Authorization header (RFC 6750 section 2.1),
// or "".
func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
