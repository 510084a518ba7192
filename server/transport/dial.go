//go:build !js

package transport

import (
	"context"
	"errors"
	"net"
	"strings"
)

// dial opens the connection for host:port. A name in Local never reaches DNS;
// for all others the guard judges each address just before it is dialled.
func (t *Transport) dial(ctx context.Context, network, address string) (net.Conn, error) {
	trace := traceFrom(ctx)
	if open := t.localDialer(address); open != nil {
		return t.dialLocal(ctx, open, trace)
	}
	dialer := net.Dialer{
		Timeout:        t.config.ConnectTimeout,
		Resolver:       t.config.Resolver,
		ControlContext: t.judge.control,
	}
	c, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c, trace: trace}, nil
}

func (t *Transport) dialLocal(ctx context.Context, open Dialer, trace *Trace) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, t.config.ConnectTimeout)
	defer cancel()
	trace.localStart()
	c, err := open(ctx)
	if err != nil {
		return nil, err
	}
	if c == nil {
		return nil, errors.New("transport: the in-process server gave no connection")
	}
	trace.localDone()
	return &conn{Conn: c, trace: trace}, nil
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
	trace *Trace // nil once something was read
}

func (c *conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 && c.trace != nil {
		c.trace.sniffed(p[:n])
		c.trace = nil
	}
	return n, err
}
