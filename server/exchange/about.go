//go:build !js

package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/provider"
	"firstcall/server/secret"
)

// Introspect asks the authorization server what a token is worth (RFC 7662). The
// kind is one of the api's. That a token is not active is an answer, not a failure.
func (e *Exchanger) Introspect(ctx context.Context, p provider.Profile, values map[string]string, kind string, token secret.String) api.Introspection {
	url := p.Endpoints.Introspection
	p.Provider = wire.Introspection(p.Provider)
	x := e.about(p, values, api.ForIntrospection, introspectionEndpoint, kind, token)
	r, failure := x.aboutToken(ctx, url)
	if failure == nil {
		if active, said := r.Object["active"].(bool); said {
			return api.Introspection{Active: active, Claims: x.claims(r.Body), Transcript: &x.legs[0]}
		}
		failure = x.noIntrospection(r)
	}
	outcome := x.outcome(nil, failure)
	return api.Introspection{Failure: failure, Transcript: &outcome.Transcripts[0]}
}

// Revoke asks the authorization server to end a token (RFC 7009). A token that it
// does not know counts as ended.
func (e *Exchanger) Revoke(ctx context.Context, p provider.Profile, values map[string]string, kind string, token secret.String) api.Revocation {
	url := p.Endpoints.Revocation
	p.Provider = wire.Revocation(p.Provider)
	x := e.about(p, values, api.ForRevocation, revocationEndpoint, kind, token)
	_, failure := x.aboutToken(ctx, url)
	outcome := x.outcome(nil, failure)
	return api.Revocation{Failure: failure, Transcript: &outcome.Transcripts[0]}
}

// Keys finds where the authorization server publishes its keys: as the profile
// says, or else the metadata document.
func (e *Exchanger) Keys(ctx context.Context, p provider.Profile, values map[string]string) (jwksURL string, failure *api.Failure) {
	return e.find(ctx, p, values, p.Endpoints.JWKS, jwksURI)
}

// about begins to ask something of a token.
func (e *Exchanger) about(p provider.Profile, values map[string]string, purpose, endpoint, kind string, token secret.String) *run {
	if kind != api.AccessToken && kind != api.RefreshToken {
		kind = "" // no other hints are registered (RFC 7009 section 4.1.2)
	}
	values = with(values, wire.TokenField, token.Reveal(), wire.TokenHintField, kind)
	x := e.start(p, values, purpose, endpoint)
	x.mask.Token(token.Reveal())
	return x
}

// aboutToken asks, and takes any 2xx for an answer.
func (x *run) aboutToken(ctx context.Context, url string) (reply, *api.Failure) {
	ctx, cancel := x.limited(ctx)
	defer cancel()
	if url == "" && !x.profile.Token.Discovery {
		return reply{}, x.noEndpoint()
	}
	r, failure := x.ask(ctx)
	if failure == nil && (r.Status/100 != 2 || r.SaysError()) {
		failure = x.refused(r)
	}
	return r, failure
}

// noEndpoint is the failure of a provider that has no such endpoint, as far as is
// known.
func (x *run) noEndpoint() *api.Failure {
	what := map[string]string{
		api.ForIntrospection: "introspection endpoint", api.ForRevocation: "revocation endpoint",
		api.ForDevice: "device authorization endpoint", api.ForAuthorization: "authorization endpoint",
	}[x.purpose]
	if what == "" {
		what = "address of its keys"
	}
	return &api.Failure{
		Kind: api.FailureField, Phase: api.RungURL,
		Title:  "No " + what + " is known",
		Detail: "The profile of " + x.profile.Name + " names none, and does not look for a metadata document.",
		Try:    []string{"If the provider has one, put it into a profile of your own, under endpoints."},
	}
}

// noIntrospection is the failure of an answer 2xx that does not say whether the
// token is active.
func (x *run) noIntrospection(r reply) *api.Failure {
	c := x.of(r)
	c.Token = "active"
	reason := ""
	if r.Object["active"] != nil {
		reason = "The member active is " + typeName(r.Object["active"]) + " where true or false belongs."
		if _, text := r.Object["active"].(string); text {
			reason = "The member active is a string where true or false belongs."
		}
	}
	failure := c.Useless(reason)
	x.reached()
	return failure
}

// mostClaims is how many members of an introspection are told.
const mostClaims = 1000

// claims are the members of an introspection, in the order sent, the token masked.
func (x *run) claims(body []byte) []api.Member {
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(body, []byte("\uFEFF"))))
	var all []api.Member
	if _, err := decoder.Token(); err != nil {
		return nil
	}
	for decoder.More() && len(all) < mostClaims {
		name, err := decoder.Token()
		var value json.RawMessage
		if err = errors.Join(err, decoder.Decode(&value)); err != nil {
			break
		}
		text, _ := name.(string)
		all = append(all, api.Member{Name: x.mask.Line(text), Value: x.masked(value)})
	}
	return all
}

// masked is a JSON value with the secrets in it masked. One that was more than
// can be shown, or is no JSON then, is left out.
func (x *run) masked(value json.RawMessage) json.RawMessage {
	text, cut := x.mask.Text(string(value))
	if cut || !json.Valid([]byte(text)) {
		return json.RawMessage(`"…"`)
	}
	return json.RawMessage(text)
}
