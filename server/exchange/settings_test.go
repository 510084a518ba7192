package exchange_test

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/server/exchange"
	"firstcall/server/provider"
	"firstcall/server/sandbox"
	"firstcall/server/secret"
)

// authority answers as an authorization server with all endpoints does.
func authority(w http.ResponseWriter, r *http.Request) {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	base := scheme + r.Host
	_, _ = io.WriteString(w, map[string]string{
		"/.well-known/openid-configuration": `{"issuer":"` + base + `","token_endpoint":"` + base + `/token","introspection_endpoint":"` + base + `/introspect","revocation_endpoint":"` +
			base + `/revoke","device_authorization_endpoint":"` + base + `/device","authorization_endpoint":"https://login.example/authorize","jwks_uri":"https://keys.example/jwks"}`,
		"/token":      `{"access_token":"abcd"}`,
		"/introspect": `{"active":true}`,
		"/device":     `{"device_code":"abcdefgh","user_code":"A","verification_uri":"https://example.com/"}`,
	}[r.URL.Path])
}

// asks are all that an exchanger sends, the metadata document first.
var asks = map[string]func(*testing.T, *exchange.Exchanger, provider.Profile, map[string]string) *api.Failure{
	"token": func(t *testing.T, e *exchange.Exchanger, p provider.Profile, values map[string]string) *api.Failure {
		return e.Run(t.Context(), p, values).Failure
	},
	"trial": func(t *testing.T, e *exchange.Exchanger, p provider.Profile, values map[string]string) *api.Failure {
		return e.Try(t.Context(), p, values, api.Variation{Client: api.ClientBody}, nil).Failure
	},
	"refresh": func(t *testing.T, e *exchange.Exchanger, p provider.Profile, values map[string]string) *api.Failure {
		return e.Refresh(t.Context(), p, values, secret.New("r")).Failure
	},
	"step": func(t *testing.T, e *exchange.Exchanger, p provider.Profile, values map[string]string) *api.Failure {
		return e.Step(t.Context(), p, p.Steps[0], values, secret.New("a")).Failure
	},
	"introspection": func(t *testing.T, e *exchange.Exchanger, p provider.Profile, values map[string]string) *api.Failure {
		return e.Introspect(t.Context(), p, values, api.AccessToken, secret.New("a")).Failure
	},
	"revocation": func(t *testing.T, e *exchange.Exchanger, p provider.Profile, values map[string]string) *api.Failure {
		return e.Revoke(t.Context(), p, values, api.AccessToken, secret.New("a")).Failure
	},
	"keys": func(t *testing.T, e *exchange.Exchanger, p provider.Profile, values map[string]string) *api.Failure {
		url, failure := e.Keys(t.Context(), p, values)
		if failure == nil && url != "https://keys.example/jwks" {
			t.Errorf("the keys are at %s", url)
		}
		return failure
	},
	"authorization": func(t *testing.T, e *exchange.Exchanger, p provider.Profile, values map[string]string) *api.Failure {
		a, failure := e.Authorize(t.Context(), p, values, redirectURI)
		if failure == nil && !strings.HasPrefix(a.URL, "https://login.example/authorize?") {
			t.Errorf("the user is sent to %s", a.URL)
		}
		return failure
	},
	"code": func(t *testing.T, e *exchange.Exchanger, p provider.Profile, values map[string]string) *api.Failure {
		a := exchange.Authorization{URL: "https://login.example/", State: secret.New("s"), RedirectURI: redirectURI}
		return e.Redeem(t.Context(), p, values, a, map[string][]string{"state": {"s"}, "code": {"c"}}).Failure
	},
	"device": func(t *testing.T, e *exchange.Exchanger, p provider.Profile, values map[string]string) *api.Failure {
		_, failure := e.Device(t.Context(), p, values)
		return failure
	},
	"poll": func(t *testing.T, e *exchange.Exchanger, p provider.Profile, values map[string]string) *api.Failure {
		return e.Poll(t.Context(), p, values, exchange.Device{DeviceCode: secret.New("d")}).Failure
	},
}

