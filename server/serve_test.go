//go:build !js

package server

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
)

// TestDrain ends a server with a call under way that would last for ever.
func TestDrain(t *testing.T) {
	arrived, ended := make(chan bool), make(chan bool)
	site := start(t, bare)
	b := connected(t, site, hang(arrived, ended))
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error)
	listener := mustListen(t)
	go func() {
		served <- (&Server{set: settings{Config: Config{Logger: newLogger("text", io.Discard)}}, handler: site.Config.Handler}).serve(ctx, listener, time.Millisecond, time.Minute)
	}()

	r := b.request("POST", "", api.Request{Method: "GET", Path: "/"})
	r.URL.Host = listener.Addr().String()
	r.URL.Path = api.CallPath
	answered := make(chan answer)
	go func() { answered <- b.send(r) }()
	<-arrived
	stop()
	<-ended
	wantProblem(t, <-answered, 503, "")
	if err := <-served; err != nil {
		t.Errorf("serve: %v", err)
	}
	if c, err := net.Dial("tcp", listener.Addr().String()); err == nil {
		c.Close()
		t.Error("the server still listens")
	}
}

// TestDrainCuts ends a server with a connection that never ends.
func TestDrainCuts(t *testing.T) {
	arrived, never := make(chan bool), make(chan bool)
	s := &Server{set: settings{Config: Config{Logger: newLogger("text", io.Discard)}}}
	s.handler = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		arrived <- true
		<-never
	})
	ctx, stop := context.WithCancel(t.Context())
	served, asked := make(chan error), make(chan error)
	listener := mustListen(t)
	go func() { served <- s.serve(ctx, listener, time.Millisecond, 2*time.Millisecond) }()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	go func() {
		resp, err := client.Get("http://" + listener.Addr().String())
		if err == nil {
			err = resp.Body.Close()
		}
		asked <- err
	}()
	<-arrived
	stop()
	if err := <-served; err != nil {
		t.Errorf("serve: %v", err)
	}
	if err := <-asked; err == nil {
		t.Error("the connection was not cut")
	}
	close(never)
}

func mustListen(t *testing.T) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return listener
}

// signal is a writer that tells when something with a text was written.
type signal struct {
	bytes.Buffer
	text  string
	found chan string
}

func (s *signal) Write(p []byte) (int, error) {
	n, err := s.Buffer.Write(p)
	if _, rest, ok := strings.Cut(s.String(), s.text); ok && strings.HasSuffix(rest, "\n") {
		s.found <- strings.TrimSpace(rest)
	}
	return n, err
}

// wait answers what follows the text, unless the command ended first.
func (s *signal) wait(t *testing.T, ended <-chan error) string {
	t.Helper()
	select {
	case rest := <-s.found:
		return rest
	case err := <-ended:
		t.Fatalf("it ended: %v", err)
		return ""
	}
}

// TestRun starts the command as main does, asks for a page and ends it.
func TestRun(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	out := &signal{text: "Firstcall is ready at ", found: make(chan string, 1)}
	log := &logBuffer{}
	ended := make(chan error)
	go func() {
		ended <- run(ctx, []string{"--listen", "127.0.0.1:0", "--sandbox-port", "0", "--log", "json"}, "v1", files, out, log)
	}()
	url := out.wait(t, ended)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	if resp.Body.Close(); resp.StatusCode != 200 {
		t.Errorf("%s: status %d", url, resp.StatusCode)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("run: %v", err)
	}
	if !strings.Contains(log.String(), `"path":"/"`) {
		t.Errorf("the log lacks the request, or is no JSON:\n%s", log.String())
	}
}

// TestRunWithTLS serves HTTPS with a certificate from files.
func TestRunWithTLS(t *testing.T) {
	other := httptest.NewTLSServer(nil)
	other.Close()
	cert, key := writePEM(t, other.TLS.Certificates[0])
	ctx, stop := context.WithCancel(t.Context())
	out := &signal{text: "Firstcall is ready at ", found: make(chan string, 1)}
	ended := make(chan error)
	args := []string{"--listen", "127.0.0.1:0", "--no-sandbox", "--tls-cert", cert, "--tls-key", key}
	go func() { ended <- run(ctx, args, "v1", files, out, io.Discard) }()
	url := out.wait(t, ended)
	if !strings.HasPrefix(url, "https://localhost:") {
		t.Errorf("it is said to be at %s", url)
	}
	transport := other.Client().Transport.(*http.Transport).Clone()
	transport.DisableKeepAlives = true
	transport.TLSClientConfig.ServerName = "example.com"
	resp, err := (&http.Client{Transport: transport}).Get(url + api.StatePath)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if cookies := resp.Cookies(); len(cookies) != 1 || cookies[0].Name != "__Host-firstcall" || !cookies[0].Secure {
		t.Errorf("cookies %v", cookies)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("run: %v", err)
	}
}

// writePEM writes a certificate and its key into files.
func writePEM(t *testing.T, pair tls.Certificate) (cert, key string) {
	t.Helper()
	private, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	for name, block := range map[string]*pem.Block{
		cert: {Type: "CERTIFICATE", Bytes: pair.Certificate[0]},
		key:  {Type: "PRIVATE KEY", Bytes: private},
	} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}
