//go:build !js

package relay

import (
	"cmp"
	"net/http"
	"strings"

	"firstcall/app/api"
	"firstcall/app/header"
	"firstcall/app/quote"
)

// unsettable are the headers that a user can't set, and why.
var unsettable = map[string]string{
	"Host":                "the host is the connection's data center",
	"Content-Length":      "it is counted from the body",
	"Transfer-Encoding":   "it belongs to the connection that Firstcall opens",
	"Connection":          "it belongs to the connection that Firstcall opens",
	"Keep-Alive":          "it belongs to the connection that Firstcall opens",
	"Upgrade":             "it belongs to the connection that Firstcall opens",
	"Http2-Settings":      "it belongs to the connection that Firstcall opens",
	"Te":                  "it belongs to the connection that Firstcall opens",
	"Trailer":             "it belongs to the connection that Firstcall opens",
	"Proxy-Connection":    "it is for a proxy, and there is none",
	"Proxy-Authorization": "it is for a proxy, and there is none",
	"Proxy-Authenticate":  "it is for a proxy, and there is none",
}

// headers are the rows that are on, and for what they leave open: Accept, the
// body's Content-Type and the connection's Authorization.
func headers(to Target, req api.Request) (http.Header, error) {
	fields := http.Header{}
	for _, row := range req.Header {
		if row.Off || row.Name == "" {
			continue
		}
		if err := checkField(row); err != nil {
			return nil, err
		}
		fields.Add(row.Name, row.Value)
	}
	for _, field := range header.Defaults(req) {
		fields.Set(field.Name, field.Value)
	}
	if to.Token.Empty() {
		return fields, nil
	}
	authorization := Authorization(to.TokenType, to.Token.Reveal())
	if strings.ContainsFunc(authorization, isControl) {
		return nil, refusal("The token, or its type, has a character that can't be in a header. Get a new one.")
	}
	if _, typed := fields["Authorization"]; !typed {
		fields.Set("Authorization", authorization)
	}
	return fields, nil
}

// Authorization is the header's value for a token. A type that the token
// endpoint spelled "bearer" becomes "Bearer", which some servers insist on (RFC
// 6750 section 2.1); others stay as they were sent.
func Authorization(tokenType, token string) string {
	if strings.EqualFold(tokenType, "bearer") {
		tokenType = "Bearer"
	}
	return cmp.Or(tokenType, "Bearer") + " " + token
}

func checkField(row api.Row) error {
	if !header.IsToken(row.Name) {
		return refusal("The header name " + quote.Text(row.Name) + " can't be sent: a name has letters, digits and !#$%&'*+-.^_`|~, and no space.")
	}
	if why, is := unsettable[http.CanonicalHeaderKey(row.Name)]; is {
		return refusal("The header " + row.Name + " can't be set: " + why + ".")
	}
	for _, r := range row.Value {
		switch {
		case r == '\r' || r == '\n':
			return refusal("The value of the header " + row.Name + " has a line break, which would begin another header. Remove it.")
		case header.IsControl(r):
			return refusef("The value of the header %s has the control character %U. Remove it.", row.Name, r)
		}
	}
	return nil
}

func checkMethod(method string) error {
	switch {
	case method == "":
		return refusal("The method is missing. GET is the usual one.")
	case !header.IsToken(method):
		return refusal("The method " + quote.Text(method) + " can't be sent: a method is a word such as GET or POST.")
	case strings.EqualFold(method, http.MethodConnect):
		return refusal("The method CONNECT can't be sent: it asks for a tunnel to another host, not for an answer.")
	case strings.EqualFold(method, http.MethodTrace):
		return refusal("The method TRACE can't be sent: its answer would repeat the request with the token in it (RFC 9110 section 9.3.8).")
	}
	return nil
}
