package verify_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/server/transport"
)

// metadata serves documents by path, in which {base} stands for the server's URL.
func metadata(t *testing.T, documents map[string]string) string {
	t.Helper()
	base := ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		document, found := documents[r.URL.Path]
		if !found {
			http.NotFound(w, r)
			return
		}
		_, _ = io.WriteString(w, strings.ReplaceAll(document, "{base}", base))
	}))
	t.Cleanup(server.Close)
	base = server.URL
	return base
}

func TestKeysURL(t *testing.T) {
	const openID, oauth = "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"
	good := func(path string) string {
		return `{"issuer":"{base}` + path + `","jwks_uri":"{base}/keys?x=1"}`
	}
	for _, test := range []struct {
		name, issuer string
		documents    map[string]string
		want         string // the URL below the server's, or words of the failure
	}{
		{"OpenID", "", map[string]string{openID: good(""), oauth: `{}`}, "/keys?x=1"},
		{"OpenID, slashes", "/", map[string]string{openID: good("")}, "/keys?x=1"},
		{"OpenID, other slashes", "", map[string]string{openID: good("/")}, "/keys?x=1"},
		{"OpenID, a path", "/realms/x", map[string]string{"/realms/x" + openID: good("/realms/x")}, "/keys?x=1"},
		{"RFC 8414", "", map[string]string{oauth: good("")}, "/keys?x=1"},
		{"RFC 8414, a path", "/realms/x/", map[string]string{oauth + "/realms/x": good("/realms/x")}, "/keys?x=1"},
		{"RFC 8414, since the other is unfit", "", map[string]string{openID: "<html>", oauth: good("")}, "/keys?x=1"},
		{"keys elsewhere", "", map[string]string{openID: `{"issuer":"{base}","jwks_uri":"https://keys.example/k"}`}, "https://keys.example/k"},
		{"none", "", nil, "The metadata document was not given: 404 Not Found"},
		{"another issuer", "", map[string]string{openID: `{"issuer":"https://evil.example","jwks_uri":"{base}/keys"}`}, "its issuer is “https://evil.example”"},
		{"another path", "/a", map[string]string{"/a" + openID: good("/b")}, "is another issuer's"},
		{"another case", "/a", map[string]string{"/a" + openID: good("/A")}, "is another issuer's"},
		{"no issuer", "", map[string]string{openID: `{"jwks_uri":"{base}/keys"}`}, "is another issuer's"},
		{"no keys", "", map[string]string{openID: `{"issuer":"{base}"}`}, "has no jwks_uri"},
		{"keys that are no URL", "", map[string]string{openID: `{"issuer":"{base}","jwks_uri":"/keys"}`}, "is no URL"},
		{"keys in a file", "", map[string]string{openID: `{"issuer":"{base}","jwks_uri":"file:///keys"}`}, "is no URL"},
		{"a page", "", map[string]string{openID: "<html>"}, "A web page answered"},
		{"an array", "", map[string]string{openID: "[]"}, "can't be read"},
		{"a query", "?x", nil, "has no address"},
	} {
		base := metadata(t, test.documents)
		v, _ := newVerifier(t)
		got, failure := v.KeysURL(context.Background(), base+test.issuer, transport.Settings{})
		if failure == nil && strings.TrimPrefix(got, base) != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
		if failure != nil && (got != "" || failure.Kind != api.FailureKeys || failure.Phase != api.RungKeys || !strings.Contains(failure.Title+". "+failure.Detail, test.want)) {
			t.Errorf("%s: got %s", test.name, dump(failure))
		}
	}
}

// TestKeysURLProtected: the keys of an issuer with TLS have TLS too.
func TestKeysURLProtected(t *testing.T) {
	var base string
	base, ca := serveTLS(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"issuer":"`+base+`","jwks_uri":"http://keys.example/k"}`)
	}))
	v, _ := newVerifier(t)
	if got, failure := v.KeysURL(context.Background(), base, transport.Settings{CA: ca}); failure == nil || !strings.Contains(failure.Title, "without TLS") {
		t.Errorf("got %q, %s", got, dump(failure))
	}
	if got, failure := v.KeysURL(context.Background(), base, transport.Settings{}); failure == nil || failure.Kind != api.FailureTLS || strings.Contains(failure.Detail, "At https") {
		t.Errorf("got %q, %s", got, dump(failure))
	}
	if got, failure := v.KeysURL(context.Background(), "dc.example", transport.Settings{}); failure == nil || failure.Kind != api.FailureKeys {
		t.Errorf("got %q, %s", got, dump(failure))
	}
}
