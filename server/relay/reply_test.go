package relay_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/server/transport"
)

var get = api.Request{Method: "GET", Path: "/"}

func TestReply(t *testing.T) {
	const body = "{\"id\": 944455285181775872, \"f\": 1.50, \"t\": \"" + token + "\"}\n"
	url, _ := listen(t, lines("HTTP/1.1 207 Somewhat Fine", "X-B: 2", "X-A: "+token, "x-b: 1", "Content-Type: application/json",
		"Content-Length: "+strconv.Itoa(len(body)), "Set-Cookie: a=b", "", body))
	reply := call(t, at(url), get)
	expect(t, "at", reply.At, 1700000000)
	expect(t, "request", show(reply.Request), show(get))
	expect(t, "status", reply.Status, 207)
	expect(t, "reason", reply.StatusText, "Somewhat Fine")
	expect(t, "proto", reply.Proto, "HTTP/1.1")
	expect(t, "body", reply.Body, body)
	expect(t, "size", reply.Size, int64(len(body)))
	expect(t, "truncated", reply.Truncated, "")
	expect(t, "failure", reply.Failure, nil)
	expect(t, "remote", reply.Remote, strings.TrimPrefix(url, "http://"))
	expect(t, "header", show(reply.Header), show([]api.Pair{
		{Name: "Content-Length", Value: strconv.Itoa(len(body))},
		{Name: "Content-Type", Value: "application/json"},
		{Name: "Set-Cookie", Value: "a=b"},
		{Name: "X-A", Value: token},
		{Name: "X-B", Value: "2"},
		{Name: "X-B", Value: "1"},
	}))
	if reply.Timing.Total == 0 || reply.Timing.Connect == 0 || reply.Timing.DNS != 0 || reply.Timing.TLS != 0 {
		t.Errorf("timing %+v", reply.Timing)
	}
}

func TestReplyBodies(t *testing.T) {
	binary := "\x89PNG\r\n\x00\xff"
	for _, c := range []struct {
		name, method, head, body string
		want                     api.Reply
	}{
		{"binary", "GET", "", binary, api.Reply{Body: base64.StdEncoding.EncodeToString([]byte(binary)), Binary: true, Size: int64(len(binary))}},
		{"byte order mark", "GET", "", "\uFEFF{}", api.Reply{Body: "\uFEFF{}", Size: 5}},
		{"NUL", "GET", "", "a\x00b", api.Reply{Body: "a\x00b", Size: 3}},
		{"gzip", "GET", "Content-Encoding: gzip\r\n", zipped(t, "unpacked"), api.Reply{Body: "unpacked", Size: 8}},
		{"other coding", "GET", "Content-Encoding: br\r\n", "\x8b\x03", api.Reply{Body: "iwM=", Binary: true, Size: 2}},
		{"HEAD", "HEAD", "", "", api.Reply{}},
		{"empty", "GET", "", "", api.Reply{}},
	} {
		url, _ := listen(t, "HTTP/1.1 200 OK\r\n"+c.head+"Content-Length: "+strconv.Itoa(len(c.body))+"\r\n\r\n"+c.body)
		got := call(t, at(url), api.Request{Method: c.method, Path: "/"})
		expect(t, c.name+" body", got.Body, c.want.Body)
		expect(t, c.name+" binary", got.Binary, c.want.Binary)
		expect(t, c.name+" size", got.Size, c.want.Size)
		expect(t, c.name+" status", got.Status, 200)
		expect(t, c.name+" truncated", got.Truncated, "")
		if c.head != "" {
			expect(t, c.name+" coding", fieldOf(got.Header, "Content-Encoding"), strings.TrimSpace(strings.TrimPrefix(c.head, "Content-Encoding:")))
		}
	}
}

func zipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	w.Close()
	return b.String()
}

// TestReplyStatus has answers that are shown as they came and not acted upon.
func TestReplyStatus(t *testing.T) {
	for _, c := range []struct {
		head, reason string
		status       int
	}{
		{"204 No Content", "No Content", 204},
		{"302 Found\r\nLocation: https://evil.example/\r\nContent-Length: 0", "Found", 302},
		{"401 Unauthorized\r\nWWW-Authenticate: Bearer\r\nContent-Length: 0", "Unauthorized", 401},
		{"500\r\nContent-Length: 0", "Internal Server Error", 500},
		{"799 Odd\r\nContent-Length: 0", "Odd", 799},
	} {
		url, requests := listen(t, "HTTP/1.1 "+c.head+"\r\n\r\n")
		reply := call(t, at(url), get)
		expect(t, c.head, reply.Status, c.status)
		expect(t, c.head, reply.StatusText, c.reason)
		expect(t, c.head, len(requests), 1)
	}
}

