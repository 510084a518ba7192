//go:build !js

// Package exchange asks a provider for a token: it sends the request that the
// profile describes, reads the answer by the profile's names, and explains a
// refusal. It owns the transcript and the rule that no secret and no token is
// in it, and refuses to know who asks, where the token is kept, and how a
// request finds its way.
package exchange

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/provider"
	"firstcall/server/secret"
	"firstcall/server/transport"
)

// maxTime ends an exchange, discovery included, that is still under way, such as
// one whose answer trickles in. The transport's own limits are for single steps.
const maxTime = time.Minute

// An Exchanger makes exchanges. It is safe for concurrent use.
type Exchanger struct {
	transport *transport.Transport
	now       func() time.Time
}

// New gives an Exchanger that sends through t and takes the time of answers from now.
func New(t *transport.Transport, now func() time.Time) *Exchanger { return &Exchanger{t, now} }

// An Outcome is what became of an exchange: either Grant or Failure is set.
// Failure carries the transcript too, without rungs when a field is at fault.
type Outcome struct {
	Grant      *Grant
	Failure    *api.Failure
	Transcript api.Transcript
}

// A Grant is what the token endpoint gave. Only AccessToken is never empty.
type Grant struct {
	AccessToken, IDToken, RefreshToken secret.String
	TokenType                          string // as sent, "Bearer" if it was not
	Scope                              string // as the answer says, scopes separated by spaces
	Expiry                             api.Expiry
}

// Run asks p's token endpoint for a token. The values are by field name, the
// secret ones included; what they lack is a Failure that names the field.
// Cancelling ctx ends the exchange upstream too. After a minute it ends by
// itself, with a Failure that says how far it came.
func (e *Exchanger) Run(ctx context.Context, p provider.Profile, values map[string]string) Outcome {
	x := &run{Exchanger: e, profile: p, values: wire.Filled(p.Provider, values), mask: newMask(p)}
	x.transcript.At = e.now().Unix()
	x.reached()
	began := time.Now()
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	grant, failure := x.run(ctx)
	x.transcript.Took = time.Since(began).Milliseconds()
	if failure != nil {
		if failure.Kind == api.FailureField {
			x.transcript.Rungs = nil // no step was tried
		}
		transcript := x.transcript
		failure.Transcript = &transcript
	}
	return Outcome{grant, failure, x.transcript}
}

// A run is one exchange under way.
type run struct {
	*Exchanger
	profile    provider.Profile
	values     map[string]string
	settings   transport.Settings
	request    wire.Request
	mask       *mask
	way        []api.Rung // to the first answer
	transcript api.Transcript
}

func (x *run) run(ctx context.Context) (*Grant, *api.Failure) {
	if failure := x.prepare(); failure != nil {
		return nil, failure
	}
	if x.profile.Token.Discovery {
		if failure := x.discover(ctx); failure != nil {
			return nil, failure
		}
	}
	r, failure := x.send(ctx, x.request)
	if failure != nil {
		return nil, failure
	}
	if r.status/100 != 2 || r.saysError() {
		return nil, x.refused(r)
	}
	x.reached(api.Rung{Name: api.RungEndpoint, State: api.RungGood, Evidence: r.statusText(), Took: r.took})
	grant, err := readGrant(r, x.profile.Answer.Names())
	if err != nil {
		return nil, x.useless(r, err)
	}
	x.reached(
		api.Rung{Name: api.RungEndpoint, State: api.RungGood, Evidence: r.statusText(), Took: r.took},
		api.Rung{Name: api.RungToken, State: api.RungGood, Evidence: grant.evidence()})
	return grant, nil
}

// prepare works out the request, and what of it is secret.
func (x *run) prepare() *api.Failure {
	for _, field := range x.profile.Fields {
		if field.Kind == api.FieldSecret {
			x.mask.secret(x.values[field.Name])
		}
	}
	request, err := wire.Token(x.profile.Provider, x.values)
	if err != nil {
		return x.unfit(err)
	}
	x.request = request
	x.mask.request(request)
	if _, has := x.profile.Field(api.CAField); has && strings.TrimSpace(x.values[api.CAField]) != "" {
		x.settings.CA = x.values[api.CAField]
		if err := transport.ParseCA(x.settings.CA); err != nil {
			return x.unfit(&wire.FieldError{Field: api.CAField, Reason: err.Error()})
		}
	}
	return nil
}

// unfit is the failure of a form that no request can be made of.
func (x *run) unfit(err error) *api.Failure {
	failure := &api.Failure{Kind: api.FailureField, Phase: api.RungURL, Title: "No request was sent", Detail: err.Error()}
	var wrong *wire.FieldError
	if errors.As(err, &wrong) {
		failure.Field = wrong.Field
		failure.Title = "Check the field " + x.label(wrong.Field)
	}
	if failure.Field == "" {
		failure.Title = "The profile of " + x.profile.Name + " does not make a request"
	}
	return failure
}

// label is what the form calls a field.
func (x *run) label(name string) string {
	if field, found := x.profile.Field(name); found && field.Label != "" {
		return field.Label
	}
	return name
}

var ladder = []string{api.RungURL, api.RungDNS, api.RungTCP, api.RungTLS, api.RungEndpoint, api.RungToken, api.RungCall}

// reached puts the rungs after the way's, and those not reached after them.
func (x *run) reached(after ...api.Rung) {
	rungs := append(slices.Clone(x.way), after...)
	for len(rungs) < len(ladder) {
		rungs = append(rungs, api.Rung{Name: ladder[len(rungs)], State: api.RungTodo})
	}
	x.transcript.Rungs = rungs
}
