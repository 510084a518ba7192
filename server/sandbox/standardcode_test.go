//go:build !js

package sandbox

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// relying is a client with what go-oidc discovers of the sandbox.
func relying(t *testing.T, v visitor, redirect string, style oauth2.AuthStyle) (oauth2.Config, *oidc.Provider) {
	t.Helper()
	provider, err := oidc.NewProvider(v.oracle(), v.values["issuer"])
	if err != nil {
		t.Fatal(err)
	}
	endpoint := provider.Endpoint()
	endpoint.AuthStyle = style
	return oauth2.Config{
		ClientID: v.values["client_id"], ClientSecret: v.values["client_secret"], RedirectURL: redirect,
		Endpoint: endpoint, Scopes: []string{"openid", "profile", "api"},
	}, provider
}

func TestStandardCodeByOAuth2(t *testing.T) {
	s, c := start(t)
	for dialect, style := range map[string]oauth2.AuthStyle{"oauth": oauth2.AuthStyleInHeader, "brief": oauth2.AuthStyleInParams, "public": oauth2.AuthStyleInParams} {
		t.Run(dialect, func(t *testing.T) {
			v := visit(t, s, dialect)
			redirect, answer := callback(t)
			config, provider := relying(t, v, redirect, style)
			verifier := oauth2.GenerateVerifier()
			b := newBrowser(t)
			page := b.open(config.AuthCodeURL("a <state>&", oauth2.S256ChallengeOption(verifier), oidc.Nonce("a nonce")))
			b.press(page, "decision", "allow")
			if got := answer(); got.Get("state") != "a <state>&" || got.Get("iss") != v.values["issuer"] || got.Has("error") {
				t.Fatalf("got %v", got)
			}
			token, err := config.Exchange(v.oracle(), answer().Get("code"), oauth2.VerifierOption(verifier))
			if err != nil {
				t.Fatal(err)
			}
			id, err := provider.Verifier(&oidc.Config{ClientID: config.ClientID, Now: c.Now}).Verify(v.oracle(), token.Extra("id_token").(string))
			if err != nil || id.Nonce != "a nonce" || id.VerifyAccessToken(token.AccessToken) != nil {
				t.Errorf("got %v, %v", id, err)
			}
			if v.call("GET", "/api/v1/me", token.AccessToken, "").status != http.StatusOK || token.RefreshToken == "" {
				t.Errorf("got %+v", token)
			}
			_, err = config.Exchange(v.oracle(), answer().Get("code"), oauth2.VerifierOption(verifier))
			if errorCode(err) != "invalid_grant" {
				t.Errorf("a code used twice: got %v", err)
			}
			if got := v.call("GET", "/api/v1/me", token.AccessToken, ""); got.status != http.StatusUnauthorized || !strings.Contains(got.header.Get("WWW-Authenticate"), "was revoked") {
				t.Errorf("after that: got %d %s", got.status, got.body)
			}
			if _, err := config.TokenSource(v.oracle(), &oauth2.Token{RefreshToken: token.RefreshToken}).Token(); errorCode(err) != "invalid_grant" {
				t.Errorf("after that, the refresh token: got %v", err)
			}
		})
	}
}

// codeFor gets a code.
func codeFor(t *testing.T, config oauth2.Config, answer func() url.Values, options ...oauth2.AuthCodeOption) string {
	t.Helper()
	b := newBrowser(t)
	b.press(b.open(config.AuthCodeURL("x", options...)), "decision", "allow")
	return answer().Get("code")
}

func TestStandardCodeRefusals(t *testing.T) {
	s, c := start(t)
	v := visit(t, s, "oauth")
	redirect, answer := callback(t)
	config, _ := relying(t, v, redirect, oauth2.AuthStyleInHeader)
	verifier := oauth2.GenerateVerifier()
	brief := visit(t, s, "brief").values
	with := func(change func(*oauth2.Config)) oauth2.Config { other := config; change(&other); return other }
	for _, test := range []struct {
		name   string
		with   oauth2.Config
		asked  []oauth2.AuthCodeOption
		given  []oauth2.AuthCodeOption
		passed time.Duration
		want   string
	}{
		{"another verifier", config, []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(verifier)}, []oauth2.AuthCodeOption{oauth2.VerifierOption(oauth2.GenerateVerifier())}, 0, "the code_verifier does not fit the code_challenge"},
		{"no verifier", config, []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(verifier)}, nil, 0, "code_verifier is missing"},
		{"no challenge", config, nil, []oauth2.AuthCodeOption{oauth2.VerifierOption(verifier)}, 0, "there is a code_verifier, but there was no code_challenge"},
		{"another redirect_uri", with(func(o *oauth2.Config) { o.RedirectURL += "?" }), nil, nil, 0, "the redirect_uri is not that of the authorization request"},
		{"another client", with(func(o *oauth2.Config) { o.ClientID, o.ClientSecret = brief["client_id"], brief["client_secret"] }), nil, nil, 0, "the code is another client's"},
		{"too late", config, nil, nil, codeTime, "the code is not valid"},
	} {
		code := codeFor(t, config, answer, test.asked...)
		c.Advance(test.passed)
		_, err := test.with.Exchange(v.oracle(), code, test.given...)
		if e, ok := err.(*oauth2.RetrieveError); !ok || e.ErrorCode != "invalid_grant" || e.ErrorDescription != test.want {
			t.Errorf("%s: got %v", test.name, err)
		}
	}
	if _, err := config.Exchange(v.oracle(), codeFor(t, config, answer)); err != nil {
		t.Errorf("without PKCE: %v", err)
	}
}

