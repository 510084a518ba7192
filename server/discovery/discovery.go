//go:build !js

// Package discovery makes a profile of what an authorization server says about
// itself: its metadata by OpenID Connect Discovery 1.0 or RFC 8414.
//
// It owns where metadata lies, whose it has to be, and which of it a profile
// can hold. It sends no credentials and follows no redirect; which hosts may be
// asked is its caller's to say, and what a profile means is package provider's.
package discovery

import (
	"context"
	"net/url"
	"time"

	"firstcall/app/api"
	"firstcall/server/transport"
)

// patience is how long an import may take, all its requests together.
const patience = 30 * time.Second

// An Importer imports profiles.
type Importer struct {
	out     *transport.Transport
	permits func(*url.URL) bool
}

// New gives an Importer that leaves through out, and asks only those that
// permits lets it ask.
func New(out *transport.Transport, permits func(*url.URL) bool) *Importer {
	return &Importer{out, permits}
}

// Import reads the metadata of an issuer, given by its URL or that of the
// document itself, and makes a profile of it as text.
func (i *Importer) Import(ctx context.Context, typed string) api.Imported {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	where, err := locate(typed)
	if err != nil {
		return api.Imported{Failure: unfit(err.Error())}
	}
	found, failure := i.find(ctx, where)
	if failure != nil {
		return api.Imported{Failure: failure}
	}
	return write(found)
}

// find asks at each place until one has metadata, and judges that.
func (i *Importer) find(ctx context.Context, where place) (metadata, *api.Failure) {
	var answers []answer
	for _, at := range where.at {
		a, failure := i.ask(ctx, at)
		if failure != nil {
			return metadata{}, failure
		}
		if a.isMetadata() {
			return a.judged(where)
		}
		answers = append(answers, a)
	}
	return metadata{}, notFound(answers)
}

// unfit is the failure of what can't be an issuer, for a reason in a sentence.
func unfit(reason string) *api.Failure {
	return &api.Failure{
		Kind: api.FailureField, Phase: api.RungURL,
		Title: "This can't be an issuer", Detail: reason,
		Try: []string{"Enter the issuer's URL, such as https://login.example.com, or that of its metadata document."},
	}
}
