//go:build !js

// Package exchange speaks with authorization servers: it sends the requests
// that a profile describes, for a token and about one, reads the answers by the
// profile's names, and has refusals explained. It owns the transcripts and the
// rule that no secret and no token is in them, and refuses to know who asks,
// where tokens are kept, and how a request finds its way.
package exchange

import (
	"context"
	"time"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/provider"
	"firstcall/server/secret"
	"firstcall/server/transport"
)

// An Exchanger makes exchanges. It is safe for concurrent use.
type Exchanger struct {
	transport *transport.Transport
	now       func() time.Time
}

// New gives an Exchanger that sends through t and takes the time of answers from now.
func New(t *transport.Transport, now func() time.Time) *Exchanger { return &Exchanger{t, now} }

// An Outcome is what became of an exchange: either Grant or Failure is set.
// Failure carries the transcript that decided too, without rungs when a field
// is at fault.
type Outcome struct {
	Grant   *Grant
	Failure *api.Failure
	// Transcripts are those of all requests, the latest first. There is at least one.
	Transcripts []api.Transcript
	// Certificates are what the other side showed last, leaf first; none without TLS.
	Certificates []api.Certificate
	// Unverified says that certificates were not verified, by the user's own wish.
	Unverified bool
}

// Transcript is that of the request that decided.
func (o Outcome) Transcript() api.Transcript { return o.Transcripts[0] }

// A Grant is what the token endpoint gave. Only AccessToken is never empty.
type Grant struct {
	AccessToken, IDToken, RefreshToken secret.String
	TokenType                          string // as sent, "Bearer" if it was not
	IssuedTokenType                    string // of a token exchange (RFC 8693 section 2.2.1)
	Scope                              string // as the answer says, scopes separated by spaces
	Expiry                             api.Expiry
}

// Run asks p's token endpoint for a token with a grant that needs no user. The
// values are by field name, the secret ones included; what they lack is a Failure
// that names the field. Cancelling ctx ends the exchange upstream too. After a
// minute, or the connection's own time, it ends by itself, with a Failure that
// says how far it came.
func (e *Exchanger) Run(ctx context.Context, p provider.Profile, values map[string]string) Outcome {
	x := e.start(p, values, api.ForToken, tokenEndpoint)
	x.varies = true
	return x.grant(ctx)
}

// Step asks for a token by a step of p, which begins with the access token that
// is there. The values are the connection's and those of the step's own fields.
func (e *Exchanger) Step(ctx context.Context, p provider.Profile, step api.Step, values map[string]string, access secret.String) Outcome {
	p.Provider = wire.Step(p.Provider, step)
	return e.start(p, with(values, api.AccessTokenField, access.Reveal()), api.ForStep, tokenEndpoint).grant(ctx)
}

// with is values and some more, by turns name and value.
func with(values map[string]string, more ...string) map[string]string {
	all := make(map[string]string, len(values)+len(more)/2)
	for name, value := range values {
		all[name] = value
	}
	for i := 0; i+1 < len(more); i += 2 {
		all[more[i]] = more[i+1]
	}
	return all
}
