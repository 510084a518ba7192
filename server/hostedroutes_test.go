//go:build !js

package server

import (
	"reflect"
	"testing"

	"firstcall/app/api"
	"firstcall/server/transport"
)

// allowedForm is one of a hosted run that may reach api.allowed.test.
func allowedForm(changed map[string]string) api.Form {
	return with(formFor("https://api.allowed.test"), changed)
}

// TestHostedEndpoints wants each endpoint judged that the server itself asks.
func TestHostedEndpoints(t *testing.T) {
	site := hosted(t, "api.allowed.test")
	const evil = "https://evil.test/x"
	for name, changed := range map[string]map[string]string{
		"token":         {"token_url": evil},
		"introspection": {"introspection_url": evil},
		"revocation":    {"revocation_url": evil},
		"keys":          {"jwks_url": evil},
		"userinfo":      {"userinfo_url": evil},
		"device":        {"grant_type": api.GrantDevice, "device_authorization_url": evil},
	} {
		t.Run(name, func(t *testing.T) {
			b := site.browser()
			form := allowedForm(changed)
			if f := b.connect(form).Failure; !reflect.DeepEqual(f, transport.Refusal("evil.test")) {
				t.Errorf("connect: %+v", f)
			}
			tried := decode[api.Tried](t, b.want(200, "POST", api.TryPath, api.Trial{Form: form}))
			if !reflect.DeepEqual(tried, api.Tried{Failure: transport.Refusal("evil.test")}) {
				t.Errorf("try: %+v", tried)
			}
		})
	}
}

// TestHostedAuthorization sends the user's browser anywhere, and no secret with it.
func TestHostedAuthorization(t *testing.T) {
	b := hosted(t, "api.allowed.test").browser()
	form := allowedForm(map[string]string{"grant_type": api.GrantCode, "authorization_url": "https://login.test/authorize"})
	if state, it := b.begin(form); it.URL == "" || state.Failure != nil {
		t.Errorf("sign-in %+v", it)
	}
}

func TestHostedProxy(t *testing.T) {
	b := hosted(t, "api.allowed.test").browser()
	f := b.connect(allowedForm(map[string]string{api.ProxyField: "http://proxy.test:3128"})).Failure
	if f == nil || f.Kind != api.FailureField || f.Field != api.ProxyField || f.Transcript != nil {
		t.Errorf("failure %+v", f)
	}
}

func TestHostedTrialElsewhere(t *testing.T) {
	b := hosted(t, "api.allowed.test").browser()
	trial := api.Trial{Form: allowedForm(nil), Variation: api.Variation{DataCenter: "evil.test"}}
	if got := decode[api.Tried](t, b.want(200, "POST", api.TryPath, trial)); !reflect.DeepEqual(got, api.Tried{Failure: transport.Refusal("evil.test")}) {
		t.Errorf("%+v", got)
	}
	decode[api.State](t, b.want(200, "PUT", api.KeepPath, trial))
	if f := b.connect(api.Form{Provider: "oauth", Kept: []string{"client_secret"}}).Failure; !reflect.DeepEqual(f, transport.Refusal("evil.test")) {
		t.Errorf("%+v", f)
	}
}

// TestHostedProbesAreFlat wants the same of a host that is not permitted and of one
// whose address the guard refuses.
func TestHostedProbesAreFlat(t *testing.T) {
	b := hosted(t, "localhost").browser()
	for dc, host := range map[string]string{"https://evil.test": "evil.test", "https://localhost": "localhost", "https://127.0.0.1:8081": "127.0.0.1:8081"} {
		form := formFor(dc)
		got := decode[api.Probed](t, b.want(200, "POST", api.ProbePath, form))
		if want := (api.Probed{Text: transport.Refusal(host).Title}); got != want {
			t.Errorf("%s: %+v, want %+v", dc, got, want)
		}
	}
}

func TestHostedVerify(t *testing.T) {
	b := hosted(t, "api.allowed.test").browser()
	// The example of RFC 7515 appendix A.2.
	const raw = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.AAAA"
	for issuer, host := range map[string]string{"https://evil.test/realm": "evil.test", "http://169.254.169.254": "169.254.169.254", "http://api.allowed.test": "api.allowed.test"} {
		got := b.verify(api.Verify{Raw: raw, Issuer: issuer})
		if got.State != api.VerdictUnreachable || !reflect.DeepEqual(got.Failure, transport.Refusal(host)) {
			t.Errorf("%s: %+v, failure %+v", issuer, got, got.Failure)
		}
	}
}

// TestHostedSandboxRoutes uses what is new in a hosted run's sandbox, which has no
// port.
func TestHostedSandboxRoutes(t *testing.T) {
	b := start(t, Config{Listen: ":8080", Sandbox: new(true)}).browser()
	b.password("sandbox")
	if got := b.verify(api.Verify{TokenRef: api.TokenRef{Token: api.AccessToken}}); got.State != api.VerdictValid {
		t.Errorf("verdict %+v, failure %+v", got, got.Failure)
	}
	if c := b.renew(api.Renew{}); c.Renewal.Count != 1 {
		t.Errorf("renewal %+v", c.Renewal)
	}
	wantRevoked(t, b, api.AccessToken, "sub")
	state := b.step(api.StepForm{Step: providerOf(t, b.state(), "sandbox").Steps[0].ID, Connection: b.mustConnect("sandbox").Current})
	if state.Failure != nil {
		t.Errorf("failure %+v", state.Failure)
	}
}
