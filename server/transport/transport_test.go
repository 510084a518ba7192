package transport_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/server/transport"
)

// TestHeaders looks at the bytes that leave.
func TestHeaders(t *testing.T) {
	for _, c := range []struct {
		name   string
		header http.Header
		want   []string
	}{
		{"none", nil, []string{"User-Agent: Firstcall", "Accept-Encoding: gzip"}},
		{"the caller's own", http.Header{
			"User-Agent": {"curl/8"}, "Accept-Encoding": {"identity"}, "Origin": {"https://a.example"}, "Cookie": {"a=b"}, "Referer": {"r"}, "X": {"1", "2"},
		}, []string{"User-Agent: curl/8", "Accept-Encoding: identity", "Origin: https://a.example", "Cookie: a=b", "Referer: r", "X: 1", "X: 2"}},
	} {
		arrived := make(chan []string, 1)
		host := listen(t, func(c net.Conn) {
			arrived <- readHead(c)
			io.WriteString(c, "HTTP/1.1 204 No Content\r\n\r\n")
		})
		req := get(t, "http://"+host+"/a?b=c")
		req.Header = c.header
		ex, err := start(t, transport.Config{}).Do(req, transport.Settings{})
		if err != nil {
			t.Fatal(err)
		}
		ex.Response.Body.Close()
		got, want := <-arrived, append(c.want, "GET /a?b=c HTTP/1.1", "Host: "+host)
		if got := fmt.Sprintf("%v %+v %#v", ex.Trace, ex.Trace, ex.Trace); strings.Contains(got, "User-Agent") {
			t.Errorf("%s: printing the trace shows headers: %s", c.name, got)
		}
		told := []string{"GET /a?b=c HTTP/1.1"}
		for _, f := range ex.Trace.Fields() {
			told = append(told, f.Name+": "+f.Value)
		}
		if !slices.Equal(told, got) {
			t.Errorf("%s: the trace tells %q, sent was %q", c.name, told, got)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", c.name, got, want)
		}
		if len(req.Header) != len(c.header) {
			t.Errorf("%s: the caller's request was changed: %v", c.name, req.Header)
		}
	}
}

func readHead(c net.Conn) []string {
	var lines []string
	for scanner := bufio.NewScanner(c); scanner.Scan() && scanner.Text() != ""; {
		lines = append(lines, scanner.Text())
	}
	return lines
}

func TestUserAgent(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.UserAgent()) }))
	defer server.Close()
	if _, got := ask(t, start(t, transport.Config{UserAgent: "Firstcall/1.2"}), server.URL, transport.Settings{}); got != "Firstcall/1.2" {
		t.Errorf("User-Agent %q, want %q", got, "Firstcall/1.2")
	}
}

func TestRedirectNotFollowed(t *testing.T) {
	elsewhere := canary(t, "tcp4", "127.0.0.1:0")
	host := listen(t, answer("HTTP/1.1 302 Found\r\nLocation: http://"+elsewhere+"/\r\nContent-Length: 0\r\n\r\n"))
	ex, _ := ask(t, start(t, transport.Config{}), "http://"+host, transport.Settings{})
	if got := ex.Response.StatusCode; got != 302 {
		t.Errorf("status %d, want 302", got)
	}
}

// TestEnvironmentProxyIgnored relies on TestMain, which sets a proxy before
// anything could have read and kept the environment's.
func TestEnvironmentProxyIgnored(t *testing.T) {
	host := listen(t, answer("HTTP/1.1 204 No Content\r\n\r\n"))
	_, port, _ := net.SplitHostPort(host)
	tr := start(t, transport.Config{Resolver: resolve(t, map[string][]string{"broker.example": {"127.0.0.1"}})})
	ex, _ := ask(t, tr, "http://broker.example:"+port, transport.Settings{})
	if got := ex.Trace.Remote(); got != host {
		t.Errorf("remote %q, want %q", got, host)
	}
}

// TestSettings: a CA serves the requests that bring it, and no others, also
// when those share a host.
func TestSettings(t *testing.T) {
	ca, other := newAuthority(t), newAuthority(t)
	server := serveTLS(t, ca.issue(t, nil), nil)
	self := selfSigned(t)
	alone := serveTLS(t, self, nil)
	tr := start(t, transport.Config{})
	ex, got := ask(t, tr, server.URL, transport.Settings{CA: other.pem() + ca.pem()})
	if fields := ex.Trace.Fields(); !slices.Contains(fields, api.Pair{Name: "Host", Value: hostOf(server.URL)}) {
		t.Errorf("HTTP/2: the trace tells %v", fields)
	}
	if got != "served by HTTP/2.0" || ex.Response.ProtoMajor != 2 {
		t.Errorf("got %q by %s, want HTTP/2", got, ex.Response.Proto)
	}
	for _, s := range []transport.Settings{{}, {CA: other.pem()}} {
		if f, _ := fail(t, tr, get(t, server.URL), s); f.Kind != api.FailureTLS {
			t.Errorf("kind %q, want %q", f.Kind, api.FailureTLS)
		}
	}
	ask(t, tr, alone.URL, transport.Settings{CA: toPEM(self.Leaf)})
}

