//go:build !js

package sandbox

import (
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// passportForms are the body of a password grant as a form, and as one of
// parts with its Content-Type.
func passportForms(t *testing.T, v visitor) (form, parts, contentType string) {
	t.Helper()
	var b strings.Builder
	values, writer := url.Values{}, multipart.NewWriter(&b)
	for _, name := range []string{"grant_type", "username", "password", "client_id", "client_secret"} {
		values.Set(name, v.values[name])
		if err := writer.WriteField(name, v.values[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return values.Encode(), b.String(), writer.FormDataContentType()
}

func TestPassportAnswer(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "passport")
	want := regexp.MustCompile(`^{"token_type":"Bearer","expires_in":31536000,"access_token":"eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9\.[-\w]+\.[-\w]+","refresh_token":"def50200[0-9a-f]{704}"}$`)
	form, parts, contentType := passportForms(t, v)
	for name, r := range map[string]request{
		"JSON":      tokenRequests["passport"],
		"form":      {"POST", "/oauth/token", map[string]string{"Content-Type": formType}, form},
		"multipart": {"POST", "/oauth/token", map[string]string{"Content-Type": contentType}, parts},
		"Basic": {
			"POST", "/oauth/token",
			map[string]string{"Content-Type": jsonType, "Authorization": "{basic}"},
			`{"username":"{username}","password":"{password}","grant_type":"password"}`,
		},
		"client ID as a number": {
			"POST", "/oauth/token",
			map[string]string{"Content-Type": jsonType},
			strings.Replace(passwordBody, `"{client_id}"`, "{client_id}", 1),
		},
	} {
		got := v.do(r)
		if got.status != http.StatusOK || !want.MatchString(got.body) {
			t.Errorf("%s: got %d %s", name, got.status, got.body)
		}
		if kind := got.header.Get("Content-Type"); kind != "application/json; charset=UTF-8" {
			t.Errorf("%s: got %s", name, kind)
		}
	}
}

func TestPassportClaims(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "passport")
	want := regexp.MustCompile(`^{"aud":"2","jti":"[0-9a-f]{80}","iat":1795320000\.123456,"nbf":1795320000\.123456,"exp":1826856000\.123456,"sub":"1890","scopes":\[\]}$`)
	if got := part(t, v.token("passport"), 1); !want.MatchString(got) {
		t.Errorf("got %s", got)
	}
}

func TestPassportRefresh(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "passport")
	refresh := func(token, extra string) reply {
		return v.do(request{
			"POST", "/oauth/token",
			map[string]string{"Content-Type": jsonType},
			`{"grant_type":"refresh_token","client_id":"{client_id}","client_secret":"{client_secret}","refresh_token":"` + token + `"` + extra + `}`,
		})
	}
	first := object(t, v.do(tokenRequests["passport"]).body)["refresh_token"].(string)
	if got := refresh(first, `,"scope":"projects:read"`); got.status != 400 || object(t, got.body)["error"] != "invalid_scope" {
		t.Errorf("more than granted: got %d %s", got.status, got.body)
	}
	got := refresh(first, "")
	second := object(t, got.body)["refresh_token"]
	if got.status != http.StatusOK || second == first {
		t.Fatalf("got %d %s", got.status, got.body)
	}
	const used = `{"error":"invalid_grant","error_description":"The refresh token is invalid.","hint":"Token has been revoked","message":"The refresh token is invalid."}`
	if got := refresh(first, ""); got.status != 400 || got.body != used {
		t.Errorf("used before: got %d %s", got.status, got.body)
	}
	const unknown = `{"error":"invalid_grant","error_description":"The refresh token is invalid.","hint":"Cannot decrypt the refresh token","message":"The refresh token is invalid."}`
	if got := refresh("def50200ab", ""); got.status != 400 || got.body != unknown {
		t.Errorf("unknown: got %d %s", got.status, got.body)
	}
}

func TestPassportTokenRefusals(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "passport")
	const client = `"client_id":"{client_id}","client_secret":"{client_secret}","grant_type":"password"`
	const unsupported = `{"error":"unsupported_grant_type","error_description":"The authorization grant type is not supported by the authorization server.","hint":"Check the ` + "`grant_type`" + ` parameter","message":"The authorization grant type is not supported by the authorization server."}`
	invalid := func(parameter string) string {
		const text = "The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed."
		return `{"error":"invalid_request","error_description":"` + text + `","hint":"Check the ` + "`" + parameter + "`" + ` parameter","message":"` + text + `"}`
	}
	const nobody = `{"error":"invalid_client","error_description":"Client authentication failed","message":"Client authentication failed"}`
	json := func(body string) request {
		return request{"POST", "/oauth/token", map[string]string{"Content-Type": jsonType, "Accept": jsonType}, body}
	}
	withBasic := json(`{"grant_type":"password"}`)
	withBasic.header = map[string]string{"Content-Type": jsonType, "Authorization": "Basic eDp5"}
	v.wantRefusals([]refused{
		{
			"GET",
			request{"GET", "/oauth/token", map[string]string{"Accept": jsonType}, ""},
			405,
			`{"message":"The GET method is not supported for route oauth\/token. Supported methods: POST."}`,
			map[string]string{"Allow": "POST"},
		},
		{"no Content-Type", request{"POST", "/oauth/token", nil, passwordBody}, 400, unsupported, nil},
		{"grant in the query", request{"POST", "/oauth/token?grant_type=password", map[string]string{"Content-Type": jsonType}, strings.Replace(passwordBody, "grant_type", "x", 1)}, 400, unsupported, nil},
		{"malformed JSON", json(passwordBody[1:]), 400, unsupported, nil},
		{"another grant", json(strings.Replace(passwordBody, `"password"}`, `"client_credentials"}`, 1)), 400, unsupported, map[string]string{"Content-Type": jsonType}},
		{"no client", json(`{"grant_type":"password"}`), 400, invalid("client_id"), nil},
		{"wrong secret", json(strings.Replace(passwordBody, "{client_secret}", "wrong", 1)), 401, nobody, map[string]string{"WWW-Authenticate": ""}},
		{"wrong secret in Basic", withBasic, 401, nobody, map[string]string{"WWW-Authenticate": `Basic realm="OAuth"`}},
		{"no user name", json(`{` + client + `}`), 400, invalid("username"), nil},
		{"user name that is a list", json(`{"username":["x"],` + client + `}`), 400, invalid("username"), nil},
		{"no password", json(`{"username":"{username}",` + client + `}`), 400, invalid("password"), nil},
		{
			"wrong password", json(`{"username":"{username}","password":"wrong",` + client + `}`), 400,
			`{"error":"invalid_grant","error_description":"The user credentials were incorrect.","message":"The user credentials were incorrect."}`, nil,
		},
		{
			"unknown scope", json(`{"scope":"<b>",` + client + `}`), 400,
			`{"error":"invalid_scope","error_description":"The requested scope is invalid, unknown, or malformed","hint":"Check the ` + "`&lt;b&gt;`" + ` scope","message":"The requested scope is invalid, unknown, or malformed"}`, nil,
		},
		{"large body", json(`{"x":"` + strings.Repeat("x", maxBody) + `"}`), 413, `{"message":"Request Entity Too Large"}`, nil},
	})
}

