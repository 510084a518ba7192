//go:build !js

package server

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"firstcall/app/api"
	faulty "firstcall/server/sandbox/fault"
	"firstcall/server/vault"
)

// renewable is a provider whose access tokens live for a minute, connected to by b.
func renewable(t *testing.T, b *browser, behaviour string) (*faulty.Endpoint, api.State) {
	t.Helper()
	endpoint := faulty.New(faulty.Config{Now: b.site.clock.now})
	dc := httptest.NewServer(endpoint)
	t.Cleanup(dc.Close)
	state := b.connect(with(formFor(dc.URL), map[string]string{"token_url": dc.URL + "/" + behaviour + "/60"}))
	if state.Connection() == nil {
		t.Fatalf("no connection: %+v", state.Failure)
	}
	return endpoint, state
}

// renew asks for a renewal, of the current connection.
func (b *browser) renew(asked api.Renew) api.Connection {
	b.site.t.Helper()
	return *decode[api.State](b.site.t, b.want(200, "POST", api.RenewPath, asked)).Connection()
}

// callAtOnce makes many calls at the same time, and wants each of them answered well.
func callAtOnce(t *testing.T, times int, browsers ...*browser) {
	t.Helper()
	var all sync.WaitGroup
	for i := range times {
		b := browsers[i%len(browsers)]
		r := b.request("POST", api.CallPath, api.Request{Method: "GET", Path: "/api"})
		all.Go(func() {
			resp, err := b.Do(r)
			if err != nil {
				t.Error(err)
				return
			}
			defer resp.Body.Close()
			text, err := io.ReadAll(resp.Body)
			if err != nil || !strings.Contains(string(text), `"status":200`) {
				t.Errorf("a call was answered with %s, %v", text, err)
			}
		})
	}
	all.Wait()
}

// TestOneRenewal has a hundred calls find a token that is due. The provider ends
// all of a refresh token's family when one is used twice.
func TestOneRenewal(t *testing.T) {
	b := start(t, bare).browser()
	endpoint, before := renewable(t, b, "family")
	b.site.clock.advance(50 * time.Second)
	callAtOnce(t, 100, b)
	if got, want := endpoint.Counts(), (faulty.Counts{Grants: 1, Renewals: 1}); got != want {
		t.Errorf("the provider was asked %+v, want %+v", got, want)
	}
	c := b.state().Connection()
	if c.ID != before.Current || c.Renewal.Count != 1 || c.Renewal.Failure != nil || len(c.Transcripts) != 2 || c.Transcripts[0].Purpose != api.ForRenewal {
		t.Errorf("connection %+v", c)
	}
	endpoint.Revoke()
	callAtOnce(t, 100, b)
	if got, want := endpoint.Counts(), (faulty.Counts{Grants: 1, Renewals: 2}); got != want {
		t.Errorf("at 401, the provider was asked %+v, want %+v", got, want)
	}
}

