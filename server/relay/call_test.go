package relay_test

import (
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/server/relay"
	"firstcall/server/secret"
)

// TestBytes compares what arrives byte by byte, so that no header of ours
// beyond these leaves.
func TestBytes(t *testing.T) {
	url, requests := listen(t, noContent)
	host := strings.TrimPrefix(url, "http://")
	for _, c := range []struct {
		name string
		req  api.Request
		want string
	}{
		{"the least", api.Request{Method: "GET", Path: "/"}, lines(
			"GET / HTTP/1.1", "Host: "+host, "User-Agent: Firstcall/test", "Accept: application/json", "Authorization: Bearer "+token, "Accept-Encoding: gzip", "", "")},
		{"JSON", api.Request{Method: "POST", Path: "/a", Body: " {\"id\": 944455285181775872}\n"}, lines(
			"POST /a HTTP/1.1", "Host: "+host, "User-Agent: Firstcall/test", "Content-Length: 28", "Accept: application/json", "Authorization: Bearer "+token,
			"Content-Type: application/json", "Accept-Encoding: gzip", "", " {\"id\": 944455285181775872}\n")},
		{"rows", api.Request{
			Method: "patch", Path: "/a", Body: "x",
			Header: []api.Row{
				{Name: "accept", Value: "text/csv"},
				{Name: "X-A", Value: "1"},
				{Name: "x-a", Value: " 2"},
				{Name: "X-Off", Value: "3", Off: true},
				{Value: "4"},
				{Name: "authorization", Value: "Basic abc"},
				{Name: "Cookie", Value: "a=b"},
				{Name: "User-Agent", Value: "mine"},
				{Name: "Content-Type", Value: "x/y"},
				{Name: "Accept-Encoding", Value: "identity"},
			},
		}, lines(
			"patch /a HTTP/1.1", "Host: "+host, "User-Agent: mine", "Content-Length: 1", "Accept: text/csv", "Accept-Encoding: identity", "Authorization: Basic abc",
			"Content-Type: x/y", "Cookie: a=b", "X-A: 1", "X-A: 2", "", "x")},
	} {
		call(t, at(url), c.req)
		expect(t, c.name, <-requests, c.want)
	}
}

func TestAddress(t *testing.T) {
	url, requests := listen(t, noContent)
	rows := []api.Row{{Name: "b", Value: "2 &="}, {Name: "a", Value: "é"}, {Name: "off", Off: true}, {Value: "nameless"}, {Name: "b", Value: "+"}, {Name: "e"}}
	for _, c := range []struct {
		base, path string
		query      []api.Row
		want       string
	}{
		{"", "/a/b", nil, "/a/b"},
		{"/", "/a", nil, "/a"},
		{"/x", "/a", nil, "/x/a"},
		{"/x/", "/a", nil, "/x/a"},
		{"/x%2Fy", "/a", nil, "/x%2Fy/a"},
		{"", "/a", rows, "/a?b=2+%26%3D&a=%C3%A9&b=%2B&e="},
		{"", "/a?z=1&a=0&", rows[:1], "/a?z=1&a=0&&b=2+%26%3D"},
		{"", "/a?", nil, "/a"},
		{"", "/a%2Fb c/é%20/%7Bx%7D", nil, "/a%2Fb%20c/%C3%A9%20/%7Bx%7D"},
		{"", `/a"<>^|{}{ }`, nil, "/a%22%3C%3E%5E%7C%7B%7D%7B%20%7D"},
		{"", "/@evil.example/:81//x/...", nil, "/@evil.example/:81//x/..."},
		{"", "/a?b=gt(2024-01-01)&c=%zz&d=[1]&e=é f&g=/../", nil, "/a?b=gt(2024-01-01)&c=%zz&d=[1]&e=%C3%A9%20f&g=/../"},
		{"", "/a!$&'()*+,;=:@[]-._~", nil, "/a!$&'()*+,;=:@[]-._~"},
	} {
		reply := call(t, at(url+c.base), api.Request{Method: "GET", Path: c.path, Query: c.query})
		want := "GET " + c.want + " HTTP/1.1"
		expect(t, c.base+c.path, startLine(<-requests), want)
		expect(t, c.base+c.path+" shown", reply.Sent.Start, want)
	}
}

