//go:build !js

package server

import (
	"bufio"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"golang.org/x/net/html"

	"firstcall/app/api"
)

// An independent is an OpenID provider that none of us wrote: panva's
// oidc-provider in Node, over TLS with a CA of the test's own. It has one client
// for each way to authenticate, which has that way's name.
type independent struct {
	issuer            string
	ca                string // PEM
	clientCertificate string // PEM, for tls_client_auth
	clientKey         string
	privateKey        string // PEM, for private_key_jwt
	secret            string // of the others
}

// startIndependent starts it. Its access tokens live for so many seconds.
func startIndependent(t *testing.T, seconds int) *independent {
	t.Helper()
	script := "../.cache/oidcprovider/provider.js"
	if _, err := os.Stat(script); err != nil {
		t.Fatalf("%v: run make tools first", err)
	}
	p := &independent{secret: rand.Text() + rand.Text()}
	config := p.config(t, seconds)
	node := exec.CommandContext(t.Context(), "node", script)
	in, err := node.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := node.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var trouble strings.Builder
	node.Stderr = &trouble
	if err := node.Start(); err != nil {
		t.Fatalf("%v: the independent OpenID provider needs Node.js: apt-get install npm", err)
	}
	t.Cleanup(func() {
		in.Close() // which ends it
		_ = node.Wait()
	})
	if _, err := in.Write(append(config, '\n')); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the independent OpenID provider did not start: %v\n%s", err, trouble.String())
	}
	p.issuer = strings.TrimSpace(line)
	return p
}

// config makes keys and certificates, and what the script reads.
func (p *independent) config(t *testing.T, seconds int) []byte {
	t.Helper()
	ca := newTestAuthority(t)
	p.ca = ca.pem()
	cert, key := ca.issue(t, "localhost")
	p.clientCertificate, p.clientKey = ca.issue(t, "firstcall")
	signing, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p.privateKey = keyPEM(t, signing)
	config, err := json.Marshal(map[string]any{
		"key": key, "cert": cert, "ca": p.ca, "secret": p.secret, "seconds": seconds,
		"jwk":       jose.JSONWebKey{Key: signing.Public(), KeyID: "one", Use: "sig", Algorithm: "RS256"},
		"subjectDN": "CN=firstcall", "redirectURI": "http://127.0.0.1/callback",
	})
	if err != nil {
		t.Fatal(err)
	}
	return config
}

// form is for the client with this way to authenticate.
func (p *independent) form(way, grant string) api.Form {
	values := map[string]string{
		api.DataCenterField: p.issuer, "token_url": p.issuer + "/token", "grant_type": grant, "client_authentication": way,
		"authorization_url": p.issuer + "/auth", "device_authorization_url": p.issuer + "/device/auth",
		"introspection_url": p.issuer + "/token/introspection", "revocation_url": p.issuer + "/token/revocation",
		"jwks_url": p.issuer + "/jwks", "issuer": p.issuer,
		api.ClientIDField: way, api.CAField: p.ca,
	}
	switch way {
	case api.ClientBasic, api.ClientBody, api.ClientSecretJWT:
		values[api.ClientSecretField] = p.secret
	case api.ClientPrivateKey:
		values[api.PrivateKeyField] = p.privateKey
	case api.ClientTLS:
		values[api.ClientCertificateField], values[api.ClientKeyField] = p.clientCertificate, p.clientKey
	}
	if grant == api.GrantClientCredentials {
		values["scope"] = "api:read"
	} else {
		values["scope"] = "openid offline_access profile"
	}
	return api.Form{Provider: "oauth", Values: values}
}

