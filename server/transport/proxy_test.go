package transport_test

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/server/secret"
	"firstcall/server/transport"
)

var schemes = []string{"http", "https", "socks5"}

// TestProxy: through each kind of proxy, with a login and without, the proxy is
// asked for the target's address, TLS is with the target, for its name, and the
// evidence tells both.
func TestProxy(t *testing.T) {
	ca := newAuthority(t)
	secure := serveTLS(t, ca.issue(t, func(c *x509.Certificate) { c.IPAddresses = nil }), nil)
	plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "served by "+r.Proto) }))
	defer plain.Close()
	names := resolve(t, map[string][]string{"broker.example": {"127.0.0.1"}, "proxy.example": {"127.0.0.1"}})
	for _, scheme := range schemes {
		for _, login := range []string{"", "me:SECRET"} {
			h := newHop(t, scheme, login, ca.issue(t, func(c *x509.Certificate) { c.DNSNames = []string{"proxy.example"} }))
			_, port, _ := net.SplitHostPort(h.address)
			byName := strings.Replace(h.url(login), "127.0.0.1", "proxy.example", 1)
			for _, target := range []struct{ url, host, want string }{
				{secure.URL, hostOf(secure.URL), "served by HTTP/2.0"},
				{plain.URL, strings.TrimPrefix(plain.URL, "http://"), "served by HTTP/1.1"},
			} {
				tr := start(t, transport.Config{Resolver: names})
				url := strings.Replace(target.url, "127.0.0.1", "broker.example", 1)
				for i, proxy := range []string{h.url(login), byName, byName} {
					s := transport.Settings{CA: ca.pem(), Proxy: secret.New(proxy)}
					ex, got := ask(t, tr, url, s)
					if got != target.want {
						t.Errorf("%s to %s: got %q", scheme, url, got)
					}
					want := []string{target.host}
					if i == 2 {
						want = nil // the connection is open
					}
					if asked := h.all(); !slices.Equal(asked, want) {
						t.Errorf("%s to %s: the proxy was asked for %q, want %q", scheme, url, asked, want)
					}
					checkThrough(t, ex, target.host, []string{h.address, "proxy.example:" + port, "proxy.example:" + port}[i])
				}
			}
		}
	}
}

func checkThrough(t *testing.T, ex *transport.Exchange, remote, proxy string) {
	t.Helper()
	if got := ex.Trace.Remote(); got != remote {
		t.Errorf("remote %q, want %q", got, remote)
	}
	rungs := ex.Trace.Rungs()
	if got := rungs[2].Evidence; !strings.HasPrefix(got, remote) || !strings.HasSuffix(got, " through the proxy "+proxy) {
		t.Errorf("evidence %q, want %s through %s", got, remote, proxy)
	}
	if got := rungs[1].Evidence; got != "127.0.0.1" && !strings.Contains(got, "open already") {
		t.Errorf("DNS evidence %q, want the target's address", got)
	}
	if text := fmt.Sprintf("%+v %#v %+v", ex.Trace, ex.Trace, rungs); strings.Contains(text, "SECRET") {
		t.Errorf("the proxy's password shows: %s", text)
	}
}

// TestProxyTLS: a proxy changes nothing about whom the connection trusts.
func TestProxyTLS(t *testing.T) {
	ca := newAuthority(t)
	server := serveTLS(t, ca.issue(t, func(c *x509.Certificate) { c.IPAddresses = nil }), nil)
	for _, scheme := range schemes {
		h := newHop(t, scheme, "", ca.issue(t, nil))
		tr := start(t, transport.Config{})
		f, err := fail(t, tr, get(t, server.URL), transport.Settings{CA: ca.pem(), Proxy: secret.New(h.url(""))})
		want{api.FailureTLS, api.RungTLS, "The certificate of " + hostOf(server.URL) + " is for another name", nil}.check(t, scheme, f, err)
		rung := transport.TraceOf(err).Rungs()[2]
		if want := hostOf(server.URL) + " accepts connections through the proxy " + h.address; rung.Evidence != want {
			t.Errorf("%s: evidence %q, want %q", scheme, rung.Evidence, want)
		}
	}
}

