//go:build !js

package sandbox

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestAcronisToken(t *testing.T) {
	s, c := start(t)
	for _, dialect := range []string{"acronis", "cyberapp"} {
		t.Run(dialect, func(t *testing.T) {
			v := visit(t, s, dialect)
			got := v.do(tokenRequests[dialect])
			answer := object(t, got.body)
			if answer["token_type"] != "bearer" || answer["expires_on"] != json.Number("1795327200") {
				t.Errorf("got %s", got.body)
			}
			token := answer["access_token"].(string)
			header := regexp.MustCompile(`^{"typ":"JWT","alg":"RS256","kid":"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"}$`)
			if got := part(t, token, 0); !header.MatchString(got) || !strings.HasPrefix(token, "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiIsImtpZCI6I") {
				t.Errorf("header: got %s", got)
			}
			claims := object(t, part(t, token, 1))
			if claims["aud"] != v.values["client_id"] || claims["sub"] != claims["aud"] || claims["iss"] != v.values["data_center"] {
				t.Errorf("claims: got %v", claims)
			}
			role := claims["scope"].([]any)[0].(map[string]any)
			if role["tid"] != ownTenant || role["role"] != "partner_admin" {
				t.Errorf("scope: got %v", role)
			}
			if got := claims["exp"]; got != json.Number("1795327200") || claims["iat"] != json.Number("1795320000") {
				t.Errorf("exp: got %v at %v", got, c.Now())
			}
		})
	}
}

func TestAcronisTokenRefusals(t *testing.T) {
	s, _ := start(t)
	const good = "grant_type=client_credentials"
	for _, dialect := range []string{"acronis", "cyberapp"} {
		v := visit(t, s, dialect)
		path := tokenRequests[dialect].path
		shape := map[string]string{"Content-Type": "application/json; charset=utf-8"}
		unsupported := `{"error":{"code":415,"message":"Unsupported Media Type","details":{"info":"The Content-Type header is missing or its value is not supported by the endpoint.","addition":[]},"context":{},"domain":"PlatformAccountServer"}}`
		v.wantRefusals([]refused{
			{
				"GET",
				request{"GET", path, form, ""},
				405,
				`{"error":{"code":405,"message":"Method Not Allowed","details":{"info":"The method is not supported by the endpoint.","addition":[]},"context":{},"domain":"PlatformAccountServer"}}`,
				map[string]string{"Allow": "POST"},
			},
			{"JSON", request{"POST", path, map[string]string{"Authorization": "{basic}", "Content-Type": jsonType}, `{"grant_type":"client_credentials"}`}, 415, unsupported, nil},
			{"no Content-Type", request{"POST", path, map[string]string{"Authorization": "{basic}"}, good}, 415, unsupported, nil},
			{
				"grant in the query",
				request{"POST", path + "?" + good, form, ""},
				400,
				`{"error":"invalid_request","error_description":"grant_type belongs in the body, not in the query"}`, shape,
			},
			{
				"no grant",
				request{"POST", path, form, ""},
				400,
				`{"error":"invalid_request","error_description":"grant_type is missing in the body"}`, shape,
			},
			{
				"password grant",
				request{"POST", path, form, "grant_type=password&username=a&password=b"},
				400,
				`{"error":"unsupported_grant_type","error_description":"this grant_type is not supported"}`, shape,
			},
			{
				"credentials twice",
				request{"POST", path, form, good + "&client_id={client_id}&client_secret={client_secret}"},
				400,
				`{"error":"invalid_request","error_description":"the client authenticates both in the header and in the body"}`, shape,
			},
			{
				"credentials in the body",
				request{"POST", path, map[string]string{"Content-Type": formType}, good + "&client_id={client_id}&client_secret={client_secret}"},
				401,
				`{"error":"invalid_client","error_description":"the Authorization header must be Basic with client_id and client_secret"}`, shape,
			},
			{
				"wrong secret",
				request{"POST", path, map[string]string{"Authorization": "Basic YmVkYmE3MWI6d3Jvbmc=", "Content-Type": formType}, good},
				401,
				`{"error":"invalid_client","error_description":"unknown client or wrong secret"}`,
				map[string]string{"WWW-Authenticate": `Basic realm="token endpoint", charset="UTF-8"`},
			},
		})
	}
}

