//go:build !js

package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"firstcall/app/api"
)

// A Trace is the record of how one request went. It is complete once the
// reply's body was read to its end or closed. A nil Trace has nothing to tell.
type Trace struct {
	judge judge

	mu     sync.Mutex
	headed bool // the headers came or nothing did: a late dial is not this request's
	seen   seen
}

// A target is what is known before anything happens.
type target struct {
	scheme   string
	address  string // scheme, host and path; a query may hold secrets
	host     string // as typed
	literal  bool   // the host is an IP address
	local    bool   // a server inside this program
	proxy    string // the proxy's host and port, "" for none
	socks    bool   // it is a SOCKS5 proxy
	login    bool   // there are a name and password for it
	operated bool   // it is the operator's
	ca       bool   // the connection brought a CA
	pinned   bool   // the certificate's fingerprint alone decides
	blind    bool   // no certificate is verified
	limited  bool   // the connection has time limits of its own
	now      time.Time
	start    time.Time
}

// seen is what was observed. Times are zero for what did not happen.
type seen struct {
	target
	reused  bool     // the connection was open already
	addrs   []string // what DNS answered, as far as the guard permits it
	tried   []string // addresses dialled, as far as the guard permits them
	remote  string
	tls     *tls.ConnectionState
	secured *tls.Conn // until there is an answer
	opened  []byte    // what the other side of a fresh connection sent first

	fields []api.Pair // the request's headers as they were written

	step proxyStep // how far the way through the proxy went

	certificateWanted bool              // the server asked for a client certificate
	certificateSent   *x509.Certificate // nil when there was none to send
	authorities       []string          // whose client certificates the server says it accepts

	dnsStart, dnsDone, tcpStart, tcpDone, tlsStart, tlsDone time.Time
	gotConn, wrote, firstByte, end                          time.Time

	answered bool // the headers came
	complete bool // the body was read or given up
	failure  *api.Failure
}

func newTarget(u *url.URL) target {
	shown := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	return target{scheme: u.Scheme, address: shown.String(), host: u.Host, literal: isAddress(u.Hostname()), start: time.Now()}
}

// TraceOf finds the Trace of an error of [Transport.Do], or of reading a body
// that it gave; nil for other errors.
func TraceOf(err error) *Trace {
	var f *failure
	if errors.As(err, &f) {
		return f.trace
	}
	return nil
}

// Timing is how long each phase took, in microseconds. Before the body was
// read, Download is 0 and Total ends with the headers. A refused request has no
// timing, which could tell what the refusal does not.
func (t *Trace) Timing() api.Timing { return t.snapshot().timing() }

// Remote is the address that answered, with its port, or "in process". It is
// "" when no connection came about.
func (t *Trace) Remote() string { return t.snapshot().remote }

// Fields are the request's headers as they were written, those of the program
// included, in their order. Secrets are in them: mask before showing. There are
// none when the request stopped before it was written.
func (t *Trace) Fields() []api.Pair { return slices.Clone(t.snapshot().fields) }

// Sorted lists header fields by name; the values of one keep their order.
func Sorted(header http.Header) []api.Pair {
	var pairs []api.Pair
	for _, name := range slices.Sorted(maps.Keys(header)) {
		for _, value := range header[name] {
			pairs = append(pairs, api.Pair{Name: name, Value: value})
		}
	}
	return pairs
}

// Certificates is the chain that the server presented, leaf first, whether it
// was trusted or not; none without TLS.
func (t *Trace) Certificates() []api.Certificate {
	s := t.snapshot()
	switch {
	case s.tls != nil:
		return describe(s.tls.PeerCertificates)
	case s.failure != nil && s.failure.Phase == api.RungTLS:
		return slices.Clone(s.failure.Certificates)
	}
	return nil
}

// Rungs are the steps URL, DNS, TCP and TLS, in this order, each with its
// evidence. When the request failed later than those, they are all good.
func (t *Trace) Rungs() []api.Rung {
	if t == nil {
		return nil
	}
	return t.snapshot().rungs()
}

// Format writes nothing of what the Trace holds: there are secrets in it.
func (t *Trace) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "transport.Trace") }

func (t *Trace) snapshot() seen {
	if t == nil {
		return seen{}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.seen
}

// note records an observation about the way to the headers.
func (t *Trace) note(observe func(*seen)) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.headed {
		observe(&t.seen)
	}
}

func (t *Trace) answered(resp *http.Response) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.headed, t.seen.answered = true, true
	t.seen.end = time.Now()
	t.seen.tls, t.seen.secured = resp.TLS, nil
}

// finish marks the end of the body; what comes later does not move it.
func (t *Trace) finish() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.seen.complete {
		t.seen.complete = true
		t.seen.end = time.Now()
	}
}

// fail ends the trace with err and gives err back explained. Of a refused
// request the trace forgets all that it saw.
func (t *Trace) fail(ctx context.Context, err error) error {
	if ended := ctx.Err(); ended != nil {
		err = errors.Join(ended, err)
	} else if alert := t.snapshot().lastWords(); alert != nil {
		err = errors.Join(alert, err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.headed, t.seen.complete = true, true
	t.seen.end = time.Now()
	if refusal := t.judge.refusal(); errors.Is(err, refusal) {
		t.seen, err = seen{target: t.seen.target}, refusal
	}
	t.seen.failure, t.seen.secured = explain(err, t.seen), nil
	return &failure{what: t.seen.failure, trace: t, err: err}
}
