//go:build !js

package sandbox

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// scopedRequest asks for a token of one tenant. {token} is the present one.
func scopedRequest(path, tenant string) request {
	return request{
		"POST", path,
		map[string]string{"Authorization": "Bearer {token}", "Content-Type": formType},
		"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion={token}&scope=urn%3Aacronis.com%3Atenant-id%3A" + tenant,
	}
}

// customers are the tenants below the client's, as a caller finds them.
func (v visitor) customers(token string) (ids []string) {
	v.t.Helper()
	for _, id := range object(v.t, v.get("/api/2/tenants/"+ownTenant+"/children", token))["items"].([]any) {
		ids = append(ids, id.(string))
	}
	return ids
}

func TestAcronisScopedToken(t *testing.T) {
	s, c := start(t)
	for dialect, first := range tokenRequests {
		if dialect != "acronis" && dialect != "cyberapp" {
			continue
		}
		v := visit(t, s, dialect)
		v.values["token"] = v.token(dialect)
		c.Advance(time.Minute)
		customer := v.customers(v.values["token"])[1]
		got := v.do(scopedRequest(first.path, customer))
		if got.status != http.StatusOK || members(t, got.body) != "access_token expires_on id_token token_type" {
			t.Fatalf("%s: got %d %s", dialect, got.status, got.body)
		}
		token := object(t, got.body)["access_token"].(string)
		claims := part(t, token, 1)
		if !strings.Contains(claims, `"scope":[{"tid":"`+customer+`","role":"company_admin"}]`) || object(t, claims)["sub"] != v.values["client_id"] {
			t.Errorf("%s: got %s", dialect, claims)
		}
	}
}

func TestAcronisScopedTokenOpensOneTenant(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "acronis")
	v.values["token"] = v.token("acronis")
	customers := v.customers(v.values["token"])
	whole := len(v.pages("/api/task_manager/v2/tasks?limit=10", v.values["token"]))
	token := object(t, v.do(scopedRequest("/api/2/idp/token", customers[0])).body)["access_token"].(string)
	if got := object(t, v.get("/api/2/tenants/"+customers[0], token)); got["name"] != "株式会社さくら" {
		t.Errorf("got %v", got)
	}
	for _, path := range []string{"/api/2/tenants/" + customers[1], "/api/2/tenants/" + ownTenant, "/api/2/clients/{client_id}"} {
		if got := v.call("GET", path, token, ""); got.status != http.StatusForbidden || !strings.Contains(got.body, `"code":1002,`) {
			t.Errorf("%s: got %d %s", path, got.status, got.body)
		}
	}
	tasks := v.pages("/api/task_manager/v2/tasks?limit=10", token)
	if len(tasks) == 0 || len(tasks) > whole/2 {
		t.Errorf("got %d of %d tasks", len(tasks), whole)
	}
	other := v.pages("/api/task_manager/v2/tasks?limit=10", v.values["token"])[1]
	if got := v.call("GET", "/api/task_manager/v2/tasks/"+other, token, ""); got.status != http.StatusNotFound {
		t.Errorf("another tenant's task: got %d %s", got.status, got.body)
	}
	v.values["token"] = token
	if got := v.do(scopedRequest("/api/2/idp/token", customers[1])); got.status != http.StatusForbidden {
		t.Errorf("a wider token: got %d %s", got.status, got.body)
	}
}

func TestAcronisScopedTokenRefusals(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "acronis")
	v.values["token"], v.values["other"] = v.token("acronis"), v.token("acronis")
	customer := v.customers(v.values["token"])[0]
	const path, nobody = "/api/2/idp/token", "00000000-0000-4000-8000-000000000000"
	good := scopedRequest(path, customer)
	with := func(name, value string) request {
		r := good
		r.header = map[string]string{"Authorization": "Bearer {token}", "Content-Type": formType}
		r.header[name] = value
		return r
	}
	assertion := good
	assertion.body = strings.Replace(good.body, "{token}", "{other}", 1)
	scope := good
	scope.body = strings.Replace(good.body, "tenant-id", "tenant", 1)
	denied := map[string]string{"WWW-Authenticate": "Bearer"}
	v.wantRefusals([]refused{
		{"no Bearer", with("Authorization", ""), 401, acronisDenied, denied},
		{"the client's secret", with("Authorization", "{basic}"), 401, acronisDenied, denied},
		{"bad Bearer", with("Authorization", "Bearer x"), 401, acronisDenied, denied},
		{
			"another assertion",
			assertion,
			400,
			`{"error":{"code":400,"message":"Bad Request","details":{"info":"The assertion is not the access token of the Authorization header.","addition":[]},"context":{},"domain":"PlatformAccountServer"}}`, nil,
		},
		{"scope", scope, 400, `{"error":"invalid_scope","error_description":"the scope must be urn:acronis.com:tenant-id: and the ID of a tenant"}`, nil},
		{
			"unknown tenant",
			scopedRequest(path, nobody),
			404,
			`{"error":{"code":1005,"message":"Tenant is not found.","details":{"info":"The tenant is not found.","addition":[{"id":"` + nobody + `"}]},"context":{"id":"` + nobody + `"},"domain":"PlatformAccountServer"}}`, nil,
		},
		{
			"tenant above",
			scopedRequest(path, parentTenant),
			403,
			`{"error":{"code":1002,"message":"Access is denied.","details":{"info":"The tenant is outside of the token's.","addition":[{"id":"` + parentTenant + `"}]},"context":{"id":"` + parentTenant + `"},"domain":"PlatformAccountServer"}}`, nil,
		},
		{"JSON", with("Content-Type", jsonType), 415, `{"error":{"code":415,"message":"Unsupported Media Type","details":{"info":"The Content-Type header is missing or its value is not supported by the endpoint.","addition":[]},"context":{},"domain":"PlatformAccountServer"}}`, nil},
	})
}
