package exchange_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"firstcall/app/api"
)

// changes are the lines of a diff that are not the same in both.
func changes(lines []api.DiffLine) []string {
	var all []string
	for _, line := range lines {
		if line.Sign != " " && !strings.HasPrefix(line.Text, "Content-Length: ") {
			all = append(all, line.Sign+line.Text)
		}
	}
	return all
}

// A picky server takes one request only, and keeps what it is sent.
type picky struct {
	mu     sync.Mutex
	wanted func(*http.Request, string) bool
	seen   []string
}

func (p *picky) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen = append(p.seen, r.Method+" "+r.URL.String()+" "+r.Header.Get("Authorization")+" "+string(body))
	if p.wanted(r, string(body)) {
		_, _ = io.WriteString(w, `{"access_token":"the-token-of-a-trial","refresh_token":"the-refresh-token"}`)
		return
	}
	w.WriteHeader(400)
	_, _ = io.WriteString(w, `{"error":"invalid_client"}`)
}

// TestVariations has each variation change exactly what it is for, on a server
// that takes nothing else.
func TestVariations(t *testing.T) {
	basic := func(user, password string) func(*http.Request, string) bool {
		return func(r *http.Request, _ string) bool {
			u, p, ok := r.BasicAuth()
			return ok && u == user && p == password
		}
	}
	for _, test := range []struct {
		name      string
		values    map[string]string
		variation api.Variation
		wanted    func(*http.Request, string) bool
		changed   []string
	}{
		{
			"body", nil,
			api.Variation{Client: api.ClientBody},
			func(_ *http.Request, body string) bool {
				return body == "grant_type=client_credentials&client_id=client-4711&client_secret=s3cr3t-kept-here"
			},
			[]string{"-Authorization: Basic ••••••••", "+client_id=client-4711", "+client_secret=••••••••"},
		},
		{
			"header",
			map[string]string{"client_authentication": api.ClientBody},
			api.Variation{Client: api.ClientBasic},
			basic("client-4711", "s3cr3t-kept-here"),
			[]string{"+Authorization: Basic ••••••••", "-client_id=client-4711", "-client_secret=••••••••"},
		},
		{
			"raw",
			map[string]string{"client_secret": "s3cr3t+kept/here"},
			api.Variation{Basic: "raw"},
			basic("client-4711", "s3cr3t+kept/here"),
			[]string{"-Authorization: Basic ••••••••", "+Authorization: Basic •••••••• (another value)"},
		},
		{
			"trimmed",
			map[string]string{"client_secret": " s3cr3t-kept-here\n", "client_authentication": api.ClientBody},
			api.Variation{Trim: true},
			func(_ *http.Request, body string) bool {
				return strings.HasSuffix(body, "&client_secret=s3cr3t-kept-here")
			},
			[]string{"-client_secret=••••••••", "+client_secret=•••••••• (another value)"},
		},
		{
			"JSON",
			map[string]string{"scope": "a b"},
			api.Variation{Place: api.PlaceJSON},
			func(_ *http.Request, body string) bool {
				return body == `{"scope":"a b","grant_type":"client_credentials"}`
			},
			[]string{
				"-Content-Type: application/x-www-form-urlencoded", "+Content-Type: application/json",
				"-grant_type=client_credentials", "-scope=a+b", `+{"scope":"a b"`, `+"grant_type":"client_credentials"}`,
			},
		},
		{
			"query", nil,
			api.Variation{Place: api.PlaceQuery},
			func(r *http.Request, body string) bool {
				return r.URL.RawQuery == "grant_type=client_credentials" && body == ""
			},
			[]string{"-POST /token HTTP/1.1", "+POST /token?grant_type=client_credentials HTTP/1.1", "-", "-grant_type=client_credentials"},
		},
		{
			"slash", nil,
			api.Variation{Slash: "add"},
			func(r *http.Request, _ string) bool { return r.URL.Path == "/token/" },
			[]string{"-POST /token HTTP/1.1", "+POST /token/ HTTP/1.1"},
		},
	} {
		server := &picky{wanted: test.wanted}
		here := httptest.NewServer(server)
		values := credentials(here.URL)
		for name, value := range test.values {
			values[name] = value
		}
		e, p := exchanger(t), profile(t, "oauth")
		failed := e.Run(t.Context(), p, values)
		if failed.Failure == nil {
			t.Fatalf("%s: it did not fail", test.name)
		}
		got := e.Try(t.Context(), p, values, test.variation, failed.Failure.Transcript)
		if !got.Good || got.Failure != nil || !slices.Equal(changes(got.Changed), test.changed) {
			t.Errorf("%s: %v %q\nsent %q", test.name, got.Good, changes(got.Changed), server.seen)
		}
		if text := dump(got); strings.Contains(text, "the-token-of-a-trial") || strings.Contains(text, "the-refresh-token") || strings.Contains(text, "kept-here") {
			t.Errorf("%s: a secret is in %s", test.name, text)
		}
		if len(server.seen) != 2 {
			t.Errorf("%s: %d requests were sent", test.name, len(server.seen))
		}
		here.Close()
	}
}

// TestDataCenterIsTried at another server.
func TestDataCenterIsTried(t *testing.T) {
	wrong := answering(t, 401, `{"error":"invalid_client"}`)
	right := answering(t, 200, `{"access_token":"abcd"}`)
	e, p := exchanger(t), profile(t, "acronis")
	failed := e.Run(t.Context(), p, credentials(wrong))
	got := e.Try(t.Context(), p, credentials(wrong), api.Variation{DataCenter: right}, failed.Failure.Transcript)
	want := []string{"-Host: " + strings.TrimPrefix(wrong, "http://"), "+Host: " + strings.TrimPrefix(right, "http://")}
	if !got.Good || !slices.Equal(changes(got.Changed), want) {
		t.Errorf("got %s", dump(got))
	}
}

// TestTrialFails as the first try did: nothing changed, and no check follows.
func TestTrialFails(t *testing.T) {
	url := answering(t, 401, `{"error":"invalid_client"}`)
	e, p := exchanger(t), profile(t, "oauth")
	failed := e.Run(t.Context(), p, credentials(url))
	got := e.Try(t.Context(), p, credentials(url), api.Variation{}, failed.Failure.Transcript)
	if got.Good || got.Failure == nil || len(got.Failure.Checks) > 0 || slices.ContainsFunc(got.Changed, func(l api.DiffLine) bool { return l.Sign != " " }) || len(got.Changed) == 0 {
		t.Errorf("got %s", dump(got))
	}
	unfit := credentials(url)
	unfit["client_id"] = ""
	if got := e.Try(t.Context(), p, unfit, api.Variation{Client: api.ClientBody}, nil); got.Good || got.Failure.Field != "client_id" {
		t.Errorf("got %s", dump(got))
	}
}

// TestChecksNeverRun counts the requests of a failure with checks.
func TestChecksNeverRun(t *testing.T) {
	server := &picky{wanted: func(*http.Request, string) bool { return false }}
	here := httptest.NewServer(server)
	t.Cleanup(here.Close)
	values := credentials(here.URL)
	values["client_secret"] = " s3cr3t+kept "
	got := run(t, "oauth", values)
	if len(server.seen) != 1 || len(got.Failure.Checks) < 3 || got.Failure.Checks[0].Variation != (api.Variation{Trim: true}) {
		t.Errorf("%d requests; %s", len(server.seen), dump(got.Failure.Checks))
	}
}