// TestEverySettingIsEverywhere has servers that are reached with one setting only,
// and sends everything there with it and without.
func TestEverySettingIsEverywhere(t *testing.T) {
	trusted := httptest.NewTLSServer(http.HandlerFunc(authority))
	t.Cleanup(trusted.Close)
	mutual := httptest.NewUnstartedServer(http.HandlerFunc(authority))
	mutual.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	mutual.Config.ErrorLog = quiet()
	mutual.StartTLS()
	t.Cleanup(mutual.Close)
	trusted.Config.ErrorLog = quiet()
	ca := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: trusted.Certificate().Raw}))
	pin := exchangerCertificates(t, trusted.URL, ca)
	box, err := sandbox.New(sandbox.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close(t.Context()) })
	client := box.Fill("standard")
	plain := httptest.NewServer(http.HandlerFunc(authority))
	t.Cleanup(plain.Close)
	hop, through := connectProxy(t)
	for name, test := range map[string]struct {
		url           string
		with, without map[string]string
		kind          string // of the failure without
	}{
		"ca":          {trusted.URL, map[string]string{"ca": ca}, nil, api.FailureTLS},
		"pin":         {trusted.URL, map[string]string{"pin": strings.ToLower(pin)}, map[string]string{"pin": strings.Repeat("ab", 32)}, api.FailureTLS},
		"verify":      {trusted.URL, map[string]string{"verify": "never"}, map[string]string{"verify": ""}, api.FailureTLS},
		"certificate": {mutual.URL, map[string]string{"ca": ca, "client_certificate": client["client_certificate"], "client_key": client["client_key"]}, map[string]string{"ca": ca}, api.FailureTLS},
		"proxy":       {plain.URL, map[string]string{"proxy": hop, "proxy_authorization": "me:pa:ss@word"}, map[string]string{"proxy": hop}, ""},
	} {
		for what, ask := range asks {
			before := through.Load()
			if f := ask(t, exchanger(t), profile(t, "sandbox"), settled(test.url, test.with)); f != nil {
				t.Errorf("%s, %s: %s", name, what, dump(f))
			}
			if name == "proxy" && through.Load() == before {
				t.Errorf("%s: nothing went through the proxy", what)
			}
			if f := ask(t, exchanger(t), profile(t, "sandbox"), settled(test.url, test.without)); f == nil || test.kind != "" && f.Kind != test.kind {
				t.Errorf("%s, %s, without: %s", name, what, dump(f))
			} else if text := dump(f); strings.Contains(text, "pa:ss") || strings.Contains(text, "cGE6c3") {
				t.Errorf("the proxy's password is in %s", text)
			}
		}
	}
}

// TestTimesAreEverywhere has a server that never answers.
func TestTimesAreEverywhere(t *testing.T) {
	silent := upstream(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	})
	for what, ask := range asks {
		if what == "poll" {
			continue // takes it for a reason to ask less often
		}
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			if f := ask(t, exchanger(t), profile(t, "sandbox"), settled(silent, map[string]string{"timeout": "1"})); f == nil || f.Kind != api.FailureTimeout {
				t.Errorf("got %s", dump(f))
			}
		})
	}
	d := exchange.Device{DeviceCode: secret.New("d"), Interval: 5, TokenURL: silent + "/token"}
	if polled := exchanger(t).Poll(t.Context(), profile(t, "sandbox"), settled(silent, map[string]string{"timeout": "1"}), d); !polled.Pending || polled.Interval != 10 {
		t.Errorf("poll: %s", dump(polled))
	}
}

func settled(url string, more map[string]string) map[string]string {
	values := map[string]string{"data_center": url, "client_id": "c", "client_secret": "s3cr3t", "grant_type": "client_credentials"}
	for name, value := range more {
		values[name] = value
	}
	return values
}

// exchangerCertificates is the fingerprint of a server's certificate, as an
// outcome has it.
func exchangerCertificates(t *testing.T, url, ca string) string {
	t.Helper()
	got := exchanger(t).Run(t.Context(), profile(t, "sandbox"), settled(url, map[string]string{"ca": ca}))
	if len(got.Certificates) != 1 {
		t.Fatalf("certificates %s, %s", dump(got.Certificates), dump(got.Failure))
	}
	return got.Certificates[0].Fingerprint
}

