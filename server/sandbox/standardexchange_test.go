//go:build !js

package sandbox

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// signIn gets the tokens of a password grant.
func (v visitor) signIn(scope string) map[string]any {
	v.t.Helper()
	got := v.do(request{"POST", "/oauth2/token", form, "grant_type=password&username={username}&password={password}&scope=" + url.QueryEscape(scope)})
	if got.status != http.StatusOK {
		v.t.Fatalf("got %d %s", got.status, got.body)
	}
	return object(v.t, got.body)
}

func TestStandardTokenExchange(t *testing.T) {
	s, _ := start(t)
	user, v := visit(t, s, "standard").signIn("openid email api"), visit(t, s, "brief")
	v.values["access"], v.values["id"], v.values["own"] = user["access_token"].(string), user["id_token"].(string), v.token("standard")
	grant := "grant_type=" + url.QueryEscape(exchangeGrant)
	const urn = "urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3A"
	subject := grant + "&subject_token={access}&subject_token_type=" + urn + "access_token"
	for _, test := range []struct{ name, body, scope, kind, claims string }{
		{"impersonation", subject, "openid email api", accessType, `"sub":"248289761001"`},
		{"narrower", subject + "&scope=api", "api", accessType, `"scope":"api"`},
		{"as a JWT", subject + "&requested_token_type=" + urn + "jwt", "openid email api", jwtType, `"client_id":"firstcall-sandbox-brief"`},
		{"delegation", subject + "&actor_token={own}&actor_token_type=" + urn + "access_token", "openid email api", accessType, `"act":{"sub":"firstcall-sandbox-brief"}`},
		{"for the API", subject + "&audience=" + url.QueryEscape(v.values["data_center"]+"/api/v1"), "openid email api", accessType, `"aud":"http://localhost:`},
		{"ID token", grant + "&subject_token={id}&subject_token_type=" + urn + "id_token", "api", accessType, `"sub":"248289761001"`},
	} {
		got := v.do(request{"POST", "/oauth2/token", form, test.body})
		answer := object(t, got.body)
		if got.status != http.StatusOK || answer["scope"] != test.scope || answer["issued_token_type"] != test.kind || answer["token_type"] != "Bearer" || members(t, got.body) != "access_token expires_in issued_token_type scope token_type" {
			t.Errorf("%s: got %d %s", test.name, got.status, got.body)
			continue
		}
		token := answer["access_token"].(string)
		if claims := part(t, token, 1); !strings.Contains(claims, test.claims) {
			t.Errorf("%s: got %s", test.name, claims)
		}
		v.get("/api/v1/me", token)
	}
}

func TestStandardTokenExchangeRefusals(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "standard")
	user := v.signIn("api")
	v.values["access"], v.values["refresh"] = user["access_token"].(string), user["refresh_token"].(string)
	grant := "grant_type=" + url.QueryEscape(exchangeGrant)
	const urn = "urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3A"
	good := grant + "&subject_token={access}&subject_token_type=" + urn + "access_token"
	token := func(body string) request { return request{"POST", "/oauth2/token", form, body} }
	const bad = `{"error":"invalid_request","error_description":"a token is not one of this server's, or no longer good"}`
	v.wantRefusals([]refused{
		{"no subject_token", token(grant), 400, `{"error":"invalid_request","error_description":"subject_token or subject_token_type is missing"}`, nil},
		{"foreign", token(grant + "&subject_token=x&subject_token_type=" + urn + "access_token"), 400, bad, nil},
		{"access token as an ID token", token(grant + "&subject_token={access}&subject_token_type=" + urn + "id_token"), 400, bad, nil},
		{"SAML", token(grant + "&subject_token=x&subject_token_type=" + urn + "saml2"), 400, `{"error":"invalid_request","error_description":"this type of token is not supported"}`, nil},
		{"asks for SAML", token(good + "&requested_token_type=" + urn + "saml2"), 400, `{"error":"invalid_request","error_description":"this requested_token_type is not supported"}`, nil},
		{"audience", token(good + "&audience=x"), 400, `{"error":"invalid_target","error_description":"there is no such audience here"}`, nil},
		{"resource", token(good + "&resource=https%3A%2F%2Fexample.com"), 400, `{"error":"invalid_target","error_description":"there is no such resource here"}`, nil},
		{"wider", token(good + "&scope=api+email"), 400, `{"error":"invalid_scope","error_description":"the scope goes beyond what was granted"}`, nil},
		{"actor without its type", token(good + "&actor_token={access}"), 400, `{"error":"invalid_request","error_description":"actor_token and actor_token_type go together"}`, nil},
		{"foreign actor", token(good + "&actor_token=x&actor_token_type=" + urn + "jwt"), 400, bad, nil},
		{"public client", request{"POST", "/oauth2/token", map[string]string{"Content-Type": formType}, good + "&client_id=firstcall-sandbox-public"}, 400, `{"error":"unauthorized_client","error_description":"this client may not use this grant_type"}`, nil},
	})
}