func TestAuthorization(t *testing.T) {
	url, requests := listen(t, noContent)
	short := "0123456789"
	for _, c := range []struct{ kind, token, typed, sent, shown string }{
		{"bearer", token, "", "Bearer " + token, "Bearer eyJ0eXAiOiJ…"},
		{"BEARER", token, "", "Bearer " + token, "Bearer eyJ0eXAiOiJ…"},
		{"", token, "", "Bearer " + token, "Bearer eyJ0eXAiOiJ…"},
		{"DPoP", token, "", "DPoP " + token, "DPoP eyJ0eXAiOiJ…"},
		{"Bearer", short, "", "Bearer " + short, "Bearer …"},
		{"Bearer", "", "", "", ""},
		{"Bearer", token, "Basic " + token, "Basic " + token, "Basic …"},
		{"Bearer", token, "Bearer " + strings.ToUpper(token), "Bearer " + strings.ToUpper(token), "Bearer EYJ0EXAIOIJ…"},
		{"Bearer", token, short, short, "…"},
	} {
		req := api.Request{Method: "GET", Path: "/"}
		if c.typed != "" {
			req.Header = []api.Row{{Name: "Authorization", Value: c.typed}}
		}
		reply := call(t, relay.Target{DataCenter: url, TokenType: c.kind, Token: secret.New(c.token)}, req)
		want := ""
		if c.sent != "" {
			want = "\r\nAuthorization: " + c.sent + "\r\n"
		}
		if got := <-requests; !strings.Contains(got, want) || want == "" && strings.Contains(got, "Authorization") {
			t.Errorf("%s: got %q, want %q in it", c.shown, got, want)
		}
		expect(t, "shown", fieldOf(reply.Sent.Header, "Authorization"), c.shown)
	}
}

// TestSent looks at what is shown of a request: all of it, and the token nowhere.
func TestSent(t *testing.T) {
	url, requests := listen(t, noContent)
	reply := call(t, at(url), api.Request{
		Method: "POST", Path: "/a?access_token=" + token, Body: "token=" + token,
		Query: []api.Row{{Name: "t", Value: token}}, Header: []api.Row{{Name: "X-Token", Value: "t " + token}},
	})
	if got := <-requests; strings.Count(got, token) != 5 {
		t.Errorf("the token did not arrive five times: %q", got)
	}
	if got := show(reply.Sent); strings.Contains(got, token) {
		t.Errorf("the token is shown: %s", got)
	}
	expect(t, "start", reply.Sent.Start, "POST /a?access_token=eyJ0eXAiOiJ…&t=eyJ0eXAiOiJ… HTTP/1.1")
	expect(t, "body", reply.Sent.Body, "token=eyJ0eXAiOiJ…")
	expect(t, "header", fieldOf(reply.Sent.Header, "X-Token"), "t eyJ0eXAiOiJ…")
	expect(t, "host", fieldOf(reply.Sent.Header, "Host"), strings.TrimPrefix(url, "http://"))
	expect(t, "user agent", fieldOf(reply.Sent.Header, "User-Agent"), "Firstcall/test")
	opaque := strings.Repeat("a+/=", 12)
	escaped := call(t, relay.Target{DataCenter: url, Token: secret.New(opaque)}, api.Request{Method: "GET", Path: "/", Query: []api.Row{{Name: "t", Value: opaque}}})
	expect(t, "escaped", escaped.Sent.Start, "GET /?t=a+/=a+/=a+/… HTTP/1.1")
	long := call(t, at(url), api.Request{Method: "POST", Path: "/", Body: strings.Repeat("é", 40_000)})
	if !long.Sent.Cut || len(long.Sent.Body) != 64<<10 || len(long.Request.Body) != 80_000 {
		t.Errorf("a long body: cut %t, %d bytes shown, %d kept", long.Sent.Cut, len(long.Sent.Body), len(long.Request.Body))
	}
}

func TestContentType(t *testing.T) {
	url, requests := listen(t, noContent)
	for body, want := range map[string]string{
		`{"a":1}`: "application/json", "\n [1]": "application/json", `{"a":}`: "application/json", `"text"`: "application/json", "12": "application/json",
		"hello": "text/plain; charset=utf-8", "a=b": "text/plain; charset=utf-8", "<a/>": "text/plain; charset=utf-8", " ": "text/plain; charset=utf-8",
	} {
		call(t, at(url), api.Request{Method: "PUT", Path: "/", Body: body})
		if got := <-requests; !strings.Contains(got, "\r\nContent-Type: "+want+"\r\n") || !strings.HasSuffix(got, "\r\n\r\n"+body) {
			t.Errorf("%q: got %q, want %q", body, got, want)
		}
	}
}
