//go:build !js

package exchange

import (
	"context"
	"crypto/subtle"
	"maps"
	"net/url"
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/provider"
	"firstcall/server/secret"
)

// Redeem ends the authorization code grant: it holds the authorization response,
// the query that the browser brought back, to what a began with, and asks for the
// token. The outcome's transcripts are those of all legs.
func (e *Exchanger) Redeem(ctx context.Context, p provider.Profile, values map[string]string, a Authorization, response url.Values) Outcome {
	p.Provider = wire.Code(p.Provider)
	values = with(values, wire.CodeField, response.Get("code"), wire.RedirectField, a.RedirectURI, wire.VerifierField, a.Verifier.Reveal())
	x := e.start(p, values, api.ForToken, tokenEndpoint)
	x.found = a.TokenURL
	x.mask.Secret(a.State.Reveal())
	x.legs = a.returned(x, response)
	if failure := x.held(a, response); failure != nil {
		failure.Kind, failure.Phase = api.FailureEndpoint, api.RungEndpoint
		return x.outcome(nil, failure)
	}
	outcome := x.grant(ctx)
	if outcome.Grant == nil {
		return outcome
	}
	if reason := a.wrongID(*outcome.Grant, x.values[api.ClientIDField]); reason != "" {
		return x.outcome(nil, x.wrongToken(reason))
	}
	return outcome
}

// returned is the legs so far, the browser's now with what it came back with.
func (a Authorization) returned(x *run, response url.Values) []api.Transcript {
	legs := slices.Clone(a.Transcripts)
	if len(legs) == 0 {
		legs = []api.Transcript{x.browsersLeg(a)}
	}
	var query []string
	for _, name := range slices.Sorted(maps.Keys(response)) {
		for _, value := range response[name] {
			if name == "code" || name == "state" {
				value = marker
			}
			query = append(query, x.mask.Line(url.QueryEscape(name)+"="+url.QueryEscape(value)))
		}
	}
	message := api.Message{Start: "GET " + target(a.RedirectURI) + " HTTP/1.1"}
	if u, err := url.Parse(a.RedirectURI); err == nil {
		message.Header = []api.Pair{{Name: "Host", Value: u.Host}}
		u.RawQuery = strings.Join(append(compact(u.RawQuery), query...), "&")
		message.Start = "GET " + unmark(u.RequestURI()) + " HTTP/1.1"
	}
	legs[0].Response = &message
	return legs
}

func compact(all ...string) []string {
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

// held says why a response is not the one to a: first whether it belongs to this
// sign-in and this server, then what it says.
func (x *run) held(a Authorization, response url.Values) *api.Failure {
	for _, name := range []string{"state", "iss", "error", "code"} {
		if len(response[name]) > 1 {
			return x.doubted("It has the parameter " + name + " more than once, which RFC 6749 section 3.1 forbids.")
		}
	}
	iss := response.Get("iss")
	switch {
	case !equal(response.Get("state"), a.State):
		return x.doubted("Its state is not the one that this sign-in began with: it belongs to another, or was forged.")
	case iss == "" && a.Identified:
		return x.doubted("It does not say which server it comes from, although that server says it always does (RFC 9207).")
	case iss != "" && a.Issuer != "" && iss != a.Issuer:
		return x.doubted("It comes from “" + x.mask.Line(iss) + "”, and the user was sent to " + a.Issuer + " (RFC 9207).")
	case response.Get("error") != "":
		return x.denied(a, response)
	case response.Get("code") == "":
		return x.doubted("It has neither a code nor an error.")
	}
	return nil
}

func equal(text string, wanted secret.String) bool {
	return subtle.ConstantTimeCompare([]byte(text), []byte(wanted.Reveal())) == 1 && text != ""
}

// doubted is the failure of a response that can't be used.
func (x *run) doubted(reason string) *api.Failure {
	return &api.Failure{
		Title: "The answer to the sign-in was not taken", Detail: reason + " The code was not sent to anybody.",
		Try: []string{"Begin the sign-in again, and finish it in the same browser.", "If it happens again, ask the provider what comes between."},
	}
}

// denied is the failure of an error response (RFC 6749 section 4.1.2.1).
func (x *run) denied(a Authorization, response url.Values) *api.Failure {
	c := x.of(reply{})
	at, _, _ := strings.Cut(a.URL, "?")
	c.Purpose = api.ForAuthorization
	c.Request = wire.Request{Method: "GET", URL: at, Query: []wire.Param{{Name: "redirect_uri", Value: a.RedirectURI}}}
	return c.Denied(response.Get("error"), response.Get("error_description"))
}

// wrongToken is the failure of an answer whose ID token is not the one asked for.
func (x *run) wrongToken(reason string) *api.Failure {
	const title = "The ID token is not the one of this sign-in"
	x.legs[0].Rungs = slices.Clone(x.legs[0].Rungs)
	for i, rung := range x.legs[0].Rungs {
		if rung.Name == api.RungToken {
			x.legs[0].Rungs[i] = api.Rung{Name: api.RungToken, State: api.RungFailed, Evidence: title}
		}
	}
	return &api.Failure{
		Kind: api.FailureAnswer, Phase: api.RungToken, Title: title, Detail: reason + " Its tokens were dropped.",
		Try: []string{"Begin the sign-in again.", "If it happens again, someone may come between: tell the provider."},
	}
}