// TestOneRenewalOfTwoServers has two servers share their sessions.
func TestOneRenewalOfTwoServers(t *testing.T) {
	clock := &clock{at: time.Now()}
	store := vault.NewMemory(vault.Config{Now: clock.now})
	t.Cleanup(store.Close)
	cfg := Config{Sandbox: bare.Sandbox, Store: store, Key: []byte(strings.Repeat("k", 32)), Now: clock.now}
	one, two := start(t, cfg), start(t, cfg)
	one.clock, two.clock = clock, clock
	b, other := one.browser(), two.browser()
	endpoint, _ := renewable(t, b, "family")
	// What ties the cookie to the session is each server's own still.
	cookie := b.cookie()
	data, found, err := one.built.cookies.Find(cookie.Value)
	if err != nil || !found {
		t.Fatal("the session of the cookie was not found", err)
	}
	if err := two.built.cookies.Commit(cookie.Value, data, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	other.set(cookie)
	clock.advance(50 * time.Second)
	callAtOnce(t, 100, b, other)
	if got, want := endpoint.Counts(), (faulty.Counts{Grants: 1, Renewals: 1}); got != want {
		t.Errorf("the provider was asked %+v, want %+v", got, want)
	}
}

// TestRefreshTokens renews several times, by a refresh token that is replaced
// each time, and by one that stays.
func TestRefreshTokens(t *testing.T) {
	for _, behaviour := range []string{"family", "rotating", "omitting"} {
		t.Run(behaviour, func(t *testing.T) {
			b := start(t, bare).browser()
			endpoint, _ := renewable(t, b, behaviour)
			for range 12 {
				b.renew(api.Renew{})
			}
			c := b.state().Connection()
			if got, want := endpoint.Counts(), (faulty.Counts{Grants: 1, Renewals: 12}); got != want {
				t.Errorf("the provider was asked %+v, want %+v", got, want)
			}
			if c.Renewal.Count != 12 || c.Renewal.How != api.RefreshToken || len(c.Transcripts) != maxTranscripts || len(c.Tokens) != 2 {
				t.Errorf("renewal %+v, %d transcripts, tokens %+v", c.Renewal, len(c.Transcripts), c.Tokens)
			}
		})
	}
}

// TestTabsRenewOnce has the time come in several tabs.
func TestTabsRenewOnce(t *testing.T) {
	b := start(t, bare).browser()
	endpoint, _ := renewable(t, b, "family")
	for i, want := range []int{0, 1, 1} {
		if got := b.renew(api.Renew{Due: true}); got.Renewal.Count != want || endpoint.Counts().Renewals != want {
			t.Errorf("tab %d: %+v", i, got.Renewal)
		}
		if i == 0 {
			b.site.clock.advance(time.Unix(b.state().Connection().Renewal.At, 0).Sub(b.site.clock.now()))
		}
	}
}

func TestWhenRenewalIsDue(t *testing.T) {
	b := start(t, Config{}).browser()
	for provider, before := range map[string]int64{"sandbox": 60, "acronis": 900} {
		c := b.mustConnect(provider).Connection()
		if !c.Renewal.On || c.Renewal.At != c.Expiry.ExpiresAt-before {
			t.Errorf("%s: renewal %+v of a token until %d, want it %d s before", provider, c.Renewal, c.Expiry.ExpiresAt, before)
		}
	}
	_, state := renewable(t, b, "family")
	if c := state.Connection(); c.Renewal.At != c.Expiry.ExpiresAt-15 {
		t.Errorf("a token for a minute is due at %d, want 15 s before %d", c.Renewal.At, c.Expiry.ExpiresAt)
	}
}

// kill uses a refresh token that was replaced, as a thief would.
func kill(t *testing.T, state api.State) {
	t.Helper()
	resp, err := http.Post(state.Form.Values["token_url"], "application/x-www-form-urlencoded", strings.NewReader("refresh_token=refresh.1.0"))
	if err != nil {
		t.Fatal(err)
	}
	if err := resp.Body.Close(); err != nil || resp.StatusCode != 400 {
		t.Fatalf("status %d, %v", resp.StatusCode, err)
	}
}

// TestRefusedRefreshToken falls back to the grant, and says so.
func TestRefusedRefreshToken(t *testing.T) {
	b := start(t, bare).browser()
	endpoint, state := renewable(t, b, "family")
	b.renew(api.Renew{})
	kill(t, state)
	c := b.renew(api.Renew{})
	if got := endpoint.Counts(); got.Grants != 2 {
		t.Errorf("the provider was asked %+v, want a second grant", got)
	}
	if c.Renewal.Count != 2 || c.Renewal.Failure != nil || !strings.HasPrefix(c.Renewal.Note, "The refresh token was refused") {
		t.Errorf("renewal %+v", c.Renewal)
	}
	if refused := c.Transcripts[1]; c.Transcripts[0].Status != 200 || refused.Status != 400 || refused.Purpose != api.ForRenewal {
		t.Errorf("transcripts %+v", c.Transcripts)
	}
	callAtOnce(t, 1, b)
	if c := b.renew(api.Renew{}); c.Renewal.Note != "" || c.Renewal.How != api.RefreshToken {
		t.Errorf("after one without trouble: %+v", c.Renewal)
	}
}

// TestOnlyTheUserCanRenew has a refresh token refused that was typed: there is
// nothing else to ask with.
func TestOnlyTheUserCanRenew(t *testing.T) {
	b := start(t, bare).browser()
	endpoint, state := renewable(t, b, "family")
	first := decode[api.Revealed](t, b.want(200, "POST", api.RevealPath, api.Reveal{Token: api.RefreshToken})).Token
	form := api.Form{Provider: "oauth", Values: map[string]string{"grant_type": api.GrantRefreshToken, "refresh_token": first}}
	for range 2 { // the second time with the one that took its place
		if state := b.connect(form); state.Failure != nil || state.Connection().Renewal.How != api.RefreshToken {
			t.Fatalf("failure %+v, connection %+v", state.Failure, state.Connection())
		}
	}
	kill(t, state)
	c := b.renew(api.Renew{})
	if f := c.Renewal.Failure; f == nil || f.Error != "invalid_grant" || len(f.Try) == 0 || f.Try[0] != askUser || c.Renewal.How != "" || c.Renewal.At != 0 {
		t.Errorf("renewal %+v", c.Renewal)
	}
	before := endpoint.Counts()
	b.site.clock.advance(time.Hour)
	if got := b.call(api.Request{Method: "GET", Path: "/api"}); got.Status != 401 || got.Renewed != "" || endpoint.Counts() != before {
		t.Errorf("status %d, renewed %q; the provider was asked again: %+v", got.Status, got.Renewed, endpoint.Counts())
	}
	if c := b.renew(api.Renew{}); c.Renewal.Failure == nil || c.Renewal.Failure.Title != "Only you can renew this token" {
		t.Errorf("renewal %+v", c.Renewal)
	}
}

func TestRenewalAtA401(t *testing.T) {
	b := start(t, bare).browser()
	endpoint, _ := renewable(t, b, "family")
	get, post := api.Request{Method: "GET", Path: "/api"}, api.Request{Method: "POST", Path: "/api"}
	for _, step := range []struct {
		name    string
		revoked bool
		req     api.Request
		status  int
		renewed string
	}{
		{"good", false, get, 200, ""},
		{"a GET with a revoked token", true, get, 200, api.RenewedAgain},
		{"a POST with a revoked token", true, post, 401, api.RenewedAfter},
		{"the POST again", false, post, 200, ""},
		{"another POST with a revoked token", true, post, 401, api.RenewedAfter},
	} {
		if step.revoked {
			endpoint.Revoke()
		}
		if got := b.call(step.req); got.Status != step.status || got.Renewed != step.renewed {
			t.Errorf("%s: status %d, renewed %q; want %d, %q", step.name, got.Status, got.Renewed, step.status, step.renewed)
		}
	}
	if got := endpoint.Counts(); got.Renewals != 3 || got.Reuses != 0 {
		t.Errorf("the provider was asked %+v", got)
	}
}

// TestUselessRenewals wants no more than one new token for an API that takes none.
func TestUselessRenewals(t *testing.T) {
	var tokens atomic.Int32
	dc := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/token" {
			tokens.Add(1)
			issue(w, "a-token")
			return
		}
		http.Error(w, "no", http.StatusUnauthorized)
	})
	b := start(t, bare).browser()
	b.connect(formFor(dc.URL))
	for i, want := range []string{api.RenewedAgain, "", ""} {
		if got := b.call(api.Request{Method: "GET", Path: "/"}); got.Status != 401 || got.Renewed != want {
			t.Errorf("call %d: status %d, renewed %q, want %q", i, got.Status, got.Renewed, want)
		}
	}
	if tokens.Load() != 2 {
		t.Errorf("%d token requests", tokens.Load())
	}
}