func TestStandardIntrospection(t *testing.T) {
	s, c := start(t)
	v := visit(t, s, "standard")
	user := v.signIn("openid api")
	look := func(token string) string {
		got := v.do(request{"POST", "/oauth2/introspect", form, "token=" + token})
		if got.status != http.StatusOK || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("got %d %s", got.status, got.body)
		}
		return got.body
	}
	access := look(user["access_token"].(string))
	if got := object(t, access); got["username"] != "zoe.angstrom" || got["exp"] != json.Number("1795323600") || members(t, access) != "active aud client_id exp iat iss jti scope sub token_type username" {
		t.Errorf("access token: got %s", access)
	}
	refresh := look(user["refresh_token"].(string))
	if members(t, refresh) != "active client_id exp iss scope sub username" {
		t.Errorf("refresh token: got %s", refresh)
	}
	if own := look(v.token("standard")); object(t, own)["sub"] != "firstcall-sandbox" || strings.Contains(own, "username") {
		t.Errorf("the client's own: got %s", own)
	}
	c.Advance(time.Hour)
	for _, token := range []string{user["access_token"].(string), user["id_token"].(string), "x", ""} {
		if got := look(token); got != `{"active":false}` {
			t.Errorf("got %s", got)
		}
	}
	v.wantRefusals([]refused{
		{"no token", request{"POST", "/oauth2/introspect", form, ""}, 400, `{"error":"invalid_request","error_description":"token is missing"}`, nil},
		{"no client", request{"POST", "/oauth2/introspect", map[string]string{"Content-Type": formType}, "token=x"}, 401, `{"error":"invalid_client","error_description":"client_id and client_secret are missing"}`, nil},
		{"public client", request{"POST", "/oauth2/introspect", map[string]string{"Content-Type": formType}, "token=x&client_id=firstcall-sandbox-public"}, 401, `{"error":"invalid_client","error_description":"this needs a client that authenticates"}`, nil},
	})
}

func TestStandardRevocation(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "standard")
	revoke := func(v visitor, token any) reply {
		return v.do(request{"POST", "/oauth2/revoke", form, "token_type_hint=nonsense&token=" + token.(string)})
	}
	status := func(token any) int { return v.call("GET", "/api/v1/me", token.(string), "").status }
	one, two := v.signIn("api"), v.signIn("api")
	if got := revoke(v, one["access_token"]); got.status != http.StatusOK || got.body != "" {
		t.Errorf("got %d %s", got.status, got.body)
	}
	got := v.call("GET", "/api/v1/me", one["access_token"].(string), "")
	if got.status != http.StatusUnauthorized || got.header.Get("WWW-Authenticate") != `Bearer realm="sandbox", error="invalid_token", error_description="The access token was revoked."` {
		t.Errorf("revoked: got %d %s", got.status, got.header.Get("WWW-Authenticate"))
	}
	renewed := v.do(request{"POST", "/oauth2/token", form, "grant_type=refresh_token&refresh_token=" + one["refresh_token"].(string)})
	if renewed.status != http.StatusOK {
		t.Errorf("the refresh token after its access token was revoked: got %d %s", renewed.status, renewed.body)
	}
	if revoke(v, two["refresh_token"]).status != http.StatusOK || status(two["access_token"]) != http.StatusUnauthorized {
		t.Error("the access token lives on without its family")
	}
	for _, token := range []any{one["access_token"], two["refresh_token"], "x"} {
		if got := revoke(v, token); got.status != http.StatusOK {
			t.Errorf("no token: got %d %s", got.status, got.body)
		}
	}
	for _, name := range []string{"access_token", "refresh_token"} {
		mine := v.signIn("api")
		if got := revoke(visit(t, s, "brief"), mine[name]); got.status != http.StatusBadRequest || object(t, got.body)["error"] != "invalid_grant" || status(mine["access_token"]) != http.StatusOK {
			t.Errorf("another client's %s: got %d %s", name, got.status, got.body)
		}
	}
}

