//go:build !js

package server

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
)

// canaries are secrets that must be nowhere but where they were asked for.
var canaries = map[string]string{
	"client secret": "canary-secret-8c1f/+ &",
	"password":      "canary-password-3e7a",
	"access token":  "canary-access-token-that-is-long-enough-to-be-masked-51d0",
	"refresh token": "canary-refresh-token-that-is-long-enough-to-be-masked-77aa",
	"code":          "canary-authorization-code-0b3d",
	"device code":   "canary-device-code-e91c",
	"private key":   "canary-private-key-4471",
	"proxy secret":  "canary-proxy-user:canary-proxy-password-a2f8",
}

// spellings are the forms in which a secret could turn up.
func spellings(secret string) []string {
	return []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret),
		base64.StdEncoding.EncodeToString([]byte("an id:" + secret)),
		base64.StdEncoding.EncodeToString([]byte(url.QueryEscape("an id") + ":" + url.QueryEscape(secret))),
	}
}

func wantNoCanary(t *testing.T, where, text string) {
	t.Helper()
	for name, secret := range canaries {
		for _, spelled := range spellings(secret) {
			if strings.Contains(text, spelled) {
				t.Errorf("the %s is in %s, as %q", name, where, spelled)
			}
		}
	}
}

// parrot is a data center whose token endpoint, when it refuses, says back
// what it was sent.
func parrot(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, err.Error(), 400)
		return
	}
	said, _ := json.Marshal("you sent " + r.Header.Get("Authorization") + " and " + r.PostForm.Encode())
	switch {
	case r.URL.Path == "/introspect":
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"active":true,"said":` + string(said) + `}`))
	case r.URL.Path == "/device":
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"device_code":"` + canaries["device code"] + `","user_code":"ABCD","verification_uri":"http://127.0.0.1/","expires_in":600}`))
	case r.URL.Path != "/token" && r.URL.Path != "/revoke":
		http.Error(w, "no such thing", http.StatusNotFound)
	case r.URL.Path == "/token" && r.PostForm.Get("scope") == "":
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"access_token":"` + canaries["access token"] + `","refresh_token":"` + canaries["refresh token"] + `","token_type":"Bearer","expires_in":60}`))
	default:
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid_client","error_description":` + string(said) + `}`))
	}
}

func canaryForm(dataCenter string) api.Form {
	form := formFor(dataCenter)
	form.Values["client_secret"] = canaries["client secret"]
	form.Values["grant_type"] = "password"
	form.Values["username"] = "me"
	form.Values["password"] = canaries["password"]
	form.Values["introspection_url"] = dataCenter + "/introspect"
	form.Values["revocation_url"] = dataCenter + "/revoke"
	return form
}

// watched sees what is answered, and wants no canary in it.
type watched struct{ *browser }

func (b watched) see(method, path string, in any) answer {
	t := b.site.t
	t.Helper()
	a := b.ask(method, path, in)
	wantNoCanary(t, method+" "+path, a.body)
	for _, values := range a.header {
		wantNoCanary(t, "a header of "+path, strings.Join(values, "\n"))
	}
	return a
}

func TestSecretsStayInside(t *testing.T) {
	dc := upstream(t, parrot)
	site := start(t, bare)
	b := watched{site.browser()}
	see := b.see
	form := canaryForm(dc.URL)
	see("GET", api.StatePath, nil)
	see("PUT", api.FormPath, form)
	see("POST", api.ConnectPath, form)
	if b.state().Connection() == nil {
		t.Fatal("no connection, so this test sees nothing")
	}
	see("GET", api.StatePath, nil)
	see("POST", api.CallPath, api.Request{Method: "GET", Path: "/says"})
	form.Values["scope"] = "refuse me"
	see("POST", api.ConnectPath, form)
	if b.state().Failure == nil {
		t.Fatal("no failure, so this test sees nothing")
	}
	see("GET", api.StatePath, nil)
	for _, page := range api.Pages {
		see("GET", page, nil)
	}
	wantNoCanary(t, "the answer to a native form", b.submit(canaryForm(dc.URL)).body)
	see("POST", api.ForgetPath, nil)
	see("POST", api.CallPath, api.Request{Method: "GET", Path: "/"})
	wantNoCanary(t, "the log", site.log.String())
}

