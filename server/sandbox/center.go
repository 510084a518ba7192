//go:build !js

package sandbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// An address is where a data center is: in process until it listens.
type address struct {
	scheme string
	host   string // the in-process name, without port
	url    atomic.Pointer[string]
	ports  atomic.Bool
}

// newAddress takes the in-process name, and the port if it isn't the scheme's.
func newAddress(scheme, host, port string) *address {
	a := &address{scheme: scheme, host: host}
	a.set(host + port)
	return a
}

func (a *address) set(authority string) {
	url := a.scheme + "://" + authority
	a.url.Store(&url)
}

// String returns the data center's base URL, without a slash at its end.
func (a *address) String() string { return *a.url.Load() }

// listens reports whether others than this process can reach it.
func (a *address) listens() bool { return a.ports.Load() }

// A center serves one data center on any number of listeners.
type center struct {
	at      *address
	server  *http.Server
	running sync.WaitGroup

	once sync.Once
	pipe *pipe
}

// newCenter serves with TLS if it is told how. Requests end with ctx.
func newCenter(ctx context.Context, log *slog.Logger, at *address, h http.Handler, secure *tls.Config) *center {
	server := &http.Server{
		Handler:           h,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      slowest + 30*time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    64 << 10,
		Protocols:         new(http.Protocols),
	}
	server.Protocols.SetHTTP1(true)
	server.TLSConfig = secure
	return &center{at: at, server: server}
}

func (c *center) listen(port int) error {
	listeners, err := loopback(port)
	if err != nil {
		return err
	}
	_, actual, err := net.SplitHostPort(listeners[0].Addr().String())
	if err != nil {
		return fmt.Errorf("sandbox: %w", err)
	}
	c.at.set(net.JoinHostPort("localhost", actual))
	c.at.ports.Store(true)
	for _, l := range listeners {
		c.serve(l)
	}
	return nil
}

func (c *center) local() func(ctx context.Context) (net.Conn, error) {
	c.once.Do(func() {
		c.pipe = newPipe(c.at.host)
		c.serve(c.pipe)
	})
	return c.pipe.dial
}

// serve returns at once. What ends a listener besides close is left to those
// who then can't connect.
func (c *center) serve(l net.Listener) {
	c.running.Go(func() {
		if c.server.TLSConfig != nil {
			_ = c.server.ServeTLS(l, "", "")
			return
		}
		_ = c.server.Serve(l)
	})
}

func (c *center) close(ctx context.Context) error {
	grace, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	var err error
	if c.server.Shutdown(grace) != nil {
		err = c.server.Close()
	}
	c.running.Wait()
	return err
}

// loopback listens on a port of 127.0.0.1 and, where there is IPv6, on the same
// one of ::1, since localhost may mean either. 0, or a port that is taken on
// one of the two, means any free one.
func loopback(port int) ([]net.Listener, error) {
	for range 10 {
		four, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err != nil && port == 0 {
			return nil, fmt.Errorf("sandbox: %w", err)
		}
		port = 0
		if err != nil {
			continue
		}
		_, actual, _ := net.SplitHostPort(four.Addr().String())
		six, err := net.Listen("tcp6", net.JoinHostPort("::1", actual))
		if err == nil {
			return []net.Listener{four, six}, nil
		}
		if !errors.Is(err, syscall.EADDRINUSE) {
			return []net.Listener{four}, nil
		}
		four.Close()
	}
	return nil, errors.New("sandbox: no port is free on both 127.0.0.1 and ::1")
}
