package exchange_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/server/exchange"
	"firstcall/server/provider"
	"firstcall/server/transport"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// answered is when the tests' answers come.
var answered = time.Unix(1_700_000_000, 0)

func clock() time.Time { return answered }

func profile(t *testing.T, id string) provider.Profile {
	t.Helper()
	profiles, err := provider.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range profiles {
		if p.ID == id {
			return p
		}
	}
	t.Fatalf("no profile %s", id)
	return provider.Profile{}
}

func exchanger(t *testing.T) *exchange.Exchanger {
	t.Helper()
	way := transport.New(transport.Config{})
	t.Cleanup(way.Close)
	return exchange.New(way, clock)
}

// upstream is a server that answers as handle does.
func upstream(t *testing.T, handle http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return server.URL
}

// answering is an upstream with one answer. The header alternates names and values.
func answering(t *testing.T, status int, body string, header ...string) string {
	return upstream(t, func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

// credentials are good enough for every profile, with a data center at url.
func credentials(url string) map[string]string {
	return map[string]string{
		"data_center": url, "token_url": url + "/token", "client_id": "client-4711", "client_secret": "s3cr3t-kept-here",
		"username": "ana@example.com", "password": "p4ssw0rd-kept-here",
	}
}

func run(t *testing.T, id string, values map[string]string) exchange.Outcome {
	t.Helper()
	return checked(t, exchanger(t).Run(context.Background(), profile(t, id), values))
}

// checked holds any outcome to what is always so.
func checked(t *testing.T, got exchange.Outcome) exchange.Outcome {
	t.Helper()
	if (got.Grant == nil) == (got.Failure == nil) {
		t.Fatalf("grant %v, failure %v: not one of them", got.Grant, got.Failure)
	}
	if f := got.Failure; f != nil && (f.Kind == "" || f.Phase == "" || f.Title == "" || f.Detail == "" || f.Transcript == nil) {
		t.Errorf("the failure says too little: %s", dump(f))
	}
	if f := got.Failure; f != nil && f.Kind == api.FailureField {
		if len(got.Transcript().Rungs)+len(f.Transcript.Rungs) > 0 {
			t.Errorf("nothing was tried, and there are rungs: %s", dump(got.Transcript().Rungs))
		}
		return got
	}
	var names []string
	for _, rung := range got.Transcript().Rungs {
		names = append(names, rung.Name)
	}
	if want := "URL DNS TCP TLS Token endpoint Token Call"; strings.Join(names, " ") != want {
		t.Errorf("rungs are %q", names)
	}
	return got
}

// dump is a value's JSON with its letters as they are.
func dump(v any) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(v)
	return b.String()
}

// rung is the state and evidence of a transcript's rung.
func rung(transcript api.Transcript, name string) api.Rung {
	for _, r := range transcript.Rungs {
		if r.Name == name {
			return r
		}
	}
	return api.Rung{}
}

// value is a header's value in a message.
func value(m api.Message, name string) string {
	for _, h := range m.Header {
		if h.Name == name {
			return h.Value
		}
	}
	return ""
}

// quiet is a log that nobody reads: of handshakes that are meant to fail.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }
