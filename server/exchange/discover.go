//go:build !js

package exchange

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
)

// discover reads the metadata document at the request's URL (OpenID Connect
// Discovery 1.0 section 4, RFC 8414 section 3) and puts the token endpoint that
// it names in its place. Credentials are not in this request.
func (x *run) discover(ctx context.Context) *api.Failure {
	at := x.request.URL
	r, failure := x.send(ctx, wire.Request{
		Method: "GET", URL: at, Header: []wire.Param{{Name: "Accept", Value: "application/json"}},
	})
	if failure != nil {
		return failure
	}
	if x.wantsTLS(r) {
		return x.refused(r)
	}
	if r.status != 200 {
		return x.noMetadata(r, "The metadata document was not found: "+r.statusText(), x.seen(r))
	}
	endpoint, err := tokenEndpoint(at, r.object)
	if err != nil {
		return x.noMetadata(r, "The metadata document can't be used", x.mask.line(err.Error()))
	}
	x.request.URL = endpoint
	return nil
}

// noMetadata is the failure of discovery.
func (x *run) noMetadata(r reply, title, detail string) *api.Failure {
	x.reached(api.Rung{Name: api.RungEndpoint, State: api.RungFailed, Evidence: title, Took: r.took})
	return &api.Failure{
		Kind: api.FailureEndpoint, Phase: api.RungEndpoint, Host: hostOf(x.request.URL), Field: x.urlField(),
		Title: title, Detail: detail,
		Try: []string{
			"Check the " + x.inSentence(x.urlField()) + ": the document is looked for at " + x.request.URL + ".",
			"If the server has no metadata document, use a provider that asks for the token URL.",
		},
	}
}

// tokenEndpoint judges a metadata document that was read at the address at. The
// secret goes only where the user pointed: the issuer has to be the one that
// the document's place says, and the endpoint has to be on the same host, with
// no less protection. The error is an [unusable].
func tokenEndpoint(at string, document map[string]any) (string, error) {
	if document == nil {
		return "", unusable("It is not one JSON object.")
	}
	issuer, _ := document["issuer"].(string)
	if !slices.Contains(issuers(at), strings.TrimSuffix(issuer, "/")) {
		return "", unusable("It says that its issuer is “" + short(issuer) + "”, and was read from " + at + ", which is another one.")
	}
	text, _ := document["token_endpoint"].(string)
	if text == "" {
		return "", unusable("It names no token_endpoint.")
	}
	base, err := url.Parse(at)
	endpoint, err2 := url.Parse(text)
	if err != nil || err2 != nil || endpoint.Host == "" || endpoint.User != nil || endpoint.Fragment != "" {
		return "", unusable("Its token_endpoint, “" + short(text) + "”, is no URL for a token request.")
	}
	if !strings.EqualFold(endpoint.Host, base.Host) || endpoint.Scheme != "https" && endpoint.Scheme != base.Scheme {
		return "", unusable("Its token_endpoint, “" + short(text) + "”, is not on " + base.Scheme + "://" + base.Host + ". The secret is sent only there.")
	}
	return endpoint.String(), nil
}

// issuers are those that a document at an address may name: what is before
// /.well-known, and with RFC 8414 what comes after the document's name as well. A
// query of the address is no part of them.
func issuers(at string) []string {
	at, _, _ = strings.Cut(at, "?")
	before, after, _ := strings.Cut(at, "/.well-known/")
	_, path, _ := strings.Cut(after, "/")
	allowed := []string{before}
	if path != "" {
		allowed = []string{before + "/" + path}
	}
	return allowed
}
