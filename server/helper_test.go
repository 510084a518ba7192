//go:build !js

package server

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"go.uber.org/goleak"

	"firstcall/app/api"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// files stand for the built ones: this package's tests need no real app.wasm.
var files = builtFiles()

func builtFiles() fstest.MapFS {
	wasm := []byte("\x00asm, as it is")
	zipped, brotlied := compress(wasm)
	return fstest.MapFS{
		"app.wasm":      {Data: wasm},
		"app.wasm.br":   {Data: brotlied},
		"app.wasm.gz":   {Data: zipped},
		"firstcall.css": {Data: bytes.Repeat([]byte("body { color: black }\n"), 50)},
		"icon.svg":      {Data: []byte("<svg/>")},
		"icon-192.png":  {Data: []byte("png")},
		"icon-512.png":  {Data: []byte("a larger png")},
	}
}

// bare is a personal run without a sandbox, for tests that need none: making
// its keys takes a while.
var bare = Config{Sandbox: new(false)}

// clock is set by hand.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(by)
}

// logBuffer takes the log of a server.
type logBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// site is a running server.
type site struct {
	*httptest.Server
	t     *testing.T
	built *Server
	clock *clock
	log   *logBuffer
}

// start runs a server with cfg, whose Files and Logger are filled in, and Now
// with a clock of the site's own if it has none.
func start(t *testing.T, cfg Config) *site {
	t.Helper()
	s := &site{t: t, clock: &clock{at: time.Now()}, log: &logBuffer{}}
	cfg.Files = files
	if cfg.Now == nil {
		cfg.Now = s.clock.now
	}
	cfg.Logger = slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	built, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s.built = built
	s.Server = httptest.NewServer(built.Handler())
	t.Cleanup(func() {
		s.Server.Close()
		if err := built.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// browser is one with a cookie jar of its own. It follows no redirect.
type browser struct {
	*http.Client
	site *site
}

func (s *site) browser() *browser {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	client := &http.Client{Jar: jar, Transport: s.Client().Transport}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &browser{client, s}
}

// answer is what a server answered, the body read.
type answer struct {
	status int
	header http.Header
	body   string
}

func (b *browser) send(r *http.Request) answer {
	t := b.site.t
	t.Helper()
	resp, err := b.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, string(body)}
}

// request makes a request as the page does, with in as JSON, or as it is when
// it is a string.
func (b *browser) request(method, path string, in any) *http.Request {
	t := b.site.t
	t.Helper()
	var body io.Reader
	switch in := in.(type) {
	case nil:
	case string:
		body = strings.NewReader(in)
	default:
		text, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		body = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, b.site.URL+path, body)
	if err != nil {
		t.Fatal(err)
	}
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r
}

func (b *browser) ask(method, path string, in any) answer {
	b.site.t.Helper()
	return b.send(b.request(method, path, in))
}

// want sends a request and fails unless the answer has the status.
func (b *browser) want(status int, method, path string, in any) answer {
	b.site.t.Helper()
	got := b.ask(method, path, in)
	if got.status != status {
		b.site.t.Fatalf("%s %s: status %d, want %d\n%s", method, path, got.status, status, got.body)
	}
	return got
}

// decode reads an answer's JSON.
func decode[T any](t *testing.T, a answer) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		t.Fatalf("%v in %s", err, a.body)
	}
	return v
}

func (b *browser) state() api.State {
	b.site.t.Helper()
	return decode[api.State](b.site.t, b.want(http.StatusOK, "GET", api.StatePath, nil))
}

func (b *browser) connect(form api.Form) api.State {
	b.site.t.Helper()
	return decode[api.State](b.site.t, b.want(http.StatusOK, "POST", api.ConnectPath, form))
}

// mustConnect connects through the sandbox's values of a provider.
func (b *browser) mustConnect(provider string) api.State {
	t := b.site.t
	t.Helper()
	state := b.connect(sandboxForm(t, b.state(), provider))
	if state.Connection() == nil || state.Failure != nil {
		t.Fatalf("%s: no connection: %+v", provider, state.Failure)
	}
	return state
}

// wantProblem checks that an answer is a refusal with a sentence.
func wantProblem(t *testing.T, got answer, status int, kind string) {
	t.Helper()
	if got.status != status {
		t.Fatalf("status %d, want %d\n%s", got.status, status, got.body)
	}
	problem := decode[api.Problem](t, got)
	if problem.Kind != kind || !strings.HasSuffix(problem.Error, ".") || problem.RequestID == "" {
		t.Errorf("got %+v, want kind %q with a sentence and a request id", problem, kind)
	}
}

// cookie is the browser's session cookie, nil if it has none.
func (b *browser) cookie() *http.Cookie {
	r := b.request("GET", "/", nil)
	for _, c := range b.Jar.Cookies(r.URL) {
		if strings.HasSuffix(c.Name, "firstcall") {
			return c
		}
	}
	return nil
}

// providerOf finds a provider in the state.
func providerOf(t *testing.T, state api.State, id string) api.Provider {
	t.Helper()
	for _, p := range state.Providers {
		if p.ID == id {
			return p
		}
	}
	t.Fatalf("there is no provider %s", id)
	return api.Provider{}
}

func sandboxForm(t *testing.T, state api.State, provider string) api.Form {
	t.Helper()
	p := providerOf(t, state, provider)
	if p.Sandbox == nil {
		t.Fatalf("%s has no sandbox", provider)
	}
	return api.Form{Provider: provider, Values: p.Sandbox}
}

// upstream is a data center that a test makes up.
func upstream(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// formFor connects the any-OAuth provider to a data center that has its token
// endpoint at /token.
func formFor(dataCenter string) api.Form {
	return api.Form{Provider: "oauth", Values: map[string]string{
		api.DataCenterField: dataCenter, "token_url": dataCenter + "/token",
		"grant_type": "client_credentials", "client_authentication": "client_secret_basic",
		"client_id": "an id", "client_secret": "a secret",
	}}
}

// issue is a token endpoint's answer with a token.
func issue(w http.ResponseWriter, token string) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"access_token":"`+token+`","token_type":"Bearer","expires_in":3600}`)
}
