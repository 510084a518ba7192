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
	Secret      bool // the value is, or contains, a secret field's
}

// A Request is a token request. With discovery, URL is the metadata
// document's; the request is complete once the caller has put the
// token_endpoint found there in its place.
type Request struct {
	Method string
	URL    string  // with a query only where the user's endpoint has one, as typed
	Query  []Param // comes after that; not encoded
	// Header holds the request's own fields except Authorization.
	Header []Param
	Basic  *Basic  // nil: no HTTP Basic
	Place  string  // what Body is: one of the api.Place constants
	Body   []Param // not encoded; empty for api.PlaceQuery
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

// EncodeBody is the body as sent: application/x-www-form-urlencoded or a JSON
// object of strings, in the order given; "" for a request with its parameters
// in the query.
func (r Request) EncodeBody() string {
	switch r.Place {
	case api.PlaceForm:
		return encodeForm(r.Body)
	case api.PlaceJSON:
		return encodeJSON(r.Body)
	default:
		return ""
	}
}

// AuthorizationHeader is the Authorization field's value, "" without Basic.
func (r Request) AuthorizationHeader() string {
	if r.Basic == nil {
		return ""
	}
	id, secret := r.Basic.ID, r.Basic.Secret
	if !r.Basic.Raw {
		id, secret = url.QueryEscape(id), url.QueryEscape(secret)
	}
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(id+":"+secret))
}

func encodeForm(params []Param) string {
	var b strings.Builder
	for i, p := range params {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(p.Name))
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(p.Value))
	}
	return b.String()
}

func encodeJSON(params []Param) string {
	var b strings.Builder
	b.WriteByte('{')
	for i, p := range params {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(Quote(p.Name))
		b.WriteByte(':')
		b.WriteString(Quote(p.Value))
	}
	b.WriteByte('}')
	return b.String()
}

// Quote writes s as a JSON string (RFC 8259 section 7), escaping only what
// must be: the quote, the backslash and controls. Bytes that are not UTF-8
// become U+FFFD.
func Quote(s string) string {
	const hex = "0123456789abcdef"
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < 0x20:
			b.WriteString(`\u00`)
			b.WriteByte(hex[r>>4])
			b.WriteByte(hex[r&0xf])
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
