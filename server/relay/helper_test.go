package relay_test

import (
	"bufio"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"firstcall/app/api"
	"firstcall/server/relay"
	"firstcall/server/secret"
	"firstcall/server/transport"
)

// token is long enough to be shown by its beginning.
const token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.c2lnbmF0dXJl"

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func start(t *testing.T) *relay.Relay {
	t.Helper()
	tr := transport.New(transport.Config{UserAgent: "Firstcall/test"})
	t.Cleanup(tr.Close)
	return relay.New(tr, func() time.Time { return time.Unix(1700000000, 0) })
}

func at(dataCenter string) relay.Target {
	return relay.Target{DataCenter: dataCenter, TokenType: "bearer", Token: secret.New(token)}
}

// call makes a call that can be sent.
func call(t *testing.T, to relay.Target, req api.Request) api.Reply {
	t.Helper()
	reply, err := start(t).Call(t.Context(), to, req)
	if err != nil {
		t.Fatalf("%s %s: %v", req.Method, req.Path, err)
	}
	return reply
}

// serve is an upstream that answers with handler.
func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// listen is an upstream that answers the first request on each connection with
// the bytes of reply, then closes. Requests arrive on the channel as the bytes
// that came.
func listen(t *testing.T, reply string) (url string, requests <-chan string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	arrived := make(chan string, 10)
	var running sync.WaitGroup
	running.Go(func() {
		for c, err := l.Accept(); err == nil; c, err = l.Accept() {
			arrived <- readRequest(c)
			io.WriteString(c, reply)
			c.Close()
		}
	})
	t.Cleanup(func() { l.Close(); running.Wait() })
	return "http://" + l.Addr().String(), arrived
}

// readRequest reads one request's bytes by its Content-Length, with nothing of
// net/http between.
func readRequest(c net.Conn) string {
	r := bufio.NewReader(c)
	var text strings.Builder
	length := 0
	for {
		line, err := r.ReadString('\n')
		text.WriteString(line)
		if name, value, _ := strings.Cut(line, ":"); strings.EqualFold(name, "Content-Length") {
			length, _ = strconv.Atoi(strings.TrimSpace(value))
		}
		if err != nil || line == "\r\n" {
			break
		}
	}
	body := make([]byte, length)
	n, _ := io.ReadFull(r, body)
	text.Write(body[:n])
	return text.String()
}

const noContent = "HTTP/1.1 204 No Content\r\n\r\n"

func fieldOf(fields []api.Pair, name string) string {
	var values []string
	for _, f := range fields {
		if f.Name == name {
			values = append(values, f.Value)
		}
	}
	return strings.Join(values, " | ")
}

// startLine is the first line of what arrived.
func startLine(request string) string {
	line, _, _ := strings.Cut(request, "\r\n")
	return line
}

// lines makes a request as it has to arrive.
func lines(text ...string) string { return strings.Join(text, "\r\n") }

func expect[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %s, want %s", what, show(got), show(want))
	}
}

func show(v any) string { return fmt.Sprintf("%#v", v) }

func pemOf(der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}
