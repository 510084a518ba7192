//go:build !js

package exchange

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/provider"
	"firstcall/server/secret"
)

// An Authorization is a sign-in under way: what the user's browser is sent with,
// and what the answer will be held to.
type Authorization struct {
	URL         string // where the user signs in; the state is in it
	RedirectURI string
	State       secret.String
	Nonce       secret.String // of the ID token; empty where none is asked for
	Verifier    secret.String // RFC 7636 section 4.1
	// Issuer is who the answer has to come from, "" where that is not known.
	// Identified says that the answer has to name it (RFC 9207 section 2.4).
	Issuer     string
	Identified bool
	// TokenURL is the metadata document's, of the same reading, so that the code
	// goes to the server that the user was sent to.
	TokenURL    string
	Transcripts []api.Transcript // of the legs so far, the latest first
}

// Authorize begins the authorization code grant (RFC 6749 section 4.1 with PKCE,
// RFC 7636). Nothing secret leaves; the metadata document may be asked.
func (e *Exchanger) Authorize(ctx context.Context, p provider.Profile, values map[string]string, redirectURI string) (Authorization, *api.Failure) {
	x := e.start(p, values, api.ForAuthorization, authorizationEndpoint)
	ctx, cancel := x.limited(ctx)
	defer cancel()
	a := Authorization{RedirectURI: redirectURI, State: random(), Nonce: random(), Verifier: random()}
	failure := x.authorize(ctx, &a)
	if failure != nil {
		return Authorization{}, x.outcome(nil, failure).Failure
	}
	a.Transcripts = append([]api.Transcript{x.browsersLeg(a)}, x.legs...)
	return a, nil
}

// random is 256 bits, as RFC 7636 section 7.1 wants of a verifier.
func random() secret.String {
	bits := make([]byte, 32)
	_, _ = rand.Read(bits) // never fails
	return secret.New(base64.RawURLEncoding.EncodeToString(bits))
}

// challenge is RFC 7636 section 4.2.
func challenge(verifier secret.String) string {
	sum := sha256.Sum256([]byte(verifier.Reveal()))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// authorize fills in what depends on the server. The token request has to be
// right too, although it leaves only once the user is back.
func (x *run) authorize(ctx context.Context, a *Authorization) *api.Failure {
	if failure := x.prepare(); failure != nil {
		return failure
	}
	request := wire.AuthorizationRequest{RedirectURI: a.RedirectURI, State: a.State.Reveal(), Nonce: a.Nonce.Reveal(), CodeChallenge: challenge(a.Verifier)}
	if issuer, missing := wire.Expand(x.profile.Issuer, x.values, nil); len(missing) == 0 {
		a.Issuer = issuer
	}
	var failure *api.Failure
	if a.TokenURL, failure = x.tokenURL(ctx, x.profile.Provider); failure != nil {
		return failure
	}
	if x.metadata != nil {
		a.Issuer, _ = x.metadata["issuer"].(string)
		a.Identified, _ = x.metadata["authorization_response_iss_parameter_supported"].(bool)
	}
	if x.profile.Endpoints.Authorization == "" {
		if request.Endpoint, failure = x.find(ctx, "", authorizationEndpoint); failure != nil {
			return failure
		}
	}
	at, err := wire.Authorization(x.profile.Provider, x.values, request)
	if err != nil {
		return x.unfit(err)
	}
	a.URL = at
	if !strings.Contains(at, url.QueryEscape(a.Nonce.Reveal())) {
		a.Nonce = secret.String{}
	}
	return nil
}

// browsersLeg is the request that the browser makes, the state masked. No answer
// to it is seen here, until the browser comes back.
func (x *run) browsersLeg(a Authorization) api.Transcript {
	shown := strings.ReplaceAll(a.URL, url.QueryEscape(a.State.Reveal()), marker)
	message := api.Message{Start: "GET " + unmark(target(shown)) + " HTTP/1.1"}
	if u, err := url.Parse(a.URL); err == nil {
		message.Header = []api.Pair{{Name: "Host", Value: u.Host}}
	}
	return api.Transcript{At: x.now().Unix(), Purpose: api.ForAuthorization, Request: message}
}
