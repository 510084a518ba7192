package discovery_test

import (
	"compress/gzip"
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/server/discovery"
	"firstcall/server/provider"
	"firstcall/server/transport"
)

// TestFailures has what servers answer in place of metadata explained.
func TestFailures(t *testing.T) {
	s := server(t, map[string]string{
		"/html/.well-known/openid-configuration":           "<!doctype html><h1>Welcome</h1>",
		"/login/.well-known/openid-configuration":          "to {at}/sign-in?return=secret-return",
		"/list/.well-known/openid-configuration":           `[{"issuer":"{at}/list"}]`,
		"/cut/.well-known/openid-configuration":            `{"issuer":"{at}/cut","token_endpoint":`,
		"/other/.well-known/openid-configuration":          `{"issuer":"https://other.test","token_endpoint":"{at}/token"}`,
		"/none/.well-known/openid-configuration":           `{"token_endpoint":"{at}/token"}`,
		"/implicit/.well-known/openid-configuration":       `{"issuer":"{at}/implicit","authorization_endpoint":"{at}/a"}`,
		"/relative/.well-known/openid-configuration":       `{"issuer":"{at}/relative","token_endpoint":"/token"}`,
		"/user/.well-known/openid-configuration":           `{"issuer":"{at}/user","token_endpoint":"http://u:p@127.0.0.1/token"}`,
		"/scheme/.well-known/openid-configuration":         `{"issuer":"{at}/scheme","token_endpoint":"javascript:alert(1)"}`,
		"/large/.well-known/openid-configuration":          `{"issuer":"{at}/large","token_endpoint":"{at}/token","x":"` + strings.Repeat("x", 300<<10) + `"}`,
		"/.well-known/oauth-authorization-server/fallback": `{"hello":"world"}`,
	})
	for _, tc := range []struct {
		name, typed, title string
		says               []string // in detail and advice
	}{
		{"nothing typed", "", "This can't be an issuer", []string{"Enter the URL"}},
		{"an e-mail address", "me@example.com", "This can't be an issuer", []string{"e-mail"}},
		{"another scheme", "ldap://login.test", "This can't be an issuer", []string{"ldap"}},
		{"nothing there", s.URL, "No metadata was found", []string{
			s.URL + "/.well-known/openid-configuration answered 404 Not Found", s.URL + "/.well-known/oauth-authorization-server answered 404",
		}},
		{"a web page", s.URL + "/html", "No metadata was found", []string{"a web page in place of JSON", "/html/.well-known/oauth-authorization-server answered 404"}},
		{"a redirect", s.URL + "/login", "No metadata was found", []string{"302 Found, a redirect to " + s.URL + "/sign-in.", "Redirects are not followed"}},
		{"a list", s.URL + "/list", "No metadata was found", []string{"not one JSON object"}},
		{"cut off", s.URL + "/cut", "No metadata was found", []string{"not one JSON object"}},
		{"too large", s.URL + "/large", "No metadata was found", []string{"more than 256 kB"}},
		{"other JSON", s.URL + "/fallback", "No metadata was found", []string{"names neither issuer nor token_endpoint"}},
		{"another issuer", s.URL + "/other", "The metadata is another issuer's", []string{"Asked for was " + s.URL + "/other", "the issuer https://other.test", "import from https://other.test"}},
		{"no issuer", s.URL + "/none", "The metadata is another issuer's", []string{"no issuer at all"}},
		{"no token endpoint", s.URL + "/implicit", "The metadata names no token endpoint", []string{"no token_endpoint"}},
		{"a relative token endpoint", s.URL + "/relative", "The metadata names a token endpoint that can't be used", []string{"is /token"}},
		{"credentials in it", s.URL + "/user", "The metadata names a token endpoint that can't be used", nil},
		{"a script", s.URL + "/scheme", "The metadata names a token endpoint that can't be used", []string{"javascript:"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := run(t, tc.typed)
			f := got.Failure
			if f == nil || f.Title != tc.title || len(f.Try) == 0 || got.YAML != "" {
				t.Fatalf("%+v", f)
			}
			said := f.Detail + " " + strings.Join(f.Try, " ")
			for _, want := range tc.says {
				if !strings.Contains(said, want) {
					t.Errorf("%q is not in %q", want, said)
				}
			}
			if strings.Contains(said, "secret-return") {
				t.Errorf("the redirect's query is in %q", said)
			}
			if f.Kind == api.FailureField {
				return
			}
			last := f.Transcript.Rungs[len(f.Transcript.Rungs)-1]
			if f.Transcript.Purpose != api.ForMetadata || f.Transcript.Response == nil || last.State != api.RungFailed || last.Evidence != f.Title {
				t.Errorf("transcript %+v", f.Transcript)
			}
		})
	}
}

