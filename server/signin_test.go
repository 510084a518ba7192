//go:build !js

package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"firstcall/app/api"
	zitadel "firstcall/server/sandbox/foreign"
)

// codeForms are forms for the authorization code grant, and what their user does.
func codeForms(t *testing.T, b *browser) map[string]struct {
	form   api.Form
	typed  func() url.Values
	secret bool
} {
	t.Helper()
	state := b.state()
	code := map[string]string{"grant_type": api.GrantCode}
	issuer := foreignProvider(t, state.RedirectURI)
	elsewhere := api.Form{Provider: "oauth", Values: map[string]string{
		"data_center": issuer, "token_url": issuer + "/oauth/token", "authorization_url": issuer + "/auth",
		"grant_type": api.GrantCode, "scope": "openid profile offline_access",
	}}
	type one = struct {
		form   api.Form
		typed  func() url.Values
		secret bool
	}
	return map[string]one{
		"the sandbox, found by discovery": {with(sandboxForm(t, state, "sandbox"), code), allow, true},
		"the sandbox, by its endpoints":   {with(sandboxForm(t, state, "oauth"), code), allow, true},
		"zitadel, with a secret": {with(elsewhere, map[string]string{
			"client_authentication": api.ClientBasic, "client_id": zitadel.Web, "client_secret": zitadel.WebSecret,
		}), signed, true},
		"zitadel, without a secret": {with(elsewhere, map[string]string{
			"client_authentication": api.ClientNone, "client_id": zitadel.Native,
		}), signed, false},
	}
}

// begin begins a sign-in.
func (b *browser) begin(form api.Form) (api.State, *api.SignIn) {
	t := b.site.t
	t.Helper()
	state := b.connect(form)
	if state.SignIn == nil || state.Failure != nil {
		t.Fatalf("no sign-in: %+v", state.Failure)
	}
	return state, state.SignIn
}

func purposes(transcripts []api.Transcript) []string {
	var all []string
	for _, t := range transcripts {
		all = append(all, t.Purpose)
	}
	return all
}

func TestSignInByCode(t *testing.T) {
	site := start(t, Config{})
	for name, tc := range codeForms(t, site.browser()) {
		t.Run(name, func(t *testing.T) {
			b := site.browser()
			state, it := b.begin(tc.form)
			if it.Grant != api.GrantCode || it.RedirectURI != site.URL+"/callback" || state.RedirectURI != it.RedirectURI || state.Connection() != nil {
				t.Errorf("sign-in %+v, redirect URI %s", it, state.RedirectURI)
			}
			before := b.cookie()
			to := newUser(t).decide(it.URL, tc.typed())
			got := b.back(to)
			wantRedirect(t, got, api.PageToken)
			b.wantClean(got, to)
			if setCookie(t, got).Value == before.Value {
				t.Error("the cookie was not rotated")
			}
			state = b.state()
			c := state.Connection()
			if c == nil || state.SignIn != nil || state.Failure != nil {
				t.Fatalf("connection %+v, sign-in %+v, failure %+v", c, state.SignIn, state.Failure)
			}
			if got := purposes(c.Transcripts); !slices.Contains(got, api.ForAuthorization) || got[0] != api.ForToken || c.RequestedScope != tc.form.Values["scope"] {
				t.Errorf("legs %v, scope %q", got, c.RequestedScope)
			}
			if c.Renewal.How != api.RefreshToken {
				t.Errorf("renewal %+v", c.Renewal)
			}
			if renewed := b.renew(api.Renew{}); renewed.Renewal.Count != 1 || renewed.Renewal.Failure != nil {
				t.Errorf("renewal %+v", renewed.Renewal)
			}
			wantRedirect(t, b.back(to), api.CallbackPath)
		})
	}
}

// TestStrayCallbacks wants no answer taken that is not for the sign-in that waits
// in this browser, and that left alone.
func TestStrayCallbacks(t *testing.T) {
	site := start(t, Config{})
	b, other := site.browser(), site.browser()
	form := with(sandboxForm(t, b.state(), "sandbox"), map[string]string{"grant_type": api.GrantCode})
	_, it := b.begin(form)
	other.begin(form)
	to := newUser(t).decide(it.URL, allow())
	forged := strings.Replace(to, "state=", "state=x", 1)
	for name, tc := range map[string]struct {
		b  *browser
		to string
	}{
		"no session":           {site.browser(), to},
		"another's session":    {other, to},
		"another state":        {b, forged},
		"no state":             {b, "/callback?code=x"},
		"an error of no state": {b, "/callback?error=access_denied"},
	} {
		t.Run(name, func(t *testing.T) {
			got := tc.b.back(tc.to)
			wantRedirect(t, got, api.CallbackPath)
			tc.b.wantClean(got, tc.to)
			if page := tc.b.ask("GET", api.CallbackPath, nil); page.status != 400 || !strings.Contains(page.body, "Nothing in this browser waits for this answer.") {
				t.Errorf("status %d\n%s", page.status, page.body)
			}
		})
	}
	if state := other.state(); state.SignIn == nil || state.Failure != nil {
		t.Error("another's answer ended a sign-in")
	}
	wantRedirect(t, b.back(to), api.PageToken)
}

