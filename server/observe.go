//go:build !js

package server

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"
)

type requestIDKey struct{}

// requestID is the number under which the log knows r.
func requestID(r *http.Request) string {
	id, _ := r.Context().Value(requestIDKey{}).(string)
	return id
}

// observe numbers each request, logs it in one line without its query, and
// makes a panic an answer.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		id := make([]byte, 8)
		rand.Read(id) // never fails
		r = r.WithContext(context.WithValue(r.Context(), requestIDKey{}, hex.EncodeToString(id)))
		seen := &statusWriter{ResponseWriter: w}
		defer func() {
			s.set.Logger.Info("request", "method", r.Method, "path", r.URL.Path, "status", seen.status,
				"took", time.Since(began).Round(time.Microsecond), "id", requestID(r))
		}()
		defer s.recoverPanic(seen, r)
		next.ServeHTTP(seen, r)
	})
}

// recoverPanic answers 500 if nothing was answered yet.
func (s *Server) recoverPanic(w *statusWriter, r *http.Request) {
	value := recover()
	if value == nil {
		return
	}
	if value == http.ErrAbortHandler {
		panic(value)
	}
	s.logPanic(requestID(r), value)
	if w.status == 0 {
		answerFault(w, r, &fault{internal, internalSentence})
	}
}

// logPanic logs of a panic's value only the type, unless it is the runtime's
// own: it may hold a secret.
func (s *Server) logPanic(id string, value any) {
	what := fmt.Sprintf("%T", value)
	if known, ok := value.(runtime.Error); ok {
		what = known.Error()
	}
	s.set.Logger.Error("panic", "id", id, "error", what, "stack", string(debug.Stack()))
}

// statusWriter remembers the status.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap gives [http.ResponseController] the writer beneath.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
