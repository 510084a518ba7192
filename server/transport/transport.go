//go:build !js

// Package transport is the one way out: every request that the server makes
// for a user, for a token or for a call, leaves through [Transport.Do]. So one
// CA, one proxy, one set of timeouts and one address guard hold for all of them.
//
// It owns connections, the judgement of the address that is dialled, the
// record of how a request went, and the words for what can go wrong on the
// way. It knows nothing of tokens, providers or sessions, and never reads a
// reply's body itself.
package transport

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"firstcall/server/secret"
)

// Limits that no caller has needed to change.
const (
	maxHeaderBytes = 1 << 20
	idleTimeout    = 60 * time.Second
	idlePerHost    = 4
)

// A Config says how requests leave. Its zero value is a personal run.
type Config struct {
	Guard Guard
	// Local are in-process servers by exact host name, or by name and port
	// where the key has one ("dcv.sandbox.test:8443"). They come before DNS and
	// are not judged by the guard.
	Local map[string]Dialer
	// Proxy is the operator's: all leave through it whose Settings have none, but
	// for those to Local. It may be at any address but those that nobody may call.
	Proxy secret.String
	// UserAgent goes with requests that have none; "" stands for "Firstcall".
	UserAgent string

	ConnectTimeout time.Duration // name lookup and TCP together; 0: 10 s
	TLSTimeout     time.Duration // handshake; 0: 10 s
	HeaderTimeout  time.Duration // from the request written to the answer's headers; 0: 60 s

	Resolver *net.Resolver    // nil: the system's
	Now      func() time.Time // judges certificates; nil: time.Now
}

// A Dialer opens a connection to a server inside this program.
type Dialer = func(ctx context.Context) (net.Conn, error)

// A Transport makes requests. It is safe for concurrent use.
type Transport struct {
	config Config
	judge  judge
	local  map[string]Dialer
	pool   *pool
}

// An Exchange is a request that was answered. The body of Response is not read
// yet: the caller closes it. Reading it to its end completes Trace.
type Exchange struct {
	Response *http.Response
	Trace    *Trace
}

// New gives a Transport; nothing is opened before the first request.
func New(cfg Config) *Transport {
	cfg.UserAgent = cmp.Or(cfg.UserAgent, "Firstcall")
	cfg.ConnectTimeout = cmp.Or(cfg.ConnectTimeout, 10*time.Second)
	cfg.TLSTimeout = cmp.Or(cfg.TLSTimeout, 10*time.Second)
	cfg.HeaderTimeout = cmp.Or(cfg.HeaderTimeout, 60*time.Second)
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	t := &Transport{config: cfg, judge: newJudge(cfg.Guard), local: localNames(cfg.Local)}
	t.pool = newPool(t.build)
	return t
}

// Do sends the request once and gives its answer, whatever its status: a
// redirect is an answer too, and is not followed. The request's context governs
// it, the reading of the body included. Headers leave as they are, with a
// User-Agent where there is none; neither the environment's proxy nor cookies
// are used. [Settings.Timeout] ends the exchange if its context does not.
//
// [Explain] and [TraceOf] read every error of Do and of the body.
func (t *Transport) Do(req *http.Request, s Settings) (*Exchange, error) {
	if req.URL == nil {
		return nil, errors.New("transport: the request has no URL")
	}
	ctx, cancel := s.deadline(req.Context())
	trace := t.trace(req.URL, s)
	way, err := t.pool.get(s)
	if err != nil {
		cancel()
		closeBody(req)
		return nil, trace.fail(req.Context(), err)
	}
	way.describe(trace)
	resp, err := way.http.RoundTrip(t.outgoing(ctx, req, trace))
	if err != nil {
		defer cancel()
		return nil, trace.fail(ctx, err)
	}
	trace.answered(resp)
	resp.Body = &body{ReadCloser: resp.Body, ctx: ctx, cancel: cancel, trace: trace}
	return &Exchange{Response: resp, Trace: trace}, nil
}

// Close closes idle connections and refuses further requests. Those under way
// end by themselves or by their context.
func (t *Transport) Close() { t.pool.close() }

// outgoing is a copy of req that reports to trace; the caller's stays as it is.
func (t *Transport) outgoing(ctx context.Context, req *http.Request, trace *Trace) *http.Request {
	out := req.Clone(trace.attach(ctx))
	if out.Header == nil {
		out.Header = http.Header{}
	}
	if _, set := out.Header["User-Agent"]; !set {
		out.Header.Set("User-Agent", t.config.UserAgent)
	}
	return out
}

func (t *Transport) trace(u *url.URL, s Settings) *Trace {
	to := newTarget(u)
	to.local = t.localDialer(hostPort(u.Scheme, u.Host)) != nil
	to.ca, to.now = s.CA != "", t.config.Now()
	to.pinned, to.blind = s.Pin != "", s.SkipVerify
	to.limited = s.ConnectTimeout > 0 || s.Timeout > 0
	return &Trace{judge: t.judge, seen: seen{target: to}}
}

// body tells the trace when the reply is over, and explains what ends it early.
type body struct {
	io.ReadCloser
	ctx    context.Context
	cancel context.CancelFunc
	trace  *Trace
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF {
		b.trace.finish()
	} else if err != nil {
		err = b.trace.fail(b.ctx, err)
	}
	return n, err
}

func (b *body) Close() error {
	b.trace.finish()
	defer b.cancel()
	return b.ReadCloser.Close()
}

func closeBody(req *http.Request) {
	if req.Body != nil {
		req.Body.Close()
	}
}
