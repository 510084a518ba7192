// Package datacenter puts the typed URL of a data center or an endpoint right,
// and says in sentences what it changed or why it can't be right.
//
// It owns the spelling of these URLs only. It refuses to know which hosts may
// be reached (the address guard's business) and whether anything answers there.
package datacenter

import (
	"unicode/utf8"

	"firstcall/app/api"
)

// MaxLength is how many characters a typed URL may have.
const MaxLength = 2000

// PlainHTTP is the warning for http to a host that is not this machine.
const PlainHTTP = "Plain HTTP: the secret crosses the network readable."

const tooLong Refused = "This is longer than 2,000 characters. Enter the URL only, such as https://api.example.com."

// Keep says how much of what was typed belongs to the URL besides scheme, host
// and port.
type Keep int

// What may be kept.
const (
	Origin Keep = iota // nothing
	Path               // the path, without a slash at its end
	Whole              // path and query, exactly as typed
)

// KeepOf is what a field keeps that holds a URL.
func KeepOf(f api.Field) Keep {
	switch {
	case f.Kind == api.FieldEndpoint:
		return Whole
	case f.KeepPath:
		return Path
	}
	return Origin
}

// A Result is a URL put right.
type Result struct {
	URL     string   // scheme, host, port unless it is the scheme's own, and what is kept
	Notes   []string // what was put right, a sentence each, in the order of doing
	Warning string   // a sentence, or ""
}

// Refused is the sentence that says why a text can't be such a URL. It never
// repeats what may be a password.
type Refused string

// Error returns the sentence.
func (r Refused) Error() string { return string(r) }

// Clean puts right what was typed or pasted as a URL: https or http, a host,
// perhaps a port, and what is to be kept besides. A fragment, which never
// reaches a server, is taken off in any case. Cleaning a Result's URL again
// changes and notes nothing. The error is a [Refused].
func Clean(typed string, keep Keep) (Result, error) {
	c := &cleaner{rest: typed, keep: keep}
	for _, step := range []func() error{
		c.readable, c.unwrap, c.scheme, c.noUserInfo, c.cutFragment, c.cutQuery, c.cutPath, c.port, c.host,
	} {
		if err := step(); err != nil {
			return Result{}, err
		}
	}
	r := c.result()
	if len(r.URL) > MaxLength {
		return Result{}, tooLong
	}
	return r, nil
}

// A cleaner takes the URL apart from both ends; rest is what is left to judge.
type cleaner struct {
	rest      string
	keep      Keep
	notes     []string
	schemeOf  string // "https", "http", or "" while none was seen
	address   string // the host as it goes into the URL
	loopback  bool
	portOf    string // digits, or ""
	pathOf    string
	queryOf   string // from "?" on
	upperCase bool
}

func (c *cleaner) note(sentence string) {
	for _, n := range c.notes {
		if n == sentence {
			return
		}
	}
	c.notes = append(c.notes, sentence)
}

// readable refuses what no later step can judge.
func (c *cleaner) readable() error {
	if utf8.RuneCountInString(c.rest) > MaxLength {
		return tooLong
	}
	if !utf8.ValidString(c.rest) {
		return Refused("This holds bytes that are no text (not UTF-8). Type the URL anew.")
	}
	return nil
}

// result assembles the URL. The scheme is chosen here, because without a typed
// one it depends on the host.
func (c *cleaner) result() Result {
	if c.upperCase {
		c.note("Upper-case letters in scheme and host were made lower-case.")
	}
	if c.schemeOf == "" {
		c.schemeOf = "https"
		if c.loopback {
			c.schemeOf = "http"
		}
		c.note("“" + c.schemeOf + "://” was put in front.")
	}
	if c.schemeOf == "https" && c.portOf == "443" || c.schemeOf == "http" && c.portOf == "80" {
		c.note("“:" + c.portOf + "” was taken off, it is the default.")
		c.portOf = ""
	}
	r := Result{URL: c.schemeOf + "://" + c.address, Notes: c.notes}
	if c.portOf != "" {
		r.URL += ":" + c.portOf
	}
	r.URL += c.pathOf + c.queryOf
	if c.schemeOf == "http" && !c.loopback {
		r.Warning = PlainHTTP
	}
	return r
}
