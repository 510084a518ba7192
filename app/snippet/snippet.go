// Package snippet writes a token exchange and a call as code that runs: a bash
// script around curl, or Python with requests in the manner of the vendors'
// tutorials.
//
// It owns how values are quoted in those languages: no value, whatever it
// holds, can end its literal. What is sent it takes from package wire, so that
// the code sends what the program sends. It refuses to know secrets: they are
// read from environment variables when the code runs.
package snippet

import "firstcall/app/api"

// Source is what the code is made of.
type Source struct {
	Provider   api.Provider
	Connection *api.Connection // nil before connecting
	// Values are the form's, by field name, without its secrets. What is not
	// there stands as a text such as '<your client ID>'.
	Values  map[string]string
	Request *api.Request // nil: the token step only
}

// caFile is the file that the code expects the connection's certificates in.
const caFile = "ca.pem"

// Curl writes the source as a script for bash 3.2 and later and curl.
func Curl(s Source) string {
	p := newPlan(s)
	if p.problem != "" {
		return problemComment(p)
	}
	c := &curl{plan: p}
	c.discovery()
	c.token()
	c.authorization()
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
	y.discovery()
	y.basic()
	y.token()
	y.authorization()
	if p.call == nil {
		y.line("print(auth['Authorization'])")
	} else {
		y.request()
	}
	return y.preamble() + y.text()
}

func problemComment(p *plan) string { return "# " + oneLine(p.problem) + "\n" }