// TestProxyIPv6 has addresses of the other family.
func TestProxyIPv6(t *testing.T) {
	l, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &httptest.Server{Listener: l, Config: &http.Server{Handler: http.NotFoundHandler()}}
	server.Start()
	defer server.Close()
	for _, scheme := range schemes {
		ca := newAuthority(t)
		h := newHop(t, scheme, "", ca.issue(t, nil))
		ask(t, start(t, transport.Config{}), server.URL, transport.Settings{CA: ca.pem(), Proxy: secret.New(h.url(""))})
		if got := h.all(); !slices.Equal(got, []string{l.Addr().String()}) {
			t.Errorf("%s: asked for %q, want %s", scheme, got, l.Addr())
		}
	}
}

// TestProxyNextAddress goes on when the proxy does not get to one address.
func TestProxyNextAddress(t *testing.T) {
	host := listen(t, answer("HTTP/1.1 204 No Content\r\n\r\n"))
	_, port, _ := net.SplitHostPort(host)
	names := resolve(t, map[string][]string{"broker.example": {"127.0.0.1", "127.0.0.9"}})
	for _, scheme := range []string{"http", "socks5"} {
		h := newHop(t, scheme, "", tls.Certificate{})
		tr := start(t, transport.Config{Resolver: names})
		ask(t, tr, "http://broker.example:"+port, transport.Settings{Proxy: secret.New(h.url(""))})
		if got := h.all(); got[len(got)-1] != host {
			t.Errorf("%s: asked for %q, want %s last", scheme, got, host)
		}
		f, _ := fail(t, tr, get(t, "http://broker.example:1"), transport.Settings{Proxy: secret.New(h.url(""))})
		if got := h.all(); len(got) != 2 || !strings.Contains(f.Detail, "127.0.0.1:1") || !strings.Contains(f.Detail, "127.0.0.9:1") {
			t.Errorf("%s: asked for %q, and told %s", scheme, got, f.Detail)
		}
	}
}

// TestOperatorProxy is used without a connection's asking, by its own agent's
// name, and not for servers inside the program.
func TestOperatorProxy(t *testing.T) {
	host := listen(t, answer("HTTP/1.1 204 No Content\r\n\r\n"))
	operators, own := newHop(t, "http", "", tls.Certificate{}), newHop(t, "http", "", tls.Certificate{})
	tr := start(t, transport.Config{
		Proxy: secret.New(operators.url("")), UserAgent: "Firstcall/1.2",
		Local: map[string]transport.Dialer{"inside.test": piped},
	})
	ask(t, tr, "http://"+host, transport.Settings{})
	if got := operators.all(); !slices.Equal(got, []string{host}) || operators.agent != "Firstcall/1.2" {
		t.Errorf("asked for %q by %q", got, operators.agent)
	}
	ask(t, tr, "http://"+host, transport.Settings{Proxy: secret.New(own.url(""))})
	if got := own.all(); !slices.Equal(got, []string{host}) || operators.all() != nil {
		t.Errorf("a connection's own proxy was asked for %q", got)
	}
	ex, _ := ask(t, tr, "http://inside.test", transport.Settings{Proxy: secret.New(own.url(""))})
	if own.all() != nil || operators.all() != nil || strings.Contains(ex.Trace.Rungs()[2].Evidence, "proxy") {
		t.Errorf("a server inside was sought through a proxy: %+v", ex.Trace.Rungs())
	}
}