func TestRenewalSwitch(t *testing.T) {
	b := start(t, bare).browser()
	endpoint, _ := renewable(t, b, "family")
	turn := func(on bool) api.Renewal {
		return decode[api.State](t, b.want(200, "PUT", api.RenewalPath, api.RenewalSwitch{On: on})).Connection().Renewal
	}
	if got := turn(false); got.On || got.At != 0 || got.How != api.RefreshToken {
		t.Errorf("switched off: %+v", got)
	}
	b.site.clock.advance(time.Minute)
	if got := b.call(api.Request{Method: "GET", Path: "/api"}); got.Status != 401 || endpoint.Counts().Renewals != 0 {
		t.Errorf("status %d, the provider was asked %+v", got.Status, endpoint.Counts())
	}
	if got := turn(true); !got.On {
		t.Errorf("switched on: %+v", got)
	}
	if got := b.call(api.Request{Method: "GET", Path: "/api"}); got.Status != 200 || got.Renewed != api.RenewedBefore {
		t.Errorf("status %d, renewed %q", got.Status, got.Renewed)
	}
}

// TestProviderInTrouble lets a provider alone that can't answer just now.
func TestProviderInTrouble(t *testing.T) {
	var asked atomic.Int32
	var down atomic.Bool
	dc := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path != "/token":
			return
		case down.Load():
			asked.Add(1)
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			issue(w, "a-token")
		}
	})
	b := start(t, bare).browser()
	b.connect(formFor(dc.URL))
	b.site.clock.advance(time.Hour - 30*time.Second)
	down.Store(true)
	call := func() string { return b.call(api.Request{Method: "GET", Path: "/"}).Renewed }
	if first, second := call(), call(); first != api.RenewedFailed || second != "" || asked.Load() != 1 {
		t.Errorf("renewed %q and %q, %d requests", first, second, asked.Load())
	}
	now := b.site.clock.now().Unix()
	if got := b.state().Connection().Renewal; got.Failure == nil || got.At != now+firstPause || got.How != api.RenewGrant {
		t.Errorf("renewal %+v at %d", got, now)
	}
	b.site.clock.advance(firstPause * time.Second)
	down.Store(false)
	if got := call(); got != api.RenewedBefore {
		t.Errorf("renewed %q", got)
	}
	if got := b.state().Connection().Renewal; got.Failure != nil || got.Count != 1 {
		t.Errorf("renewal %+v", got)
	}
}

