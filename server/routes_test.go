//go:build !js

package server

import (
	"net/http"
	"strings"
	"testing"

	"firstcall/app/api"
)

func TestRoutes(t *testing.T) {
	b := start(t, bare).browser()
	for _, tc := range []struct {
		method, path string
		in           any
		status       int
	}{
		{"GET", "/", nil, 200},
		{"HEAD", "/", nil, 200},
		{"GET", "/token", nil, 200},
		{"GET", "/explore", nil, 200},
		{"GET", "/app.js", nil, 200},
		{"GET", "/app-worker.js", nil, 200},
		{"GET", "/app.css", nil, 200},
		{"GET", "/manifest.webmanifest", nil, 200},
		{"GET", "/wasm_exec.js", nil, 200},
		{"GET", "/web/firstcall.css", nil, 200},
		{"GET", "/web/app.wasm", nil, 200},
		{"GET", "/robots.txt", nil, 200},
		{"GET", "/sitemap.xml", nil, 404},
		{"GET", "/ads.txt", nil, 404},
		{"GET", "/web/", nil, 404},
		{"GET", "/web/app.wasm.br", nil, 404},
		{"GET", "/web/../server.go", nil, 404},
		{"GET", "/web/none.css", nil, 404},
		{"GET", "/goapp.js", nil, 404},
		{"GET", "/token/", nil, 404},
		{"GET", `/"><script>`, nil, 404},
		{"POST", "/", "", 405},
		{"PUT", "/token", "", 405},
		{"DELETE", "/web/firstcall.css", nil, 405},
		{"GET", api.SubmitPath, nil, 405},
		{"GET", api.FillPath, nil, 405},
		{"TRACE", "/", nil, 405},

		{"GET", api.StatePath, nil, 200},
		{"HEAD", api.StatePath, nil, 200},
		{"PUT", api.FormPath, api.Form{Provider: "acronis"}, 204},
		{"PUT", api.DraftPath, api.Request{Method: "GET"}, 204},
		{"POST", api.ConnectPath, api.Form{Provider: "acronis"}, 200},
		{"POST", api.RevealPath, api.Reveal{Token: api.AccessToken}, 409},
		{"POST", api.CallPath, api.Request{Method: "GET", Path: "/"}, 409},
		{"PUT", api.CurrentPath, api.ConnectionRef{}, 409},
		{"POST", api.DisconnectPath, api.ConnectionRef{}, 409},
		{"POST", api.RenewPath, api.Renew{}, 409},
		{"PUT", api.RenewalPath, api.RenewalSwitch{}, 409},
		{"POST", api.StepPath, api.StepForm{}, 409},
		{"POST", api.WhoAmIPath, api.ConnectionRef{}, 409},
		{"POST", api.VerifyPath, api.Verify{}, 409},
		{"POST", api.VerifyPath, api.Verify{Raw: "x"}, 200},
		{"POST", api.IntrospectPath, api.TokenRef{}, 409},
		{"POST", api.RevokePath, api.TokenRef{}, 409},
		{"POST", api.WaitPath, api.SignInRef{ID: "x"}, 200},
		{"POST", api.CancelPath, api.SignInRef{ID: "x"}, 200},
		{"POST", api.TryPath, api.Trial{Form: api.Form{Provider: "acronis"}}, 200},
		{"PUT", api.KeepPath, api.Trial{Form: api.Form{Provider: "acronis"}}, 200},
		{"POST", api.ProbePath, api.Form{Provider: "acronis"}, 200},
		{"GET", api.CallbackPath, nil, 400},
		{"GET", api.CallbackPath + "?code=x&state=y", nil, 303},
		{"POST", api.CallbackPath, "", 405},
		{"POST", api.CurrentPath, nil, 405},
		{"GET", api.WaitPath, nil, 405},
		{"POST", api.ForgetPath, nil, 204},
		{"POST", api.SubmitPath, "no form", 303},
		{"POST", api.FillPath, "", 400},
		{"POST", api.StatePath, nil, 405},
		{"GET", api.FormPath, nil, 405},
		{"POST", api.FormPath, nil, 405},
		{"GET", api.ConnectPath, nil, 405},
		{"GET", api.RevealPath, nil, 405},
		{"GET", api.DraftPath, nil, 405},
		{"GET", api.CallPath, nil, 405},
		{"GET", api.ForgetPath, nil, 405},
		{"OPTIONS", api.StatePath, nil, 405},
		{"GET", "/api/", nil, 404},
		{"GET", "/api/none", nil, 404},
		{"PUT", api.FormPath, "no JSON", 400},
		{"PUT", api.FormPath, api.Form{Provider: "none"}, 400},
		{"POST", api.ConnectPath, "[]", 400},
		{"POST", api.ConnectPath, api.Form{}, 400},
		{"POST", api.CallPath, "{", 400},
	} {
		t.Run(tc.method+" "+tc.path, func(t *testing.T) {
			got := b.ask(tc.method, tc.path, tc.in)
			if got.status != tc.status {
				t.Fatalf("status %d, want %d\n%s", got.status, tc.status, got.body)
			}
			wantHeaders(t, tc.path, got)
			if tc.status >= 400 && strings.HasPrefix(tc.path, "/api/") {
				wantProblem(t, got, tc.status, map[int]string{400: api.KindInvalid, 409: api.KindChanged}[tc.status])
			}
			if tc.status == 405 && tc.method != "TRACE" && got.header.Get("Allow") == "" {
				t.Error("405 without Allow")
			}
		})
	}
}

