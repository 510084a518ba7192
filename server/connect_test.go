//go:build !js

package server

import (
	"context"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"firstcall/app/api"
	"firstcall/app/wire"
)

// TestEveryProvider walks from the sandbox's values to the first call's 200.
func TestEveryProvider(t *testing.T) {
	for _, cfg := range []struct {
		name string
		Config
	}{
		{"personal", Config{}},
		{"hosted", Config{Listen: ":8080", Sandbox: new(true)}},
	} {
		site := start(t, cfg.Config)
		for _, provider := range []string{"sandbox", "acronis", "cyberapp", "dcv", "passport", "oauth"} {
			t.Run(cfg.name+" "+provider, func(t *testing.T) {
				b := site.browser()
				state := b.mustConnect(provider)
				wantConnection(t, state, provider)
				first := providerOf(t, state, provider).Requests[0]
				first.Path, _ = wire.Expand(first.Path, state.Connection().Values, url.PathEscape)
				reply := decode[api.Reply](t, b.want(200, "POST", api.CallPath, first))
				if reply.Failure != nil || reply.Status != 200 {
					t.Errorf("%s %s: status %d, failure %+v\n%s", first.Method, first.Path, reply.Status, reply.Failure, reply.Body)
				}
			})
		}
	}
}

func wantConnection(t *testing.T, state api.State, provider string) {
	t.Helper()
	c := state.Connection()
	if c.Provider != provider || c.DataCenter == "" || len(c.Tokens) == 0 || c.Expiry.ExpiresAt <= state.Now || len(c.Transcripts[0].Rungs) == 0 {
		t.Errorf("connection: %+v", c)
	}
	if !strings.HasPrefix(c.Authorization, "Bearer ") || !strings.HasSuffix(c.Authorization, "…") {
		t.Errorf("authorization is %q, want it masked", c.Authorization)
	}
	for _, f := range providerOf(t, state, provider).Fields {
		if _, there := c.Values[f.Name]; there && f.Kind == api.FieldSecret {
			t.Errorf("%s is a secret and among the values", f.Name)
		}
	}
}

func TestVariablesComeFromTheToken(t *testing.T) {
	state := start(t, Config{}).browser().mustConnect("acronis")
	if state.Connection().Values["tenant_id"] == "" {
		t.Errorf("values %v lack tenant_id", state.Connection().Values)
	}
}

func TestRequestedScope(t *testing.T) {
	state := start(t, Config{}).browser().mustConnect("sandbox")
	if want := providerOf(t, state, "sandbox").Sandbox["scope"]; want == "" || state.Connection().RequestedScope != want {
		t.Errorf("requested scope %q, want %q", state.Connection().RequestedScope, want)
	}
}

func TestProvidersWithoutSandbox(t *testing.T) {
	state := start(t, bare).browser().state()
	if len(state.Providers) < 4 {
		t.Errorf("%d providers", len(state.Providers))
	}
	for _, p := range state.Providers {
		if p.ID == "sandbox" || p.Sandbox != nil {
			t.Errorf("%s is offered without a sandbox", p.ID)
		}
	}
}

// TestFormIsMerged follows what the server holds for a form through steps.
func TestFormIsMerged(t *testing.T) {
	b := start(t, bare).browser()
	for _, step := range []struct {
		name   string
		form   api.Form
		values map[string]string
		kept   []string
	}{
		{
			"typed",
			api.Form{Provider: "acronis", Values: map[string]string{"data_center": "x.test", "client_id": "me", "client_secret": "s"}},
			map[string]string{"data_center": "x.test", "client_id": "me"},
			[]string{"client_secret"},
		},
		{
			"kept",
			api.Form{Provider: "acronis", Values: map[string]string{"client_id": "you"}, Kept: []string{"client_secret"}},
			map[string]string{"data_center": "x.test", "client_id": "you"},
			[]string{"client_secret"},
		},
		{
			"another provider's unknown fields",
			api.Form{Provider: "passport", Values: map[string]string{"username": "u", "nonsense": "n"}},
			map[string]string{"username": "u"},
			nil,
		},
		{
			"back again",
			api.Form{Provider: "acronis"},
			map[string]string{"data_center": "x.test", "client_id": "you"},
			[]string{"client_secret"},
		},
		{
			"emptied",
			api.Form{Provider: "acronis", Values: map[string]string{"client_secret": "", "client_id": ""}},
			map[string]string{"data_center": "x.test"},
			nil,
		},
	} {
		t.Run(step.name, func(t *testing.T) {
			b.want(204, "PUT", api.FormPath, step.form)
			got := b.state().Form
			if got.Provider != step.form.Provider || !maps.Equal(got.Values, step.values) || !slices.Equal(got.Kept, step.kept) {
				t.Errorf("got %+v, want %v and kept %v", got, step.values, step.kept)
			}
		})
	}
}

func TestKeptSecretConnects(t *testing.T) {
	b := start(t, Config{}).browser()
	form := sandboxForm(t, b.mustConnect("acronis"), "acronis")
	form.Values = maps.Clone(form.Values)
	delete(form.Values, "client_secret")
	form.Kept = []string{"client_secret"}
	if got := b.connect(form); got.Failure != nil || !slices.Equal(got.Form.Kept, form.Kept) {
		t.Errorf("failure %+v, form %+v", got.Failure, got.Form)
	}
	form.Values["client_secret"], form.Kept = "", nil
	if got := b.connect(form); got.Failure == nil || got.Failure.Field != "client_secret" {
		t.Errorf("an emptied secret: failure %+v", got.Failure)
	}
}