// TestStandardBriefTokens watches a renewal, and a thief.
func TestStandardBriefTokens(t *testing.T) {
	s, c := start(t)
	v := visit(t, s, "brief")
	first := v.signIn("api")
	refresh := func(token any) reply {
		return v.do(request{"POST", "/oauth2/token", form, "grant_type=refresh_token&refresh_token=" + token.(string)})
	}
	status := func(token any) int { return v.call("GET", "/api/v1/me", token.(string), "").status }
	c.Advance(59 * time.Second)
	if status(first["access_token"]) != http.StatusOK {
		t.Error("it ends early")
	}
	c.Advance(time.Second)
	if status(first["access_token"]) != http.StatusUnauthorized {
		t.Error("it ends late")
	}
	got := refresh(first["refresh_token"])
	second := object(t, got.body)
	if got.status != http.StatusOK || !strings.Contains(got.body, `"expires_in":60,`) || status(second["access_token"]) != http.StatusOK || second["refresh_token"] == first["refresh_token"] {
		t.Fatalf("got %d %s", got.status, got.body)
	}
	if got := refresh(first["refresh_token"]); got.status != http.StatusBadRequest {
		t.Errorf("used before: got %d", got.status)
	}
	if status(second["access_token"]) != http.StatusUnauthorized || refresh(second["refresh_token"]).status != http.StatusBadRequest {
		t.Error("the family lives on")
	}
	if got := visit(t, s, "standard").do(request{"POST", "/oauth2/token", form, "grant_type=refresh_token&refresh_token=" + v.signIn("api")["refresh_token"].(string)}); object(t, got.body)["error"] != "invalid_grant" {
		t.Errorf("another client's: got %d %s", got.status, got.body)
	}
}

// TestStandardOffersWhatItHas compares discovery with what is served.
func TestStandardOffersWhatItHas(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "standard")
	answer := object(t, v.get("/.well-known/openid-configuration", ""))
	for name, value := range answer {
		if strings.HasSuffix(name, "_endpoint") {
			if got := v.do(request{"POST", strings.TrimPrefix(value.(string), v.values["data_center"]), nil, ""}); got.status == http.StatusNotFound {
				t.Errorf("%s: nothing is at %s", name, value)
			}
		}
	}
	grants := answer["grant_types_supported"].([]any)
	if len(grants) != 7 || answer["authorization_response_iss_parameter_supported"] != true || answer["code_challenge_methods_supported"].([]any)[0] != "S256" {
		t.Errorf("got %v", answer)
	}
	for _, grant := range grants {
		got := v.do(request{"POST", "/oauth2/token", form, "grant_type=" + url.QueryEscape(grant.(string))})
		if object(t, got.body)["error"] == "unsupported_grant_type" {
			t.Errorf("%s: got %s", grant, got.body)
		}
	}
}

// TestStandardInProcess offers nothing there that needs a browser.
func TestStandardInProcess(t *testing.T) {
	s, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer end(t, s)
	v := visit(t, s, "standard")
	v.inProcess(s.Local())
	text := v.get("/.well-known/openid-configuration", "")
	for _, name := range []string{"authorization_endpoint", "device_authorization_endpoint", "authorization_code", "device_code"} {
		if strings.Contains(text, `"`+name+`"`) || strings.Contains(text, ":"+name+`"`) {
			t.Errorf("%s is offered in %s", name, text)
		}
	}
	v.values["data_center"] = strings.TrimSuffix(v.values["mtls_token_url"], "/oauth2/token")
	if got := v.token("standard"); got == "" {
		t.Error("no token at the second address")
	}
}
