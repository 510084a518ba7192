//go:build !js

package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"firstcall/app/api"
)

// jwt looks like a signed token, so that keys are asked for; nobody signed it.
var jwt = base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256","kid":"k"}`)) + "." +
	base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"s"}`)) + ".c2lnbmVk"

// everything is an authorization server and an API, at base.
func everything(base func() string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, map[string]string{
			"/.well-known/openid-configuration": `{"issuer":"` + base() + `","token_endpoint":"` + base() + `/token","jwks_uri":"` + base() + `/keys"}`,
			"/token":                            `{"access_token":"` + jwt + `","token_type":"Bearer","expires_in":3600}`,
			"/keys":                             `{"keys":[]}`,
			"/introspect":                       `{"active":true}`,
			"/call":                             `{}`,
		}[r.URL.Path])
	}
}

// A use is one of the requests that a connection makes. The strict server has the
// endpoint that it goes to, and the open one the others.
type useOfWay struct {
	name string
	form func(strict, open string) map[string]string
	do   func(b *browser, state api.State) *api.Failure
}

func connecting(_ *browser, state api.State) *api.Failure { return state.Failure }

// endpoints are fields with the paths of their endpoints.
var endpoints = map[string]string{
	"data_center": "", "token_url": "/token", "jwks_url": "/keys", "introspection_url": "/introspect", "revocation_url": "/revoke",
}

func usesOfWay(t *testing.T) []useOfWay {
	only := func(field string) func(strict, open string) map[string]string {
		return func(strict, open string) map[string]string {
			values := map[string]string{}
			for name, path := range endpoints {
				values[name] = open + path
			}
			values[field] = strict + endpoints[field]
			return values
		}
	}
	token := api.TokenRef{Token: api.AccessToken}
	return []useOfWay{
		{"discovery", func(strict, _ string) map[string]string { return map[string]string{"data_center": strict} }, connecting},
		{"token request", only("token_url"), connecting},
		{"keys", only("jwks_url"), func(b *browser, _ api.State) *api.Failure { return b.verify(api.Verify{TokenRef: token}).Failure }},
		{"introspection", only("introspection_url"), func(b *browser, _ api.State) *api.Failure {
			return decode[api.Introspection](t, b.want(200, "POST", api.IntrospectPath, token)).Failure
		}},
		{"revocation", only("revocation_url"), func(b *browser, _ api.State) *api.Failure {
			return decode[api.Revocation](t, b.want(200, "POST", api.RevokePath, token)).Failure
		}},
		{"call", only("data_center"), func(b *browser, _ api.State) *api.Failure {
			return b.call(api.Request{Method: "GET", Path: "/call"}).Failure
		}},
	}
}

// failureOf makes a use of a connection with settings.
func (u useOfWay) failureOf(t *testing.T, b *browser, strict, open string, settings map[string]string) *api.Failure {
	t.Helper()
	form := formFor(open)
	if u.name == "discovery" {
		form.Provider = "discovering"
	}
	form = with(with(form, u.form(strict, open)), settings)
	state := b.connect(form)
	if state.Connection() == nil && u.name != "discovery" && u.name != "token request" {
		t.Fatalf("no connection: %+v", state.Failure)
	}
	return u.do(b, state)
}

// discovering finds its token endpoint by the metadata document.
const discovering = `id: discovering
name: Discovering
fields:
  - {name: data_center, label: URL, kind: url}
  - {name: client_id, label: Key}
  - {name: client_secret, label: Secret, kind: secret}
token:
  url: "{data_center}/.well-known/openid-configuration"
  discovery: true
  grant: client_credentials
  place: form
  client: client_secret_basic