func TestPastedIsPutRight(t *testing.T) {
	b := start(t, Config{}).browser()
	form := sandboxForm(t, b.state(), "acronis")
	want := form.Values["data_center"]
	form.Values = maps.Clone(form.Values)
	form.Values["data_center"] = " " + want + "/api/2/ "
	form.Values["client_id"] += "\n"
	got := b.connect(form)
	if got.Failure != nil || got.Form.Values["data_center"] != want || got.Connection().DataCenter != want {
		t.Errorf("failure %+v, form %+v", got.Failure, got.Form)
	}
}

func TestFailureIsPartOfTheState(t *testing.T) {
	dead := upstream(t, func(http.ResponseWriter, *http.Request) {})
	dead.Close()
	html := upstream(t, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<h1>No</h1>", http.StatusBadGateway) })
	site := start(t, Config{})
	sandbox := sandboxForm(t, site.browser().state(), "acronis")
	wrong := api.Form{Provider: "acronis", Values: maps.Clone(sandbox.Values)}
	wrong.Values["client_secret"] = "another secret"
	for _, tc := range []struct {
		name  string
		form  api.Form
		kind  string
		field string
	}{
		{"bad secret", wrong, api.FailureEndpoint, "client_secret"},
		{"nothing typed", api.Form{Provider: "cyberapp"}, api.FailureField, "data_center"},
		{"no URL", api.Form{Provider: "cyberapp", Values: map[string]string{"data_center": "a b"}}, api.FailureField, "data_center"},
		{"a line break inside", api.Form{Provider: "cyberapp", Values: map[string]string{"data_center": "a.test", "client_id": "a\nb"}}, api.FailureField, "client_id"},
		{"nobody there", formFor(dead.URL), api.FailureTCP, ""},
		{"no OAuth there", formFor(html.URL), api.FailureEndpoint, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := site.browser()
			for _, got := range []api.State{b.connect(tc.form), b.state()} {
				f := got.Failure
				if f == nil || f.Kind != tc.kind || f.Field != tc.field || f.Title == "" || f.Detail == "" {
					t.Errorf("failure %+v, want kind %s, field %q", f, tc.kind, tc.field)
				}
			}
		})
	}
}

func TestFailureKeepsTheConnection(t *testing.T) {
	b := start(t, Config{}).browser()
	b.mustConnect("acronis")
	b.want(200, "POST", api.CallPath, api.Request{Method: "GET", Path: "/"})
	b.want(204, "PUT", api.DraftPath, api.Request{Method: "GET", Path: "/mine"})
	failed := b.connect(api.Form{Provider: "passport"})
	if failed.Failure == nil || failed.Connection() == nil || failed.Connection().Provider != "acronis" || failed.Reply == nil {
		t.Errorf("after a failure: %+v", failed)
	}
	again := b.mustConnect("acronis")
	if again.Failure != nil || again.Reply != nil || again.Draft == nil {
		t.Errorf("after a success: failure %+v, reply %+v, draft %+v", again.Failure, again.Reply, again.Draft)
	}
	if other := b.mustConnect("passport"); other.Draft != nil {
		t.Errorf("the draft for another provider is still there: %+v", other.Draft)
	}
}

// TestLeavingEndsTheExchange has the browser go away while the token endpoint
// thinks.
func TestLeavingEndsTheExchange(t *testing.T) {
	arrived, ended := make(chan bool), make(chan bool)
	dc := upstream(t, hang(arrived, ended))
	b := start(t, bare).browser()
	b.state()
	b.leaveDuring(b.request("POST", api.ConnectPath, formFor(dc.URL)), arrived)
	<-ended
	if got := b.state(); got.Connection() != nil || got.Form.Provider != "oauth" {
		t.Errorf("after leaving: %+v", got)
	}
}

// hang tells that a request arrived, and answers it never; it tells again when
// the other side gives up.
func hang(arrived, ended chan<- bool) http.HandlerFunc {
	return func(_ http.ResponseWriter, r *http.Request) {
		// Only with the body read does the server watch the connection.
		_, _ = io.Copy(io.Discard, r.Body)
		arrived <- true
		<-r.Context().Done()
		ended <- true
	}
}

// leaveDuring sends r, and gives it up once it arrived upstream.
func (b *browser) leaveDuring(r *http.Request, arrived <-chan bool) {
	t := b.site.t
	t.Helper()
	ctx, leave := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		resp, err := b.Do(r.WithContext(ctx))
		if err == nil {
			err = resp.Body.Close()
		}
		done <- err
	}()
	<-arrived
	leave()
	if err := <-done; err == nil {
		t.Error("the request was answered although it was given up")
	}
}

// TestNothingTypedIsLost saves many fields at once, as a page and its timers do.
func TestNothingTypedIsLost(t *testing.T) {
	b := start(t, bare).browser()
	p := providerOf(t, b.state(), "oauth")
	var all sync.WaitGroup
	for _, f := range p.Fields {
		all.Go(func() {
			a := b.ask("PUT", api.FormPath, api.Form{Provider: p.ID, Values: map[string]string{f.Name: "typed"}})
			if a.status != http.StatusNoContent {
				t.Errorf("%s: status %d", f.Name, a.status)
			}
		})
	}
	all.Wait()
	if got := b.state().Form; len(got.Values)+len(got.Kept) != len(p.Fields) {
		t.Errorf("%d of %d fields are left: %+v", len(got.Values)+len(got.Kept), len(p.Fields), got)
	}
}
