//go:build !js

package server

import (
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/server/transport"
	"firstcall/server/vault"
)

// TestVariationIsNoTemplate wants no variation to say back what the server holds:
// a client authentication may be a template in a profile, and nowhere else.
func TestVariationIsNoTemplate(t *testing.T) {
	b := start(t, bare).browser()
	form := canaryForm("http://127.0.0.1:1")
	b.want(204, "PUT", api.FormPath, form)
	kept := api.Form{Provider: "oauth", Kept: []string{"client_secret"}}
	for _, v := range []api.Variation{
		{Client: "{client_secret}"}, {Client: "{password}"}, {Place: "{client_secret}"}, {Basic: "{client_secret}"}, {Slash: "{client_secret}"},
	} {
		for _, path := range []string{api.TryPath, api.KeepPath} {
			method := map[string]string{api.TryPath: "POST", api.KeepPath: "PUT"}[path]
			got := b.ask(method, path, api.Trial{Form: kept, Variation: v})
			wantNoCanary(t, path, got.body)
			wantProblem(t, got, http.StatusBadRequest, api.KindInvalid)
		}
	}
	wantNoCanary(t, "the state", b.want(200, "POST", api.ConnectPath, kept).body)
}

// TestOptionalQueryIsJudged has a URL whose query is left out: it is asked all the
// same, and so has to be permitted.
func TestOptionalQueryIsJudged(t *testing.T) {
	b := hosted(t, "api.allowed.test").browser()
	p := profileOf("mine", "https://evil.test")
	p.YAML = strings.NewReplacer(
		"{name: token_url, label: Token URL, kind: endpoint, default: \"https://evil.test/token\"}",
		"{name: login, label: Login, kind: url, default: \"https://evil.test\"}\n  - {name: tenant, label: Tenant, optional: true}",
		`"{token_url}"`, `"{login}/token?tenant={tenant}"`,
	).Replace(p.YAML)
	b.offer(p)
	form := api.Form{Provider: "mine", Values: map[string]string{"data_center": "https://api.allowed.test", "client_id": "i", "client_secret": "s"}}
	if f := b.connect(form).Failure; !reflect.DeepEqual(f, transport.Refusal("evil.test")) {
		t.Errorf("failure %+v", f)
	}
}

// TestSignInStaysWithItsHosts replaces the profile while a sign-in waits.
func TestSignInStaysWithItsHosts(t *testing.T) {
	elsewhere := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		t.Errorf("%s was asked: %s %v", r.URL, r.Header.Get("Authorization"), r.PostForm)
	})
	dc := upstream(t, parrot)
	site := start(t, bare)
	b := site.browser()
	form := with(canaryForm(dc.URL), map[string]string{"grant_type": api.GrantDevice, "device_authorization_url": dc.URL + "/device"})
	_, it := b.begin(form)
	p := b.profile("oauth")
	p.YAML = strings.Replace(p.YAML, "\nfields:\n", "\nfields:\n  - {name: other, label: Other, kind: endpoint, default: \""+elsewhere.URL+"\"}\n", 1)
	p.YAML = strings.Replace(p.YAML, `url: "{token_url}"`, `url: "{other}"`, 1)
	b.offer(p)
	site.clock.advance(time.Minute)
	state := decode[api.State](t, b.want(200, "POST", api.WaitPath, api.SignInRef{ID: it.ID}))
	if state.SignIn != nil || state.Connection() != nil {
		t.Errorf("sign-in %+v", state.SignIn)
	}
}

// TestSecretsStayOnTheirWay replaces the profile of a connection by ones that ask
// the same hosts, and through somebody else.
func TestSecretsStayOnTheirWay(t *testing.T) {
	for name, field := range map[string]string{
		"proxy": `{name: proxy, label: Proxy, kind: text, optional: true, default: "http://127.0.0.1:1"}`,
		"pin":   `{name: pin, label: Pin, kind: text, optional: true, default: "` + strings.Repeat("ab", 32) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, Config{}).browser()
			b.mustConnect("acronis")
			p := b.profile("acronis")
			p.YAML = strings.Replace(p.YAML, "\nfields:\n", "\nfields:\n  - "+field+"\n", 1)
			b.offer(p)
			if r := b.state().Connection().Renewal; r.On || r.Note == "" {
				t.Errorf("renewal %+v", r)
			}
		})
	}
}

