//go:build !js

package sandbox

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// oracle is a context with which x/oauth2 and go-oidc use the visitor's client.
func (v visitor) oracle() context.Context {
	return context.WithValue(context.Background(), oauth2.HTTPClient, v.client)
}

func TestStandardClientCredentialsByOAuth2(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "oauth")
	for name, style := range map[string]oauth2.AuthStyle{"Basic": oauth2.AuthStyleInHeader, "body": oauth2.AuthStyleInParams} {
		t.Run(name, func(t *testing.T) {
			config := clientcredentials.Config{
				ClientID: v.values["client_id"], ClientSecret: v.values["client_secret"], TokenURL: v.values["token_url"],
				Scopes: strings.Fields(v.values["scope"]), AuthStyle: style,
			}
			token, err := config.Token(v.oracle())
			if err != nil {
				t.Fatal(err)
			}
			if token.TokenType != "Bearer" || token.Extra("expires_in") != 3600.0 || token.Extra("scope") != "api" || token.Extra("id_token") != nil {
				t.Errorf("got %q %v %v %v", token.TokenType, token.Extra("expires_in"), token.Extra("scope"), token.Extra("id_token"))
			}
			resp, err := config.Client(v.oracle()).Get(v.values["data_center"] + "/api/v1/me")
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if resp.StatusCode != http.StatusOK {
				t.Errorf("got %s", resp.Status)
			}
		})
	}
}

func TestStandardRefreshByOAuth2(t *testing.T) {
	s, c := start(t)
	v := visit(t, s, "oauth")
	config := oauth2.Config{
		ClientID: v.values["client_id"], ClientSecret: v.values["client_secret"],
		Endpoint: oauth2.Endpoint{TokenURL: v.values["token_url"]}, Scopes: []string{"api"},
	}
	first, err := config.PasswordCredentialsToken(v.oracle(), v.values["username"], v.values["password"])
	if err != nil {
		t.Fatal(err)
	}
	refresh := func(token string) (*oauth2.Token, error) {
		return config.TokenSource(v.oracle(), &oauth2.Token{RefreshToken: token}).Token()
	}
	second, err := refresh(first.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	if second.RefreshToken == first.RefreshToken || second.AccessToken == first.AccessToken {
		t.Error("the tokens did not change")
	}
	c.Advance(refreshLifetime)
	if _, err := refresh(second.RefreshToken); errorCode(err) != "invalid_grant" {
		t.Errorf("expired: got %v", err)
	}
	c.Advance(-refreshLifetime)
	third, err := refresh(second.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := refresh(second.RefreshToken); errorCode(err) != "invalid_grant" {
		t.Errorf("used before: got %v", err)
	}
	if _, err := refresh(third.RefreshToken); errorCode(err) != "invalid_grant" {
		t.Errorf("of a family with one used twice: got %v", err)
	}
}

func errorCode(err error) string {
	if e, ok := err.(*oauth2.RetrieveError); ok {
		return e.ErrorCode
	}
	return ""
}

func TestStandardDiscoveryByOIDC(t *testing.T) {
	s, c := start(t)
	v := visit(t, s, "standard")
	provider, err := oidc.NewProvider(v.oracle(), v.values["data_center"])
	if err != nil {
		t.Fatal(err)
	}
	config := oauth2.Config{
		ClientID: v.values["client_id"], ClientSecret: v.values["client_secret"],
		Endpoint: provider.Endpoint(), Scopes: []string{"openid", "profile", "email", "api"},
	}
	token, err := config.PasswordCredentialsToken(v.oracle(), v.values["username"], v.values["password"])
	if err != nil {
		t.Fatal(err)
	}
	verify := oidc.Config{ClientID: config.ClientID, Now: c.Now}
	id, err := provider.Verifier(&verify).Verify(v.oracle(), token.Extra("id_token").(string))
	if err != nil {
		t.Fatal(err)
	}
	if err := id.VerifyAccessToken(token.AccessToken); err != nil {
		t.Error(err)
	}
	keys := oidc.NewRemoteKeySet(v.oracle(), v.values["data_center"]+"/oauth2/jwks")
	access := oidc.NewVerifier(v.values["data_center"], keys, &oidc.Config{ClientID: v.values["data_center"] + "/api/v1", Now: verify.Now})
	if _, err := access.Verify(v.oracle(), token.AccessToken); err != nil {
		t.Error(err)
	}
	user, err := provider.UserInfo(v.oracle(), oauth2.StaticTokenSource(token))
	if err != nil {
		t.Fatal(err)
	}
	if user.Subject != id.Subject || user.Email != "zoe.angstrom@example.com" || !user.EmailVerified {
		t.Errorf("got %+v", user)
	}
}

func TestStandardMetadataIsTheSameInBothPlaces(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "standard")
	one := v.get("/.well-known/openid-configuration", "")
	two := v.get("/.well-known/oauth-authorization-server", "")
	if one != two || object(t, one)["issuer"] != v.values["data_center"] {
		t.Errorf("got %s and %s", one, two)
	}
}

func TestStandardBasicIsFormURLEncoded(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "standard")
	r := tokenRequests["standard"]
	encoded := httptest.NewRequest("POST", "/", nil)
	encoded.SetBasicAuth(strings.ReplaceAll(v.values["client_id"], "-", "%2D"), url.QueryEscape(v.values["client_secret"]))
	r.header = map[string]string{"Authorization": encoded.Header.Get("Authorization"), "Content-Type": formType}
	if got := v.do(r); got.status != http.StatusOK {
		t.Errorf("got %d %s", got.status, got.body)
	}
}