// TestWayFailures has the transport's own words for what goes wrong on the way.
func TestWayFailures(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	unknown := httptest.NewUnstartedServer(http.NotFoundHandler())
	unknown.Config.ErrorLog = log.New(io.Discard, "", 0)
	unknown.StartTLS()
	t.Cleanup(unknown.Close)
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, `{"issuer":`)
	}))
	t.Cleanup(broken.Close)
	for _, tc := range []struct{ typed, kind, phase string }{
		{gone.URL, api.FailureTCP, api.RungTCP},
		{unknown.URL, api.FailureTLS, api.RungTLS},
		{broken.URL, api.FailureBroken, api.RungEndpoint},
	} {
		f := run(t, tc.typed).Failure
		if f == nil || f.Kind != tc.kind || f.Phase != tc.phase || f.Transcript == nil || len(f.Transcript.Rungs) < 4 {
			t.Errorf("%s: %+v, want %s at %s", tc.typed, f, tc.kind, tc.phase)
		}
	}
	if f := run(t, unknown.URL).Failure; !strings.Contains(strings.Join(f.Try, " "), "CA of your own") {
		t.Errorf("it is not said what to do with an own CA: %v", f.Try)
	}
}

// TestBombs reads no more than it has to of what is compressed.
func TestBombs(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		for range 1 << 10 {
			if _, err := z.Write(make([]byte, 1<<20)); err != nil {
				return
			}
		}
	}))
	t.Cleanup(s.Close)
	if f := run(t, s.URL).Failure; f == nil || !strings.Contains(f.Detail, "more than 256 kB") {
		t.Errorf("%+v", f)
	}
}

// TestRefused asks nobody who may not be asked.
func TestRefused(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was asked") }))
	t.Cleanup(s.Close)
	out := transport.New(transport.Config{})
	t.Cleanup(out.Close)
	var judged []string
	importer := discovery.New(out, func(u *url.URL) bool { judged = append(judged, u.String()); return false })
	f := importer.Import(t.Context(), s.URL+"/a").Failure
	want := transport.Refusal(strings.TrimPrefix(s.URL, "http://"))
	if f == nil || f.Title != want.Title || f.Detail != want.Detail || f.Transcript != nil || len(judged) != 1 {
		t.Errorf("%+v, judged %v", f, judged)
	}
}

// TestEndsWithItsContext gives an import up.
func TestEndsWithItsContext(t *testing.T) {
	asked := make(chan bool)
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- true
		<-r.Context().Done()
	}))
	t.Cleanup(s.Close)
	out := transport.New(transport.Config{})
	t.Cleanup(out.Close)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	if f := discovery.New(out, everyone).Import(ctx, s.URL).Failure; f == nil || f.Kind != api.FailureCancelled {
		t.Errorf("%+v", f)
	}
}

// FuzzImport wants either a profile that is good or a failure that says why, of
// any document, and nothing of the document where it could become YAML.
func FuzzImport(f *testing.F) {
	for _, seed := range []string{
		`{"issuer":"{at}","token_endpoint":"{at}/token"}`,
		`{"issuer":"{at}","token_endpoint":"https://a.test/t?x={a}","scopes_supported":["a\nid: evil","\"","# x","é😀\u2028"],"grant_types_supported":["password","implicit"]}`,
		`{"issuer":"{at}","token_endpoint":"{at}/t","service_documentation":"https://x.test/ # a","jwks_uri":"{at}/'k","token_endpoint_auth_methods_supported":["none","self_signed_tls_client_auth"],"mtls_endpoint_aliases":{"token_endpoint":"https://m.test/t"}}`,
		`{"issuer":"{at}","token_endpoint":"{at}/t","scopes_supported":"openid","grant_types_supported":["urn:ietf:params:oauth:grant-type:jwt-bearer"],"token_endpoint_auth_signing_alg_values_supported":["","ES256: x"]}`,
		`{"issuer":"{at}","token_endpoint":"{at}/t","authorization_endpoint":"{at}/a","device_authorization_endpoint":"{at}/d","grant_types_supported":[]}`,
	} {
		f.Add(seed)
	}
	var document string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, document) }))
	f.Cleanup(s.Close)
	out := transport.New(transport.Config{})
	f.Cleanup(out.Close)
	importer := discovery.New(out, everyone)
	f.Fuzz(func(t *testing.T, text string) {
		document = strings.ReplaceAll(text, "{at}", s.URL)
		got := importer.Import(t.Context(), s.URL)
		if (got.YAML == "") == (got.Failure == nil) {
			t.Fatalf("%+v", got)
		}
		if got.Failure != nil {
			return
		}
		p, err := provider.Parse("imported", []byte(got.YAML))
		if err != nil {
			t.Fatalf("%v\n%s", err, got.YAML)
		}
		if p.ID == "" || p.Issuer != "" && strings.TrimSuffix(p.Issuer, "/") != s.URL || len(p.Requests) != 1 {
			t.Errorf("the document became more than values:\n%s", got.YAML)
		}
	})
}