// TestHostedProxy: behind the operator's proxy the guard judges the target as
// without one, and a connection can't bring its own.
func TestHostedProxy(t *testing.T) {
	host := listen(t, answer("HTTP/1.1 204 No Content\r\n\r\n"))
	_, port, _ := net.SplitHostPort(host)
	h := newHop(t, "socks5", "me:SECRET", tls.Certificate{})
	tr := start(t, transport.Config{
		Guard: transport.Guard{Hosted: true, Allow: prefixes("127.0.0.1/32")}, Proxy: secret.New(h.url("me:SECRET")),
		Resolver: resolve(t, map[string][]string{"mixed.example": {"10.9.8.7", "127.0.0.1"}, "inner.example": {"10.9.8.7"}}),
	})
	ex, _ := ask(t, tr, "http://mixed.example:"+port, transport.Settings{})
	if got, text := h.all(), fmt.Sprint(ex.Trace.Rungs()); !slices.Equal(got, []string{host}) || strings.Contains(text, "10.9.8.7") {
		t.Errorf("asked for %q, evidence %s", got, text)
	}
	expectRefused(t, "behind a proxy", tr, "inner.example:"+port)
	f, err := fail(t, tr, get(t, "http://mixed.example:1"), transport.Settings{})
	if text := fmt.Sprintf("%+v", f); f.Kind != api.FailureProxy || strings.Contains(text, "10.9.8.7") {
		t.Errorf("got %s", text)
	}
	checkHidden(t, "operator's proxy", "SECRET", f, err, transport.Settings{}, tr)
	h.all()
	own := newHop(t, "http", "", tls.Certificate{})
	f, err = fail(t, tr, get(t, "http://mixed.example:"+port), transport.Settings{Proxy: secret.New(own.url("me:SECRET"))})
	want{api.FailureField, api.RungURL, "The proxy can't be used", []string{"hosted for many"}}.check(t, "own proxy", f, err)
	if f.Field != api.ProxyField || own.all() != nil || h.all() != nil {
		t.Errorf("field %q, or a proxy was asked", f.Field)
	}
}

// TestOperatorProxyTrust: what a connection trusts does not count for the
// operator's proxy, and its failures are the operator's to mend.
func TestOperatorProxyTrust(t *testing.T) {
	ca := newAuthority(t)
	h := newHop(t, "https", "", ca.issue(t, nil))
	tr := start(t, transport.Config{Proxy: secret.New(h.url(""))})
	for _, s := range []transport.Settings{{CA: ca.pem()}, {SkipVerify: true}, {Pin: fingerprintOf(ca.cert)}} {
		f, err := fail(t, tr, get(t, "https://192.0.2.7"), s)
		want{api.FailureProxy, api.RungTCP, "The certificate of the proxy " + h.address + " is not trusted", []string{"whoever runs this Firstcall"}}.check(t, "operator's", f, err)
		if got := h.all(); got != nil {
			t.Errorf("the proxy was asked for %q", got)
		}
	}
	f, err := fail(t, start(t, transport.Config{}), get(t, "https://192.0.2.7"), transport.Settings{SkipVerify: true, Proxy: secret.New(h.url("me:SECRET"))})
	want{api.FailureProxy, api.RungTCP, "The certificate of the proxy " + h.address + " is not trusted", []string{"CA field"}}.check(t, "own", f, err)
}

// TestProxyLookup: a name that can't be looked up here is not left to the proxy.
func TestProxyLookup(t *testing.T) {
	for _, scheme := range schemes {
		h := newHop(t, scheme, "", newAuthority(t).issue(t, nil))
		tr := start(t, transport.Config{Resolver: resolve(t, nil)})
		f, err := fail(t, tr, get(t, "https://broker.example"), transport.Settings{Proxy: secret.New(h.url(""))})
		want{api.FailureDNS, api.RungDNS, "broker.example was not found", nil}.check(t, scheme, f, err)
		f, err = fail(t, tr, get(t, "https://127.0.0.1:99999"), transport.Settings{Proxy: secret.New(h.url(""))})
		want{api.FailureField, api.RungURL, "The request can't be sent as it is", []string{"invalid port"}}.check(t, scheme, f, err)
		if got := h.all(); got != nil {
			t.Errorf("%s: asked for %q", scheme, got)
		}
	}
}
