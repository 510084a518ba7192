//go:build !js

package sandbox

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
)

func TestStandardOrders(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "standard")
	token := v.token("standard")
	var ids []string
	path := "/api/v1/orders?limit=10"
	for path != "" {
		got := object(t, v.get(path, token))
		for _, item := range got["items"].([]any) {
			ids = append(ids, item.(map[string]any)["id"].(interface{ String() string }).String())
		}
		path, _ = got["next"].(string)
	}
	if len(ids) != 23 || ids[0] != "9007199254740993" || ids[22] != "9007199254741037" {
		t.Errorf("got %v", ids)
	}
	for _, id := range ids {
		if n, _ := strconv.ParseInt(id, 10, 64); int64(float64(n)) == n {
			t.Errorf("%s survives floating point", id)
		}
	}
	if got := object(t, v.get("/api/v1/orders/"+ids[3], token)); got["customer"] != "Müller & Söhne <Berlin>" {
		t.Errorf("got %v", got)
	}
	link := v.call("GET", "/api/v1/orders", token, "").header.Get("Link")
	if link != `</api/v1/orders?after=9007199254741011&limit=10>; rel="next"` {
		t.Errorf("Link: got %s", link)
	}
}

func TestStandardCreateOrder(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "standard")
	token := v.token("standard")
	made := v.call("POST", "/api/v1/orders", token, `{"customer":"Ærø & Søn","item":"Anchor","quantity":2}`)
	location := made.header.Get("Location")
	if made.status != http.StatusCreated || location != "/api/v1/orders/9007199254741039" {
		t.Fatalf("got %d %s at %s", made.status, made.body, location)
	}
	if got := v.get(location, token); got != made.body || object(t, got)["customer"] != "Ærø & Søn" {
		t.Errorf("got %s, made %s", got, made.body)
	}
}

func TestStandardKeepsFewOrders(t *testing.T) {
	o := newOrders(newClock().Now())
	for range maxOrders {
		o.add(order{})
	}
	all, more := o.after(0, 2*maxOrders)
	if len(all) != maxOrders || more || all[0].ID != firstOrder {
		t.Errorf("got %d orders, more %v, first %d", len(all), more, all[0].ID)
	}
}

