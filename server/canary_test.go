//go:build !js

package server

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"firstcall/app/api"
)

// canaries are secrets that must be nowhere but where they were asked for.
var canaries = map[string]string{
	"client secret": "canary-secret-8c1f/+ &",
	"password":      "canary-password-3e7a",
	"access token":  "canary-access-token-that-is-long-enough-to-be-masked-51d0",
	"refresh token": "canary-refresh-token-that-is-long-enough-to-be-masked-77aa",
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
	switch {
	case r.URL.Path != "/token":
		http.Error(w, "no such thing", http.StatusNotFound)
	case r.PostForm.Get("scope") == "":
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"access_token":"` + canaries["access token"] + `","refresh_token":"` + canaries["refresh token"] + `","token_type":"Bearer","expires_in":60}`))
	default:
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid_client","error_description":"you sent ` + r.Header.Get("Authorization") + ` and ` + r.PostForm.Get("password") + `"}`))
	}
}

func canaryForm(dataCenter string) api.Form {
	form := formFor(dataCenter)
	form.Values["client_secret"] = canaries["client secret"]
	form.Values["grant_type"] = "password"
	form.Values["username"] = "me"
	form.Values["password"] = canaries["password"]
	return form
}

func TestSecretsStayInside(t *testing.T) {
	dc := upstream(t, parrot)
	site := start(t, bare)
	b := site.browser()
	see := func(method, path string, in any) {
		a := b.ask(method, path, in)
		wantNoCanary(t, method+" "+path, a.body)
		for _, values := range a.header {
			wantNoCanary(t, "a header of "+path, strings.Join(values, "\n"))
		}
	}
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