// wantHeaders checks what every answer has.
func wantHeaders(t *testing.T, path string, got answer) {
	t.Helper()
	for name, want := range map[string]string{
		"Content-Security-Policy":      contentSecurityPolicy,
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              referrerPolicy(path),
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"X-Frame-Options":              "DENY",
	} {
		if got.header.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, got.header.Get(name), want)
		}
	}
	if got.header.Get("Permissions-Policy") == "" {
		t.Error("no Permissions-Policy")
	}
	if strings.HasPrefix(path, "/api/") && got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("Cache-Control: %q, want no-store", got.header.Get("Cache-Control"))
	}
}

// referrerPolicy lets nothing of an authorization response into a Referer.
func referrerPolicy(path string) string {
	if strings.HasPrefix(path, api.CallbackPath) {
		return "no-referrer"
	}
	return "same-origin"
}

func TestPolicyHasNothingInline(t *testing.T) {
	if strings.Contains(contentSecurityPolicy, "unsafe-inline") || strings.Contains(contentSecurityPolicy, "'unsafe-eval'") {
		t.Error("the policy lets inline scripts or eval run")
	}
}

func TestOnlyOwnHosts(t *testing.T) {
	site := start(t, Config{Host: []string{"Try.example.com"}, PublicURL: "http://localhost:9999"})
	for host, want := range map[string]int{
		"localhost":            200,
		"localhost:1":          200,
		"LOCALHOST":            200,
		"127.0.0.1:8080":       200,
		"[::1]":                200,
		"[::1]:8080":           200,
		"try.example.com":      200,
		"try.example.com:8443": 200,
		"example.com":          421,
		"127.0.0.1.evil.test":  421,
		"localhost.evil.test":  421,
		"evil.test:8080":       421,
		"127.0.0.2":            421,
		"localhost.":           421,
	} {
		for _, path := range []string{"/", api.StatePath, "/web/firstcall.css"} {
			r := site.browser().request("GET", path, nil)
			r.Host = host
			if got := site.browser().send(r); got.status != want {
				t.Errorf("%s for %s: status %d, want %d", path, host, got.status, want)
			} else if want == 421 && path == api.StatePath {
				wantProblem(t, got, 421, "")
			}
		}
	}
}

func TestOtherSitesAreRefused(t *testing.T) {
	site := start(t, bare)
	for _, tc := range []struct {
		name   string
		header map[string]string
		status int
	}{
		{"same origin", map[string]string{"Sec-Fetch-Site": "same-origin"}, 204},
		{"cross site", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"same site", map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		{"old browser, own origin", map[string]string{"Origin": site.URL}, 204},
		{"old browser, other origin", map[string]string{"Origin": "https://evil.test"}, 403},
		{"opaque origin", map[string]string{"Origin": "null"}, 403},
		{"no browser", nil, 204},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for path, method := range map[string]string{api.ForgetPath: "POST", api.DraftPath: "PUT"} {
				r := site.browser().request(method, path, api.Request{})
				r.Header.Del("Sec-Fetch-Site")
				for name, value := range tc.header {
					r.Header.Set(name, value)
				}
				got := site.browser().send(r)
				if got.status != tc.status {
					t.Errorf("%s: status %d, want %d", path, got.status, tc.status)
				}
				if tc.status == 403 {
					wantProblem(t, got, 403, "")
				}
			}
		})
	}
}