`

// way is a site, an open server, and strict ones that want something of whoever
// comes.
type way struct {
	*site
	open, tls, mutual, slow string
	certificate             *x509.Certificate // of all that speak TLS
	client, clientKey       string            // PEM
}

func newWay(t *testing.T) *way {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "discovering.yaml"), []byte(discovering), 0o600); err != nil {
		t.Fatal(err)
	}
	w := &way{site: start(t, Config{Sandbox: bare.Sandbox, Providers: dir})}
	serve := func(h func(base func() string) http.HandlerFunc, change func(*tls.Config)) *httptest.Server {
		s := httptest.NewUnstartedServer(nil)
		s.Config.Handler = h(func() string { return s.URL })
		s.Config.ErrorLog = log.New(io.Discard, "", 0)
		if change == nil {
			s.Start()
		} else {
			s.TLS = &tls.Config{}
			change(s.TLS)
			s.StartTLS()
		}
		t.Cleanup(s.Close)
		return s
	}
	certificate, key, pool := clientCertificate(t)
	w.client, w.clientKey = certificate, key
	w.open = serve(everything, nil).URL
	strict := serve(everything, func(*tls.Config) {})
	w.tls, w.certificate = strict.URL, strict.Certificate()
	w.mutual = serve(everything, func(c *tls.Config) { c.ClientAuth, c.ClientCAs = tls.RequireAndVerifyClientCert, pool }).URL
	w.slow = serve(func(func() string) http.HandlerFunc {
		return func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		}
	}, nil).URL
	return w
}

func (w *way) ca() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: w.certificate.Raw}))
}

func (w *way) pin() string {
	sum := sha256.Sum256(w.certificate.Raw)
	return hex.EncodeToString(sum[:])
}

// clientCertificate makes one, and a pool that trusts it.
func clientCertificate(t *testing.T) (certificate, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "a client"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	text, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	pool = x509.NewCertPool()
	pool.AddCert(parsed)
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: text})), pool
}

// A tunnel is an HTTP proxy that wants a password. It never answers whoever wants
// to get to the host that it is stuck at.
type tunnel struct {
	url string

	mu      sync.Mutex
	reached map[string]bool
	stuck   string
}

const tunnelAuthorization = "proxy user:proxy password"

func newTunnel(t *testing.T) *tunnel {
	t.Helper()
	p := &tunnel{reached: map[string]bool{}}
	s := httptest.NewServer(http.HandlerFunc(p.serve))
	t.Cleanup(s.Close)
	p.url = s.URL
	return p
}

func (p *tunnel) serve(w http.ResponseWriter, r *http.Request) {
	authorized := r.Header.Get("Proxy-Authorization") == "Basic "+base64.StdEncoding.EncodeToString([]byte(tunnelAuthorization))
	if r.Method != http.MethodConnect || !authorized {
		http.Error(w, "no", http.StatusProxyAuthRequired)
		return
	}
	p.mu.Lock()
	stuck := p.stuck == r.Host
	p.reached[r.Host] = true
	p.mu.Unlock()
	if stuck {
		<-r.Context().Done()
		return
	}
	target, err := net.Dial("tcp", r.Host)
	if err != nil {
		http.Error(w, "no", http.StatusBadGateway)
		return
	}
	defer target.Close()
	w.WriteHeader(http.StatusOK)
	conn, sent, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer conn.Close()
	var both sync.WaitGroup
	both.Go(func() { _, _ = io.Copy(target, sent); _ = target.(*net.TCPConn).CloseWrite() })
	both.Go(func() { _, _ = io.Copy(conn, target); conn.Close() })
	both.Wait()
}

// settings answers those of the tunnel.
func (p *tunnel) settings() map[string]string {
	return map[string]string{api.ProxyField: p.url, api.ProxyAuthorizationField: tunnelAuthorization}
}

func (p *tunnel) saw(address string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.reached[address]
}

func joined(all ...map[string]string) map[string]string {
	out := map[string]string{}
	for _, some := range all {
		for name, value := range some {
			out[name] = value
		}
	}
	return out
}

// TestEachSettingEverywhere makes each use with each setting of the way out: with
// it the use succeeds, and without it, or with a wrong one, fails as it has to.
// Every use of a proxy has its own, so that no connection is there from before.
func TestEachSettingEverywhere(t *testing.T) {
	w := newWay(t)
	ca := map[string]string{api.CAField: w.ca()}
	otherPin := map[string]string{api.PinField: strings.Repeat("ab", 32)}
	client := map[string]string{api.ClientCertificateField: w.client, api.ClientKeyField: w.clientKey}
	for _, setting := range []struct {
		name, strict string
		with         map[string]string // nil: nothing would end well
		without      map[string]string
		kind         string // of the failure without; "": nothing to try
		proxy, stuck bool   // with a proxy besides, and one that gets nowhere
	}{
		{name: "CA", strict: w.tls, with: ca, kind: api.FailureTLS},
		{name: "pin", strict: w.tls, with: map[string]string{api.PinField: w.pin()}, without: otherPin, kind: api.FailureTLS},
		{name: "pin before CA", strict: w.tls, with: ca, without: joined(ca, otherPin), kind: api.FailureTLS},
		{name: "no verification", strict: w.tls, with: map[string]string{api.VerifyField: "never"}, kind: api.FailureTLS},
		{name: "client certificate", strict: w.mutual, with: joined(ca, client), without: ca, kind: api.FailureTLS},
		{name: "proxy", strict: w.tls, with: ca, proxy: true},
		{name: "time limit", strict: w.slow, without: map[string]string{api.TimeoutField: "1"}, kind: api.FailureTimeout},
		{name: "time limit for connecting", strict: w.tls, without: joined(ca, map[string]string{api.ConnectTimeoutField: "1"}), kind: api.FailureProxy, proxy: true, stuck: true},
	} {
		for _, use := range usesOfWay(t) {
			t.Run(setting.name+"/"+use.name, func(t *testing.T) {
				t.Parallel()
				_, host, _ := strings.Cut(setting.strict, "://")
				proxy, through := newTunnel(t), map[string]string(nil)
				if setting.proxy {
					through = proxy.settings()
				}
				if setting.stuck {
					proxy.stuck = host
				}
				if setting.with != nil {
					if f := use.failureOf(t, w.browser(), setting.strict, w.open, joined(setting.with, through)); f != nil {
						t.Errorf("with it: %+v", f)
					}
					if proxy.saw(host) != setting.proxy {
						t.Errorf("it went through the proxy: %v", proxy.saw(host))
					}
				}
				if setting.kind == "" {
					return
				}
				if f := use.failureOf(t, w.browser(), setting.strict, w.open, joined(setting.without, through)); f == nil || f.Kind != setting.kind {
					t.Errorf("without it: %+v, want a failure of kind %s", f, setting.kind)
				}
			})
		}
	}
}

// TestOperatorsProxy has everything leave through the proxy that the server was
// started with, whose password nobody sees.
func TestOperatorsProxy(t *testing.T) {
	proxy := newTunnel(t)
	at := "http://" + url.UserPassword("proxy user", "proxy password").String() + "@" + strings.TrimPrefix(proxy.url, "http://")
	site := start(t, Config{Sandbox: bare.Sandbox, Proxy: at})
	b := site.browser()
	dc := echo(t, "one")
	state := b.connect(formFor(dc))
	if state.Connection() == nil || !proxy.saw(strings.TrimPrefix(dc, "http://")) {
		t.Errorf("failure %+v, the proxy saw %v", state.Failure, proxy.reached)
	}
	for where, text := range map[string]string{"the state": b.ask("GET", api.StatePath, nil).body, "the log": site.log.String()} {
		if strings.Contains(text, "proxy password") || strings.Contains(text, "proxy%20password") {
			t.Errorf("the proxy's password is in %s", where)
		}
	}
}
