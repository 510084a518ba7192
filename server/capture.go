//go:build !js

package server

import (
	"bytes"
	"fmt"
	"net/http"
)

// capture answers what h serves at path.
func capture(h http.Handler, path string) ([]byte, error) {
	r, err := http.NewRequest(http.MethodGet, path, nil)
	if err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	w := &recorder{header: http.Header{}}
	h.ServeHTTP(w, r)
	if w.status != http.StatusOK {
		return nil, fmt.Errorf("server: go-app answered %d to %s", w.status, path)
	}
	return w.body.Bytes(), nil
}

// recorder is a ResponseWriter that keeps what is written.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header         { return w.header }
func (w *recorder) WriteHeader(status int)      { w.status = status }
func (w *recorder) Write(b []byte) (int, error) { return w.body.Write(b) }
