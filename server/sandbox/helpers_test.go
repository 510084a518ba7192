//go:build !js

package sandbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A clock is set by hand. It starts at a time with microseconds, which the
// Passport dialect shows.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.UnixMicro(1795320000_123456)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// start makes a sandbox that listens.
func start(t *testing.T) (*Sandbox, *clock) {
	t.Helper()
	c := newClock()
	s, err := New(Config{Now: c.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { end(t, s) })
	if err := s.Listen(0); err != nil {
		t.Fatal(err)
	}
	return s, c
}

func end(t *testing.T, s *Sandbox) {
	t.Helper()
	if err := s.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

// A visitor calls one dialect's data center over HTTP.
type visitor struct {
	t      *testing.T
	values map[string]string
	client *http.Client
}

func visit(t *testing.T, s *Sandbox, dialect string) visitor {
	t.Helper()
	values := s.Fill(dialect)
	if values == nil {
		t.Fatalf("no dialect %s", dialect)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(values["ca"]))
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	t.Cleanup(transport.CloseIdleConnections)
	return visitor{t, values, &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// A request is data for tables. {name} stands for one of the visitor's values,
// {basic} for the good Authorization header.
type request struct {
	method, path string
	header       map[string]string
	body         string
}

type reply struct {
	status int
	header http.Header
	body   string
}

func (v visitor) expand(text string) string {
	id, secret := v.values["client_id"], v.values["client_secret"]
	text = strings.ReplaceAll(text, "{basic}", "Basic "+base64.StdEncoding.EncodeToString([]byte(id+":"+secret)))
	for name, value := range v.values {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

func (v visitor) do(in request) reply {
	v.t.Helper()
	r, err := http.NewRequest(in.method, v.values["data_center"]+v.expand(in.path), strings.NewReader(v.expand(in.body)))
	if err != nil {
		v.t.Fatal(err)
	}
	for name, value := range in.header {
		r.Header.Set(name, v.expand(value))
	}
	resp, err := v.client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header, string(body)}
}

// form is a header for a token request with good credentials.
var form = map[string]string{"Authorization": "{basic}", "Content-Type": formType}

// tokenRequests get a token in each dialect.
var tokenRequests = map[string]request{
	"standard": {"POST", "/oauth2/token", form, "grant_type=client_credentials"},
	"acronis":  {"POST", "/api/2/idp/token", form, "grant_type=client_credentials"},
	"cyberapp": {"POST", "/bc/idp/token", form, "grant_type=client_credentials"},
	"dcv":      {"POST", "/oauth2/token?grant_type=client_credentials", form, ""},
	"passport": {"POST", "/oauth/token", map[string]string{"Content-Type": jsonType}, passwordBody},
}

const passwordBody = `{"username":"{username}","password":"{password}","client_id":"{client_id}","client_secret":"{client_secret}","grant_type":"password"}`

// token gets an access token.
func (v visitor) token(dialect string) string {
	v.t.Helper()
	got := v.do(tokenRequests[dialect])
	token, _ := object(v.t, got.body)["access_token"].(string)
	if got.status != http.StatusOK || token == "" {
		v.t.Fatalf("token request: got %d %s", got.status, got.body)
	}
	return token
}

func (v visitor) call(method, path, token, body string) reply {
	v.t.Helper()
	header := map[string]string{"Authorization": "Bearer " + token, "Accept": jsonType}
	if body != "" {
		header["Content-Type"] = jsonType
	}
	return v.do(request{method, path, header, body})
}

// get calls and wants 200.
func (v visitor) get(path, token string) string {
	v.t.Helper()
	got := v.call("GET", path, token, "")
	if got.status != http.StatusOK {
		v.t.Fatalf("GET %s: got %d %s", path, got.status, got.body)
	}
	return got.body
}

func object(t *testing.T, text string) map[string]any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var members map[string]any
	if err := d.Decode(&members); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	return members
}

// members are an object's names, sorted.
func members(t *testing.T, text string) string {
	t.Helper()
	return strings.Join(slices.Sorted(maps.Keys(object(t, text))), " ")
}

// part is the header (0) or the payload (1) of a JWT.
func part(t *testing.T, token string, i int) string {
	t.Helper()
	segments := strings.Split(token, ".")
	if len(segments) != 3 {
		t.Fatalf("not a JWT: %s", token)
	}
	text, err := base64.RawURLEncoding.DecodeString(segments[i])
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A refused case wants a status and all of the body; headers only if named.
type refused struct {
	name string
	request
	status int
	want   string
	header map[string]string
}

func (v visitor) wantRefusals(cases []refused) {
	for _, c := range cases {
		v.t.Run(c.name, func(t *testing.T) {
			v := visitor{t, v.values, v.client}
			got := v.do(c.request)
			if got.status != c.status || got.body != c.want {
				t.Errorf("got  %d %s\nwant %d %s", got.status, got.body, c.status, c.want)
			}
			for name, want := range c.header {
				if got := got.header.Get(name); got != want {
					t.Errorf("%s: got %q, want %q", name, got, want)
				}
			}
		})
	}
}
