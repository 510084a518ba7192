package exchange_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/server/secret"
)

// issuer is a data center with discovery: document is its metadata, in which
// BASE stands for its own URL.
func issuer(t *testing.T, status int, document string) (url string, asked *[]string) {
	t.Helper()
	asked = new([]string)
	url = upstream(t, func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, r.Method+" "+r.URL.RequestURI()+" "+r.Header.Get("Authorization"))
		if r.Method == "POST" {
			_, _ = io.WriteString(w, `{"access_token":"abcd"}`)
			return
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, strings.ReplaceAll(document, "BASE", "http://"+r.Host))
	})
	return url, asked
}

func TestDiscovery(t *testing.T) {
	for _, document := range []string{
		`{"issuer":"BASE","token_endpoint":"BASE/oauth2/token?v=1"}`,
		`{"issuer":"BASE/","token_endpoint":"BASE/oauth2/token?v=1"}`,
	} {
		url, asked := issuer(t, 200, document)
		got := run(t, "sandbox", credentials(url))
		if got.Grant == nil || len(*asked) != 2 || !strings.HasPrefix((*asked)[1], "POST /oauth2/token?v=1 Basic ") {
			t.Fatalf("%s: asked %q; %s", document, *asked, dump(got.Failure))
		}
		if (*asked)[0] != "GET /.well-known/openid-configuration " {
			t.Errorf("credentials are in the request for the document: %q", (*asked)[0])
		}
		if got.Transcript().Request.Start != "POST /oauth2/token?v=1 HTTP/1.1" || strings.Contains(rung(got.Transcript(), api.RungTCP).Evidence, "already") {
			t.Errorf("transcript %s", dump(got.Transcript()))
		}
	}
}

// TestDiscoveryAtAnEndpoint asks for the document at a URL that has a query.
func TestDiscoveryAtAnEndpoint(t *testing.T) {
	p := profile(t, "oauth")
	p.Token.Discovery = true
	url, asked := issuer(t, 200, `{"issuer":"BASE/t","token_endpoint":"BASE/t/token?p=a/b"}`)
	values := credentials(url)
	values["token_url"] = url + "/t/.well-known/openid-configuration?p=a/b"
	got := checked(t, exchanger(t).Run(t.Context(), p, values))
	if got.Grant == nil || len(*asked) != 2 || !strings.HasPrefix((*asked)[0], "GET /t/.well-known/openid-configuration?p=a/b ") {
		t.Errorf("asked %q; %s", *asked, dump(got.Failure))
	}
}

// TestDiscoveryByTemplate has a query in the profile's URL, which is the document's.
func TestDiscoveryByTemplate(t *testing.T) {
	p := profile(t, "sandbox")
	p.Token.URL, p.Token.Place = "{data_center}/.well-known/openid-configuration?tenant={client_id}", api.PlaceQuery
	url, asked := issuer(t, 200, `{"issuer":"BASE","token_endpoint":"BASE/token?v=1","authorization_endpoint":"BASE/authorize"}`)
	values := credentials(url)
	got := checked(t, exchanger(t).Run(t.Context(), p, values))
	a, failure := exchanger(t).Authorize(t.Context(), p, values, redirectURI)
	if got.Grant == nil || failure != nil {
		t.Fatal(dump(got.Failure), dump(failure))
	}
	again := exchanger(t).Redeem(t.Context(), p, values, a, map[string][]string{"state": {a.State.Reveal()}, "code": {"c"}})
	if again.Grant == nil || len(*asked) != 4 {
		t.Fatalf("asked %q; %s", *asked, dump(again.Failure))
	}
	for i, want := range []string{"GET /.well-known/openid-configuration?tenant=client-4711 ", "POST /token?v=1&grant_type=client_credentials", "GET /.well-known/openid-configuration?tenant=client-4711 ", "POST /token?v=1&grant_type=authorization_code&code=c"} {
		if !strings.HasPrefix((*asked)[i], want) || i > 0 && i != 2 && strings.Contains((*asked)[i], "tenant") {
			t.Errorf("asked %q, want %q", (*asked)[i], want)
		}
	}
}

// TestEndpointsElsewhere lets the browser and the keys go to other hosts, and
// nothing that has a secret in it.
func TestEndpointsElsewhere(t *testing.T) {
	url, asked := issuer(t, 200, `{"issuer":"BASE","token_endpoint":"BASE/token","authorization_endpoint":"https://login.example/a?b=c","jwks_uri":"https://keys.example/k",
		"introspection_endpoint":"https://evil.example/i","revocation_endpoint":"https://evil.example/r","device_authorization_endpoint":"https://evil.example/d"}`)
	e, p, values := exchanger(t), profile(t, "sandbox"), credentials(url)
	a, failure := e.Authorize(t.Context(), p, values, redirectURI)
	if failure != nil || !strings.HasPrefix(a.URL, "https://login.example/a?b=c&response_type=code&") || a.Issuer != url || a.Identified {
		t.Errorf("got %+v, %s", a, dump(failure))
	}
	if keys, failure := e.Keys(t.Context(), p, values); keys != "https://keys.example/k" {
		t.Errorf("got %s, %s", keys, dump(failure))
	}
	_, device := e.Device(t.Context(), p, values)
	for name, f := range map[string]*api.Failure{
		"introspection_endpoint":        e.Introspect(t.Context(), p, values, api.AccessToken, secret.New("x")).Failure,
		"revocation_endpoint":           e.Revoke(t.Context(), p, values, api.AccessToken, secret.New("x")).Failure,
		"device_authorization_endpoint": device,
	} {
		if f == nil || !strings.Contains(f.Detail, "Its "+name+", “https://evil.example/") || !strings.Contains(f.Detail, "sent only there") {
			t.Errorf("%s: %s", name, dump(f))
		}
	}
	for _, one := range *asked {
		if !strings.HasPrefix(one, "GET /.well-known/openid-configuration") {
			t.Errorf("asked %s", one)
		}
	}
}

