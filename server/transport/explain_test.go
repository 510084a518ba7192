package transport_test

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/server/transport"
)

// A want is what a Failure must say; every text of has must be in its title,
// detail or advice.
type want struct {
	kind, phase, title string
	has                []string
}

func (w want) check(t *testing.T, name string, f *api.Failure, err error) {
	t.Helper()
	if f.Kind != w.kind || f.Phase != w.phase || f.Title != w.title {
		t.Errorf("%s: got %q at %q: %q\nwant %q at %q: %q\ndetail: %s", name, f.Kind, f.Phase, f.Title, w.kind, w.phase, w.title, f.Detail)
	}
	text := f.Title + "\n" + f.Detail + "\n" + strings.Join(f.Try, "\n")
	for _, part := range w.has {
		if !strings.Contains(text, part) {
			t.Errorf("%s: want %q in\n%s", name, part, text)
		}
	}
	if f.Detail == "" {
		t.Errorf("%s: no detail", name)
	}
	if strings.Contains(text+err.Error(), "SECRET") {
		t.Errorf("%s: the query got into the failure: %s %v", name, text, err)
	}
	checkRungs(t, name, f, transport.TraceOf(err).Rungs())
}

// checkRungs wants good rungs before the one that failed, and none reached after.
func checkRungs(t *testing.T, name string, f *api.Failure, rungs []api.Rung) {
	t.Helper()
	state := api.RungGood
	for _, r := range rungs {
		if r.Name == f.Phase {
			state = api.RungFailed
		}
		if r.State != state {
			t.Errorf("%s: rung %s is %q, want %q", name, r.Name, r.State, state)
		}
		if (r.Evidence == "") != (state == api.RungTodo) {
			t.Errorf("%s: rung %s, %s: evidence %q", name, r.Name, state, r.Evidence)
		}
		if state == api.RungFailed {
			state = api.RungTodo
		}
	}
}

// reset closes c with a TCP reset, after it has read something.
func reset(c net.Conn) {
	c.Read(make([]byte, 1))
	c.(*net.TCPConn).SetLinger(0)
}

