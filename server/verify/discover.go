//go:build !js

package verify

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"firstcall/app/api"
	"firstcall/app/quote"
	"firstcall/server/transport"
)

// KeysURL finds where an issuer's keys are: in its metadata by OpenID Connect
// Discovery 1.0 section 4, or else by RFC 8414 section 3. The document has to
// name the same issuer, a slash at the end aside. The keys may be on another
// host, but not with less protection; who permits hosts has to be asked before
// [Verifier.Signature] is.
func (v *Verifier) KeysURL(ctx context.Context, issuer string, s transport.Settings) (string, *api.Failure) {
	places, ok := metadataPlaces(issuer)
	if !ok {
		return "", useless("metadata document", issuer, "has no address", noAddress)
	}
	var first *api.Failure
	for _, place := range places {
		found, failure := v.keysURL(ctx, issuer, source{place, s})
		if failure == nil {
			return found, nil
		}
		if first == nil {
			first = failure
		} else {
			first.Detail += " At " + place + ": " + failure.Title + ". " + failure.Detail
		}
		if failure.Kind != api.FailureKeys {
			return "", first // the host is the same for all
		}
	}
	return "", first
}

func metadataPlaces(issuer string) ([]string, bool) {
	u, err := url.Parse(issuer)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, false
	}
	origin, path := u.Scheme+"://"+u.Host, strings.TrimRight(u.EscapedPath(), "/")
	return []string{
		origin + path + "/.well-known/openid-configuration",
		origin + "/.well-known/oauth-authorization-server" + path,
	}, true
}

// keysURL reads the document at one place.
func (v *Verifier) keysURL(ctx context.Context, issuer string, at source) (string, *api.Failure) {
	const what = "metadata document"
	data, failure := v.get(ctx, what, at)
	if failure != nil {
		return "", failure
	}
	var document struct {
		Issuer string `json:"issuer"`
		Keys   string `json:"jwks_uri"`
	}
	if json.Unmarshal(data, &document) != nil {
		return "", useless(what, at.url, "can't be read", beginning(data))
	}
	if strings.TrimRight(document.Issuer, "/") != strings.TrimRight(issuer, "/") {
		return "", useless(what, at.url, "is another issuer's", "It says that its issuer is "+quote.Text(document.Issuer)+", and it was looked for as that of "+quote.Text(issuer)+".")
	}
	keys, err := url.Parse(document.Keys)
	switch {
	case document.Keys == "":
		return "", useless(what, at.url, "names no keys", "It has no jwks_uri.")
	case err != nil || keys.Host == "" || keys.User != nil || keys.Scheme != "https" && keys.Scheme != "http":
		return "", useless(what, at.url, "names no usable keys", "Its jwks_uri "+quote.Text(document.Keys)+" is no URL.")
	case keys.Scheme == "http" && strings.HasPrefix(strings.ToLower(issuer), "https:"):
		return "", useless(what, at.url, "names keys without TLS", "Its jwks_uri "+quote.Text(document.Keys)+" is not encrypted, though the issuer is.")
	}
	return document.Keys, nil
}