func TestCanaryIsRevealed(t *testing.T) {
	dc := upstream(t, parrot)
	b := start(t, bare).browser()
	b.connect(canaryForm(dc.URL))
	got := decode[api.Revealed](t, b.want(200, "POST", api.RevealPath, api.Reveal{Token: api.AccessToken}))
	if got.Token != canaries["access token"] {
		t.Errorf("got %q: the canary test would see nothing", got.Token)
	}
}

// TestSecretsStayInsideTheBench has the provider say back what it was sent, on all
// routes that ask it something about a connection or make one.
func TestSecretsStayInsideTheBench(t *testing.T) {
	dc := upstream(t, parrot)
	site := start(t, bare)
	b := watched{site.browser()}
	form := canaryForm(dc.URL)
	if b.see("POST", api.ConnectPath, form); b.state().Connection() == nil {
		t.Fatal("no connection, so this test sees nothing")
	}
	for _, kind := range []string{api.AccessToken, api.RefreshToken} {
		ref := api.TokenRef{Token: kind}
		if got := decode[api.Introspection](t, b.see("POST", api.IntrospectPath, ref)); !got.Active {
			t.Fatalf("no introspection, so this test sees nothing: %+v", got.Failure)
		}
		b.see("POST", api.RevokePath, ref)
		b.see("POST", api.VerifyPath, api.Verify{TokenRef: ref})
	}
	b.see("POST", api.RenewPath, api.Renew{})
	b.see("PUT", api.RenewalPath, api.RenewalSwitch{On: true})
	b.see("POST", api.CallPath, api.Request{Method: "GET", Path: "/x?token=" + canaries["access token"][:4]})
	b.see("PUT", api.CurrentPath, api.ConnectionRef{})
	b.see("POST", api.WhoAmIPath, api.ConnectionRef{})
	b.see("POST", api.StepPath, api.StepForm{Step: "none"})
	refused := with(form, map[string]string{"scope": "refuse me", "private_key": canaries["private key"], api.ClientKeyField: canaries["private key"]})
	for _, v := range []api.Variation{{Client: api.ClientBody}, {Place: api.PlaceJSON}, {Place: api.PlaceQuery}, {Basic: "raw"}, {Client: api.ClientPrivateKey}} {
		b.see("POST", api.TryPath, api.Trial{Form: refused, Variation: v})
	}
	b.see("PUT", api.KeepPath, api.Trial{Form: refused, Variation: api.Variation{Basic: "raw"}})
	proxied := with(form, map[string]string{api.ProxyField: dc.URL, api.ProxyAuthorizationField: canaries["proxy secret"]})
	b.see("POST", api.ProbePath, proxied)
	b.see("POST", api.ConnectPath, proxied)
	b.see("POST", api.ConnectPath, refused)
	b.see("POST", api.DisconnectPath, api.ConnectionRef{})
	wantNoCanary(t, "the log", site.log.String())
}

// TestSecretsStayInsideSignIns does the same for those that wait for the user.
func TestSecretsStayInsideSignIns(t *testing.T) {
	dc := upstream(t, parrot)
	site := start(t, bare)
	b := watched{site.browser()}
	form := canaryForm(dc.URL)
	code := with(form, map[string]string{"grant_type": api.GrantCode, "authorization_url": dc.URL + "/authorize"})
	b.see("POST", api.ConnectPath, code)
	at, err := url.Parse(b.state().SignIn.URL)
	if err != nil {
		t.Fatal(err)
	}
	response := url.Values{"code": {canaries["code"]}, "state": {at.Query().Get("state")}}
	b.see("GET", api.CallbackPath+"?"+url.Values{"code": {canaries["code"]}, "state": {"x"}}.Encode(), nil)
	b.see("GET", api.CallbackPath+"?"+response.Encode(), nil)
	if b.state().Connection() == nil {
		t.Fatal("no connection, so this test sees nothing")
	}
	b.see("GET", api.StatePath, nil)

	device := with(form, map[string]string{"grant_type": api.GrantDevice, "device_authorization_url": dc.URL + "/device"})
	it := decode[api.State](t, b.see("POST", api.ConnectPath, device)).SignIn
	site.clock.advance(time.Minute)
	b.see("POST", api.WaitPath, api.SignInRef{ID: it.ID})
	if len(b.state().Connections) != 2 {
		t.Fatal("no connection, so this test sees nothing")
	}
	b.see("POST", api.CancelPath, api.SignInRef{ID: it.ID})
	wantNoCanary(t, "the log", site.log.String())
}