func TestStandardAuthorizeAnswers(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "oauth")
	redirect, answer := callback(t)
	challenge := "&code_challenge_method=S256&code_challenge=" + strings.Repeat("A", 43)
	const code = "response_type=code&client_id=firstcall-sandbox"
	for query, want := range map[string]string{
		"client_id=firstcall-sandbox":                                               "invalid_request",
		"response_type=token&client_id=firstcall-sandbox":                           "unsupported_response_type",
		code + "&scope=nothing":                                                     "invalid_scope",
		code + "&scope=api&scope=api":                                               "invalid_request",
		code + "&prompt=none":                                                       "login_required",
		code + "&response_mode=fragment":                                            "invalid_request",
		code + "&request=x":                                                         "request_not_supported",
		code + "&request_uri=x":                                                     "request_uri_not_supported",
		code + "&code_challenge=" + strings.Repeat("A", 43):                         "invalid_request",
		code + "&code_challenge_method=S256":                                        "invalid_request",
		code + "&code_challenge_method=S256&code_challenge=short":                   "invalid_request",
		"response_type=code&client_id=firstcall-sandbox-public":                     "invalid_request",
		"response_type=code&client_id=firstcall-sandbox-public&scope=x" + challenge: "invalid_scope",
	} {
		newBrowser(t).open(v.values["authorization_url"] + "?state=s&redirect_uri=" + url.QueryEscape(redirect) + "&" + query)
		if got := answer(); got.Get("error") != want || got.Get("state") != "s" || got.Get("iss") != v.values["issuer"] || got.Has("code") {
			t.Errorf("%s: got %v, want %s", query, got, want)
		}
	}
	b := newBrowser(t)
	page := b.open(v.values["authorization_url"] + "?" + code + "&redirect_uri=" + url.QueryEscape(redirect))
	b.press(page, "decision", "deny")
	if got := answer(); got.Get("error") != "access_denied" || got.Has("state") || got.Get("iss") != v.values["issuer"] {
		t.Errorf("denied: got %v", got)
	}
	if again := b.press(page, "decision", "allow"); again.status != http.StatusNotFound {
		t.Errorf("decided twice: got %d", again.status)
	}
}

// TestStandardRedirectURIs sends the user nowhere that is not registered.
func TestStandardRedirectURIs(t *testing.T) {
	const own = "https://try.example.com/oauth/callback"
	s, err := New(Config{RedirectURIs: []string{own}})
	if err != nil {
		t.Fatal(err)
	}
	defer end(t, s)
	if err := s.Listen(0); err != nil {
		t.Fatal(err)
	}
	v := visit(t, s, "oauth")
	ask := func(id, uri string) reply {
		query := url.Values{"response_type": {"code"}, "client_id": {id}, "redirect_uri": {uri}}
		return v.do(request{"GET", "/oauth2/authorize?" + query.Encode(), nil, ""})
	}
	for _, uri := range []string{own, "http://127.0.0.1:1/callback", "http://[::1]:65535/callback", "http://localhost/callback"} {
		if got := ask("firstcall-sandbox", uri); got.status != http.StatusFound || !strings.HasPrefix(got.header.Get("Location"), "/oauth2/login?request=") {
			t.Errorf("%s: got %d %s", uri, got.status, got.header.Get("Location"))
		}
	}
	for _, uri := range []string{
		"", "x", own + "/", own + "?", "https://127.0.0.1/callback", "http://127.0.0.1/callback/", "http://127.0.0.1/callback?a", "http://127.0.0.1/callback#a",
		"http://u@127.0.0.1/callback", "http://localhost.example.com/callback", "http://127.0.0.1@example.com/callback", "http://example.com/callback", "javascript:alert(1)",
	} {
		got := ask("firstcall-sandbox", uri)
		if got.status != http.StatusBadRequest || got.header.Get("Location") != "" || !strings.Contains(got.body, `<p role="alert">The redirect_uri is not one`) {
			t.Errorf("%s: got %d %s", uri, got.status, got.header)
		}
	}
	if got := ask("<nobody>", own); got.status != http.StatusBadRequest || got.header.Get("Location") != "" || strings.Contains(got.body, "<nobody>") {
		t.Errorf("unknown client: got %d %s", got.status, got.body)
	}
}

func TestStandardLoginPage(t *testing.T) {
	s, c := start(t)
	v := visit(t, s, "oauth")
	redirect, _ := callback(t)
	address := v.values["authorization_url"] + "?response_type=code&client_id=firstcall-sandbox&scope=openid+api&state=%3Cscript%3E&redirect_uri=" + url.QueryEscape(redirect)
	b := newBrowser(t)
	page := b.open(address)
	if page.tags["script"] != 0 || page.tags["h1"] != 1 || page.tags["main"] != 1 || page.tags["title"] != 1 || page.tags["button"] != 2 {
		t.Errorf("got %v", page.tags)
	}
	for _, want := range []string{`<html lang="en">`, "Sign in as Zoë Ångström</button>", "Deny</button>", "<li><code>openid</code></li><li><code>api</code></li>", strings.TrimSuffix(redirect, "/callback")} {
		if !strings.Contains(page.text, want) {
			t.Errorf("no %s in %s", want, page.text)
		}
	}
	policy := page.header.Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") || !strings.Contains(policy, "frame-ancestors 'none'") || page.header.Get("Cache-Control") != "no-store" {
		t.Errorf("got %v", page.header)
	}
	got := v.do(request{"POST", "/oauth2/login", map[string]string{"Content-Type": formType, "Origin": "https://example.com"}, page.fields.Encode() + "&decision=allow"})
	if got.status != http.StatusForbidden {
		t.Errorf("another site's form: got %d", got.status)
	}
	c.Advance(loginTime)
	if late := b.press(page, "decision", "allow"); late.status != http.StatusNotFound || !strings.Contains(late.text, `role="alert"`) {
		t.Errorf("too late: got %d", late.status)
	}
}
