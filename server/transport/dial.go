//go:build !js

package transport

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// A route opens the connections for some Settings.
type route struct {
	*Transport
	proxy   *proxy // nil: none
	timeout time.Duration
}

// dial opens the connection for host:port. A name in Local never reaches DNS;
// for all others the guard judges each address just before it is dialled, or
// before the proxy is asked for it.
func (r *route) dial(ctx context.Context, network, address string) (net.Conn, error) {
	trace := traceFrom(ctx)
	ctx, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	open := r.dialDirect
	if local := r.localDialer(address); local != nil {
		open = dialLocal(local)
	} else if r.proxy != nil {
		open = r.dialProxy
	}
	c, err := open(ctx, network, address)
	if err != nil {
		return nil, err
	}
	trace.note(func(s *seen) { s.met(c) })
	return &conn{Conn: c, trace: trace, closed: make(chan struct{})}, nil
}

func (r *route) dialDirect(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := net.Dialer{Resolver: r.config.Resolver, ControlContext: r.judge.control}
	return dialer.DialContext(ctx, network, address)
}

func dialLocal(open Dialer) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, _, _ string) (net.Conn, error) {
		trace := traceFrom(ctx)
		trace.localStart()
		c, err := open(ctx)
		if err != nil {
			return nil, err
		}
		if c == nil {
			return nil, errors.New("transport: the in-process server gave no connection")
		}
		trace.localDone()
		return c, nil
	}
}

// dialProxy tries the target's addresses one after the other, and goes on to
// the next as long as it is only the one that the proxy does not get to.
func (r *route) dialProxy(ctx context.Context, _, address string) (net.Conn, error) {
	targets, err := r.resolve(ctx, address)
	if err != nil {
		return nil, err
	}
	trace := traceFrom(ctx)
	var first error
	for _, to := range targets {
		trace.note(func(s *seen) { s.connecting(to.String(), r.judge) })
		c, err := r.proxy.open(ctx, to, trace)
		if err == nil {
			trace.note(func(s *seen) { s.connected(nil) })
			return c, nil
		}
		if first == nil {
			first = err
		}
		if !unreached(err) {
			break
		}
	}
	return nil, first
}

// resolve looks the target up and answers what the guard permits of it.
func (r *route) resolve(ctx context.Context, address string) ([]netip.AddrPort, error) {
	host, service, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	resolver := cmp.Or(r.config.Resolver, net.DefaultResolver)
	port, err := resolver.LookupPort(ctx, "tcp", service)
	if err != nil {
		return nil, err
	}
	addrs, err := resolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return nil, err
	}
	var targets []netip.AddrPort
	for _, addr := range addrs {
		if r.judge.permits(addr) {
			targets = append(targets, netip.AddrPortFrom(addr.WithZone("").Unmap(), uint16(port)))
		}
	}
	if len(targets) == 0 {
		return nil, r.judge.refusal()
	}
	return targets, nil
}

func (t *Transport) localDialer(address string) Dialer {
	address = strings.ToLower(address)
	if open := t.local[address]; open != nil {
		return open
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil
	}
	return t.local[host]
}

func localNames(local map[string]Dialer) map[string]Dialer {
	names := make(map[string]Dialer, len(local))
	for name, open := range local {
		names[strings.ToLower(name)] = open
	}
	return names
}

// conn shows the trace how the server's side of a fresh connection begins:
// the evidence for "that is no HTTP".
type conn struct {
	net.Conn
	trace  *Trace // nil once something was read
	once   sync.Once
	closed chan struct{}
}

func (c *conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 && c.trace != nil {
		c.trace.sniffed(p[:n])
		c.trace = nil
	}
	return n, err
}

func (c *conn) Close() error {
	err := c.Conn.Close()
	c.once.Do(func() { close(c.closed) })
	return err
}

func (c *conn) closedWithin(d time.Duration) bool {
	select {
	case <-c.closed:
		return true
	case <-time.After(d):
		return false
	}
}

// A tunnel is the connection to a target through a proxy.
type tunnel struct {
	net.Conn
	from   io.Reader
	remote net.Addr
}

func (t *tunnel) Read(p []byte) (int, error) { return t.from.Read(p) }

// RemoteAddr is the target's: the one that answers.
func (t *tunnel) RemoteAddr() net.Addr { return t.remote }
