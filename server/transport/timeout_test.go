package transport_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/server/secret"
	"firstcall/server/transport"
)

// TestTimeouts has a connection's own limits end what the Config would let
// last, each in the step where it hangs.
func TestTimeouts(t *testing.T) {
	silentNames := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}}
	full, silent := fullListener(t), listen(t, hang)
	half := listen(t, func(c net.Conn) { answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")(c); hang(c) })
	connect, total := transport.Settings{ConnectTimeout: 200 * time.Millisecond}, transport.Settings{Timeout: 200 * time.Millisecond}
	through := newHop(t, "http", "", tls.Certificate{})
	proxied := transport.Settings{Timeout: time.Second, Proxy: secret.New(through.url(""))}
	for _, c := range []struct {
		name, url string
		settings  transport.Settings
		phase     string
		title     string
	}{
		{"lookup, connect", "http://broker.example", connect, api.RungDNS, "Looking up broker.example took too long"},
		{"lookup, total", "http://broker.example", total, api.RungDNS, "The request to broker.example took too long"},
		{"connect, connect", "http://" + full, connect, api.RungTCP, full + " did not accept the connection in time"},
		{"connect, total", "http://" + full, total, api.RungTCP, full + " did not accept the connection in time"},
		{"handshake, total", "https://" + silent, total, api.RungTLS, silent + " did not finish the TLS handshake in time"},
		{"answer, total", "http://" + silent, total, api.RungCall, silent + " did not answer in time"},
		{"body, total", "http://" + half, total, api.RungCall, "The answer from " + half + " did not end in time"},
		{"answer through a proxy", "http://" + silent, proxied, api.RungCall, silent + " did not answer in time"},
	} {
		cfg := transport.Config{}
		if c.phase == api.RungDNS {
			cfg.Resolver = silentNames
		}
		f, err := fail(t, start(t, cfg), get(t, c.url), c.settings)
		want{api.FailureTimeout, c.phase, c.title, nil}.check(t, c.name, f, err)
	}
	f, err := fail(t, start(t, transport.Config{}), get(t, "http://"+silent), total)
	want{api.FailureTimeout, api.RungCall, silent + " did not answer in time", []string{"raise the time limits of this connection"}}.check(t, "advice", f, err)
}

// TestLongTimeout lets a slow server answer that the Config would not wait for.
func TestLongTimeout(t *testing.T) {
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(300 * time.Millisecond)
		io.WriteString(w, "at last")
	}))
	defer slow.Close()
	tr := start(t, transport.Config{HeaderTimeout: 50 * time.Millisecond})
	if f, _ := fail(t, tr, get(t, slow.URL), transport.Settings{}); f.Kind != api.FailureTimeout {
		t.Errorf("without a limit of its own: %+v", f)
	}
	if _, got := ask(t, tr, slow.URL, transport.Settings{Timeout: time.Minute}); got != "at last" {
		t.Errorf("got %q", got)
	}
}

// TestTimeoutEnds: the limit is the exchange's, and does not end the connection
// that the next one uses.
func TestTimeoutEnds(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "ok") }))
	defer server.Close()
	tr := start(t, transport.Config{})
	s := transport.Settings{Timeout: time.Minute, ConnectTimeout: time.Minute}
	ask(t, tr, server.URL, s)
	if ex, _ := ask(t, tr, server.URL, s); ex.Trace.Timing().Connect != 0 {
		t.Error("the second exchange opened a connection of its own")
	}
}
