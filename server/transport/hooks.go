//go:build !js

package transport

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"slices"
	"strings"
	"time"

	"firstcall/app/api"
)

type traceKey struct{}

// traceFrom finds the trace that attach put into ctx. A dial keeps the values
// of the request that began it, also when that one is cancelled.
func traceFrom(ctx context.Context) *Trace {
	t, _ := ctx.Value(traceKey{}).(*Trace)
	return t
}

// attach makes net and net/http report to t. They call the hooks on goroutines
// of their own, and even after the request has ended.
func (t *Trace) attach(ctx context.Context) context.Context {
	ctx = context.WithValue(ctx, traceKey{}, t)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:              func(string) { t.note(restart) },
		DNSStart:             func(httptrace.DNSStartInfo) { t.note(func(s *seen) { s.dnsStart = time.Now() }) },
		DNSDone:              func(info httptrace.DNSDoneInfo) { t.note(func(s *seen) { s.resolved(info.Addrs, t.judge) }) },
		ConnectStart:         func(_, address string) { t.note(func(s *seen) { s.connecting(address, t.judge) }) },
		ConnectDone:          func(_, _ string, err error) { t.note(func(s *seen) { s.connected(err) }) },
		TLSHandshakeStart:    func() { t.note(func(s *seen) { s.tlsStart = time.Now() }) },
		TLSHandshakeDone:     func(state tls.ConnectionState, err error) { t.note(func(s *seen) { s.shook(state, err) }) },
		GotConn:              func(info httptrace.GotConnInfo) { t.note(func(s *seen) { s.got(info) }) },
		WroteHeaderField:     func(name string, values []string) { t.note(func(s *seen) { s.wroteField(name, values) }) },
		WroteRequest:         func(info httptrace.WroteRequestInfo) { t.note(func(s *seen) { s.written(info.Err) }) },
		GotFirstResponseByte: func() { t.note(func(s *seen) { s.firstByte = time.Now() }) },
	})
}

// restart forgets the attempt before: net/http tries again when a connection
// that was open already turns out to be closed.
func restart(s *seen) { *s = seen{target: s.target} }

func (s *seen) resolved(addrs []net.IPAddr, j judge) {
	s.dnsDone = time.Now()
	for _, a := range addrs {
		if addr, ok := netip.AddrFromSlice(a.IP); ok && j.permits(addr) {
			s.addrs = append(s.addrs, addr.Unmap().String())
		}
	}
}

func (s *seen) connecting(address string, j judge) {
	if s.tcpStart.IsZero() {
		s.tcpStart = time.Now()
	}
	if j.permitsText(address) {
		s.tried = append(s.tried, address)
	}
}

func (s *seen) connected(err error) {
	if err == nil {
		s.tcpDone = time.Now()
	}
}

func (s *seen) shook(state tls.ConnectionState, err error) {
	if err == nil {
		s.tlsDone, s.tls = time.Now(), &state
	}
}

// wroteField takes HTTP/2's pseudo-header for the host for what it stands for
// (RFC 9113 section 8.3.1); the others are what a request line says.
func (s *seen) wroteField(name string, values []string) {
	if name == ":authority" {
		name = "Host"
	}
	if strings.HasPrefix(name, ":") {
		return
	}
	for _, value := range values {
		s.fields = append(s.fields, api.Pair{Name: http.CanonicalHeaderKey(name), Value: value})
	}
}

func (s *seen) written(err error) {
	if err == nil {
		s.wrote = time.Now()
	}
}

// got takes a connection that this request did not dial to its end for one
// that was open already: net/http may hand over what another request dialled.
func (s *seen) got(info httptrace.GotConnInfo) {
	dialled := !s.tcpDone.IsZero() && (s.scheme != "https" || !s.tlsDone.IsZero())
	if info.Reused || !dialled {
		*s = seen{target: s.target, reused: true}
	}
	s.gotConn = time.Now()
	if info.Conn != nil {
		s.met(info.Conn)
	}
	if c, secured := info.Conn.(*tls.Conn); secured {
		state := c.ConnectionState()
		s.tls, s.secured = &state, c
	}
}

// met says who is at the other end of the connection.
func (s *seen) met(c net.Conn) {
	s.remote = c.RemoteAddr().String()
	if s.local {
		s.remote = inProcess
	}
}

func (t *Trace) localStart() {
	t.note(func(s *seen) { s.tcpStart = time.Now() })
}

func (t *Trace) localDone() {
	t.note(func(s *seen) { s.tcpDone = time.Now() })
}

// sniffed keeps the beginning of what the other side sent.
func (t *Trace) sniffed(p []byte) {
	t.note(func(s *seen) { s.opened = slices.Clone(p[:min(len(p), 16)]) })
}

// inProcess stands for the address of a server inside this program.
const inProcess = "in process"

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}
