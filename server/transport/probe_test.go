package transport_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/server/secret"
	"firstcall/server/transport"
)

func probe(t *testing.T, tr *transport.Transport, text string, s transport.Settings) (time.Duration, []api.Rung, error) {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return tr.Probe(t.Context(), u, s)
}

// TestProbe opens what a request would, and asks nothing.
func TestProbe(t *testing.T) {
	ca := newAuthority(t)
	own := ca.issue(t, nil)
	sent := make(chan string, 1)
	plain := listen(t, func(c net.Conn) {
		text, _ := io.ReadAll(c)
		sent <- string(text)
	})
	secure := listen(t, func(c net.Conn) {
		text, _ := io.ReadAll(tls.Server(c, &tls.Config{Certificates: []tls.Certificate{own}, NextProtos: []string{"http/1.1"}}))
		sent <- string(text)
	})
	h := newHop(t, "http", "", tls.Certificate{})
	names := resolve(t, map[string][]string{"broker.example": {"127.0.0.1"}})
	_, port, _ := net.SplitHostPort(secure)
	tr := start(t, transport.Config{Resolver: names, Local: map[string]transport.Dialer{"inside.test": func(context.Context) (net.Conn, error) {
		near, far := net.Pipe()
		go func() { text, _ := io.ReadAll(far); sent <- string(text) }()
		return near, nil
	}}})
	trusting := transport.Settings{CA: ca.pem()}
	through := transport.Settings{CA: ca.pem(), Proxy: secret.New(h.url(""))}
	for _, c := range []struct {
		name, url string
		settings  transport.Settings
		evidence  [4]string
	}{
		{"plain", "http://" + plain + "/a?b=SECRET", transport.Settings{}, [4]string{"http://" + plain + "/a", plain + " is an address", plain + " accepts connections", "not encrypted"}},
		{"TLS", "https://broker.example:" + port, trusting, [4]string{"https://broker.example:" + port, "127.0.0.1", secure + " accepts connections", "TLS 1.3, certificate of CN=broker"}},
		{"not verified", "https://" + secure, transport.Settings{SkipVerify: true}, [4]string{"https://" + secure, "", secure, "TLS 1.3, certificate NOT VERIFIED"}},
		{"proxy", "https://broker.example:" + port, through, [4]string{"https://broker", "127.0.0.1", secure + " accepts connections through the proxy " + h.address, "TLS 1.3, certificate of"}},
		{"local", "http://inside.test", through, [4]string{"http://inside.test", "inside.test is inside this program", "connected inside this program", "not encrypted"}},
	} {
		took, rungs, err := probe(t, tr, c.url, c.settings)
		if err != nil || took <= 0 {
			t.Errorf("%s: took %s, %v: %+v", c.name, took, err, transport.Explain(err))
			continue
		}
		checkEvidence(t, c.name, rungs, c.evidence)
		if got := <-sent; got != "" { // the connection was closed
			t.Errorf("%s: the probe sent %q", c.name, got)
		}
	}
	if got := h.all(); !slices.Equal(got, []string{secure}) {
		t.Errorf("the proxy was asked for %q", got)
	}
}

// TestProbeHTTP2 leaves nothing open at a server that speaks HTTP/2.
func TestProbeHTTP2(t *testing.T) {
	ca := newAuthority(t)
	server := serveTLS(t, ca.issue(t, nil), nil)
	tr := start(t, transport.Config{})
	if _, rungs, err := probe(t, tr, server.URL, transport.Settings{CA: ca.pem()}); err != nil || rungs[3].State != api.RungGood {
		t.Errorf("%v: %+v", err, rungs)
	}
	ex, _ := ask(t, tr, server.URL, transport.Settings{CA: ca.pem()})
	if ex.Trace.Timing().Connect == 0 {
		t.Error("a request used the probe's connection")
	}
}

func TestProbeFails(t *testing.T) {
	ca := newAuthority(t)
	server := serveTLS(t, ca.issue(t, nil), nil)
	closed, silent, full := closedPort(t), listen(t, hang), fullListener(t)
	hosted := start(t, transport.Config{Guard: transport.Guard{Hosted: true}})
	tr := start(t, transport.Config{})
	brief := transport.Settings{Timeout: 200 * time.Millisecond}
	for _, c := range []struct {
		name, url string
		tr        *transport.Transport
		settings  transport.Settings
		want      want
	}{
		{"refused", "https://" + closed, tr, transport.Settings{}, want{api.FailureTCP, api.RungTCP, closed + " refused the connection", nil}},
		{"no name", "https://broker.invalid", tr, transport.Settings{}, want{api.FailureDNS, api.RungDNS, "broker.invalid was not found", nil}},
		{"not trusted", server.URL, tr, transport.Settings{}, want{api.FailureTLS, api.RungTLS, "The certificate of " + hostOf(server.URL) + " is not trusted", nil}},
		{"no TLS in time", "https://" + silent, tr, brief, want{api.FailureTimeout, api.RungTLS, silent + " did not finish the TLS handshake in time", nil}},
		{"no TCP in time", "http://" + full, tr, brief, want{api.FailureTimeout, api.RungTCP, full + " did not accept the connection in time", nil}},
		{"proxy gone", server.URL, tr, transport.Settings{Proxy: secret.New("http://" + closed)}, want{api.FailureProxy, api.RungTCP, "The proxy " + closed + " could not be reached", nil}},
		{"bad pin", server.URL, tr, transport.Settings{Pin: "x"}, want{api.FailureField, api.RungURL, "The pinned fingerprint can't be used", nil}},
		{"no host", "https:///x", tr, transport.Settings{}, want{api.FailureField, api.RungURL, "The request can't be sent as it is", []string{"the URL has no host"}}},
		{"odd scheme", "ftp://" + silent, tr, transport.Settings{}, want{api.FailureField, api.RungURL, "The request can't be sent as it is", nil}},
		{"odd port", "https://127.0.0.1:99999", tr, transport.Settings{}, want{api.FailureField, api.RungURL, "The request can't be sent as it is", nil}},
		{"guard", "http://" + canary(t, "tcp4", "127.0.0.1:0"), hosted, transport.Settings{}, want{api.FailureRefused, api.RungURL, "This server makes no requests to HOST", nil}},
	} {
		took, rungs, err := probe(t, c.tr, c.url, c.settings)
		if err == nil || took != 0 {
			t.Errorf("%s: took %s, %v", c.name, took, err)
			continue
		}
		f := transport.Explain(err)
		c.want.title = strings.Replace(c.want.title, "HOST", f.Host, 1)
		c.want.check(t, c.name, f, err)
		checkRungs(t, c.name, f, rungs)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	u, _ := url.Parse("http://" + silent)
	_, _, err := tr.Probe(ctx, u, transport.Settings{})
	if f := transport.Explain(err); f == nil || f.Kind != api.FailureCancelled {
		t.Errorf("cancelled: %+v", f)
	}
}
