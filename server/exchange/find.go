//go:build !js

package exchange

import (
	"context"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/provider"
)

// find is the URL of an endpoint that gets no secret: that of the template, or
// else the one that the metadata document names.
func (e *Exchanger) find(ctx context.Context, p provider.Profile, values map[string]string, template, name string) (string, *api.Failure) {
	x := e.start(p, values, api.ForMetadata, name)
	ctx, cancel := x.limited(ctx)
	defer cancel()
	found, failure := "", x.furnish()
	if failure == nil {
		found, failure = x.find(ctx, template, name)
	}
	return found, x.outcome(nil, failure).Failure
}

func (x *run) find(ctx context.Context, template, name string) (string, *api.Failure) {
	switch {
	case template != "":
		request, failure := x.located(template)
		return request.FullURL(), failure
	case !x.profile.Token.Discovery:
		return "", x.noEndpoint()
	}
	if failure := x.describe(ctx, x.profile.Token.URL); failure != nil {
		return "", failure
	}
	found, err := x.open(name)
	if err != nil {
		return "", x.noMetadata("The metadata document can't be used", err)
	}
	return found, nil
}

// located is a request without credentials to the URL of a template.
func (x *run) located(template string) (wire.Request, *api.Failure) {
	q := x.profile.Provider
	q.Token = api.TokenRequest{Method: "GET", URL: template, Place: api.PlaceNone, Client: api.ClientNone}
	request, err := wire.Token(q, x.values)
	if err != nil {
		return request, x.unfit(err)
	}
	request.Header = nil
	return request, nil
}

// tokenURL is the token endpoint that the metadata document names, "" for a
// provider without one.
func (x *run) tokenURL(ctx context.Context, p api.Provider) (string, *api.Failure) {
	if !p.Token.Discovery {
		return "", nil
	}
	if failure := x.describe(ctx, p.Token.URL); failure != nil {
		return "", failure
	}
	found, err := x.endpointFor(tokenEndpoint)
	if err != nil {
		return "", x.noMetadata("The metadata document can't be used", err)
	}
	return found, nil
}