func TestBodiesAreLimited(t *testing.T) {
	b := start(t, bare).browser()
	text := func(size int) string { return `{"provider":"acronis","method":"` + strings.Repeat("x", size) + `"}` }
	for _, tc := range []struct {
		method, path string
		limit        int
	}{
		{"PUT", api.FormPath, formLimit},
		{"POST", api.ConnectPath, formLimit},
		{"POST", api.RevealPath, refLimit},
		{"PUT", api.DraftPath, draftLimit},
		{"POST", api.CallPath, callLimit},
		{"PUT", api.CurrentPath, refLimit},
		{"POST", api.RenewPath, refLimit},
		{"PUT", api.RenewalPath, refLimit},
		{"POST", api.StepPath, formLimit},
		{"POST", api.VerifyPath, tokenLimit},
		{"POST", api.RevokePath, refLimit},
		{"POST", api.WaitPath, refLimit},
		{"POST", api.TryPath, formLimit},
		{"PUT", api.KeepPath, formLimit},
		{"POST", api.ProbePath, formLimit},
	} {
		wantProblem(t, b.ask(tc.method, tc.path, text(tc.limit)), http.StatusRequestEntityTooLarge, "")
		if got := b.ask(tc.method, tc.path, text(tc.limit-100)); got.status == http.StatusRequestEntityTooLarge {
			t.Errorf("%s: a body within the limit was refused", tc.path)
		}
	}
	long := map[string]string{"provider": strings.Repeat("x", formLimit)}
	for path, r := range map[string]*http.Request{api.SubmitPath: b.multipart(long), api.FillPath: b.request("POST", api.FillPath, "provider="+long["provider"])} {
		if path == api.FillPath {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		if got := b.send(r); got.status != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: status %d, want 413", path, got.status)
		}
	}
}

func TestPanicIsAnAnswer(t *testing.T) {
	log := &logBuffer{}
	s := &Server{set: settings{Config: Config{Logger: newLogger("json", log)}}}
	for name, value := range map[string]any{"a secret value": "s3cr3t", "a runtime error": nil} {
		t.Run(name, func(t *testing.T) {
			r, w := mustRequest(t, api.StatePath), &recorder{header: http.Header{}}
			s.observe(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
				if value == nil {
					var list []int
					_ = list[len(r.Method)]
				}
				panic(value)
			})).ServeHTTP(w, r)
			wantProblem(t, answer{w.status, w.header, w.body.String()}, 500, "")
		})
	}
	if got := log.String(); strings.Contains(got, "s3cr3t") || !strings.Contains(got, "index out of range") {
		t.Errorf("the log has the panic's value, or not the runtime's error:\n%s", got)
	}
}

func mustRequest(t *testing.T, path string) *http.Request {
	t.Helper()
	r, err := http.NewRequest("GET", path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAccessLog(t *testing.T) {
	site := start(t, bare)
	got := site.browser().want(404, "GET", "/nowhere?code=s3cr3t", nil)
	line := site.log.String()
	for _, want := range []string{"method=GET", "path=/nowhere", "status=404", "took=", "id="} {
		if !strings.Contains(line, want) {
			t.Errorf("the log lacks %s: %s", want, line)
		}
	}
	if strings.Contains(line, "s3cr3t") {
		t.Error("the log has the query")
	}
	_, id, _ := strings.Cut(line, " id=")
	if !strings.Contains(got.body, strings.TrimSpace(id)) {
		t.Errorf("the answer does not name the request %q", id)
	}
}

// TestSentenceShowsWhatWasSent wants the text as it was sent, not as Go writes it.
func TestSentenceShowsWhatWasSent(t *testing.T) {
	b := start(t, Config{}).browser()
	r := b.request("GET", api.StatePath, nil)
	r.Host = "evil.test"
	for want, got := range map[string]answer{
		"the name “evil.test”.":     b.send(r),
		"no provider “É😀[U+000D]”.": b.ask("POST", api.ConnectPath, api.Form{Provider: "É😀\r"}),
	} {
		if problem := decode[api.Problem](t, got); !strings.Contains(problem.Error, want) {
			t.Errorf("got %q, want a sentence with %q", problem.Error, want)
		}
	}
}
