package verify_test

import (
	"context"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/server/secret"
	"firstcall/server/transport"

	"github.com/golang-jwt/jwt/v5"
)

// serveTLS is an HTTPS server and its certificate in PEM.
func serveTLS(t *testing.T, handler http.Handler) (url, ca string) {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
}

// answering is a server with one answer.
func answering(t *testing.T, status int, body string, header ...string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/jwks"
}

func TestUnreachable(t *testing.T) {
	raw := secret.New(sign(t, jwt.SigningMethodEdDSA, keyPairs()["Ed25519"], nil, jwt.MapClaims{}))
	closed := httptest.NewServer(nil)
	closed.Close()
	for _, test := range []struct{ name, url, kind, title, detail string }{
		{"nothing there", answering(t, 404, "not here"), api.FailureKeys, "was not given: 404 Not Found", "begins with “not here”"},
		{"a web page", answering(t, 200, "<!DOCTYPE html><p>"), api.FailureKeys, "The key set is none", "A web page answered."},
		{"a page of an error", answering(t, 503, "<html>"), api.FailureKeys, "503 Service Unavailable", "A web page answered."},
		{"nothing", answering(t, 200, ""), api.FailureKeys, "is none", "The answer is empty."},
		{"an error inside", answering(t, 200, `{"error":"x"}`), api.FailureKeys, "is none", `begins with “{"error":"x"}”`},
		{"no array", answering(t, 200, `{"keys":{}}`), api.FailureKeys, "is none", "array keys"},
		{"null", answering(t, 200, `{"keys":null}`), api.FailureKeys, "is none", "array keys"},
		{"cut off", answering(t, 200, `{"keys":[{"kty"`), api.FailureKeys, "is none", "RFC 7517"},
		{"too long", answering(t, 200, `{"keys":[]`+strings.Repeat(" ", 1<<20)+`}`), api.FailureKeys, "is too long", "1 MiB"},
		{"elsewhere", answering(t, 302, "", "Location", "https://login.example/signin?state=canary"), api.FailureKeys, "is elsewhere: 302 Found", "points to “https://login.example/signin”"},
		{"elsewhere, and nowhere", answering(t, 301, ""), api.FailureKeys, "is elsewhere: 301", "Redirects are not followed."},
		{"broken off", answering(t, 200, `{"keys":[`, "Content-Length", "100"), api.FailureBroken, "broke off", ""},
		{"nobody listens", closed.URL, api.FailureTCP, "", ""},
		{"no URL", "%", api.FailureKeys, "has no address", "begins with https://"},
		{"no address", "", api.FailureKeys, "has no address", "begins with https://"},
		{"no host", "https:///jwks", api.FailureKeys, "has no address", "begins with https://"},
		{"a file", "file:///etc/passwd", api.FailureKeys, "has no address", "begins with https://"},
		{"a user", "http://ana@127.0.0.1/", api.FailureKeys, "has no address", "no user"},
		{"where credentials of clouds are", "http://169.254.169.254/latest", api.FailureRefused, "", ""},
	} {
		v, _ := newVerifier(t)
		got := sound(t, v.Signature(context.Background(), raw, test.url, transport.Settings{}))
		f := got.Failure
		if got.State != api.VerdictUnreachable || f == nil || f.Kind != test.kind || !strings.Contains(f.Title, test.title) || !strings.Contains(f.Detail, test.detail) || len(f.Try) == 0 {
			t.Errorf("%s: got %s", test.name, dump(got))
		}
		if strings.Contains(dump(got), "canary") {
			t.Errorf("%s: the query of the other address is in %s", test.name, dump(got))
		}
	}
}

// TestNothingOfTheUser looks at what is sent.
func TestNothingOfTheUser(t *testing.T) {
	raw := sign(t, jwt.SigningMethodEdDSA, keyPairs()["Ed25519"], nil, jwt.MapClaims{})
	sent := make(chan *http.Request, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent <- r
		_, _ = io.WriteString(w, `{"keys":[]}`)
	}))
	defer server.Close()
	v, _ := newVerifier(t)
	sound(t, v.Signature(context.Background(), secret.New(raw), server.URL+"/keys?a=b", transport.Settings{}))
	r := <-sent
	if r.Method != http.MethodGet || r.RequestURI != "/keys?a=b" || r.Header.Get("Accept") != "application/json" || r.Header.Get("Authorization") != "" || len(r.Header) != 3 {
		t.Errorf("sent %s %s, %v", r.Method, r.RequestURI, r.Header)
	}
}