func TestPassportAPIRefusals(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "passport")
	v.values["token"] = v.token("passport")
	as := map[string]string{"Authorization": "Bearer {token}", "Accept": jsonType, "Content-Type": jsonType}
	asBrowser := map[string]string{"Authorization": "Bearer {token}", "Accept": "text/html, */*", "Content-Type": jsonType}
	const pageOf = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>%</title></head>\n<body><h1>%</h1></body>\n</html>\n"
	html := func(title string) string { return strings.ReplaceAll(pageOf, "%", title) }
	v.wantRefusals([]refused{
		{"no token", request{"GET", "/api/user", map[string]string{"Accept": jsonType}, ""}, 401, `{"message":"Unauthenticated."}`, nil},
		{
			"no token, no Accept",
			request{"GET", "/api/user", nil, ""},
			302, html("Redirecting to the login page"),
			map[string]string{"Location": v.values["data_center"] + "/login", "Content-Type": "text/html; charset=UTF-8"},
		},
		{
			"bad token in a browser",
			request{"GET", "/api/user", map[string]string{"Authorization": "Bearer x", "Accept": "text/html"}, ""},
			302,
			html("Redirecting to the login page"), nil,
		},
		{"unknown path", request{"GET", "/api/users", as, ""}, 404, `{"message":"The route api\/users could not be found."}`, nil},
		{"unknown path in a browser", request{"GET", "/api/users", nil, ""}, 404, html("Not Found"), nil},
		{"unknown project", request{"GET", "/api/projects/1", as, ""}, 404, `{"message":"The route api\/projects\/1 could not be found."}`, nil},
		{
			"empty body",
			request{"POST", "/api/projects", as, "{}"},
			422,
			`{"message":"The name field is required. (and 1 more error)","errors":{"manager":["The manager field is required."],"name":["The name field is required."]}}`, nil,
		},
		{
			"long name",
			request{"POST", "/api/projects", as, `{"manager":"x","name":"` + strings.Repeat("ü", 256) + `"}`},
			422,
			`{"message":"The name field must not be greater than 255 characters.","errors":{"name":["The name field must not be greater than 255 characters."]}}`, nil,
		},
		{"empty body in a browser", request{"POST", "/api/projects", asBrowser, "{}"}, 302, html("Redirecting back"), nil},
	})
}

func TestPassportAPI(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "passport")
	token := v.token("passport")
	user := v.get("/api/user", token)
	if object(t, user)["name"] != "Lena Müller-Łukasz" || !strings.Contains(user, `M\u00fcller-\u0141ukasz`) {
		t.Errorf("got %s", user)
	}
	for path, want := range map[string][3]any{"/api/projects": {5, "4100", true}, "/api/projects?page=3": {2, "4170", false}, "/api/projects?page=9": {0, "", false}} {
		got := object(t, v.get(path, token))
		data := got["data"].([]any)
		if len(data) != want[0] || got["links"].(map[string]any)["next"] != nil != want[2].(bool) {
			t.Errorf("%s: got %v", path, got)
		}
		if len(data) > 0 && data[0].(map[string]any)["id"].(interface{ String() string }).String() != want[1] {
			t.Errorf("%s: got %v", path, data[0])
		}
	}
	made := v.call("POST", "/api/projects", token, `{"name":"Ünïcode 🚀 a/b","manager":"Zoë"}`)
	if made.status != http.StatusCreated || !strings.Contains(made.body, `"name":"\u00dcn\u00efcode \ud83d\ude80 a\/b"`) {
		t.Errorf("got %d %s", made.status, made.body)
	}
	if got := v.get("/api/projects/4107", token); object(t, got)["data"].(map[string]any)["manager"] != "佐藤 花子" {
		t.Errorf("got %s", got)
	}
	if got := v.do(request{"GET", "/login", nil, ""}); got.status != http.StatusOK {
		t.Errorf("login: got %d", got.status)
	}
}