// TestReplyUpgrade ends a connection that would stay open for another protocol.
func TestReplyUpgrade(t *testing.T) {
	ended := make(chan error, 1)
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer c.Close()
		io.WriteString(c, "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n")
		_, err = c.Read(make([]byte, 1))
		ended <- err
	})
	expect(t, "status", call(t, at(url), get).Status, 101)
	expect(t, "end", <-ended, io.EOF)
}

func TestReplyTooLong(t *testing.T) {
	for _, c := range []struct {
		name, body, kept string
		cut              bool
	}{
		{"8 MiB", strings.Repeat("a", 8<<20), strings.Repeat("a", 8<<20), false},
		{"more", strings.Repeat("a", 8<<20+1), strings.Repeat("a", 8<<20), true},
		{"cut in a character", "a" + strings.Repeat("é", 4<<20), "a" + strings.Repeat("é", 4<<20-1), true},
	} {
		url := serve(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, c.body) })
		got := call(t, at(url), get)
		if got.Body != c.kept || got.Binary || got.Size != 8<<20 {
			t.Errorf("%s: %d bytes of body, binary %t, size %d", c.name, len(got.Body), got.Binary, got.Size)
		}
		expect(t, c.name, strings.Contains(got.Truncated, "8 MiB"), c.cut)
	}
}

func TestReplyBrokenOff(t *testing.T) {
	url, _ := listen(t, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"half\": \"\xc3")
	got := call(t, at(url), get)
	expect(t, "status", got.Status, 200)
	expect(t, "body", got.Body, "{\"half\": \"")
	expect(t, "failure", got.Failure, nil)
	want := "The answer from " + strings.TrimPrefix(url, "http://") + " broke off. What is shown came before. "
	expect(t, got.Truncated, strings.HasPrefix(got.Truncated, want), true)
}

// TestFailure has no reply: the request is shown all the same, masked.
func TestFailure(t *testing.T) {
	url, _ := listen(t, "")
	got := call(t, at(url), get)
	if got.Failure == nil || got.Failure.Kind != api.FailureBroken || got.Status != 0 {
		t.Fatalf("got %+v", got)
	}
	expect(t, "authorization", fieldOf(got.Sent.Header, "Authorization"), "Bearer eyJ0eXAiOiJ…")
	expect(t, "start", got.Sent.Start, "GET / HTTP/1.1")
	unsent := call(t, at("https://127.0.0.1:0"), get)
	if unsent.Failure == nil || unsent.Failure.Kind == "" {
		t.Fatalf("got %+v", unsent)
	}
	expect(t, "authorization", fieldOf(unsent.Sent.Header, "Authorization"), "Bearer eyJ0eXAiOiJ…")
	expect(t, "host", fieldOf(unsent.Sent.Header, "Host"), "127.0.0.1:0")
}

// TestCancel ends calls before and in the answer; upstream has to notice.
func TestCancel(t *testing.T) {
	for _, begun := range []bool{false, true} {
		noticed, reached := make(chan struct{}), make(chan struct{})
		url := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if begun {
				io.WriteString(w, "beginning")
				http.NewResponseController(w).Flush()
			}
			close(reached)
			<-r.Context().Done()
			close(noticed)
		})
		ctx, cancel := context.WithCancel(t.Context())
		go func() { <-reached; cancel() }()
		got, err := start(t).Call(ctx, at(url), get)
		if err != nil || got.Failure == nil || got.Failure.Kind != api.FailureCancelled || got.Body != "" || got.Sent.Start == "" {
			t.Errorf("begun %t: got %+v, %v", begun, got, err)
		}
		<-noticed
	}
}

// TestTLS: the connection's CA serves the call.
func TestTLS(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Proto) }))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	to := at(server.URL)
	if got := call(t, to, get); got.Failure == nil || got.Failure.Kind != api.FailureTLS || len(got.Failure.Certificates) != 1 {
		t.Errorf("without the CA: %+v", got.Failure)
	}
	to.Settings = transport.Settings{CA: pemOf(server.Certificate().Raw)}
	expect(t, "with the CA", call(t, to, get).Status, 200)
}