func TestStandardAPIRefusals(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "standard")
	v.values["token"] = v.token("standard")
	got := v.do(request{"POST", "/oauth2/token", form, "grant_type=password&username={username}&password={password}&scope=openid+profile"})
	user := object(t, got.body)
	v.values["user"], v.values["id"] = user["access_token"].(string), user["id_token"].(string)
	as := func(name string) map[string]string {
		return map[string]string{"Authorization": "Bearer {" + name + "}", "Content-Type": jsonType}
	}
	const problemType, orders = "application/problem+json", "/api/v1/orders"
	shape := map[string]string{"Content-Type": problemType}
	v.wantRefusals([]refused{
		{
			"no token",
			request{"GET", "/api/v1/me", nil, ""},
			401,
			`{"type":"about:blank","title":"Unauthorized","status":401,"detail":"A bearer token is missing in the Authorization header."}`,
			map[string]string{"WWW-Authenticate": `Bearer realm="sandbox"`},
		},
		{
			"ID token",
			request{"GET", "/api/v1/me", as("id"), ""},
			401,
			`{"type":"about:blank","title":"Unauthorized","status":401,"detail":"The access token is not one of this server's."}`,
			map[string]string{"WWW-Authenticate": `Bearer realm="sandbox", error="invalid_token", error_description="The access token is not one of this server's."`},
		},
		{
			"without the scope api",
			request{"GET", "/api/v1/me", as("user"), ""},
			403,
			`{"type":"about:blank","title":"Forbidden","status":403,"detail":"The access token lacks the scope api."}`,
			map[string]string{"WWW-Authenticate": `Bearer realm="sandbox", error="insufficient_scope", error_description="The access token lacks the scope api."`},
		},
		{
			"without the scope openid",
			request{"GET", "/oauth2/userinfo", as("token"), ""},
			403,
			`{"type":"about:blank","title":"Forbidden","status":403,"detail":"The access token lacks the scope openid."}`, nil,
		},
		{
			"unknown path",
			request{"GET", "/api/v2", as("token"), ""},
			404,
			`{"type":"about:blank","title":"Not Found","status":404,"detail":"Nothing is at this path."}`, shape,
		},
		{
			"unknown order",
			request{"GET", orders + "/9007199254740992", as("token"), ""},
			404,
			`{"type":"about:blank","title":"Not Found","status":404,"detail":"There is no order with this ID."}`, shape,
		},
		{
			"method",
			request{"DELETE", orders, as("token"), ""},
			405,
			`{"type":"about:blank","title":"Method Not Allowed","status":405,"detail":"This path does not take this method. Allow lists those that it takes."}`,
			map[string]string{"Allow": "GET, HEAD, POST"},
		},
		{
			"limit",
			request{"GET", orders + "?limit=101", as("token"), ""},
			400,
			`{"type":"about:blank","title":"Bad Request","status":400,"detail":"The query's limit must be from 1 to 100, and after the ID of an order."}`, shape,
		},
		{
			"slower than the slowest",
			request{"GET", "/api/v1/slow?seconds=61", as("token"), ""},
			400,
			`{"type":"about:blank","title":"Bad Request","status":400,"detail":"The query's seconds must be a whole number from 0 to 60."}`, shape,
		},
		{
			"form",
			request{"POST", orders, map[string]string{"Authorization": "Bearer {token}", "Content-Type": formType}, "item=x"},
			415,
			`{"type":"about:blank","title":"Unsupported Media Type","status":415,"detail":"The Content-Type must be application/json."}`, shape,
		},
		{
			"bad members",
			request{"POST", orders, as("token"), `{"customer":"x","quantity":0}`},
			422,
			`{"type":"about:blank","title":"Unprocessable Entity","status":422,"detail":"The order can't be taken as it is.","errors":[{"pointer":"#/item","detail":"is required"},{"pointer":"#/quantity","detail":"must be from 1 to 1000"}]}`, shape,
		},
		{
			"no JSON",
			request{"POST", orders, as("token"), `{`},
			422,
			`{"type":"about:blank","title":"Unprocessable Entity","status":422,"detail":"The order can't be taken as it is.","errors":[{"pointer":"#","detail":"must be a JSON object with customer and item as text and quantity as a whole number"}]}`, shape,
		},
		{
			"large body",
			request{"POST", orders, as("token"), strings.Repeat(" ", maxBody+1)},
			413,
			`{"type":"about:blank","title":"Request Entity Too Large","status":413,"detail":"The body may have 65536 bytes."}`, shape,
		},
	})
}

func TestStandardSlowEndsWithTheRequest(t *testing.T) {
	s, err := newStandard(Config{Now: newClock().Now})
	if err != nil {
		t.Fatal(err)
	}
	answer, refused := s.clientGrant(s.clients[0], nil)
	if refused != nil {
		t.Fatal(refused)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r := httptest.NewRequestWithContext(ctx, "GET", "/api/v1/slow?seconds=60", nil)
	r.Header.Set("Authorization", "Bearer "+answer.AccessToken)
	w := httptest.NewRecorder()
	s.handler().ServeHTTP(w, r)
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

func TestStandardIndex(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "standard")
	token := v.token("standard")
	me := object(t, v.get("/", token))["me_url"].(string)
	got := v.get(strings.TrimPrefix(me, v.values["data_center"]), token)
	if members(t, got) != "client_id greeting scopes subject token_expires_at" || object(t, got)["token_expires_at"] != "2026-11-22T05:00:00Z" {
		t.Errorf("got %s", got)
	}
}

func TestStandardSlow(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "standard")
	if got := v.get("/api/v1/slow?seconds=0", v.token("standard")); got != `{"waited_seconds":0}` {
		t.Errorf("got %s", got)
	}
}
