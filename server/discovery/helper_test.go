package discovery_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"firstcall/app/api"
	"firstcall/server/discovery"
	"firstcall/server/provider"
	"firstcall/server/sandbox"
	"firstcall/server/transport"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func everyone(*url.URL) bool { return true }

// run imports from issuer as a personal run does.
func run(t *testing.T, issuer string) api.Imported {
	t.Helper()
	out := transport.New(transport.Config{})
	t.Cleanup(out.Close)
	return discovery.New(out, everyone).Import(t.Context(), issuer)
}

// imported is [run] for what has to succeed, with the profile that it makes.
func imported(t *testing.T, issuer string) (api.Imported, provider.Profile) {
	t.Helper()
	got := run(t, issuer)
	if got.Failure != nil {
		t.Fatalf("%s: %+v", issuer, got.Failure)
	}
	p, err := provider.Parse("imported", []byte(got.YAML))
	if err != nil {
		t.Fatalf("%v\n%s", err, got.YAML)
	}
	return got, p
}

// listening is the sandbox with ports, and what fills a form for its standard
// dialect.
func listening(t *testing.T) map[string]string {
	t.Helper()
	box, err := sandbox.New(sandbox.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close(context.Background()) })
	if err := box.Listen(0); err != nil {
		t.Fatal(err)
	}
	return box.Fill("standard")
}

// server answers each path with what a test says; {at} in it is the server's
// own URL. Other paths are not found.
func server(t *testing.T, documents map[string]string) *httptest.Server {
	t.Helper()
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		document, found := documents[r.URL.RequestURI()]
		if !found {
			http.NotFound(w, r)
			return
		}
		document = strings.ReplaceAll(document, "{at}", s.URL)
		switch {
		case strings.HasPrefix(document, "to "):
			http.Redirect(w, r, strings.TrimPrefix(document, "to "), http.StatusFound)
			return
		case strings.HasPrefix(document, "<"):
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
		default:
			w.Header().Set("Content-Type", "application/json")
		}
		_, _ = io.WriteString(w, document)
	}))
	t.Cleanup(s.Close)
	return s
}

// document is the metadata of an issuer at a path of [server].
func document(path string) string {
	return `{"issuer":"{at}` + path + `","token_endpoint":"{at}/token"}`
}
