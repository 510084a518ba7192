package snippet_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"firstcall/app/wire"
)

// nasty holds what ends literals, expands, or is mistaken for an option.
const nasty = "@a'b\"c$HOME`id`\\n\\'$(id)!{x}%41 é😀\u202e\u00a0&=+#\t;\r\ne"

// received is a request as it arrived, in a form in which the same content
// compares equal.
type received struct {
	method, path string
	header       http.Header
	query        url.Values
	form         url.Values
	object       map[string]any
	body         string
	length       int64
}

// upstream is a token endpoint and an API that record what arrives.
type upstream struct {
	*httptest.Server
	mu   sync.Mutex
	seen []received
}

const answer = "{\n \"token_type\" : \"bEARER\",\r\n \"expires_in\": 5, \"access_token\": \"a\\/b\\u002bc\\u003D=\"}"

func newUpstream(t *testing.T, start func(http.Handler) *httptest.Server) *upstream {
	t.Helper()
	u := &upstream{}
	u.Server = start(http.HandlerFunc(u.serve))
	t.Cleanup(u.Close)
	return u
}

func (u *upstream) serve(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/.well-known/") {
		io.WriteString(w, `{"issuer":"x","token_endpoint":"`+strings.ReplaceAll(u.URL, "/", `\/`)+`\/discovered"}`)
		return
	}
	u.mu.Lock()
	u.seen = append(u.seen, read(r))
	u.mu.Unlock()
	io.WriteString(w, answer)
}

func read(r *http.Request) received {
	body, _ := io.ReadAll(r.Body)
	got := received{
		method: r.Method, path: r.URL.EscapedPath(), query: r.URL.Query(), body: string(body), header: r.Header, length: r.ContentLength,
	}
	if json.Unmarshal(body, &got.object) != nil {
		got.form, _ = url.ParseQuery(string(body))
	}
	return got
}

// sent is what package wire says for the same values.
func sent(t *testing.T, r wire.Request) received {
	t.Helper()
	out := httptest.NewRequest(r.Method, r.FullURL(), strings.NewReader(r.EncodeBody()))
	for _, h := range r.Header {
		out.Header.Set(h.Name, h.Value)
	}
	if a := r.AuthorizationHeader(); a != "" {
		out.Header.Set("Authorization", a)
	}
	return read(out)
}

func (got received) same(want received) bool {
	for name := range want.header {
		if !slices.Equal(got.header[name], want.header[name]) {
			return false
		}
	}
	return got.method == want.method && got.path == want.path && reflect.DeepEqual(got.query, want.query) &&
		reflect.DeepEqual(got.form, want.form) && reflect.DeepEqual(got.object, want.object)
}
