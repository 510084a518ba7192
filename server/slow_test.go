//go:build !js

package server

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"firstcall/app/api"
)

// pipes is a listener within a test and its clock.
type pipes struct {
	conns  chan net.Conn
	closed chan bool
	once   sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

// dial connects to s, which ends with the test. The connection is cut when it
// lasts longer than anything should.
func dial(t *testing.T, s *Server) net.Conn {
	t.Helper()
	listener := &pipes{conns: make(chan net.Conn), closed: make(chan bool)}
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error)
	go func() { served <- s.serve(ctx, listener, patience, limit) }()
	here, there := net.Pipe()
	listener.conns <- there
	t.Cleanup(func() {
		here.Close()
		stop()
		if err := errors.Join(<-served, s.Close()); err != nil {
			t.Error(err)
		}
	})
	if err := here.SetDeadline(time.Now().Add(3 * bodyTimeout)); err != nil {
		t.Fatal(err)
	}
	return here
}

// TestSlowBody sends requests whose bodies never come whole, to routes that
// read them and to those that don't.
func TestSlowBody(t *testing.T) {
	const (
		form      = "Content-Type: application/x-www-form-urlencoded\r\n"
		multipart = "Content-Type: multipart/form-data; boundary=b\r\n"
		whole     = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--b--\r\n"
		long      = "Content-Length: 1000\r\n\r\n"
		chunked   = "Transfer-Encoding: chunked\r\n\r\n1\r\n"
	)
	for _, tc := range []struct{ start, rest, status string }{
		{"POST " + api.ConnectPath, long + "{", "400"},
		{"POST " + api.ConnectPath, chunked + "{\r\n", "400"},
		{"POST " + api.SubmitPath, form + long + "a=", "400"},
		{"POST " + api.SubmitPath, multipart + long + whole, "303"},
		{"POST " + api.SubmitPath, long + "text", "303"},
		{"POST " + api.ForgetPath, long, "204"},
		{"POST /none", chunked, "404"},
		{"GET /robots.txt", long, "200"},
	} {
		synctest.Test(t, func(t *testing.T) {
			cfg := bare
			cfg.Files = files
			s, err := New(cfg)
			if err != nil {
				t.Fatal(err)
			}
			conn := dial(t, s)
			began := time.Now()
			go func() { _, _ = io.WriteString(conn, tc.start+" HTTP/1.1\r\nHost: localhost\r\n"+tc.rest) }()
			got, err := io.ReadAll(conn)
			if took := time.Since(began); took != bodyTimeout || err != nil || !strings.HasPrefix(string(got), "HTTP/1.1 "+tc.status+" ") {
				t.Errorf("%s %q: after %v %.20q, %v; want status %s after %v", tc.start, tc.rest, took, got, err, tc.status, bodyTimeout)
			}
		})
	}
}

// TestLongAnswer has an answer take longer than its request may take to arrive.
func TestLongAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Server{set: settings{Config: Config{Logger: slog.New(slog.DiscardHandler)}}}
		s.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if err := readJSON(w, r, refLimit, new(any)); err != nil {
				t.Error(err)
			}
			time.Sleep(2 * bodyTimeout) // of the test's clock
			if err := r.Context().Err(); err != nil {
				t.Errorf("the request ended: %v", err)
			}
		})
		conn := dial(t, s)
		go func() {
			_, _ = io.WriteString(conn, "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}")
		}()
		if got, err := io.ReadAll(conn); err != nil || !strings.HasPrefix(string(got), "HTTP/1.1 200 ") {
			t.Errorf("got %.20q, %v", got, err)
		}
	})
}
