// Package wire works out a token request as it goes over the wire: from a
// provider's profile and the form's values to method, URL, headers and body,
// each piece marked that holds a secret.
//
// The server sends what this package says and the page previews the same. It
// refuses to know how a request is sent and what is answered.
package wire

import (
	"encoding/base64"
	"net/url"
	"strings"

	"firstcall/app/api"
)

// A Param is a name with its value: one of the query, the headers or the body.
type Param struct {
	Name, Value string
	Secret      bool // the value is, or contains, a secret field's, or an assertion
}

// A Request is a token request, or another to the same authorization server. With
// discovery, URL is the metadata document's; the request is complete once the
// caller has put the endpoint found there in its place.
type Request struct {
	Method string
	URL    string  // with a query only where the user's endpoint has one, as typed
	Query  []Param // comes after that; not encoded
	// Header holds the request's own fields except Authorization.
	Header []Param
	Basic  *Basic  // nil: no HTTP Basic
	Bearer string  // the token of the Authorization header, "" without one; never with Basic
	Place  string  // of the grant: one of the api.Place constants. It says what Body is.
	Body   []Param // not encoded
	// Assertions are to be signed anew each time the request is sent, see [Request.Signed].
	Assertions []Assertion
}

// Basic is HTTP Basic with the client's credentials (RFC 6749 section 2.3.1).
type Basic struct {
	ID, Secret string
	Raw        bool // not form-urlencoded before Base64, as RFC 7617 has it
}

// Param finds a parameter by name, in the query or the body.
func (r Request) Param(name string) (p Param, found bool) {
	for _, params := range [][]Param{r.Query, r.Body} {
		for _, p := range params {
			if p.Name == name {
				return p, true
			}
		}
	}
	return Param{}, false
}

// FullURL is the URL with its query, encoded, in the order given. A query that
// the URL has already stays (RFC 6749 section 3.2).
func (r Request) FullURL() string {
	if len(r.Query) == 0 {
		return r.URL
	}
	return r.URL + r.beforeQuery() + encodeForm(r.Query)
}

func (r Request) beforeQuery() string {
	if strings.Contains(r.URL, "?") {
		return "&"
	}
	return "?"
}

// EncodeBody is the body as sent, in the order given: a JSON object for
// [api.PlaceJSON], where a name that is there twice has an array of its values,
// otherwise application/x-www-form-urlencoded.
func (r Request) EncodeBody() string {
	if r.Place == api.PlaceJSON {
		return encodeJSON(r.Body)
	}
	return encodeForm(r.Body)
}

// MaskedAuthorization is the Authorization field's value as it may be shown, "" without one.
func (r Request) MaskedAuthorization() string {
	scheme, _ := r.authorization()
	if scheme == "" {
		return ""
	}
	return scheme + " " + Mask
}

// AuthorizationHeader is the Authorization field's value, "" without one.
func (r Request) AuthorizationHeader() string {
	scheme, credentials := r.authorization()
	if scheme == "" {
		return ""
	}
	return scheme + " " + credentials
}

func (r Request) authorization() (scheme, credentials string) {
	switch {
	case r.Bearer != "":
		return "Bearer", r.Bearer
	case r.Basic == nil:
		return "", ""
	}
	id, secret := r.Basic.ID, r.Basic.Secret
	if !r.Basic.Raw {
		id, secret = url.QueryEscape(id), url.QueryEscape(secret)
	}
	return "Basic", base64.StdEncoding.EncodeToString([]byte(id + ":" + secret))
}