// TestBadEndpoints for the browser are told before it is sent anywhere.
func TestBadEndpoints(t *testing.T) {
	for _, endpoint := range []string{``, `javascript:alert(1)`, `ftp://x.example/`, `/authorize`, `https://a:b@x.example/`, `https://x.example/#y`} {
		url, _ := issuer(t, 200, `{"issuer":"BASE","token_endpoint":"BASE/token","authorization_endpoint":"`+endpoint+`"}`)
		if _, f := exchanger(t).Authorize(t.Context(), profile(t, "sandbox"), credentials(url), redirectURI); f == nil || f.Title != "The metadata document can't be used" || f.Transcript.Purpose != api.ForMetadata {
			t.Errorf("%q: %s", endpoint, dump(f))
		}
	}
}

// TestDiscoveryIsDistrusted wants the secret kept where the document points elsewhere.
func TestDiscoveryIsDistrusted(t *testing.T) {
	for _, test := range []struct {
		name     string
		status   int
		document string
		title    string
		detail   string
	}{
		{"none", 404, page, "The metadata document was not found: 404 Not Found", "web page"},
		{"TLS", 400, "Client sent an HTTP request to an HTTPS server.", "HOST speaks TLS, not plain HTTP: 400 Bad Request", "expects TLS"},
		{"redirect", 302, "", "The metadata document was not found: 302 Found", "empty"},
		{"not JSON", 200, "hello", "The metadata document can't be used", "not one JSON object"},
		{"too large", 200, `{"issuer":"BASE","token_endpoint":"BASE/t","x":"` + strings.Repeat("y", 1<<20) + `"}`, "The metadata document can't be used", "not one JSON object"},
		{"no issuer", 200, `{"token_endpoint":"BASE/t"}`, "The metadata document can't be used", "issuer is “”"},
		{"another issuer", 200, `{"issuer":"https://other.example","token_endpoint":"BASE/t"}`, "The metadata document can't be used", "https://other.example"},
		{"a longer issuer", 200, `{"issuer":"BASE/x","token_endpoint":"BASE/t"}`, "The metadata document can't be used", "issuer"},
		{"no endpoint", 200, `{"issuer":"BASE"}`, "The metadata document can't be used", "no token_endpoint"},
		{"another host", 200, `{"issuer":"BASE","token_endpoint":"https://evil.example/t"}`, "The metadata document can't be used", "sent only there"},
		{"another port", 200, `{"issuer":"BASE","token_endpoint":"BASE0/t"}`, "The metadata document can't be used", ""},
		{"user info", 200, `{"issuer":"BASE","token_endpoint":"http://a:b@127.0.0.1/t"}`, "The metadata document can't be used", "no URL for"},
		{"another scheme", 200, `{"issuer":"BASE","token_endpoint":"ftp://127.0.0.1/t"}`, "The metadata document can't be used", "sent only there"},
		{"relative", 200, `{"issuer":"BASE","token_endpoint":"/t"}`, "The metadata document can't be used", "no URL for"},
		{"a fragment", 200, `{"issuer":"BASE","token_endpoint":"BASE/t#x"}`, "The metadata document can't be used", "no URL for"},
	} {
		url, asked := issuer(t, test.status, test.document)
		got := run(t, "sandbox", credentials(url))
		f := got.Failure
		if f == nil || f.Kind != api.FailureEndpoint || f.Title != strings.ReplaceAll(test.title, "HOST", strings.TrimPrefix(url, "http://")) || !strings.Contains(f.Detail, test.detail) || f.Field != "data_center" {
			t.Errorf("%s: got %s", test.name, dump(f))
		}
		if len(*asked) != 1 {
			t.Errorf("%s: asked %q", test.name, *asked)
		}
		if got.Transcript().Request.Start != "GET /.well-known/openid-configuration HTTP/1.1" || got.Transcript().Response == nil {
			t.Errorf("%s: transcript %s", test.name, dump(got.Transcript()))
		}
	}
}

func TestDiscoveryUpgradesOnly(t *testing.T) {
	url := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"issuer":"http://`+r.Host+`","token_endpoint":"https://`+r.Host+`/t"}`)
	})
	got := run(t, "sandbox", credentials(url))
	if f := got.Failure; f == nil || f.Kind != api.FailureTLS {
		t.Errorf("got %s, want TLS to be tried on the same host", dump(f))
	}
}
