//go:build !js

package server

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
)

// setCookie is the session cookie that an answer sets.
func setCookie(t *testing.T, a answer) *http.Cookie {
	t.Helper()
	cookies := (&http.Response{Header: a.header}).Cookies()
	if len(cookies) != 1 {
		t.Fatalf("%d cookies were set, want 1: %v", len(cookies), cookies)
	}
	return cookies[0]
}

func TestCookie(t *testing.T) {
	for _, tc := range []struct {
		name, publicURL, cookie string
		secure                  bool
	}{
		{"plain HTTP", "", "firstcall", false},
		{"behind HTTPS", "https://localhost", "__Host-firstcall", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := start(t, Config{Sandbox: bare.Sandbox, PublicURL: tc.publicURL}).browser()
			got := setCookie(t, b.want(200, "GET", api.StatePath, nil))
			if got.Name != tc.cookie || got.Secure != tc.secure {
				t.Errorf("got %s, secure %v; want %s, %v", got.Name, got.Secure, tc.cookie, tc.secure)
			}
			if !got.HttpOnly || got.SameSite != http.SameSiteLaxMode || got.Path != "/" || got.Domain != "" {
				t.Errorf("got %s", got)
			}
			if got.MaxAge != 0 || !got.Expires.IsZero() {
				t.Errorf("the cookie outlives the browser: %s", got)
			}
		})
	}
}

func TestPagesSetNoCookie(t *testing.T) {
	b := start(t, bare).browser()
	for _, path := range append([]string{"/app.js", "/web/firstcall.css", "/none"}, api.Pages...) {
		if got := b.ask("GET", path, nil); got.header.Get("Set-Cookie") != "" || strings.Contains(got.header.Get("Vary"), "Cookie") {
			t.Errorf("%s: %v", path, got.header)
		}
	}
}

func TestCookieIsRotatedAtConnect(t *testing.T) {
	site := start(t, Config{})
	b := site.browser()
	b.state()
	before := b.cookie()
	b.mustConnect("acronis")
	after := b.cookie()
	if before.Value == after.Value {
		t.Error("connecting kept the cookie")
	}
	thief := site.browser()
	thief.set(before)
	form := formFor("http://127.0.0.1:1")
	for _, got := range []answer{thief.ask("GET", api.StatePath, nil), thief.ask("POST", api.ConnectPath, form), thief.submit(form)} {
		if got.status != 409 || got.header.Get("Set-Cookie") != "" {
			t.Errorf("a request that was under way would overwrite the new cookie: %d %v", got.status, got.header)
		}
	}
	if got := b.state(); got.Connection() == nil {
		t.Error("the new cookie does not open the session")
	}
}

// set gives the browser a cookie.
func (b *browser) set(c *http.Cookie) {
	b.Jar.SetCookies(b.request("GET", "/", nil).URL, []*http.Cookie{{Name: c.Name, Value: c.Value, Path: "/"}})
}

// TestLongCallDoesNotUndoRotation has a call under way while the user connects
// anew: its answer must not bring the old cookie back.
func TestLongCallDoesNotUndoRotation(t *testing.T) {
	arrived, goOn := make(chan bool), make(chan bool)
	dc := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/token" {
			issue(w, "a-token")
			return
		}
		arrived <- true
		<-goOn
	})
	b := start(t, bare).browser()
	b.connect(formFor(dc.URL))
	done := make(chan answer)
	go func() { done <- b.ask("POST", api.CallPath, api.Request{Method: "GET", Path: "/slow"}) }()
	<-arrived
	b.connect(formFor(dc.URL))
	goOn <- true
	if got := <-done; got.status != 200 || got.header.Get("Set-Cookie") != "" {
		t.Errorf("the call's answer: status %d, Set-Cookie %q", got.status, got.header.Get("Set-Cookie"))
	}
	if b.state().Connection() == nil {
		t.Error("the connection was lost")
	}
}

func TestSessionsAreApart(t *testing.T) {
	site := start(t, Config{})
	alice, bob := site.browser(), site.browser()
	alice.mustConnect("acronis")
	bob.mustConnect("passport")
	if got := alice.state().Connection().Provider; got != "acronis" {
		t.Errorf("alice is connected to %s", got)
	}
	if got := bob.state().Connection().Provider; got != "passport" {
		t.Errorf("bob is connected to %s", got)
	}
	alice.want(204, "POST", api.ForgetPath, nil)
	if alice.state().Connection() != nil || bob.state().Connection() == nil {
		t.Error("forgetting one session touched another")
	}
}