// user is the browser in which someone signs in: it follows redirects and
// sends every form that it is shown, until url leads to the callback or a page
// has no form any more. It answers that callback's URL, "" without one.
func (p *independent) user(t *testing.T, address string) string {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(p.ca))
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	defer transport.CloseIdleConnections()
	var callback string
	client := &http.Client{Jar: jar, Transport: transport, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Path == api.CallbackPath {
			callback = r.URL.String()
			return http.ErrUseLastResponse
		}
		return nil
	}}
	request, err := http.NewRequestWithContext(t.Context(), "GET", address, nil)
	for range 10 {
		if err != nil {
			t.Fatal(err)
		}
		resp, err2 := client.Do(request)
		if err2 != nil {
			t.Fatal(err2)
		}
		page, err2 := html.Parse(resp.Body)
		resp.Body.Close()
		if err2 != nil {
			t.Fatal(err2)
		}
		if callback != "" {
			return callback
		}
		action, fields := firstForm(page)
		if fields == nil {
			return ""
		}
		fields.Set("login", "zoe")
		fields.Set("password", "any")
		if fields.Has("user_code") && !fields.Has("confirm") && resp.Request.Method == "POST" {
			fields.Set("confirm", "yes")
		}
		target, err3 := resp.Request.URL.Parse(action)
		if err3 != nil {
			t.Fatal(err3)
		}
		request, err = http.NewRequestWithContext(t.Context(), "POST", target.String(), strings.NewReader(fields.Encode()))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	t.Fatal("signing in does not end")
	return ""
}

// firstForm is the action of a page's first form and its inputs' values, nil
// without a form.
func firstForm(page *html.Node) (action string, fields url.Values) {
	for n := range page.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		attr := func(name string) string {
			for _, a := range n.Attr {
				if a.Key == name {
					return a.Val
				}
			}
			return ""
		}
		switch {
		case n.Data == "form" && fields != nil:
			return action, fields
		case n.Data == "form":
			action, fields = attr("action"), url.Values{}
		case n.Data == "input" && fields != nil && attr("name") != "":
			fields.Set(attr("name"), attr("value"))
		}
	}
	return action, fields
}

// A testAuthority issues certificates.
type testAuthority struct {
	certificate *x509.Certificate
	key         *rsa.PrivateKey
}

func newTestAuthority(t *testing.T) *testAuthority {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Test CA"}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return &testAuthority{certificate, key}
}

func (a *testAuthority) pem() string { return certificatePEM(a.certificate.Raw) }

// issue answers a certificate for name, a host or a client, and its key, in PEM.
func (a *testAuthority) issue(t *testing.T, name string) (cert, key string) {
	t.Helper()
	own, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, a.certificate, own.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	return certificatePEM(raw), keyPEM(t, own)
}

func certificatePEM(raw []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw}))
}

func keyPEM(t *testing.T, key *rsa.PrivateKey) string {
	t.Helper()
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}))
}

// TestIndependentProvider takes every way of client authentication through
// every grant that the provider has, to a call, an introspection and a
// revocation after which the call is refused.
func TestIndependentProvider(t *testing.T) {
	provider := startIndependent(t, 300)
	site := start(t, bare)
	for _, way := range []string{api.ClientBasic, api.ClientBody, api.ClientSecretJWT, api.ClientPrivateKey, api.ClientTLS, api.ClientNone} {
		for _, grant := range []string{api.GrantClientCredentials, api.GrantCode, api.GrantDevice} {
			if way == api.ClientNone && grant == api.GrantClientCredentials {
				continue // RFC 6749 section 4.4: only confidential clients
			}
			t.Run(way+" "+grant, func(t *testing.T) {
				b := site.browser()
				state := b.signIn(t, provider, provider.form(way, grant))
				wantIndependent(t, b, state, way, grant)
			})
		}
	}
}

// TestIndependentRenewal makes a hundred calls at once with a token that is due.
// The provider ends the whole family when a refresh token comes twice.
func TestIndependentRenewal(t *testing.T) {
	provider := startIndependent(t, 300)
	site := start(t, bare)
	b := site.browser()
	c := b.signIn(t, provider, provider.form(api.ClientPrivateKey, api.GrantCode)).Connection()
	for round := 1; round <= 3; round++ {
		site.clock.advance(299 * time.Second)
		var calls sync.WaitGroup
		for range 100 {
			request := b.request("POST", api.CallPath, api.Request{Method: "GET", Path: "/api/whoami", Connection: c.ID})
			calls.Go(func() {
				resp, err := b.Do(request)
				if err != nil {
					t.Error(err)
					return
				}
				defer resp.Body.Close()
				var reply api.Reply
				if err := json.NewDecoder(resp.Body).Decode(&reply); err != nil || reply.Status != http.StatusOK {
					t.Errorf("status %d, error %v", reply.Status, err)
				}
			})
		}
		calls.Wait()
		if got := b.state().Connection().Renewal; got.Count != round || got.Failure != nil {
			t.Fatalf("renewed %d times after round %d: %+v", got.Count, round, got.Failure)
		}
	}
}