// connectProxy is an HTTP proxy that wants me:pa:ss@word. It counts what goes through.
func connectProxy(t *testing.T) (url string, through *atomic.Int64) {
	t.Helper()
	through = new(atomic.Int64)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	want := "Basic " + base64.StdEncoding.EncodeToString([]byte("me:pa:ss@word"))
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go tunnel(c, want, through)
		}
	}()
	return "http://" + listener.Addr().String(), through
}

func tunnel(c net.Conn, want string, through *atomic.Int64) {
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(30 * time.Second))
	reader := bufio.NewReader(c)
	r, err := http.ReadRequest(reader)
	if err != nil {
		return
	}
	if r.Method != "CONNECT" || r.Header.Get("Proxy-Authorization") != want {
		_, _ = io.WriteString(c, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
		return
	}
	onward, err := net.Dial("tcp", r.Host)
	if err != nil {
		return
	}
	defer onward.Close()
	through.Add(1)
	_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n")
	done := make(chan struct{})
	go func() {
		_, _ = io.Copy(c, onward)
		c.Close()
		close(done)
	}()
	_, _ = io.Copy(onward, reader)
	onward.Close()
	<-done
}

// TestSettingsAreChecked names the field at fault, and shows nothing of it.
func TestSettingsAreChecked(t *testing.T) {
	for _, test := range []struct{ field, value, detail string }{
		{"ca", "sesame", "No certificate was found"},
		{"pin", "sesame", "This is no fingerprint"},
		{"client_certificate", "sesame", "No certificate was found"},
		{"client_key", "sesame", "not the client certificate"},
		{"proxy", "sesame", "must begin with"},
		{"proxy", "http://me:sesame@proxy.example", "have a field of their own"},
		{"proxy", "http://proxy.example/sesame", "must end after the host"},
		{"connect_timeout", "soon", "from 1 to 600"},
		{"timeout", "0", "from 1 to 600"},
		{"timeout", "601", "from 1 to 600"},
		{"timeout", "-1", "from 1 to 600"},
		{"timeout", "1.5", "from 1 to 600"},
	} {
		values := settled("http://127.0.0.1:9", map[string]string{test.field: test.value})
		_, f := exchange.Settings(profile(t, "sandbox"), values)
		ran := exchanger(t).Run(t.Context(), profile(t, "sandbox"), values).Failure
		if f == nil || f.Kind != api.FailureField || f.Field != test.field && (test.field != "client_key" || f.Field != "client_certificate") || !strings.Contains(f.Detail, test.detail) || strings.Contains(dump(f), "sesame") || ran == nil || ran.Field != f.Field {
			t.Errorf("%s %q: %s", test.field, test.value, dump(f))
		}
	}
	s, f := exchange.Settings(profile(t, "sandbox"), settled("http://127.0.0.1:9", map[string]string{"timeout": " 7 ", "connect_timeout": "3", "verify": "never", "proxy": "socks5://p:1"}))
	if f != nil || s.Timeout != 7*time.Second || s.ConnectTimeout != 3*time.Second || !s.SkipVerify || s.Proxy.Reveal() != "socks5://p:1" {
		t.Errorf("got %+v, %s", s, dump(f))
	}
}

// TestUnverified says so in the outcome, unless a pin comes before.
func TestUnverified(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(authority))
	t.Cleanup(server.Close)
	values := settled(server.URL, map[string]string{"verify": "never"})
	got := exchanger(t).Run(t.Context(), profile(t, "sandbox"), values)
	if got.Grant == nil || !got.Unverified || len(got.Certificates) == 0 {
		t.Errorf("got %s", dump(got))
	}
	values["pin"] = got.Certificates[0].Fingerprint
	if got := exchanger(t).Run(t.Context(), profile(t, "sandbox"), values); got.Grant == nil || got.Unverified {
		t.Errorf("got %s", dump(got))
	}
}