func TestForget(t *testing.T) {
	site := start(t, Config{})
	b := site.browser()
	b.mustConnect("acronis")
	b.want(204, "PUT", api.DraftPath, api.Request{Method: "GET", Path: "/x"})
	old := b.cookie()
	got := b.want(204, "POST", api.ForgetPath, nil)
	if c := setCookie(t, got); c.MaxAge >= 0 || c.Value != "" {
		t.Errorf("the cookie was not taken back: %s", c)
	}
	if got.header.Get("Clear-Site-Data") != "" {
		t.Error("Clear-Site-Data would take the service worker away too")
	}
	for _, who := range []*browser{b, site.browser()} {
		who.set(old)
		wantProblem(t, who.ask("POST", api.RevealPath, api.Reveal{Token: api.AccessToken}), 409, api.KindSessionGone)
		wantProblem(t, who.ask("POST", api.CallPath, api.Request{Method: "GET", Path: "/"}), 409, api.KindSessionGone)
		wantProblem(t, who.ask("PUT", api.DraftPath, api.Request{}), 409, api.KindSessionGone)
		if got := who.state(); got.Connection() != nil || got.Form.Provider != "" || got.Draft != nil {
			t.Errorf("something is left: %+v", got)
		}
	}
	b.want(204, "POST", api.ForgetPath, nil)
}

// TestForgetDuringExchange has the user forget while the token endpoint thinks.
func TestForgetDuringExchange(t *testing.T) {
	arrived, goOn := make(chan bool), make(chan bool)
	dc := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		arrived <- true
		<-goOn
		issue(w, "a-token")
	})
	b := start(t, bare).browser()
	b.state()
	old := b.cookie()
	done := make(chan answer)
	go func() { done <- b.ask("POST", api.ConnectPath, formFor(dc.URL)) }()
	<-arrived
	b.want(204, "POST", api.ForgetPath, nil)
	goOn <- true
	got := <-done
	wantProblem(t, got, 409, api.KindSessionGone)
	if got.header.Get("Set-Cookie") != "" {
		t.Error("the exchange brought a cookie back")
	}
	for range 2 {
		if b.state().Connection() != nil {
			t.Error("the exchange brought the session back")
		}
		b.set(old)
	}
}

func TestReloadKeepsAll(t *testing.T) {
	b := start(t, Config{}).browser()
	connected := b.mustConnect("acronis")
	draft := api.Request{Name: "mine", Method: "POST", Path: "/x", Query: []api.Row{{Name: "a", Value: "b", Off: true}}, Body: "{}"}
	b.want(204, "PUT", api.DraftPath, draft)
	reply := decode[api.Reply](t, b.want(200, "POST", api.CallPath, api.Request{Method: "GET", Path: "/api/2/clients/" + connected.Connection().Values["client_id"]}))
	got := b.state()
	if got.Connection() == nil || got.Connection().Authorization != connected.Connection().Authorization {
		t.Errorf("connection: %+v, want %+v", got.Connection(), connected.Connection())
	}
	if got.Draft == nil || got.Draft.Query[0] != draft.Query[0] || got.Draft.Body != draft.Body {
		t.Errorf("draft: %+v, want %+v", got.Draft, draft)
	}
	if got.Reply == nil || got.Reply.Status != 200 || got.Reply.Body != reply.Body {
		t.Errorf("reply: %+v, want %+v", got.Reply, reply)
	}
	if got.Form.Provider != "acronis" || got.Form.Values["client_id"] == "" {
		t.Errorf("form: %+v", got.Form)
	}
}

func TestSessionExpires(t *testing.T) {
	site := start(t, Config{SessionIdle: time.Hour, SessionLifetime: 3 * time.Hour})
	for _, tc := range []struct {
		name  string
		steps []time.Duration
		lives bool
	}{
		{"used", []time.Duration{59 * time.Minute, 59 * time.Minute}, true},
		{"idle", []time.Duration{time.Hour}, false},
		{"too old", []time.Duration{50 * time.Minute, 50 * time.Minute, 50 * time.Minute, 31 * time.Minute}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := site.browser()
			b.mustConnect("passport")
			for _, step := range tc.steps {
				site.clock.advance(step)
				b.ask("POST", api.RevealPath, api.Reveal{Token: api.AccessToken})
			}
			got := b.ask("POST", api.RevealPath, api.Reveal{Token: api.AccessToken})
			if tc.lives != (got.status == 200) {
				t.Errorf("status %d, want it to live: %v", got.status, tc.lives)
			}
			if !tc.lives {
				wantProblem(t, got, 409, api.KindSessionGone)
			}
		})
	}
}

// TestRestart is the cookie of a server that was started anew.
func TestRestart(t *testing.T) {
	before := start(t, Config{}).browser()
	before.mustConnect("acronis")
	b := start(t, Config{}).browser()
	b.set(before.cookie())

	wantProblem(t, b.ask("POST", api.CallPath, api.Request{Method: "GET", Path: "/"}), 409, api.KindSessionGone)
	form := sandboxForm(t, before.state(), "acronis")
	kept := api.Form{Provider: "acronis", Values: map[string]string{}, Kept: []string{"client_secret"}}
	wantProblem(t, b.ask("POST", api.ConnectPath, kept), 409, api.KindSessionGone)
	if got := b.state(); got.Connection() != nil || got.Now == 0 || len(got.Providers) == 0 {
		t.Errorf("not the state of someone new: %+v", got)
	}
	b.want(204, "PUT", api.FormPath, form)
	if got := b.state().Form; got.Provider != "acronis" || len(got.Kept) != 1 {
		t.Errorf("the form was not kept: %+v", got)
	}
}