func TestStandardScopes(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "standard")
	user := "&grant_type=password&username={username}&password={password}"
	for _, c := range []struct{ name, body, scope, members string }{
		{"client, none asked", "grant_type=client_credentials", "api", "access_token expires_in scope token_type"},
		{"client, a user's dropped", "grant_type=client_credentials&scope=openid+profile+api", "api", "access_token expires_in scope token_type"},
		{"user, none asked", user, "api", "access_token expires_in refresh_token scope token_type"},
		{"user", "scope=openid+profile+api" + user, "openid profile api", "access_token expires_in id_token refresh_token scope token_type"},
		{"user, twice the same", "scope=api+api" + user, "api", "access_token expires_in refresh_token scope token_type"},
	} {
		got := v.do(request{"POST", "/oauth2/token", form, c.body})
		if members(t, got.body) != c.members || object(t, got.body)["scope"] != c.scope {
			t.Errorf("%s: got %s", c.name, got.body)
		}
	}
}

func TestStandardTokenRefusals(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "standard")
	const good = "grant_type=client_credentials"
	inBody := map[string]string{"Content-Type": formType}
	with := func(authorization string) map[string]string {
		return map[string]string{"Authorization": authorization, "Content-Type": formType}
	}
	challenged := map[string]string{"WWW-Authenticate": `Basic realm="token endpoint", charset="UTF-8"`, "Cache-Control": "no-store"}
	unchallenged := map[string]string{"WWW-Authenticate": ""}
	token := func(header map[string]string, body string) request {
		return request{"POST", "/oauth2/token", header, body}
	}
	v.wantRefusals([]refused{
		{
			"GET",
			request{"GET", "/oauth2/token?" + good, form, ""},
			405,
			`{"type":"about:blank","title":"Method Not Allowed","status":405,"detail":"This path does not take this method. Allow lists those that it takes."}`,
			map[string]string{"Allow": "POST"},
		},
		{
			"JSON", token(map[string]string{"Authorization": "{basic}", "Content-Type": jsonType}, `{"grant_type":"client_credentials"}`), 400,
			`{"error":"invalid_request","error_description":"the Content-Type must be application/x-www-form-urlencoded"}`, nil,
		},
		{
			"no Content-Type", token(map[string]string{"Authorization": "{basic}"}, good), 400,
			`{"error":"invalid_request","error_description":"the Content-Type must be application/x-www-form-urlencoded"}`, nil,
		},
		{
			"grant in the query",
			request{"POST", "/oauth2/token?" + good, form, ""},
			400,
			`{"error":"invalid_request","error_description":"grant_type belongs in the body, not in the query"}`, nil,
		},
		{
			"secret in the query",
			request{"POST", "/oauth2/token?client_id={client_id}&client_secret={client_secret}", inBody, good},
			400,
			`{"error":"invalid_request","error_description":"secrets must not be in the query"}`, nil,
		},
		{
			"no grant", token(form, "scope=api"), 400,
			`{"error":"invalid_request","error_description":"grant_type is missing in the body"}`, nil,
		},
		{
			"a parameter twice", token(form, good+"&"+good), 400,
			`{"error":"invalid_request","error_description":"a parameter occurs twice"}`, nil,
		},
		{
			"malformed body", token(form, good+"&x=%zz"), 400,
			`{"error":"invalid_request","error_description":"the body is not well-formed application/x-www-form-urlencoded"}`, nil,
		},
		{
			"large body", token(form, good+"&x="+strings.Repeat("x", maxBody)), 413,
			`{"error":"invalid_request","error_description":"the body is too large"}`, nil,
		},
		{
			"unknown grant", token(form, "grant_type=implicit"), 400,
			`{"error":"unsupported_grant_type","error_description":"this grant_type is not supported"}`, nil,
		},
		{
			"unknown scope", token(form, good+"&scope=api+admin"), 400,
			`{"error":"invalid_scope","error_description":"there is a scope that is not known here"}`, nil,
		},
		{
			"scope of users only", token(form, good+"&scope=openid"), 400,
			`{"error":"invalid_scope","error_description":"without a user, only the scope api can be granted"}`, nil,
		},
		{
			"credentials twice", token(form, good+"&client_id={client_id}&client_secret={client_secret}"), 400,
			`{"error":"invalid_request","error_description":"the client authenticates both in the header and in the body"}`, nil,
		},
		{
			"no credentials", token(inBody, good), 401,
			`{"error":"invalid_client","error_description":"client_id and client_secret are missing"}`, challenged,
		},
		{
			"wrong secret in Basic", token(with("Basic Zmlyc3RjYWxsLXNhbmRib3g6d3Jvbmc="), good), 401,
			`{"error":"invalid_client","error_description":"unknown client or wrong secret"}`, challenged,
		},
		{
			"wrong secret in the body", token(inBody, good+"&client_id={client_id}&client_secret=wrong"), 401,
			`{"error":"invalid_client","error_description":"unknown client or wrong secret"}`, unchallenged,
		},
		{
			"malformed Basic", token(with("Basic !"), good), 401,
			`{"error":"invalid_client","error_description":"the Authorization header is not well-formed Basic"}`, challenged,
		},
		{
			"Basic not form-urlencoded", token(with("Basic JXp6OiV6eg=="), good), 401,
			`{"error":"invalid_client","error_description":"client_id and client_secret must be form-urlencoded before Base64"}`, challenged,
		},
		{
			"no password", token(form, "grant_type=password&username={username}"), 400,
			`{"error":"invalid_request","error_description":"username or password is missing"}`, nil,
		},
		{
			"wrong password", token(form, "grant_type=password&username={username}&password=wrong"), 400,
			`{"error":"invalid_grant","error_description":"unknown user or wrong password"}`, nil,
		},
		{
			"no refresh token", token(form, "grant_type=refresh_token"), 400,
			`{"error":"invalid_request","error_description":"refresh_token is missing"}`, nil,
		},
		{
			"unknown refresh token", token(form, "grant_type=refresh_token&refresh_token=x"), 400,
			`{"error":"invalid_grant","error_description":"the refresh token is not valid: unknown"}`, nil,
		},
	})
}

func TestStandardRefreshMayOnlyNarrow(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "standard")
	got := v.do(request{"POST", "/oauth2/token", form, "grant_type=password&username={username}&password={password}&scope=openid+api"})
	token := object(t, got.body)["refresh_token"].(string)
	refresh := func(scope string) reply {
		return v.do(request{"POST", "/oauth2/token", form, "grant_type=refresh_token&refresh_token=" + token + "&scope=" + scope})
	}
	if got := refresh("email"); object(t, got.body)["error"] != "invalid_scope" {
		t.Errorf("wider: got %s", got.body)
	}
	if got := refresh("api"); got.status != http.StatusOK || object(t, got.body)["scope"] != "api" {
		t.Errorf("narrower, after a refusal: got %d %s", got.status, got.body)
	}
}