// TestRenewalOutlivesItsBrowser has the browser go away while the provider
// thinks: the refresh token is replaced there, so the answer must not be lost.
func TestRenewalOutlivesItsBrowser(t *testing.T) {
	arrived, goOn := make(chan bool), make(chan bool)
	endpoint := faulty.New(faulty.Config{})
	dc := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if strings.Contains(string(body), "refresh_token") {
			arrived <- true
			<-goOn
		}
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		endpoint.ServeHTTP(w, r)
	})
	b := start(t, bare).browser()
	b.connect(with(formFor(dc.URL), map[string]string{"token_url": dc.URL + "/family"}))
	b.leaveDuring(b.request("POST", api.RenewPath, api.Renew{}), arrived)
	goOn <- true
	for b.state().Connection().Renewal.Count == 0 { // until the answer is there
		time.Sleep(time.Millisecond)
	}
	go func() { <-arrived; goOn <- true }()
	if c := b.renew(api.Renew{}); c.Renewal.Count != 2 || endpoint.Counts().Reuses != 0 {
		t.Errorf("renewal %+v, the provider was asked %+v", c.Renewal, endpoint.Counts())
	}
}

// TestTokensComeFirst renews in a session that has no room left.
func TestTokensComeFirst(t *testing.T) {
	clock := &clock{at: time.Now()}
	store := vault.NewMemory(vault.Config{Now: clock.now, SessionBytes: 64 << 10})
	t.Cleanup(store.Close)
	site := start(t, Config{Sandbox: bare.Sandbox, Store: store, Now: clock.now})
	site.clock = clock
	b := site.browser()
	endpoint, _ := renewable(t, b, "family")
	size := 64 << 10
	for ; b.ask("PUT", api.DraftPath, api.Request{Method: "GET", Path: "/api", Body: strings.Repeat("x", size)}).status != 204; size -= 100 {
		if size < 1000 {
			t.Fatal("no draft fits")
		}
	}
	for i := range 5 {
		if c := b.renew(api.Renew{}); c.Renewal.Count != i+1 {
			t.Fatalf("renewal %+v", c.Renewal)
		}
	}
	if got := endpoint.Counts(); got.Renewals != 5 || got.Reuses != 0 {
		t.Errorf("the provider was asked %+v", got)
	}
	callAtOnce(t, 1, b)
}