func TestAcronisAPIRefusals(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "acronis")
	got := v.do(tokenRequests["acronis"])
	answer := object(t, got.body)
	v.values["token"], v.values["id"] = answer["access_token"].(string), answer["id_token"].(string)
	as := map[string]string{"Authorization": "Bearer {token}"}
	const client, nobody = "/api/2/clients/{client_id}", "00000000-0000-4000-8000-000000000000"
	v.wantRefusals([]refused{
		{"no token", request{"GET", client, nil, ""}, 401, acronisDenied, map[string]string{"WWW-Authenticate": "Bearer"}},
		{"ID token", request{"GET", client, map[string]string{"Authorization": "Bearer {id}"}, ""}, 401, acronisDenied, nil},
		{"bad token in the query", request{"GET", client + "?access_token=x", nil, ""}, 401, acronisDenied, nil},
		{
			"token twice",
			request{"GET", client + "?access_token={token}", as, ""},
			400,
			`{"error":{"code":400,"message":"Bad Request","details":{"info":"The access token is both in the Authorization header and in the query.","addition":[]},"context":{},"domain":"PlatformAccountServer"}}`, nil,
		},
		{
			"unknown path",
			request{"GET", "/api/2/nothing", as, ""},
			404,
			`{"error":{"code":404,"message":"Not Found","details":{"info":"The endpoint does not exist.","addition":[]},"context":{},"domain":"PlatformAccountServer"}}`, nil,
		},
		{
			"method",
			request{"POST", client, as, ""},
			405,
			`{"error":{"code":405,"message":"Method Not Allowed","details":{"info":"The method is not supported by the endpoint.","addition":[]},"context":{},"domain":"PlatformAccountServer"}}`,
			map[string]string{"Allow": "GET, HEAD"},
		},
		{
			"unknown client",
			request{"GET", "/api/2/clients/" + nobody, as, ""},
			404,
			`{"error":{"code":404,"message":"Not Found","details":{"info":"The client is not found.","addition":[{"id":"` + nobody + `"}]},"context":{"id":"` + nobody + `"},"domain":"PlatformAccountServer"}}`, nil,
		},
		{
			"unknown tenant",
			request{"GET", "/api/2/tenants/" + nobody, as, ""},
			404,
			`{"error":{"code":1005,"message":"Tenant is not found.","details":{"info":"The tenant is not found.","addition":[{"id":"` + nobody + `"}]},"context":{"id":"` + nobody + `"},"domain":"PlatformAccountServer"}}`, nil,
		},
		{
			"tenant above",
			request{"GET", "/api/2/tenants/" + parentTenant, as, ""},
			403,
			`{"error":{"code":1002,"message":"Access is denied.","details":{"info":"The tenant is outside of the token's.","addition":[{"id":"` + parentTenant + `"}]},"context":{"id":"` + parentTenant + `"},"domain":"PlatformAccountServer"}}`, nil,
		},
		{"level of detail", request{"GET", "/api/task_manager/v2/tasks?lod=huge", as, ""}, 400, badTaskQuery(badDetail), nil},
		{"limit", request{"GET", "/api/task_manager/v2/tasks?limit=0", as, ""}, 400, badTaskQuery(badLimit), nil},
		{"page token without limit", request{"GET", "/api/task_manager/v2/activities?after=CgAAAAAAAAAAAA==", as, ""}, 400, badTaskQuery(badCursor), nil},
		{"page token without padding", request{"GET", "/api/task_manager/v2/tasks?limit=5&after=CgAAAAAAAAAAAA", as, ""}, 400, badTaskQuery(badCursor), nil},
		{"time", request{"GET", "/api/task_manager/v2/tasks?completedAt=yesterday", as, ""}, 400, badTaskQuery(badFinished), nil},
		{
			"unknown task",
			request{"GET", "/api/task_manager/v2/tasks/1", as, ""},
			404,
			`{"error":{"code":404,"message":"Not Found","details":{"info":"The task is not found.","addition":[{"id":"1"}]},"context":{"id":"1"},"domain":"TaskManager"}}`, nil,
		},
	})
}

func badTaskQuery(wrong string) string {
	return `{"error":{"code":400,"message":"Bad Request","details":{"info":"` + wrong + `","addition":[]},"context":{},"domain":"TaskManager"}}`
}

