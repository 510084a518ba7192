//go:build !js

// Package relay makes a call for the user: the request as it was built, with
// the connection's token, and the reply as it came.
//
// It owns what may be sent and where: only to the connection's data center, and
// never with a header that belongs to the connection between two machines. It
// refuses to know sessions and providers, and how a connection is opened.
package relay

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"firstcall/app/api"
	"firstcall/server/secret"
	"firstcall/server/transport"
)

const (
	// maxBody is how many bytes a request's or a reply's body may have, the
	// reply's decompressed.
	maxBody = 8 << 20
	// maxTime ends a reply that never does, such as a stream of events.
	maxTime = 5 * time.Minute
)

// A Relay makes calls. It is safe for concurrent use.
type Relay struct {
	transport *transport.Transport
	now       func() time.Time
}

// A Target is where a call goes, and the token that goes with it.
type Target struct {
	DataCenter string // scheme and host, perhaps with a base path: "https://broker.example:8443/x"
	TokenType  string // as the token endpoint sent it; "" stands for Bearer
	Token      secret.String
	Settings   transport.Settings
}

// New gives a Relay. now is the clock for [api.Reply]'s At.
func New(t *transport.Transport, now func() time.Time) *Relay { return &Relay{t, now} }

// Call sends req once and reads its reply, up to 8 MiB of body. What goes wrong
// on the way is in the reply's Failure, or in Truncated when a part of the body
// came. Cancelling ctx ends the call upstream.
//
// The error says, as a sentence for the user, why req can't be sent as it is
// built; nothing has left then.
func (r *Relay) Call(ctx context.Context, to Target, req api.Request) (api.Reply, error) {
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	out, err := build(ctx, to, req)
	if err != nil {
		return api.Reply{}, err
	}
	reply := api.Reply{At: r.now().Unix(), Request: req}
	show := viewer{token: to.Token.Reveal(), body: req.Body}
	exchange, err := r.transport.Do(out, to.Settings)
	if err != nil {
		reply.Sent = show.message(out, transport.TraceOf(err), "HTTP/1.1")
		reply.Failure = transport.Explain(err)
		return reply, nil
	}
	reply.Sent = show.message(out, exchange.Trace, exchange.Response.Proto)
	if err := read(exchange, &reply); errors.Is(err, context.Canceled) {
		return api.Reply{At: reply.At, Request: req, Sent: reply.Sent, Failure: transport.Explain(err)}, nil
	}
	return reply, nil
}

// A refusal says why a request is not sent, as a sentence for the user.
type refusal string

func (r refusal) Error() string { return string(r) }

func refusef(format string, args ...any) error { return refusal(fmt.Sprintf(format, args...)) }

func build(ctx context.Context, to Target, req api.Request) (*http.Request, error) {
	if err := checkMethod(req.Method); err != nil {
		return nil, err
	}
	u, err := address(to.DataCenter, req)
	if err != nil {
		return nil, err
	}
	header, err := headers(to, req)
	if err != nil {
		return nil, err
	}
	return newRequest(ctx, req, u, header)
}