func TestTrace(t *testing.T) {
	ca := newAuthority(t)
	server := serveTLS(t, ca.issue(t, nil), nil)
	host := hostOf(server.URL)
	_, port, _ := net.SplitHostPort(host)
	tr := start(t, transport.Config{Resolver: resolve(t, map[string][]string{"broker.example": {"127.0.0.1"}})})
	certificate := "TLS 1.3, certificate of CN=broker, issued by CN=Test Root, valid until "
	for _, c := range []struct {
		name, host string
		evidence   [4]string // beginnings
		happened   string    // D, C and T for the phases that took time
	}{
		{"by name", "broker.example:" + port, [4]string{"https://broker.example:" + port + "/a%2Fb", "127.0.0.1", host + " accepts connections", certificate}, "DCT"},
		{"again", "broker.example:" + port, [4]string{"https://broker.example:" + port + "/a%2Fb", "not needed: the connection was open already", host + ", a connection that was open already", certificate}, ""},
		{"by address", host, [4]string{server.URL + "/a%2Fb", host + " is an address, so nothing was looked up", host + " accepts connections", certificate}, "CT"},
	} {
		ex, _ := ask(t, tr, "https://"+c.host+"/a%2Fb?client_secret=SECRET", transport.Settings{CA: ca.pem()})
		checkEvidence(t, c.name, ex.Trace.Rungs(), c.evidence)
		if got := ex.Trace.Remote(); got != host {
			t.Errorf("%s: remote %q, want %q", c.name, got, host)
		}
		checkTiming(t, c.name, ex.Trace.Timing(), c.happened)
	}
}

func checkEvidence(t *testing.T, name string, rungs []api.Rung, want [4]string) {
	t.Helper()
	names := []string{api.RungURL, api.RungDNS, api.RungTCP, api.RungTLS}
	if len(rungs) != len(names) {
		t.Fatalf("%s: %d rungs, want %d", name, len(rungs), len(names))
	}
	for i, r := range rungs {
		if r.Name != names[i] || r.State != api.RungGood || !strings.HasPrefix(r.Evidence, want[i]) {
			t.Errorf("%s: rung %+v, want %s: %q", name, r, names[i], want[i])
		}
		if strings.Contains(r.Evidence, "SECRET") {
			t.Errorf("%s: the query got into the evidence: %s", name, r.Evidence)
		}
	}
}

// checkTiming only asks which phases happened: how long they took is not ours.
func checkTiming(t *testing.T, name string, got api.Timing, happened string) {
	t.Helper()
	for phase, took := range map[string]int64{"D": got.DNS, "C": got.Connect, "T": got.TLS} {
		if (took > 0) != strings.Contains(happened, phase) {
			t.Errorf("%s: phase %s took %d µs, want phases %q", name, phase, took, happened)
		}
	}
	sum := got.DNS + got.Connect + got.TLS + got.Wait + got.Download
	if got.Wait == 0 || got.Download == 0 || got.Total < sum-5 {
		t.Errorf("%s: timing %+v", name, got)
	}
}

func TestPlainTrace(t *testing.T) {
	host := listen(t, answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"))
	ex, err := start(t, transport.Config{}).Do(get(t, "http://"+host), transport.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	if got := ex.Trace.Timing(); got.Download != 0 || got.Total == 0 {
		t.Errorf("timing before the body is read: %+v", got)
	}
	ex.Response.Body.Close()
	if got, want := ex.Trace.Rungs()[3].Evidence, "not encrypted: the URL begins with http://"; got != want {
		t.Errorf("evidence %q, want %q", got, want)
	}
}

// TestPool keeps connections for equal Settings, and closes those of Settings
// that many others have followed.
func TestPool(t *testing.T) {
	var opened atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "ok") }))
	gone := make(chan struct{}, 200)
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		switch s {
		case http.StateNew:
			opened.Add(1)
		case http.StateClosed:
			gone <- struct{}{}
		}
	}
	server.Start()
	defer server.Close()
	tr := start(t, transport.Config{})
	root := newAuthority(t).pem()
	for range 3 {
		ask(t, tr, server.URL, transport.Settings{})
	}
	if got := opened.Load(); got != 1 {
		t.Errorf("%d connections for equal settings, want 1", got)
	}
	for i := range 80 {
		ask(t, tr, server.URL, transport.Settings{CA: fmt.Sprintf("# %d\n%s", i, root)})
	}
	waitFor(t, gone, 81-64)
	tr.Close()
	waitFor(t, gone, 64)
}

// waitFor gives up long before idle connections end by themselves.
func waitFor(t *testing.T, events <-chan struct{}, n int) {
	t.Helper()
	giveUp := time.After(20 * time.Second)
	for i := range n {
		select {
		case <-events:
		case <-giveUp:
			t.Fatalf("%d of %d connections were closed", i, n)
		}
	}
}

func TestConcurrent(t *testing.T) {
	ca := newAuthority(t)
	server := serveTLS(t, ca.issue(t, nil), nil)
	tr := start(t, transport.Config{})
	done := make(chan error)
	for range 16 {
		go func() {
			req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
			ex, err := tr.Do(req, transport.Settings{CA: ca.pem()})
			if err == nil {
				_, err = io.Copy(io.Discard, ex.Response.Body)
				ex.Response.Body.Close()
				ex.Trace.Rungs()
			}
			done <- err
		}()
	}
	for range 16 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// TestReusedBreaks: a request that breaks off on a connection that was open
// already has the evidence of its certificate too.
func TestReusedBreaks(t *testing.T) {
	ca := newAuthority(t)
	server := serveTLS(t, ca.issue(t, nil), nil)
	tr := start(t, transport.Config{})
	ask(t, tr, server.URL, transport.Settings{CA: ca.pem()})
	server.Config.Handler = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	_, err := fail(t, tr, get(t, server.URL), transport.Settings{CA: ca.pem()})
	trace := transport.TraceOf(err)
	if got := trace.Rungs()[3].Evidence; !strings.HasPrefix(got, "TLS 1.3, certificate of CN=broker") || !strings.HasSuffix(got, "open already") {
		t.Errorf("evidence %q", got)
	}
	if got := trace.Certificates(); len(got) != 1 {
		t.Errorf("%d certificates, want 1", len(got))
	}
}