func TestAcronisAccount(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "acronis")
	token := v.token("acronis")
	client := object(t, v.get("/api/2/clients/{client_id}", token))
	if client["type"] != "api_client" || client["tenant_id"] != ownTenant || client["last_access_at"] != "2026-11-22T04:00:00+00:00" {
		t.Errorf("client: got %v", client)
	}
	tenant := v.get("/api/2/tenants/"+ownTenant, token)
	want := "ancestral_access brand_id brand_uuid contact customer_id customer_type default_idp_id enabled has_children id internal_tag kind language name owner_id parent_id update_lock version"
	if got := members(t, tenant); got != want || !strings.Contains(tenant, `"name":"Zürich Präzision AG"`) {
		t.Errorf("tenant: got %s", tenant)
	}
	ids := object(t, v.get("/api/2/tenants/"+ownTenant+"/children", token))["items"].([]any)
	whole := object(t, v.get("/api/2/tenants/"+ownTenant+"/children?include_details=true", token))["items"].([]any)
	if len(ids) != 4 || len(whole) != 4 || whole[0].(map[string]any)["id"] != ids[0] {
		t.Errorf("children: got %v and %v", ids, whole)
	}
	if got := v.do(request{"GET", "/api/2/clients/{client_id}?access_token=" + token, nil, ""}); got.status != http.StatusOK {
		t.Errorf("token in the query: got %d %s", got.status, got.body)
	}
}

// pages follows the page tokens, as the vendor's samples do, and returns the
// IDs.
func (v visitor) pages(path, token string) (ids []string) {
	v.t.Helper()
	for next := path; ; {
		got := object(v.t, v.get(next, token))
		for _, item := range got["items"].([]any) {
			task := item.(map[string]any)
			if id := task["id"].(json.Number).String(); id != task["idString"] {
				v.t.Errorf("got %s and %v", id, task["idString"])
			}
			ids = append(ids, task["idString"].(string))
		}
		after, more := got["paging"].(map[string]any)["cursors"].(map[string]any)["after"].(string)
		if !more {
			return ids
		}
		if !strings.HasSuffix(after, "==") {
			v.t.Errorf("page token without padding: %s", after)
		}
		next = "/api/task_manager/v2/tasks?lod=short&limit=10&after=" + url.QueryEscape(after)
	}
}

func TestAcronisTasks(t *testing.T) {
	s, c := start(t)
	v := visit(t, s, "acronis")
	token := v.token("acronis")
	all := v.pages("/api/task_manager/v2/tasks?lod=short&limit=10", token)
	if len(all) != taskCount || all[taskCount-1] != "944455285181775872" || all[0] != "944455285225816106" {
		t.Errorf("got %v", all)
	}
	since := c.Now().Add(-24 * time.Hour).UTC().Format(time.RFC3339)
	lately := v.pages("/api/task_manager/v2/tasks?lod=short&limit=10&completedAt=gt("+since+")", token)
	if len(lately) != 13 {
		t.Errorf("since a day: got %d tasks", len(lately))
	}
	one := v.get("/api/task_manager/v2/tasks/"+all[5], token)
	if got := object(t, one); got["idString"] != all[5] || v.get("/api/task_manager/v2/tasks/"+got["uuid"].(string), token) != one {
		t.Errorf("got %s", one)
	}
}

func TestAcronisLevelsOfDetail(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "acronis")
	token := v.token("acronis")
	for lod, want := range map[string]string{
		"tiny":  "id idString state type uuid",
		"short": "completedAt enqueuedAt id idString result startedAt state tenant type updatedAt uuid",
		"full":  "cancelRequested cancellable completedAt context enqueuedAt executor id idString priority queue result startedAt startedByUser state tenant type updatedAt uuid",
	} {
		items := object(t, v.get("/api/task_manager/v2/tasks?lod="+lod, token))["items"].([]any)
		last, err := json.Marshal(items[len(items)-1])
		if err != nil {
			t.Fatal(err)
		}
		if got := members(t, string(last)); got != want {
			t.Errorf("%s: got %s, want %s", lod, got, want)
		}
	}
	if got := v.get("/api/task_manager/v2/tasks?lod=count", token); !strings.HasPrefix(got, `{"items":[],"size":43,`) {
		t.Errorf("count: got %s", got)
	}
	activities := object(t, v.get("/api/task_manager/v2/activities?limit=2", token))["items"].([]any)
	if got := activities[1].(map[string]any); got["taskIdString"] != "944455285225816106" || got["idString"] != "944455285225816108" {
		t.Errorf("activity: got %v", got)
	}
}
