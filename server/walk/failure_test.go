package walk

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestFailures provokes what goes wrong on the way to a token and reads what
// the page says of it.
func TestFailures(t *testing.T) {
	f := start(t)
	refused := closedPort(t)
	selfSigned := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(selfSigned.Close)
	login := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "https://login.example.com/")
		w.WriteHeader(http.StatusFound)
	}))
	t.Cleanup(login.Close)
	empty := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }))
	t.Cleanup(empty.Close)
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<html><script>alert(1)</script>Welcome"))
	}))
	t.Cleanup(page.Close)

	for _, test := range []struct {
		name, provider, center string
		wants                  []string
	}{
		{"host not found", "acronis", "https://no-such-host.invalid", []string{"no-such-host.invalid", "DNS", "not reached"}},
		{"refused", "acronis", "http://" + refused, []string{"refused", "TCP"}},
		{"not trusted", "dcv", selfSigned.URL, []string{"trust", "TLS", "SHA-256", "CA"}},
		{"plain HTTP spoken to TLS", "acronis", strings.Replace(login.URL, "http://", "https://", 1), []string{"TLS", "http://"}},
		{"a redirect to a login page", "acronis", login.URL, []string{"login.example.com", "302"}},
		{"an empty body", "acronis", empty.URL, []string{"403", "empty"}},
		{"a web page", "acronis", page.URL, []string{"Welcome", "<script>"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := open(t, f, "/")
			b.sandbox(test.provider)
			if test.provider == "dcv" {
				b.paste("dcv.ca", " ")
			}
			b.paste(test.provider+".data_center", test.center)
			b.click("get-token")
			b.wait("the failure", `!!document.getElementById("failure")`)
			got := b.text("main")
			for _, want := range test.wants {
				if !strings.Contains(got, want) {
					t.Errorf("%q is missing in\n%s", want, got)
				}
			}
			if b.text("#stop-credentials small") == "Not connected" {
				t.Error("the line does not show the failure")
			}
			b.shot("failure-" + strings.ReplaceAll(test.name, " ", "-"))
		})
	}
}

func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// TestWrongSecret is refused in each dialect's own way, said with the
// provider's words; mending the secret is enough to go on.
func TestWrongSecret(t *testing.T) {
	f := start(t)
	for _, test := range []struct{ provider, want string }{
		{"sandbox", "invalid_client"},
		{"acronis", "invalid_client"},
		{"cyberapp", "invalid_client"},
		{"dcv", "401"},
		{"passport", "invalid_client"},
		{"oauth", "invalid_client"},
	} {
		t.Run(test.provider, func(t *testing.T) {
			b := open(t, f, "/")
			b.sandbox(test.provider)
			secret := b.value(test.provider + ".client_secret")
			b.paste(test.provider+".client_secret", "wrong-"+secret)
			b.click("get-token")
			b.see("failure", test.want)
			b.see("failure", "What to try")
			b.paste(test.provider+".client_secret", secret)
			b.click("get-token")
			b.at("/token")
		})
	}
}

// TestGiveUp cancels an exchange that hangs.
func TestGiveUp(t *testing.T) {
	gone := make(chan struct{})
	hanging := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		// Only once the body is read does the server notice that the client left.
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
		close(gone)
	}))
	t.Cleanup(hanging.Close)
	f := start(t)
	b := open(t, f, "/")
	b.sandbox("acronis")
	b.paste("acronis.data_center", hanging.URL)
	b.click("get-token")
	b.see("stop-credentials", "Connecting")
	b.click("cancel")
	b.wait("the button back", `!!document.getElementById("get-token")`)
	select {
	case <-gone:
	case <-time.After(patience):
		t.Error("the token endpoint was not let go")
	}
}

// TestCallFailures shows what goes wrong with a call.
func TestCallFailures(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.connect("acronis")
	b.click("first-call")
	b.see("status", "200 OK")
	b.paste("path", "https://elsewhere.example.com/x")
	b.click("send")
	b.see("path-says", "only to the connection")
	b.paste("path", "/api/2/tenants/{tenant_id}")
	b.click("send")
	b.see("path-says", "{tenant_id}")
	b.paste("path", "/api/2/nothing-here")
	b.click("send")
	b.see("status", "404")
	b.see("stop-call", "404")
	b.expect("400 (Bad Request)") // the server's refusal of such a request
	b.paste("method", "GE T")
	b.click("send")
	b.wait("a word on the method", `/method/i.test(document.getElementById("path-says").innerText)`)
}
