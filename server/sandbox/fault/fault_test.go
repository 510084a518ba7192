package fault_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"go.uber.org/goleak"

	"firstcall/server/sandbox/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A got is what a client sees of an answer.
type got struct {
	status int
	header http.Header
	body   []byte
	err    error // of the request, or of reading the body
}

func (g got) member(name string) any {
	d := json.NewDecoder(bytes.NewReader(g.body))
	d.UseNumber()
	var members map[string]any
	if d.Decode(&members) != nil {
		return errors.New("no JSON")
	}
	return members[name]
}

func start(t *testing.T, cfg fault.Config) (*fault.Endpoint, string) {
	t.Helper()
	endpoint := fault.New(cfg)
	server := httptest.NewServer(endpoint)
	t.Cleanup(server.Close)
	return endpoint, server.URL
}

func ask(t *testing.T, address, kind, body string) got {
	t.Helper()
	transport := &http.Transport{MaxResponseHeaderBytes: 8 << 20}
	defer transport.CloseIdleConnections()
	client := http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Post(address, kind, strings.NewReader(body))
	if err != nil {
		return got{err: err}
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return got{resp.StatusCode, resp.Header, text, err}
}

const form = "application/x-www-form-urlencoded"

// TestFaults asks for each fault there is, and sees it.
func TestFaults(t *testing.T) {
	_, base := start(t, fault.Config{Elsewhere: "http://elsewhere.example"})
	number := func(text string) json.Number { return json.Number(text) }
	is := func(name string, want any) func(got) bool {
		return func(g got) bool { return g.err == nil && g.member(name) == want }
	}
	begins := func(name, with string) func(got) bool {
		return func(g got) bool { text, _ := g.member(name).(string); return strings.HasPrefix(text, with) }
	}
	broken := func(g got) bool { return g.err == nil && g.status == 200 && !json.Valid(g.body) }
	failed := func(g got) bool { return g.err != nil }
	good := is("access_token", fault.Token)
	seen := map[string]bool{}
	for name, see := range map[string]func(got) bool{
		"good":                good,
		"truncated":           broken,
		"error-in-200":        func(g got) bool { return g.status == 200 && g.member("error") == "invalid_client" },
		"token-missing":       is("access_token", nil),
		"token-number":        is("access_token", number("12345678901234567890")),
		"token-object":        func(g got) bool { _, ok := g.member("access_token").(map[string]any); return ok },
		"token-array":         func(g got) bool { _, ok := g.member("access_token").([]any); return ok },
		"token-null":          func(g got) bool { return g.member("access_token") == nil && g.member("token_type") == "Bearer" },
		"token-empty":         is("access_token", ""),
		"token-crlf":          is("access_token", fault.Token+"\r\nX-Injected: yes"),
		"token-twice":         func(g got) bool { return bytes.Count(g.body, []byte(`"access_token"`)) == 2 && json.Valid(g.body) },
		"trailing":            broken,
		"deep":                func(g got) bool { return bytes.Contains(g.body, bytes.Repeat([]byte("["), 100_000)) },
		"expires-in-missing":  is("expires_in", nil),
		"expires-in-string":   is("expires_in", "3600"),
		"expires-in-fraction": is("expires_in", number("3599.7")),
		"expires-in-zero":     is("expires_in", number("0")),
		"expires-in-negative": is("expires_in", number("-3600")),
		"expires-in-huge":     is("expires_in", number("1e300")),
		"expires-in-word":     is("expires_in", "soon"),
		"expires-on-ms":       func(g got) bool { n, ok := g.member("expires_on").(json.Number); return ok && len(n) == 13 },
		"skewed/-7200":        skew(-7200),
		"skewed":              skew(3600),
		"html":                func(g got) bool { return g.status == 200 && string(g.body) == fault.Login },
		"login":               func(g got) bool { return g.status == 200 && string(g.body) == fault.Login },
		"html-as-json":        func(g got) bool { return broken(g) && g.header.Get("Content-Type") == "application/json" },
		"no-type":             func(g got) bool { return good(g) && g.header.Get("Content-Type") == "" },
		"form":                broken,
		"charset-invalid": func(g got) bool {
			return !utf8.Valid(g.body) && strings.HasSuffix(g.header.Get("Content-Type"), "utf-8")
		},
		"charset-latin1": func(g got) bool {
			return !utf8.Valid(g.body) && strings.HasSuffix(g.header.Get("Content-Type"), "8859-1")
		},
		"charset-utf16":      func(g got) bool { return bytes.HasPrefix(g.body, []byte{0xfe, 0xff, 0, '{'}) },
		"bom":                func(g got) bool { return bytes.HasPrefix(g.body, []byte("\xef\xbb\xbf{")) },
		"empty":              func(g got) bool { return g.status == 400 && len(g.body) == 0 },
		"empty/403":          func(g got) bool { return g.status == 403 && len(g.body) == 0 && g.header.Get("Content-Type") == "" },
		"status":             func(g got) bool { return g.status == 503 && g.header.Get("Retry-After") == "7" },
		"status/429":         func(g got) bool { return g.status == 429 },
		"form-only":          good,
		"json-only":          func(g got) bool { return g.status == 415 },
		"method-not-allowed": func(g got) bool { return g.status == 405 && g.header.Get("Allow") == "GET, HEAD" },
		"redirect-host": func(g got) bool {
			return g.status == 307 && g.header.Get("Location") == "http://elsewhere.example/good"
		},
		"redirect-host/302": func(g got) bool { return g.status == 302 },
		"redirect-login":    func(g got) bool { return g.status == 302 && g.header.Get("Location") == "/login" },
		"redirect-loop":     func(g got) bool { return g.status == 307 && g.header.Get("Location") == "/redirect-loop" },
		"slow/1":            good,
		"drip/1":            good,
		"oversized/1000000": func(g got) bool { return good(g) && len(g.body) == 1_000_000 },
		"gzip-bomb/1000000": func(g got) bool { return good(g) && len(g.body) == 1_000_000 },
		"gzip-lie":          failed,
		"headers":           func(g got) bool { return good(g) && g.header.Get("X-Fault-4999") != "" },
		"headers/3":         func(g got) bool { return g.header.Get("X-Fault-2") != "" && g.header.Get("X-Fault-3") == "" },
		"length-short":      func(g got) bool { return g.err == nil && len(g.body) == 30 && !json.Valid(g.body) },
		"length-long":       failed,
		"length-twice":      failed,
		"cut-off":           func(g got) bool { return errors.Is(g.err, io.ErrUnexpectedEOF) && len(g.body) == 32 },
		"silent":            failed,
		"no-http":           failed,
		"family/60":         is("expires_in", number("60")),
		"rotating":          begins("refresh_token", "refresh."),
		"omitting":          begins("access_token", "access."),
		"api":               func(g got) bool { return g.status == 401 },
		"unknown":           func(g got) bool { return g.status == 404 },
	} {
		seen[strings.Split(name, "/")[0]] = true
		if g := ask(t, base+"/"+name, form, "grant_type=client_credentials"); !see(g) {
			t.Errorf("%s: got %d %.200s %v", name, g.status, g.body, g.err)
		}
	}
	for _, name := range fault.Names() {
		if !seen[name] {
			t.Errorf("%s was not tried", name)
		}
	}
}

func skew(seconds int64) func(got) bool {
	return func(g got) bool {
		date, err := http.ParseTime(g.header.Get("Date"))
		n, _ := g.member("expires_on").(json.Number)
		on, _ := strconv.ParseInt(string(n), 10, 64)
		off := time.Until(date).Seconds() - float64(seconds)
		return err == nil && off > -60 && off < 60 && on == date.Unix()+3600
	}
}

func TestRedirectShowsWhatCame(t *testing.T) {
	elsewhere, other := start(t, fault.Config{})
	_, base := start(t, fault.Config{Elsewhere: other})
	resp, err := http.Post(base+"/redirect-host", form, strings.NewReader("client_secret=s"))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	came := elsewhere.Requests()
	if len(came) != 1 || came[0].Body != "client_secret=s" || came[0].URL.Path != "/good" || came[0].Header.Get("Content-Type") != form {
		t.Errorf("got %+v", came)
	}
}

// TestFamily renews by form and by JSON, and once too often.
func TestFamily(t *testing.T) {
	at := time.Unix(1795320000, 0)
	endpoint, base := start(t, fault.Config{Now: func() time.Time { return at }})
	renew := func(path, token string) got {
		return ask(t, base+path, form, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}}.Encode())
	}
	open := func(token any) int {
		r, err := http.NewRequest("GET", base+"/api", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token.(string))
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer http.DefaultClient.CloseIdleConnections()
		resp.Body.Close()
		return resp.StatusCode
	}
	first := ask(t, base+"/family/60", form, "grant_type=password")
	if open(first.member("access_token")) != 200 {
		t.Error("the first token opens nothing")
	}
	endpoint.Revoke()
	if open(first.member("access_token")) != 401 {
		t.Error("it was revoked")
	}
	second := ask(t, base+"/family/60", "application/json", `{"refresh_token":"`+first.member("refresh_token").(string)+`"}`)
	if second.status != 200 || open(second.member("access_token")) != 200 || second.member("refresh_token") == first.member("refresh_token") {
		t.Errorf("got %d %s", second.status, second.body)
	}
	at = at.Add(time.Minute)
	if open(second.member("access_token")) != 401 {
		t.Error("it has expired")
	}
	if g := renew("/family", first.member("refresh_token").(string)); g.status != 400 || g.member("error") != "invalid_grant" {
		t.Errorf("used before: got %d %s", g.status, g.body)
	}
	if g := renew("/family", second.member("refresh_token").(string)); g.status != 400 {
		t.Errorf("of a dead family: got %d %s", g.status, g.body)
	}
	if got, want := endpoint.Counts(), (fault.Counts{Grants: 1, Renewals: 1, Reuses: 1, Refused: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	old := ask(t, base+"/rotating", form, "").member("refresh_token").(string)
	for range 2 {
		if g := renew("/rotating", old); g.status != 200 || g.member("refresh_token") == old {
			t.Errorf("rotating: got %d %s", g.status, g.body)
		}
	}
	kept := ask(t, base+"/omitting", form, "").member("refresh_token").(string)
	if g := renew("/omitting", kept); g.status != 200 || g.member("refresh_token") != nil || renew("/omitting", kept).status != 200 {
		t.Errorf("omitting: got %d %s", g.status, g.body)
	}
}