func TestSignInDenied(t *testing.T) {
	b := start(t, Config{}).browser()
	_, it := b.begin(with(sandboxForm(t, b.state(), "sandbox"), map[string]string{"grant_type": api.GrantCode}))
	to := newUser(t).decide(it.URL, deny())
	got := b.back(to)
	wantRedirect(t, got, api.PageConnect)
	b.wantClean(got, to)
	if state := b.state(); state.Failure == nil || state.Failure.Error != "access_denied" || state.SignIn != nil || state.Connection() != nil {
		t.Errorf("failure %+v, sign-in %+v", state.Failure, state.SignIn)
	}
}

// TestOneAnswerOnce has the browser come back twice at the same time.
func TestOneAnswerOnce(t *testing.T) {
	b := start(t, Config{}).browser()
	_, it := b.begin(with(sandboxForm(t, b.state(), "sandbox"), map[string]string{"grant_type": api.GrantCode}))
	to := newUser(t).decide(it.URL, allow())
	answers := make(chan string, 2)
	for range 2 {
		go func() { answers <- b.back(to).header.Get("Location") }()
	}
	got := []string{<-answers, <-answers}
	slices.Sort(got)
	if want := []string{api.CallbackPath, api.PageToken}; !slices.Equal(got, want) {
		t.Errorf("sent on to %v, want %v", got, want)
	}
}

func TestSignInWithoutTheProgram(t *testing.T) {
	b := start(t, Config{}).browser()
	form := with(sandboxForm(t, b.state(), "sandbox"), map[string]string{"grant_type": api.GrantCode})
	wantRedirect(t, b.submit(form), api.PageConnect)
	it := b.state().SignIn
	if it == nil {
		t.Fatal("no sign-in")
	}
	wantRedirect(t, b.back(newUser(t).decide(it.URL, allow())), api.PageToken)
}

func TestSignInIsReplacedAndCancelled(t *testing.T) {
	b := start(t, Config{}).browser()
	form := with(sandboxForm(t, b.state(), "sandbox"), map[string]string{"grant_type": api.GrantCode})
	_, first := b.begin(form)
	_, second := b.begin(form)
	user := newUser(t)
	wantRedirect(t, b.back(user.decide(first.URL, allow())), api.CallbackPath)
	cancel := func(id string) api.State {
		return decode[api.State](t, b.want(200, "POST", api.CancelPath, api.SignInRef{ID: id}))
	}
	if state := cancel(first.ID); state.SignIn == nil || state.SignIn.ID != second.ID {
		t.Error("cancelling one that was replaced ended the other")
	}
	if state := cancel(second.ID); state.SignIn != nil {
		t.Error("it is still there")
	}
	wantRedirect(t, b.back(user.decide(second.URL, allow())), api.CallbackPath)
	if b.state().Connection() != nil {
		t.Error("a sign-in that was given up brought a token")
	}
}

// TestWaitForTheCallback waits in one tab while the sign-in goes on in another.
func TestWaitForTheCallback(t *testing.T) {
	b := start(t, Config{}).browser()
	_, it := b.begin(with(sandboxForm(t, b.state(), "sandbox"), map[string]string{"grant_type": api.GrantCode}))
	r := b.request("POST", api.WaitPath, api.SignInRef{ID: it.ID})
	waited := make(chan answer)
	go func() { waited <- b.send(r) }()
	to := newUser(t).decide(it.URL, allow())
	wantRedirect(t, b.back(to), api.PageToken)
	if state := decode[api.State](t, <-waited); state.Connection() == nil || state.SignIn != nil {
		t.Errorf("waited for %+v", state.SignIn)
	}
}

// TestRedirectURI follows the name that the browser used.
func TestRedirectURI(t *testing.T) {
	for _, tc := range []struct {
		cfg        Config
		host, want string
	}{
		{bare, "localhost:8080", "http://localhost:8080/callback"},
		{bare, "127.0.0.1:8080", "http://127.0.0.1:8080/callback"},
		{bare, "[::1]:8080", "http://[::1]:8080/callback"},
		{Config{PublicURL: "https://try.example.com"}, "try.example.com", "https://try.example.com/callback"},
		{Config{PublicURL: "https://try.example.com"}, "TRY.example.com:443", "https://try.example.com/callback"},
		{Config{PublicURL: "https://try.example.com", Host: []string{"other.example.com"}}, "other.example.com", "https://other.example.com/callback"},
		{Config{PublicURL: "http://try.example.com:81"}, "try.example.com:81", "http://try.example.com:81/callback"},
		{Config{PublicURL: "https://try.example.com"}, "localhost:8080", "http://localhost:8080/callback"},
	} {
		b := start(t, tc.cfg).browser()
		r := b.request("GET", api.StatePath, nil)
		r.Host = tc.host
		if got := decode[api.State](t, b.send(r)).RedirectURI; got != tc.want {
			t.Errorf("%s at %s: %s, want %s", tc.cfg.PublicURL, tc.host, got, tc.want)
		}
	}
}

func TestCallbackPage(t *testing.T) {
	b := start(t, bare).browser()
	if got := b.ask("GET", api.CallbackPath, nil); got.status != http.StatusBadRequest || !strings.Contains(got.header.Get("Content-Type"), "text/html") {
		t.Errorf("status %d, %v", got.status, got.header)
	}
	if got := b.ask("POST", api.CallbackPath, "code=x"); got.status != http.StatusMethodNotAllowed {
		t.Errorf("POST: status %d", got.status)
	}
}