// TestStepStaysWithItsHosts replaces a step by one that asks elsewhere, at a host
// that is the default of a field of its own.
func TestStepStaysWithItsHosts(t *testing.T) {
	elsewhere := upstream(t, func(_ http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		t.Errorf("%s was asked: %s %v", r.URL, r.Header.Get("Authorization"), r.PostForm)
	})
	b := start(t, Config{}).browser()
	step := providerOf(t, b.state(), "sandbox").Steps[0].ID
	if state := b.step(api.StepForm{Step: step, Connection: b.mustConnect("sandbox").Current}); state.Failure != nil {
		t.Fatalf("failure %+v", state.Failure)
	}
	p := b.profile("sandbox")
	before, steps, _ := strings.Cut(p.YAML, "\nsteps:\n")
	steps = strings.Replace(steps, "    token:\n      url: \"{data_center}", "    fields: [{name: other, label: Other, kind: url, default: \""+elsewhere.URL+"\"}]\n    token:\n      url: \"{other}", 1)
	if b.offer(api.Profile{YAML: before + "\nsteps:\n" + steps}); !strings.Contains(steps, elsewhere.URL) {
		t.Fatalf("nothing was replaced in\n%s", steps)
	}
	if r := b.state().Connection().Renewal; r.On || r.Note == "" {
		t.Errorf("renewal %+v", r)
	}
	b.site.clock.advance(3 * time.Hour)
	b.want(200, "POST", api.CallPath, api.Request{Method: "GET", Path: "/"})
}

// TestHostedPollIsJudged has a sign-in waited for at a server that may not reach
// what the one may where it was begun.
func TestHostedPollIsJudged(t *testing.T) {
	polled := false
	dc := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		polled = polled || r.URL.Path == "/token"
		parrot(w, r)
	}))
	t.Cleanup(dc.Close)
	clock := &clock{at: time.Now()}
	store := vault.NewMemory(vault.Config{Now: clock.now})
	t.Cleanup(store.Close)
	cfg := Config{Listen: ":8080", Store: store, Key: []byte(strings.Repeat("k", 32)), Now: clock.now, AllowTarget: []string{"127.0.0.1"}}
	one := start(t, cfg)
	cfg.AllowTarget = nil
	two := start(t, cfg)
	b, other := one.browser(), two.browser()
	_, it := b.begin(with(canaryForm(dc.URL), map[string]string{
		"grant_type": api.GrantDevice, "device_authorization_url": dc.URL + "/device", api.CAField: certificatePEM(dc.Certificate().Raw),
	}))
	data, found, err := one.built.cookies.Find(b.cookie().Value)
	if err != nil || !found {
		t.Fatal("the session of the cookie was not found", err)
	}
	if err := two.built.cookies.Commit(b.cookie().Value, data, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	other.set(b.cookie())
	clock.advance(time.Minute)
	state := decode[api.State](t, other.want(200, "POST", api.WaitPath, api.SignInRef{ID: it.ID}))
	if want := transport.Refusal(strings.TrimPrefix(dc.URL, "https://")); !reflect.DeepEqual(state.Failure, want) || state.SignIn != nil || polled {
		t.Errorf("failure %+v, want %+v; asked: %v", state.Failure, want, polled)
	}
}

// TestSandboxFillsItsFields wants nothing of the sandbox's where no field is for it.
func TestSandboxFillsItsFields(t *testing.T) {
	b := start(t, Config{}).browser()
	p := profileOf("mine", "https://a.test")
	p.YAML = strings.Replace(p.YAML, "\nfields:", "\nsandbox: standard\nfields:", 1)
	b.offer(p)
	for _, p := range b.state().Providers {
		for name := range p.Sandbox {
			if _, own := p.Field(name); !own && !slices.ContainsFunc(p.Steps, func(step api.Step) bool { return step.Has(name) }) {
				t.Errorf("%s is offered a value for %s, which is none of its fields", p.ID, name)
			}
		}
		if p.ID == "mine" && p.Sandbox["client_secret"] == "" {
			t.Errorf("it is not filled: %v", p.Sandbox)
		}
	}
}
