//go:build !js

package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/server/vault"
)

func TestErrorsBecomeStatuses(t *testing.T) {
	s := &Server{set: settings{Config: Config{Logger: newLogger("text", &logBuffer{})}}}
	for _, tc := range []struct {
		err    error
		status int
		kind   string
		shown  string
	}{
		{invalid.says("Say %s.", "it"), 400, api.KindInvalid, "Say it."},
		{fmt.Errorf("around: %w", missing.says("Nothing here.")), 404, "", "Nothing here."},
		{fmt.Errorf("vault: %w", vault.ErrGone), 409, api.KindSessionGone, goneSentence},
		{&http.MaxBytesError{Limit: 64 << 10}, 413, "", "64 kB"},
		{&vault.LimitError{Sentence: "Too much."}, 413, "", "Too much."},
		{fmt.Errorf("vault: %w", &vault.LimitError{Full: true, Sentence: "Full."}), 503, "", "Full."},
		{context.Canceled, 503, "", "cancelled"},
		{errors.New("inner detail"), 500, "", internalSentence},
	} {
		r, w := mustRequest(t, "/api/x"), &recorder{header: http.Header{}}
		s.refuse(w, r, tc.err)
		got := decode[api.Problem](t, answer{body: w.body.String()})
		if w.status != tc.status || got.Kind != tc.kind || !strings.Contains(got.Error, tc.shown) || strings.Contains(got.Error, "inner") {
			t.Errorf("%v: status %d, %+v; want %d, kind %q, %q", tc.err, w.status, got, tc.status, tc.kind, tc.shown)
		}
	}
}