// signIn connects, and where the grant needs a user is that too.
func (b *browser) signIn(t *testing.T, provider *independent, form api.Form) api.State {
	t.Helper()
	state := b.connect(form)
	if state.SignIn == nil {
		return state
	}
	callback := provider.user(t, state.SignIn.URL)
	if form.Values["grant_type"] == api.GrantDevice {
		for state.SignIn != nil {
			b.site.clock.advance(time.Duration(state.SignIn.Interval) * time.Second)
			state = decode[api.State](t, b.want(http.StatusOK, "POST", api.WaitPath, api.SignInRef{ID: state.SignIn.ID}))
		}
		return state
	}
	at, err := url.Parse(callback)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.want(http.StatusSeeOther, "GET", at.RequestURI(), nil); strings.Contains(got.header.Get("Location"), "code") {
		t.Errorf("the callback leads to %s", got.header.Get("Location"))
	}
	return b.state()
}

func wantIndependent(t *testing.T, b *browser, state api.State, way, grant string) {
	t.Helper()
	c := state.Connection()
	if c == nil || state.Failure != nil {
		t.Fatalf("no connection: %+v", state.Failure)
	}
	whoami := api.Request{Method: "GET", Path: "/api/whoami", Connection: c.ID}
	reply := decode[api.Reply](t, b.want(http.StatusOK, "POST", api.CallPath, whoami))
	if reply.Status != http.StatusOK || !strings.Contains(reply.Body, `"client":"`+way+`"`) {
		t.Fatalf("call: %d %s %+v", reply.Status, reply.Body, reply.Failure)
	}
	if grant != api.GrantClientCredentials {
		wantVerdict(t, b, c)
		renewed := decode[api.State](t, b.want(http.StatusOK, "POST", api.RenewPath, api.ConnectionRef{Connection: c.ID})).Connection()
		if renewed == nil || renewed.ID != c.ID || renewed.Renewal.Count != 1 || renewed.Renewal.How != api.RefreshToken {
			t.Errorf("renewed by %q, %d times: %+v", renewed.Renewal.How, renewed.Renewal.Count, renewed.Renewal.Failure)
		}
	}
	ref := api.TokenRef{Connection: c.ID, Token: api.AccessToken}
	said := decode[api.Introspection](t, b.want(http.StatusOK, "POST", api.IntrospectPath, ref))
	if !said.Active || said.Failure != nil {
		t.Errorf("introspection: %+v", said)
	}
	b.want(http.StatusOK, "PUT", api.RenewalPath, api.RenewalSwitch{Connection: c.ID})
	if done := decode[api.Revocation](t, b.want(http.StatusOK, "POST", api.RevokePath, ref)); done.Failure != nil {
		t.Errorf("revocation: %+v", done.Failure)
	}
	if reply := decode[api.Reply](t, b.want(http.StatusOK, "POST", api.CallPath, whoami)); reply.Status != http.StatusUnauthorized {
		t.Errorf("call after the revocation: %d %s", reply.Status, reply.Body)
	}
}

// wantVerdict holds the ID token to the provider's keys.
func wantVerdict(t *testing.T, b *browser, c *api.Connection) {
	t.Helper()
	raw := b.want(http.StatusOK, "POST", api.VerifyPath, api.Verify{TokenRef: api.TokenRef{Connection: c.ID, Token: api.IDToken}})
	var verdict struct{ State string }
	if err := json.Unmarshal([]byte(raw.body), &verdict); err != nil || verdict.State != "valid" {
		t.Errorf("verdict on the ID token: %s", raw.body)
	}
}
