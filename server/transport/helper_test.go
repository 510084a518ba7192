package transport_test

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"sync"
	"syscall"
	"testing"

	"go.uber.org/goleak"

	"firstcall/app/api"
	"firstcall/server/transport"
)

func TestMain(m *testing.M) {
	log.SetOutput(io.Discard) // net/http reports banners there
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"} {
		os.Setenv(name, "http://127.0.0.1:1")
	}
	goleak.VerifyTestMain(m)
}

func start(t *testing.T, cfg transport.Config) *transport.Transport {
	t.Helper()
	tr := transport.New(cfg)
	t.Cleanup(tr.Close)
	return tr
}

func get(t *testing.T, url string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

// ask gets url, reads the reply to its end and gives it.
func ask(t *testing.T, tr *transport.Transport, url string, s transport.Settings) (*transport.Exchange, string) {
	t.Helper()
	ex, err := tr.Do(get(t, url), s)
	if err != nil {
		t.Fatalf("Do(%s): %v: %+v", url, err, transport.Explain(err))
	}
	defer ex.Response.Body.Close()
	text, err := io.ReadAll(ex.Response.Body)
	if err != nil {
		t.Fatalf("body of %s: %v", url, err)
	}
	return ex, string(text)
}

// fail sends req, expects it to fail by the end of the body, and explains.
func fail(t *testing.T, tr *transport.Transport, req *http.Request, s transport.Settings) (*api.Failure, error) {
	t.Helper()
	ex, err := tr.Do(req, s)
	if err == nil {
		defer ex.Response.Body.Close()
		_, err = io.Copy(io.Discard, ex.Response.Body)
	}
	if err == nil {
		t.Fatalf("Do(%s) succeeded, want a failure", req.URL)
	}
	return transport.Explain(err), err
}

// listen runs serve for each connection to an address on loopback. When the
// test ends, all connections are closed and waited for.
func listen(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	open := make(chan net.Conn, 64)
	running.Go(func() {
		for c, err := l.Accept(); err == nil; c, err = l.Accept() {
			open <- c
			running.Go(func() { defer c.Close(); serve(c) })
		}
		close(open)
	})
	t.Cleanup(func() {
		l.Close()
		for c := range open {
			c.Close()
		}
		running.Wait()
	})
	return l.Addr().String()
}

// hang reads until the other side gives up.
func hang(c net.Conn) { io.Copy(io.Discard, c) }

// answer reads a request's beginning and then sends text.
func answer(text string) func(net.Conn) {
	return func(c net.Conn) {
		c.Read(make([]byte, 4096))
		io.WriteString(c, text)
	}
}

// closedPort is an address on loopback where nothing listens, and nothing else
// can begin to while the test runs.
func closedPort(t *testing.T) string {
	t.Helper()
	address, _ := bind(t)
	return address
}

// bind takes a port on loopback without listening there.
func bind(t *testing.T) (address string, socket int) {
	t.Helper()
	socket, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Close(socket) })
	bound := syscall.Bind(socket, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}})
	name, err := syscall.Getsockname(socket)
	if err := errors.Join(bound, err); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("127.0.0.1:%d", name.(*syscall.SockaddrInet4).Port), socket
}

// canary is a listener that fails the test when anything connects to it.
func canary(t *testing.T, network, address string) string {
	t.Helper()
	l, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() {
		c, err := l.Accept()
		if err == nil {
			c.Close()
			t.Errorf("something connected to %s", l.Addr())
		} else if !errors.Is(err, net.ErrClosed) {
			t.Errorf("canary: %v", err)
		}
	})
	t.Cleanup(func() { l.Close(); running.Wait() })
	return l.Addr().String()
}
