package foreign_test

import (
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/net/html"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"firstcall/server/sandbox/foreign"
)

// A provider runs, and a client's redirect URI with it.
type provider struct {
	*oidc.Provider
	issuer   string
	redirect string
	answer   url.Values // of the last authorization response
}

func start(t *testing.T) *provider {
	t.Helper()
	p := &provider{}
	callback := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { p.answer = r.URL.Query() }))
	t.Cleanup(callback.Close)
	server := httptest.NewUnstartedServer(nil)
	p.issuer = "http://" + server.Listener.Addr().String()
	p.redirect = callback.URL + "/callback"
	server.Config.Handler = foreign.Handler(p.issuer, p.redirect)
	server.Start()
	t.Cleanup(server.Close)
	var err error
	if p.Provider, err = oidc.NewProvider(context.Background(), p.issuer); err != nil {
		t.Fatal(err)
	}
	return p
}

// submit fills in the form of a page and sends it.
func submit(t *testing.T, client *http.Client, page *http.Response, typed url.Values) *http.Response {
	t.Helper()
	root, err := html.Parse(page.Body)
	page.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	action := page.Request.URL
	for node := range root.Descendants() {
		attributes := map[string]string{}
		for _, a := range node.Attr {
			attributes[a.Key] = a.Val
		}
		if node.Data == "form" {
			if action, err = action.Parse(attributes["action"]); err != nil {
				t.Fatal(err)
			}
		}
		if node.Data == "input" && attributes["type"] == "hidden" {
			typed.Set(attributes["name"], attributes["value"])
		}
	}
	resp, err := client.PostForm(action.String(), typed)
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

func browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar}
}

func open(t *testing.T, client *http.Client, address string) *http.Response {
	t.Helper()
	resp, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

func user() url.Values {
	return url.Values{"username": {foreign.Username}, "password": {foreign.Password}}
}

func TestCodeAndRefresh(t *testing.T) {
	p := start(t)
	for _, config := range []oauth2.Config{
		{ClientID: foreign.Web, ClientSecret: foreign.WebSecret},
		{ClientID: foreign.Native},
	} {
		config.Endpoint, config.RedirectURL, config.Scopes = p.Endpoint(), p.redirect, []string{"openid", "offline_access"}
		verifier, client := oauth2.GenerateVerifier(), browser(t)
		page := open(t, client, config.AuthCodeURL("a state", oauth2.S256ChallengeOption(verifier), oidc.Nonce("a nonce")))
		submit(t, client, page, user()).Body.Close()
		token, err := config.Exchange(t.Context(), p.answer.Get("code"), oauth2.VerifierOption(verifier))
		if err != nil || p.answer.Get("state") != "a state" {
			t.Fatalf("%s: %v after %v", config.ClientID, err, p.answer)
		}
		id, err := p.Verifier(&oidc.Config{ClientID: config.ClientID}).Verify(t.Context(), token.Extra("id_token").(string))
		if err != nil || id.Nonce != "a nonce" {
			t.Errorf("%s: %v", config.ClientID, err)
		}
		next, err := config.TokenSource(t.Context(), &oauth2.Token{RefreshToken: token.RefreshToken}).Token()
		if err != nil || next.RefreshToken == token.RefreshToken {
			t.Errorf("%s: %v", config.ClientID, err)
		}
		if _, err := p.UserInfo(t.Context(), oauth2.StaticTokenSource(next)); err != nil {
			t.Errorf("%s: %v", config.ClientID, err)
		}
	}
}

func TestClientCredentials(t *testing.T) {
	p := start(t)
	for secret, good := range map[string]bool{foreign.ServiceSecret: true, "wrong": false} {
		config := clientcredentials.Config{ClientID: foreign.Service, ClientSecret: secret, TokenURL: p.Endpoint().TokenURL, AuthStyle: oauth2.AuthStyleInHeader}
		token, err := config.Token(t.Context())
		if (err == nil) != good || good && token.AccessToken == "" {
			t.Errorf("with the secret %q: %v", secret, err)
		}
	}
}

func TestDevice(t *testing.T) {
	p := start(t)
	endpoint := p.Endpoint()
	endpoint.AuthStyle = oauth2.AuthStyleInHeader // the device's own must be Basic
	config := oauth2.Config{ClientID: foreign.Device, ClientSecret: foreign.DeviceSecret, Endpoint: endpoint, Scopes: []string{"profile"}}
	waiting, err := config.DeviceAuth(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	client := browser(t)
	submit(t, client, open(t, client, waiting.VerificationURIComplete), user()).Body.Close()
	open(t, client, p.issuer+"/device/confirm?action=allowed").Body.Close()
	waiting.Interval = 1
	token, err := config.DeviceAccessToken(t.Context(), waiting)
	if err != nil || token.AccessToken == "" {
		t.Errorf("got %v", err)
	}
}
