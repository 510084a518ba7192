//go:build !js

package exchange

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/exchange/explain"
)

// Members of a metadata document that are endpoints (RFC 8414 section 2).
const (
	tokenEndpoint         = "token_endpoint"
	authorizationEndpoint = "authorization_endpoint"
	deviceEndpoint        = "device_authorization_endpoint"
	introspectionEndpoint = "introspection_endpoint"
	revocationEndpoint    = "revocation_endpoint"
	jwksURI               = "jwks_uri"
)

// discover puts the endpoint that the metadata document names in the place of
// the request's URL.
func (x *run) discover(ctx context.Context) *api.Failure {
	if failure := x.describe(ctx, x.profile.Token.URL); failure != nil {
		return failure
	}
	endpoint, err := x.endpointFor(x.endpoint)
	if err != nil {
		return x.noMetadata("The metadata document can't be used", err)
	}
	return x.lead(endpoint)
}

// lead sends the request to an endpoint. What the URL of the metadata document has
// of a query stays behind: it comes first in the request's.
func (x *run) lead(endpoint string) *api.Failure {
	if x.profile.Token.Discovery {
		document, failure := x.located(x.profile.Token.URL)
		if failure != nil {
			return failure
		}
		x.request.Query = x.request.Query[len(document.Query):]
	}
	x.request.URL = endpoint
	return nil
}

// describe reads the metadata document at the URL of a template (OpenID Connect
// Discovery 1.0 section 4, RFC 8414 section 3), once a run. Credentials are not in
// this request.
func (x *run) describe(ctx context.Context, template string) *api.Failure {
	if x.metadata != nil {
		return nil
	}
	document, failure := x.located(template)
	if failure != nil {
		return failure
	}
	x.document = document.FullURL()
	document.Header = []wire.Param{{Name: "Accept", Value: "application/json"}}
	r, failure := x.send(ctx, api.ForMetadata, document)
	if failure != nil {
		return failure
	}
	return x.described(r, document)
}

// described judges the answer to that.
func (x *run) described(r reply, document wire.Request) *api.Failure {
	c := x.of(r)
	c.Purpose, c.Request = api.ForMetadata, document
	if c.WantsTLS() {
		return x.refusedAs(c, r)
	}
	if r.Status != 200 {
		return x.noMetadata("The metadata document was not found: "+r.StatusText(), unusable(c.Seen()))
	}
	if err := checkIssuer(x.document, r.Object); err != nil {
		return x.noMetadata("The metadata document can't be used", err)
	}
	x.metadata = r.Object
	return nil
}

// noMetadata is the failure of discovery.
func (x *run) noMetadata(title string, why error) *api.Failure {
	x.reached(api.Rung{Name: api.RungEndpoint, State: api.RungFailed, Evidence: title, Took: x.legs[0].Took})
	field := explain.URLField(x.profile.Provider)
	return &api.Failure{
		Kind: api.FailureEndpoint, Phase: api.RungEndpoint, Host: explain.Host(x.document), Field: field,
		Title: title, Detail: x.mask.Line(why.Error()),
		Try: []string{
			"Check the " + wire.Uncapitalize(explain.Label(x.profile.Provider, field)) + ": the document is looked for at " + x.mask.Line(x.document) + ".",
			"If the server has no metadata document, use a provider that asks for the token URL.",
		},
	}
}

// checkIssuer holds a document to the place where it was read: the issuer has to
// be the one that the place says. The error is an [unusable].
func checkIssuer(at string, document map[string]any) error {
	if document == nil {
		return unusable("It is not one JSON object.")
	}
	issuer, _ := document["issuer"].(string)
	if !slices.Contains(issuers(at), strings.TrimSuffix(issuer, "/")) {
		return unusable("It says that its issuer is “" + explain.Short(issuer) + "”, and was read from " + at + ", which is another one.")
	}
	return nil
}

// endpointFor is an endpoint that the request may go to, with mutual TLS the
// alias for that (RFC 8705 section 5). The error is an [unusable].
func (x *run) endpointFor(name string) (string, error) {
	if way, _ := wire.Expand(x.profile.Token.Client, x.values, nil); way == api.ClientTLS {
		aliases, _ := x.metadata["mtls_endpoint_aliases"].(map[string]any)
		if alias, _ := aliases[name].(string); alias != "" && hostname(alias) == hostname(x.document) {
			return trusted(x.document, name, alias, false)
		}
	}
	text, _ := x.metadata[name].(string)
	return trusted(x.document, name, text, true)
}

// trusted judges an endpoint of the document that was read at an address. The
// secret goes only where the user pointed: to the same host, and with no less
// protection. The error is an [unusable].
func trusted(at, name, text string, samePort bool) (string, error) {
	endpoint, err := wellFormed(name, text)
	if err != nil {
		return "", err
	}
	base, err := url.Parse(at)
	if err != nil {
		return "", unusable("It was read from no URL.")
	}
	same := strings.EqualFold(endpoint.Host, base.Host) || !samePort && strings.EqualFold(endpoint.Hostname(), base.Hostname())
	if !same || endpoint.Scheme != "https" && endpoint.Scheme != base.Scheme {
		return "", unusable("Its " + name + ", “" + explain.Short(text) + "”, is not on " + base.Scheme + "://" + base.Host + ". The secret is sent only there.")
	}
	return endpoint.String(), nil
}

func wellFormed(name, text string) (*url.URL, error) {
	if text == "" {
		return nil, unusable("It names no " + name + ".")
	}
	endpoint, err := url.Parse(text)
	if err != nil || endpoint.Host == "" || endpoint.User != nil || endpoint.Fragment != "" {
		return nil, unusable("Its " + name + ", “" + explain.Short(text) + "”, is no URL for a request.")
	}
	return endpoint, nil
}

// open judges an endpoint that gets no secret, and so may be on any host, with no
// less protection than the document. The error is an [unusable].
func (x *run) open(name string) (string, error) {
	text, _ := x.metadata[name].(string)
	endpoint, err := wellFormed(name, text)
	if err != nil {
		return "", err
	}
	if endpoint.Scheme != "https" && endpoint.Scheme != "http" {
		return "", unusable("Its " + name + ", “" + explain.Short(text) + "”, begins with neither https:// nor http://.")
	}
	if endpoint.Scheme == "http" && strings.HasPrefix(strings.ToLower(x.document), "https:") {
		return "", unusable("Its " + name + ", “" + explain.Short(text) + "”, is not encrypted, though the document is.")
	}
	return endpoint.String(), nil
}

func hostname(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
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
