package relay_test

import (
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/server/relay"
	"firstcall/server/secret"
)

// TestRefused has requests that must not leave: nothing may arrive upstream.
func TestRefused(t *testing.T) {
	url, requests := listen(t, noContent)
	for _, c := range []struct{ name, method, path, header, value, want string }{
		{"no method", "", "/", "", "", "The method is missing"},
		{"two words", "GET /x HTTP/1.1\r\nX:", "/", "", "", "a method is a word"},
		{"not ASCII", "GÉT😀", "/", "", "", "The method “GÉT😀” can't be sent: a method is a word"},
		{"long", strings.Repeat("É", 61), "/", "", "", "“" + strings.Repeat("É", 60) + "…”"},
		{"tunnel", "connect", "/", "", "", "CONNECT can't be sent"},
		{"trace", "Trace", "/", "", "", "TRACE can't be sent"},
		{"no path", "GET", "", "", "", "begin with “/”"},
		{"relative", "GET", "users", "", "", "begin with “/”"},
		{"whole URL", "GET", "https://evil.example/", "", "", "begin with “/”"},
		{"another host", "GET", "//evil.example/", "", "", "“//”"},
		{"user-info", "GET", "@evil.example/", "", "", "begin with “/”"},
		{"port", "GET", ":81/", "", "", "begin with “/”"},
		{"suffix of the host", "GET", ".evil.example/", "", "", "begin with “/”"},
		{"fragment", "GET", "/a#b", "", "", "%23"},
		{"backslash", "GET", `/\evil.example`, "", "", "%5C"},
		{"line break", "GET", "/a\r\nX: y", "", "", "control character U+000D"},
		{"tab", "GET", "/a\tb", "", "", "control character U+0009"},
		{"next line", "GET", "/a\u0085b", "", "", "control character U+0085"},
		{"NUL in the query", "GET", "/a?b=\x00", "", "", "control character U+0000"},
		{"placeholders", "GET", "/a/{client_id}/{tenant-id}/{client_id}?x={q}", "", "", "still has {client_id} and {tenant-id} and {q}."},
		{"broken escape", "GET", "/100%", "", "", "%25"},
		{"broken escape", "GET", "/a%zz", "", "", "%25"},
		{"dots", "GET", "/a/../b", "", "", "“..”"},
		{"dots at the end", "GET", "/a/..", "", "", "“..”"},
		{"encoded dots", "GET", "/a/%2e%2E/b", "", "", "“..”"},
		{"encoded dots and slashes", "GET", "/a%2f..%5cb", "", "", "“..”"},
		{"dots with a parameter", "GET", "/a/..;x=1/b", "", "", "“..”"},
		{"header with a space", "GET", "/", "X Y", "", "The header name “X Y”"},
		{"header with a line break", "GET", "/", "X\r\nY", "", "The header name “X[U+000D][U+000A]Y”"},
		{"header not ASCII", "GET", "/", "X-Badé", "", "The header name “X-Badé”"},
		{"header value with CR", "GET", "/", "X", "a\rb", "line break"},
		{"header value with LF", "GET", "/", "X", "a\nb", "line break"},
		{"header value with NUL", "GET", "/", "X", "a\x00b", "control character U+0000"},
		{"Host", "GET", "/", "host", "evil.example", "The header host can't be set: the host is the connection's data center."},
		{"Content-Length", "GET", "/", "Content-length", "9", "counted from the body"},
		{"Transfer-Encoding", "GET", "/", "transfer-encoding", "chunked", "can't be set"},
		{"Connection", "GET", "/", "CONNECTION", "X", "can't be set"},
		{"Keep-Alive", "GET", "/", "Keep-Alive", "1", "can't be set"},
		{"Upgrade", "GET", "/", "Upgrade", "websocket", "can't be set"},
		{"HTTP2-Settings", "GET", "/", "HTTP2-Settings", "AAM", "can't be set"},
		{"TE", "GET", "/", "TE", "trailers", "can't be set"},
		{"Trailer", "GET", "/", "Trailer", "X", "can't be set"},
		{"Proxy-Authorization", "GET", "/", "Proxy-Authorization", "Basic x", "there is none"},
	} {
		req := api.Request{Method: c.method, Path: c.path, Header: []api.Row{{Name: c.header, Value: c.value}}}
		_, err := start(t).Call(t.Context(), at(url), req)
		if err == nil {
			t.Errorf("%s: was sent", c.name)
		} else if got := err.Error(); !strings.Contains(got, c.want) || !strings.HasSuffix(got, ".") {
			t.Errorf("%s: got %q, want a sentence with %q", c.name, got, c.want)
		}
	}
	if len(requests) != 0 {
		t.Errorf("%d requests arrived; the first: %q", len(requests), <-requests)
	}
}

func TestRefusedTarget(t *testing.T) {
	for _, c := range []struct {
		name string
		to   relay.Target
		want string
	}{
		{"empty", at(""), "is not a URL"},
		{"scheme", at("ftp://a.example"), "is not a URL"},
		{"no host", at("https:///x"), "is not a URL"},
		{"not parsed", at("https://a.example:x"), "is not a URL"},
		{"user-info", at("https://a@b.example"), "more than a scheme"},
		{"query", at("https://b.example?x"), "more than a scheme"},
		{"token", relay.Target{DataCenter: "https://b.example", Token: secret.New("a\r\nX: " + token)}, "Get a new one."},
		{"token type", relay.Target{DataCenter: "https://b.example", TokenType: "a\nb", Token: secret.New(token)}, "Get a new one."},
	} {
		_, err := start(t).Call(t.Context(), c.to, api.Request{Method: "GET", Path: "/"})
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), token) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

func TestBodyLimit(t *testing.T) {
	url, requests := listen(t, noContent)
	req := api.Request{Method: "POST", Path: "/", Body: strings.Repeat("a", 8<<20)}
	call(t, at(url), req)
	if got := <-requests; !strings.HasSuffix(got, "\r\n\r\n"+req.Body) {
		t.Error("a body of 8 MiB did not arrive whole")
	}
	req.Body += "a"
	if _, err := start(t).Call(t.Context(), at(url), req); err == nil || !strings.Contains(err.Error(), "8 MiB") {
		t.Errorf("a longer body: got %v", err)
	}
}
