//go:build !js

package exchange

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/exchange/assertion"
	"firstcall/server/exchange/explain"
	"firstcall/server/exchange/mask"
	"firstcall/server/provider"
	"firstcall/server/transport"
)

// maxTime ends an exchange, discovery included, that is still under way, such as
// one whose answer trickles in, unless the connection has a time of its own. The
// transport's own limits are for single steps.
const maxTime = time.Minute

// A run is one exchange under way: a request, and before it perhaps that for the
// metadata document.
type run struct {
	*Exchanger
	profile  provider.Profile // its token request is that of this exchange
	purpose  string
	endpoint string // the member of the metadata document that has the URL
	found    string // the URL, where an earlier run found it
	varies   bool   // the exchange can be made again with a variation

	values       map[string]string
	settings     transport.Settings
	request      wire.Request // not signed
	document     string       // where the metadata document is
	metadata     map[string]any
	mask         *mask.Mask
	way          []api.Rung // to the first answer
	certificates []api.Certificate
	legs         []api.Transcript // the latest first
}

// start prepares an exchange of which nothing is sent yet. p's token request is
// what to send.
func (e *Exchanger) start(p provider.Profile, values map[string]string, purpose, endpoint string) *run {
	names := p.Answer.Names()
	sensitive := []string{last(names.AccessToken), last(names.IDToken), last(names.RefreshToken)}
	x := &run{Exchanger: e, profile: p, purpose: purpose, endpoint: endpoint, values: effective(p, values)}
	for _, field := range p.Fields {
		if field.IsSecret() {
			sensitive = append(sensitive, field.Name)
		}
	}
	x.mask = mask.New(sensitive...)
	for _, field := range p.Fields {
		if field.IsSecret() {
			x.mask.Secret(values[field.Name]) // also where the form does not show it
			x.mask.Secret(x.values[field.Name])
		}
	}
	return x
}

// effective is the values of the fields that the form shows.
func effective(p provider.Profile, typed map[string]string) map[string]string {
	filled, values := wire.Filled(p.Provider, typed), map[string]string{}
	for _, field := range wire.Shown(p.Provider, typed) {
		values[field.Name] = filled[field.Name]
	}
	return values
}

// last is the name at the end of a path.
func last(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

// grant asks for a token.
func (x *run) grant(ctx context.Context) Outcome {
	ctx, cancel := x.limited(ctx)
	defer cancel()
	r, failure := x.ask(ctx)
	if failure != nil {
		return x.outcome(nil, failure)
	}
	if r.Status/100 != 2 || r.SaysError() {
		return x.outcome(nil, x.refused(r))
	}
	return x.outcome(x.granted(r))
}

// granted reads the grant out of an answer 2xx.
func (x *run) granted(r reply) (*Grant, *api.Failure) {
	grant, err := readGrant(r, x.profile.Answer.Names())
	if err != nil {
		return nil, x.useless(r, err)
	}
	x.reached(x.good(r), api.Rung{Name: api.RungToken, State: api.RungGood, Evidence: grant.evidence()})
	return grant, nil
}

// limited is ctx with the time that the exchange may take.
func (x *run) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	limit := maxTime
	if own, failure := Settings(x.profile, x.values); failure == nil && own.Timeout > 0 {
		limit = own.Timeout
	}
	return context.WithTimeout(ctx, limit)
}

// ask sends the request, to where the metadata document says if that is asked first.
func (x *run) ask(ctx context.Context) (reply, *api.Failure) {
	if failure := x.prepare(); failure != nil {
		return reply{}, failure
	}
	if failure := x.direct(ctx); failure != nil {
		return reply{}, failure
	}
	signed, err := x.request.Signed(x.sign)
	if err != nil {
		return reply{}, x.unfit(err)
	}
	x.mask.Request(signed)
	return x.send(ctx, x.purpose, signed)
}

// direct sends the request to where an earlier run or the metadata document says.
func (x *run) direct(ctx context.Context) *api.Failure {
	switch {
	case x.found != "":
		return x.lead(x.found)
	case x.profile.Token.Discovery:
		return x.discover(ctx)
	}
	return nil
}

// prepare works out the request and the settings of the way out.
func (x *run) prepare() *api.Failure {
	request, err := wire.Token(x.profile.Provider, x.values)
	if err != nil {
		return x.unfit(err)
	}
	x.request = request
	x.mask.Request(request)
	if _, err := request.Signed(x.sign); err != nil { // before anything leaves
		return x.unfit(err)
	}
	return x.furnish()
}

// furnish reads the settings of the way out. Nothing leaves without them.
func (x *run) furnish() (failure *api.Failure) {
	x.settings, failure = Settings(x.profile, x.values)
	return failure
}

// sign signs an assertion of the request, for its audience or else for where it
// goes.
func (x *run) sign(a wire.Assertion) (string, error) {
	to, _, _ := strings.Cut(x.request.URL, "?")
	return assertion.Sign(a, to, x.now())
}

// outcome ends the exchange. The failure gets the transcript that decided.
func (x *run) outcome(grant *Grant, failure *api.Failure) Outcome {
	if len(x.legs) == 0 {
		x.legs = []api.Transcript{{At: x.now().Unix(), Purpose: x.purpose}}
	}
	if failure != nil {
		decided := x.legs[0]
		if failure.Kind == api.FailureField {
			decided.Rungs = nil // no step was tried
		}
		failure.Transcript = &decided
	}
	return Outcome{
		Grant: grant, Failure: failure, Transcripts: x.legs, Certificates: x.certificates,
		Unverified: x.settings.SkipVerify && x.settings.Pin == "",
	}
}

// unfit is the failure of a form that no request can be made of.
func (x *run) unfit(err error) *api.Failure {
	var wrong *wire.FieldError
	if errors.As(err, &wrong) {
		return unfit(x.profile, wrong)
	}
	return unfit(x.profile, &wire.FieldError{Reason: err.Error()})
}

func unfit(p provider.Profile, wrong *wire.FieldError) *api.Failure {
	failure := &api.Failure{Kind: api.FailureField, Phase: api.RungURL, Field: wrong.Field, Detail: wrong.Reason}
	failure.Title = "Check the field " + explain.Label(p.Provider, wrong.Field)
	if wrong.Field == "" {
		failure.Title = "The profile of " + p.Name + " does not make a request"
	}
	return failure
}

var ladder = []string{api.RungURL, api.RungDNS, api.RungTCP, api.RungTLS, api.RungEndpoint, api.RungToken, api.RungCall}

// reached puts rungs after the way's, and those not reached after them. What is
// asked about a token goes no further than the way.
func (x *run) reached(after ...api.Rung) {
	steps := ladder
	if x.purpose == api.ForIntrospection || x.purpose == api.ForRevocation {
		steps = ladder[:4]
	}
	rungs := append(slices.Clone(x.way), after...)
	rungs = rungs[:min(len(rungs), len(steps))]
	for len(rungs) < len(steps) {
		rungs = append(rungs, api.Rung{Name: steps[len(rungs)], State: api.RungTodo})
	}
	x.legs[0].Rungs = rungs
}

// good is the rung of an endpoint that answered.
func (x *run) good(r reply) api.Rung {
	return api.Rung{Name: api.RungEndpoint, State: api.RungGood, Evidence: r.StatusText(), Took: r.took}
}
