// Package snippet writes a token exchange and a call as code that runs: a bash
// script around curl, or Python with requests in the manner of the vendors'
// tutorials.
//
// It owns how values are quoted in those languages: no value, whatever it
// holds, can end its literal. What is sent it takes from package wire, so that
// the code sends what the program sends. It refuses to know secrets: they are
// read from environment variables when the code runs.
package snippet

import (
	"strings"

	"firstcall/app/api"
)

// Source is what the code is made of.
type Source struct {
	Provider   api.Provider
	Connection *api.Connection // nil before connecting
	// Values are the form's, by field name, with [wire.Mask] for its secrets. What
	// is not there stands as a text such as '<your client ID>'.
	Values  map[string]string
	Request *api.Request // nil: the token step only
}

// Files that the code expects beside it.
const (
	caFile        = "ca.pem"         // the connection's certificates
	clientFile    = "client.pem"     // its client certificate
	clientKeyFile = "client-key.pem" // and the key of that
)

// given is the environment variable for a token that the code does not ask for.
const given = "ACCESS_TOKEN"

// Curl writes the source as a script for bash 3.2 and later and curl.
func Curl(s Source) string {
	p := newPlan(s)
	if p.problem != "" {
		return problemComment(p)
	}
	c := &curl{plan: p}
	if p.beyond == "" {
		c.discovery()
		c.token()
		c.authorization()
	} else {
		c.given(s)
	}
	if p.call == nil {
		c.line(`printf '%s\n' "$authorization"`)
	} else {
		c.request()
	}
	return c.preamble() + c.text()
}

// Python writes the source as a script for Python 3.6 and later with requests.
func Python(s Source) string {
	p := newPlan(s)
	if p.problem != "" {
		return problemComment(p)
	}
	y := &python{plan: p}
	if p.beyond == "" {
		y.discovery()
		y.client()
		y.token()
		y.authorization()
	} else {
		y.given(s)
	}
	if p.call == nil {
		y.line("print(auth['Authorization'])")
	} else {
		y.request()
	}
	return y.preamble() + y.text()
}

// scheme is what the connection's calls begin their Authorization with.
func (s Source) scheme() string {
	if s.Connection == nil || s.Connection.TokenType == "" || strings.EqualFold(s.Connection.TokenType, "Bearer") {
		return "Bearer"
	}
	return s.Connection.TokenType
}

func problemComment(p *plan) string { return "# " + oneLine(p.problem) + "\n" }
