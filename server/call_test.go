//go:build !js

package server

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"firstcall/app/api"
)

// connected is a browser connected to a data center that answers calls by h.
func connected(t *testing.T, site *site, h http.HandlerFunc) *browser {
	t.Helper()
	dc := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/token" {
			issue(w, "opaque-access-token-of-forty-characters-or-more")
			return
		}
		h(w, r)
	})
	b := site.browser()
	if state := b.connect(formFor(dc.URL)); state.Connection() == nil {
		t.Fatalf("no connection: %+v", state.Failure)
	}
	return b
}

func (b *browser) call(req api.Request) api.Reply {
	b.site.t.Helper()
	return decode[api.Reply](b.site.t, b.want(200, "POST", api.CallPath, req))
}

func TestUnauthorizedIsAReply(t *testing.T) {
	b := connected(t, start(t, bare), func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer opaque-access-token-of-forty-characters-or-more" {
			t.Errorf("Authorization: %q", r.Header.Get("Authorization"))
		}
		http.Error(w, "no", http.StatusUnauthorized)
	})
	got := b.call(api.Request{Method: "GET", Path: "/"})
	if got.Status != 401 || got.Failure != nil || strings.TrimSpace(got.Body) != "no" {
		t.Errorf("got %+v", got)
	}
}

func TestBrowserStaysBehind(t *testing.T) {
	var got http.Header
	b := connected(t, start(t, bare), func(_ http.ResponseWriter, r *http.Request) { got = r.Header })
	r := b.request("POST", api.CallPath, api.Request{Method: "GET", Path: "/"})
	for name, value := range map[string]string{"Origin": b.site.URL, "Referer": b.site.URL, "User-Agent": "a browser", "X-Other": "x"} {
		r.Header.Set(name, value)
	}
	if a := b.send(r); a.status != 200 {
		t.Fatalf("status %d", a.status)
	}
	for _, name := range []string{"Origin", "Referer", "Cookie", "X-Other", "Sec-Fetch-Site"} {
		if got.Get(name) != "" {
			t.Errorf("%s: %s went out", name, got.Get(name))
		}
	}
	if agent := got.Get("User-Agent"); agent != "Firstcall/dev" {
		t.Errorf("User-Agent: %q", agent)
	}
}

func TestCallThatCannotBeSent(t *testing.T) {
	b := connected(t, start(t, bare), func(http.ResponseWriter, *http.Request) { t.Error("it was sent") })
	for _, req := range []api.Request{
		{Method: "GET", Path: "https://evil.test/"},
		{Method: "GET", Path: "no slash"},
		{Method: "G T", Path: "/"},
		{Method: "", Path: "/"},
	} {
		wantProblem(t, b.ask("POST", api.CallPath, req), 400, api.KindInvalid)
	}
}

// TestManyRows has a text that becomes much larger when it is decoded.
func TestManyRows(t *testing.T) {
	b := connected(t, start(t, bare), func(http.ResponseWriter, *http.Request) { t.Error("it was sent") })
	rows := "[{}" + strings.Repeat(",{}", rowsLimit/3) + "]"
	for _, path := range []string{api.CallPath, api.DraftPath} {
		method := map[string]string{api.CallPath: "POST", api.DraftPath: "PUT"}[path]
		for _, name := range []string{"query", "header", "QUERY"} {
			if got := b.ask(method, path, `{"method":"GET","path":"/","`+name+`":`+rows+`}`); got.status != 413 {
				t.Errorf("%s, %s: status %d, want 413", path, name, got.status)
			}
		}
		wantProblem(t, b.ask(method, path, `{"method":"GET","path":"/","header":"X: y"}`), 400, api.KindInvalid)
	}
	if got := b.state(); got.Reply != nil || got.Draft != nil {
		t.Error("something was kept")
	}
}

func TestWhichReplyIsKept(t *testing.T) {
	b := connected(t, start(t, bare), func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/long" {
			_, _ = io.WriteString(w, strings.Repeat("x", keptReply+1))
		}
	})
	kept := func() bool { return b.state().Reply != nil }
	if b.call(api.Request{Method: "GET", Path: "/short"}); !kept() {
		t.Error("a short reply was not kept")
	}
	if b.call(api.Request{Method: "GET", Path: "/long"}); kept() {
		t.Error("a reply of more than 1 MiB was kept, or the one before it")
	}
	if b.call(api.Request{Method: "GET", Path: "/short"}); !kept() {
		t.Error("a short reply after a long one was not kept")
	}
	if b.call(api.Request{Method: "POST", Path: "/short", Body: strings.Repeat("x", keptReply+1)}); kept() {
		t.Error("the reply to a long request was kept")
	}
}

func TestLeavingEndsTheCall(t *testing.T) {
	arrived, ended := make(chan bool), make(chan bool)
	b := connected(t, start(t, bare), hang(arrived, ended))
	b.leaveDuring(b.request("POST", api.CallPath, api.Request{Method: "GET", Path: "/"}), arrived)
	<-ended
}

// TestCallOfAnotherConnection has a page show one connection while another tab
// made others: its calls go where it says, or nowhere.
func TestCallOfAnotherConnection(t *testing.T) {
	b := start(t, Config{}).browser()
	before := b.mustConnect("dcv").Connection().ID
	after := b.mustConnect("acronis").Connection().ID
	if before == "" || before == after {
		t.Fatalf("got connections %q and %q", before, after)
	}
	shown := api.Request{Method: "POST", Path: "/describeSessions", Body: "{}", Connection: before}
	if got := b.call(shown); got.Status != 200 || got.Request.Connection != before {
		t.Errorf("status %d from the connection that the page shows", got.Status)
	}
	b.want(200, "POST", api.DisconnectPath, api.ConnectionRef{Connection: before})
	wantProblem(t, b.ask("POST", api.CallPath, shown), 409, api.KindChanged)
}

func TestReveal(t *testing.T) {
	b := start(t, Config{}).browser()
	wantProblem(t, b.ask("POST", api.RevealPath, api.Reveal{Token: api.AccessToken}), 409, api.KindChanged)
	state := b.mustConnect("acronis")
	for _, token := range state.Connection().Tokens {
		a := b.want(200, "POST", api.RevealPath, api.Reveal{Token: token.Kind})
		got := decode[api.Revealed](t, a)
		if len(got.Token) != token.Length || !strings.HasPrefix(got.Token, strings.TrimSuffix(token.Masked, "…")) {
			t.Errorf("%s: %d characters, want %d that begin as %s", token.Kind, len(got.Token), token.Length, token.Masked)
		}
		if a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("Cache-Control: %s", a.header.Get("Cache-Control"))
		}
		// The sandbox's Acronis spells the type "bearer".
		if has := got.Authorization == "Bearer "+got.Token; has != (token.Kind == api.AccessToken) {
			t.Errorf("%s: Authorization %q", token.Kind, got.Authorization)
		}
	}
	for _, kind := range []string{api.RefreshToken, "none", ""} {
		wantProblem(t, b.ask("POST", api.RevealPath, api.Reveal{Token: kind}), 400, api.KindInvalid)
	}
}
