//go:build !js

package discovery

import (
	"net/url"
	"strings"

	"firstcall/app/datacenter"
)

const (
	wellKnown = "/.well-known/"
	openID    = wellKnown + "openid-configuration"       // OpenID Connect Discovery 1.0 section 4
	oauth     = wellKnown + "oauth-authorization-server" // RFC 8414 section 3
)

// A place is where the metadata of an issuer may lie.
type place struct {
	issuer string   // whose it has to be, without a slash at the end
	at     []string // URLs, in the order of asking
}

// locate reads what the user typed: an issuer, or the URL of its document.
func locate(typed string) (place, error) {
	clean, err := datacenter.Clean(typed, datacenter.Whole)
	if err != nil {
		return place{}, err
	}
	u, err := url.Parse(clean.URL)
	if err != nil {
		return place{}, datacenter.Refused("This is no URL that can be asked.")
	}
	origin, path := u.Scheme+"://"+u.Host, strings.TrimRight(u.EscapedPath(), "/")
	if before, after, found := strings.Cut(path, wellKnown); found {
		return document(origin, before, after, u.RawQuery), nil
	}
	where := place{issuer: origin + path, at: []string{origin + path + openID, origin + oauth + path}}
	if path != "" {
		// RFC 8414 section 5 has the first in its own way too; the second is found
		// behind the path with many servers.
		where.at = append(where.at, origin+openID+path, origin+path+oauth)
	}
	return where, nil
}

// document is the place of one document: its issuer's path is before the
// well-known part (OpenID Connect Discovery) or behind the document's name
// (RFC 8414 section 3.1).
func document(origin, before, after, query string) place {
	at := origin + before + wellKnown + after
	if query != "" {
		at += "?" + query
	}
	_, behind, inserted := strings.Cut(after, "/")
	if inserted {
		before += "/" + behind
	}
	return place{issuer: origin + before, at: []string{at}}
}