func TestExplainNetwork(t *testing.T) {
	tr := start(t, transport.Config{Resolver: resolve(t, map[string][]string{"failing.example": nil})})
	closed := closedPort(t)
	for _, c := range []struct {
		name, scheme, host string
		want               want
	}{
		{"refused", "http", closed, want{api.FailureTCP, api.RungTCP, "HOST refused the connection", []string{"Tried " + closed, "Check the port."}}},
		{"unknown name", "https", "broker.invalid", want{api.FailureDNS, api.RungDNS, "HOST was not found", []string{"typing error"}}},
		{"failing name server", "https", "failing.example:8443", want{api.FailureDNS, api.RungDNS, "HOST could not be looked up", nil}},
		{"closed", "http", listen(t, answer("")), want{api.FailureBroken, api.RungCall, "HOST closed the connection without answering", []string{"https://"}}},
		{"closed TLS", "https", listen(t, answer("")), want{api.FailureTLS, api.RungTLS, "HOST closed the connection during the TLS handshake", []string{"speaks TLS"}}},
		{"reset", "http", listen(t, reset), want{api.FailureBroken, api.RungCall, "HOST reset the connection without answering", nil}},
		{"reset TLS", "https", listen(t, reset), want{api.FailureTLS, api.RungTLS, "HOST reset the connection during the TLS handshake", nil}},
		{"body cut off", "http", listen(t, answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")), want{api.FailureBroken, api.RungCall, "The answer from HOST broke off", nil}},
		{"header cut off", "http", listen(t, answer("HTTP/1.1 200 OK\r\nContent-Le")), want{api.FailureBroken, api.RungCall, "The answer from HOST is not valid HTTP", []string{"cut off"}}},
		{"chunk cut off", "http", listen(t, answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal")), want{api.FailureBroken, api.RungCall, "The answer from HOST broke off", nil}},
		{"broken chunk", "http", listen(t, answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")), want{api.FailureBroken, api.RungCall, "The answer from HOST broke off", nil}},
		{"mail server", "http", listen(t, answer("220 mail.example ESMTP\r\n")), want{api.FailureBroken, api.RungCall, "HOST did not answer in HTTP", []string{"“220 mail.example”"}}},
		{"echo server", "http", listen(t, func(c net.Conn) { io.Copy(c, c) }), want{api.FailureBroken, api.RungCall, "HOST did not answer in HTTP", nil}},
		{"TLS on a plain port", "http", listen(t, answer("\x15\x03\x01\x00\x02\x02\x46")), want{api.FailureBroken, api.RungCall, "HOST speaks TLS, not plain HTTP", []string{"https://"}}},
		{"broken header", "http", listen(t, answer("HTTP/1.1 200 OK\r\nno colon SECRET\r\n\r\n")), want{api.FailureBroken, api.RungCall, "The answer from HOST is not valid HTTP", []string{"1 MiB"}}},
		{"headers too long", "http", listen(t, answer("HTTP/1.1 200 OK\r\nA: "+strings.Repeat("a", 2<<20)+"\r\n\r\n")), want{api.FailureBroken, api.RungCall, "The answer from HOST is not valid HTTP", []string{"1 MiB"}}},
		{"not gzip", "http", listen(t, answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\nnot gzip SEC")), want{api.FailureBroken, api.RungCall, "The answer from HOST can't be unpacked", []string{"identity"}}},
		{"plain HTTP on a TLS port", "https", listen(t, answer("HTTP/1.1 400 Bad Request\r\n\r\n")), want{api.FailureTLS, api.RungTLS, "HOST speaks plain HTTP, not TLS", []string{"http://"}}},
		{"SSH on a TLS port", "https", listen(t, answer("SSH-2.0-OpenSSH_9.2\r\n")), want{api.FailureTLS, api.RungTLS, "HOST does not speak TLS", []string{"“SSH-2”"}}},
	} {
		f, err := fail(t, tr, get(t, c.scheme+"://"+c.host+"/a?client_secret=SECRET"), transport.Settings{})
		c.want.title = strings.ReplaceAll(c.want.title, "HOST", c.host)
		c.want.check(t, c.name, f, err)
		if f.Host != c.host {
			t.Errorf("%s: host %q, want %q", c.name, f.Host, c.host)
		}
	}
}

// TestExplainHTTP2 has handlers that end their stream early, or not at all.
func TestExplainHTTP2(t *testing.T) {
	ca := newAuthority(t)
	server := serveTLS(t, ca.issue(t, nil), nil)
	host := hostOf(server.URL)
	begin := func(w http.ResponseWriter) { io.WriteString(w, "beginning"); http.NewResponseController(w).Flush() }
	for _, c := range []struct {
		name    string
		handler http.HandlerFunc
		want    want
	}{
		{"aborted", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, want{api.FailureBroken, api.RungCall, host + " closed the connection without answering", nil}},
		{"cut off", func(w http.ResponseWriter, _ *http.Request) { begin(w); panic(http.ErrAbortHandler) }, want{api.FailureBroken, api.RungCall, "The answer from " + host + " broke off", nil}},
		{"silent", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, want{api.FailureTimeout, api.RungCall, host + " did not answer in time", nil}},
	} {
		server.Config.Handler = c.handler
		tr := start(t, transport.Config{HeaderTimeout: time.Second})
		f, err := fail(t, tr, get(t, server.URL), transport.Settings{CA: ca.pem()})
		c.want.check(t, c.name, f, err)
	}
}

func TestExplainSilence(t *testing.T) {
	tr := start(t, transport.Config{HeaderTimeout: 100 * time.Millisecond, TLSTimeout: 100 * time.Millisecond})
	host := listen(t, hang)
	f, err := fail(t, tr, get(t, "http://"+host), transport.Settings{})
	want{api.FailureTimeout, api.RungCall, host + " did not answer in time", []string{"the request was sent"}}.check(t, "silent", f, err)
	f, err = fail(t, tr, get(t, "https://"+host), transport.Settings{})
	want{api.FailureTimeout, api.RungTLS, host + " did not finish the TLS handshake in time", []string{"http://"}}.check(t, "silent TLS", f, err)
}

// TestExplainHangingConnect fills a listener's queue, so that the system
// neither accepts nor refuses.
func TestExplainHangingConnect(t *testing.T) {
	address := fullListener(t)
	tr := start(t, transport.Config{ConnectTimeout: 100 * time.Millisecond})
	f, err := fail(t, tr, get(t, "http://"+address), transport.Settings{})
	want{api.FailureTimeout, api.RungTCP, address + " did not accept the connection in time", []string{"firewall", "Tried " + address}}.check(t, "hanging connect", f, err)
}

func fullListener(t *testing.T) string {
	t.Helper()
	address, socket := bind(t)
	if err := syscall.Listen(socket, 0); err != nil {
		t.Fatal(err)
	}
	for range 8 {
		c, err := net.DialTimeout("tcp", address, 500*time.Millisecond)
		if err != nil {
			return address
		}
		t.Cleanup(func() { c.Close() })
	}
	t.Fatal("the listener's queue does not fill")
	return ""
}

func TestExplainHangingLookup(t *testing.T) {
	silent := func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	tr := start(t, transport.Config{ConnectTimeout: 100 * time.Millisecond, Resolver: &net.Resolver{PreferGo: true, Dial: silent}})
	f, err := fail(t, tr, get(t, "http://broker.example"), transport.Settings{})
	want{api.FailureTimeout, api.RungDNS, "Looking up broker.example took too long", nil}.check(t, "hanging lookup", f, err)
}

func TestExplainCertificates(t *testing.T) {
	ca, other := newAuthority(t), newAuthority(t)
	good := serveTLS(t, ca.issue(t, nil), nil)
	self := serveTLS(t, selfSigned(t), nil)
	named := serveTLS(t, ca.issue(t, func(c *x509.Certificate) { c.IPAddresses = nil }), nil)
	nameless := serveTLS(t, ca.issue(t, func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, nil }), nil)
	client := serveTLS(t, ca.issue(t, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} }), nil)
	dated := serveTLS(t, ca.issue(t, func(c *x509.Certificate) {
		c.NotBefore, c.NotAfter = day(2027, 3, 1), day(2027, 3, 4)
	}), nil)
	for _, c := range []struct {
		name, url, ca string
		now           time.Time
		title         string
		has           []string
	}{
		{"unknown authority", good.URL, "", time.Now(), "The certificate of HOST is not trusted", []string{"CN=broker, issued by CN=Test Root", "CA field"}},
		{"self-signed", self.URL, "", time.Now(), "The certificate of HOST is not trusted", []string{"self-signed", "this certificate itself"}},
		{"another CA", good.URL, other.pem(), time.Now(), "The certificate of HOST is not trusted", []string{"did not sign it"}},
		{"wrong name", named.URL, ca.pem(), time.Now(), "The certificate of HOST is for another name", []string{"It is for broker.example."}},
		{"no name", nameless.URL, ca.pem(), time.Now(), "The certificate of HOST is for another name", []string{"subjectAltName"}},
		{"for clients", client.URL, ca.pem(), time.Now(), "The certificate of HOST can't be accepted", []string{"CN=broker"}},
		{"expired", dated.URL, ca.pem(), day(2027, 3, 6), "The certificate of HOST expired on 4 March 2027", []string{"ended on 4 March 2027", "clock it is 6 March 2027"}},
		{"too early", dated.URL, ca.pem(), day(2027, 2, 14), "The certificate of HOST is not valid yet", []string{"begins on 1 March 2027", "clock it is 14 February 2027"}},
	} {
		tr := start(t, transport.Config{Now: func() time.Time { return c.now }})
		f, err := fail(t, tr, get(t, c.url), transport.Settings{CA: c.ca})
		title := strings.ReplaceAll(c.title, "HOST", hostOf(c.url))
		want{api.FailureTLS, api.RungTLS, title, c.has}.check(t, c.name, f, err)
		if len(f.Certificates) == 0 || len(f.Try) == 0 {
			t.Errorf("%s: %d certificates, %d things to try", c.name, len(f.Certificates), len(f.Try))
		}
	}
}

func day(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 12, 0, 0, 0, time.UTC)
}

func TestCertificate(t *testing.T) {
	ca := newAuthority(t)
	cert := ca.issue(t, func(c *x509.Certificate) { c.Subject = pkix.Name{CommonName: "b", Organization: []string{"Acme"}} })
	cert.Certificate = append(cert.Certificate, ca.cert.Raw)
	server := serveTLS(t, cert, nil)
	f, _ := fail(t, start(t, transport.Config{}), get(t, server.URL), transport.Settings{})
	if len(f.Certificates) != 2 {
		t.Fatalf("got %d certificates, want the leaf and its issuer", len(f.Certificates))
	}
	got := fmt.Sprintf("%+v", f.Certificates[0])
	sum := sha256.Sum256(cert.Leaf.Raw)
	var hex []string
	for _, b := range sum {
		hex = append(hex, fmt.Sprintf("%02X", b))
	}
	wanted := fmt.Sprintf("%+v", api.Certificate{
		Subject: "CN=b,O=Acme", Issuer: "CN=Test Root", Names: []string{"broker.example", "127.0.0.1"},
		NotBefore: cert.Leaf.NotBefore.Unix(), NotAfter: cert.Leaf.NotAfter.Unix(),
		Key: "ECDSA P-256", Fingerprint: strings.Join(hex, ":"),
	})
	if got != wanted {
		t.Errorf("got  %s\nwant %s", got, wanted)
	}
}

func TestExplainAlert(t *testing.T) {
	ca := newAuthority(t)
	mutual := serveTLS(t, ca.issue(t, nil), func(c *tls.Config) { c.ClientAuth = tls.RequireAnyClientCert })
	old := serveTLS(t, ca.issue(t, nil), func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 })
	asking := serveTLS(t, ca.issue(t, nil), func(c *tls.Config) { c.ClientAuth = tls.RequestClientCert })
	tr := start(t, transport.Config{})
	s := transport.Settings{CA: ca.pem()}
	f, err := fail(t, tr, get(t, mutual.URL), s)
	want{api.FailureTLS, api.RungTLS, hostOf(mutual.URL) + " wants a client certificate", nil}.check(t, "mutual", f, err)
	f, err = fail(t, tr, get(t, old.URL), s)
	want{api.FailureTLS, api.RungTLS, hostOf(old.URL) + " ended the TLS handshake", []string{"alert: tls: protocol version"}}.check(t, "old", f, err)
	ask(t, tr, asking.URL, s)
}

func hostOf(url string) string { return strings.TrimPrefix(url, "https://") }

func TestExplainCancel(t *testing.T) {
	tr := start(t, transport.Config{})
	reached := make(chan struct{}, 1)
	silent := listen(t, func(c net.Conn) {
		c.Read(make([]byte, 1))
		reached <- struct{}{}
		hang(c)
	})
	for _, c := range []struct{ scheme, phase string }{{"http", api.RungCall}, {"https", api.RungTLS}} {
		ctx, cancel := context.WithCancelCause(t.Context())
		go func() { <-reached; cancel(errors.New("the user went away")) }()
		f, err := fail(t, tr, get(t, c.scheme+"://"+silent).WithContext(ctx), transport.Settings{})
		want{api.FailureCancelled, c.phase, "The request to " + silent + " was cancelled", nil}.check(t, c.scheme, f, err)
	}
}

func TestExplainDeadline(t *testing.T) {
	tr := start(t, transport.Config{})
	half := listen(t, func(c net.Conn) { answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")(c); hang(c) })
	ctx := &timeUp{t.Context(), make(chan struct{})}
	ex, err := tr.Do(get(t, "http://"+half).WithContext(ctx), transport.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	defer ex.Response.Body.Close()
	close(ctx.done)
	_, err = io.Copy(io.Discard, ex.Response.Body)
	want{api.FailureTimeout, api.RungCall, "The answer from " + half + " did not end in time", nil}.check(t, "deadline", transport.Explain(err), err)
}

// timeUp is a context whose deadline passes when the test says so.
type timeUp struct {
	context.Context
	done chan struct{}
}

func (c *timeUp) Done() <-chan struct{} { return c.done }

func (c *timeUp) Err() error {
	select {
	case <-c.done:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

// TestExplainOthers has errors of no request, and requests that can't be sent.
func TestExplainOthers(t *testing.T) {
	if transport.Explain(nil) != nil || transport.TraceOf(io.EOF) != nil {
		t.Error("something was explained that did not happen")
	}
	if got := transport.Explain(context.Canceled); got.Kind != api.FailureCancelled {
		t.Errorf("context.Canceled: kind %q, want %q", got.Kind, api.FailureCancelled)
	}
	tr := start(t, transport.Config{})
	if _, err := tr.Do(&http.Request{}, transport.Settings{}); err == nil || transport.Explain(err) == nil {
		t.Error("a request without a URL was sent")
	}
	bad := get(t, "http://broker.example")
	bad.Header.Set("X", "a\nb")
	f, err := fail(t, tr, bad, transport.Settings{})
	want{api.FailureField, api.RungURL, "The request can't be sent as it is", nil}.check(t, "header", f, err)
	f, _ = fail(t, tr, get(t, "https://broker.example"), transport.Settings{CA: "nothing"})
	if f.Kind != api.FailureField || f.Field != api.CAField {
		t.Errorf("bad CA: kind %q, field %q", f.Kind, f.Field)
	}
	f.Try[0] = "changed"
	if again := transport.Explain(err); again.Try != nil && again.Try[0] == "changed" {
		t.Error("a caller's change shows in the next explanation")
	}
	tr.Close()
	if f, _ := fail(t, tr, get(t, "http://broker.example"), transport.Settings{}); f.Title != "This server is shutting down" {
		t.Errorf("after Close: %q", f.Title)
	}
}
