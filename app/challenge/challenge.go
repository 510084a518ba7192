// Package challenge reads what a data center says when it refuses a call, and
// holds it to what is known of the token that the call had.
//
// It refuses to know the token itself: what was read of it is enough.
package challenge

import (
	"strings"

	"firstcall/app/api"
)

// A Challenge is one way to authenticate that an answer offers (RFC 9110
// section 11.3).
type Challenge struct {
	Scheme     string
	Token      string     // the token68, "" for none
	Parameters []api.Pair // the names in lower case
}

// Is reports whether the challenge is of a scheme, whose case does not matter.
func (c *Challenge) Is(scheme string) bool { return strings.EqualFold(c.Scheme, scheme) }

// Get answers a parameter, "" for none. Of several with one name the first counts.
func (c *Challenge) Get(name string) string {
	for _, p := range c.Parameters {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// Parse reads the challenges in a reply's WWW-Authenticate fields, as far as
// they are well formed: what is not is left out.
func Parse(header []api.Pair) (all []Challenge) {
	for _, p := range header {
		if strings.EqualFold(p.Name, "WWW-Authenticate") {
			r := reader{rest: p.Value}
			all = append(all, r.challenges()...)
		}
	}
	return all
}

// A reader goes through one field. A comma parts challenges and parameters alike:
// a word with = behind it is a parameter, any other begins a challenge.
type reader struct{ rest string }

func (r *reader) challenges() (all []Challenge) {
	for r.skip(", \t"); r.rest != ""; r.skip(", \t") {
		name := r.word()
		switch {
		case name == "":
			// Nothing that may stand here: what follows the next comma may.
			_, r.rest, _ = strings.Cut(r.rest, ",")
		case len(all) > 0 && r.equals():
			last := &all[len(all)-1]
			last.Parameters = append(last.Parameters, api.Pair{Name: strings.ToLower(name), Value: r.value()})
		default:
			all = append(all, Challenge{Scheme: name, Token: r.token68()})
		}
	}
	return all
}

func (r *reader) skip(what string) { r.rest = strings.TrimLeft(r.rest, what) }

// word reads a token (RFC 9110 section 5.6.2).
func (r *reader) word() string {
	n := 0
	for n < len(r.rest) && isWord(r.rest[n]) {
		n++
	}
	word := r.rest[:n]
	r.rest = r.rest[n:]
	return word
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || strings.IndexByte("!#$%&'*+-.^_`|~", c) >= 0
}

// equals goes past the = of a parameter, if there is one.
func (r *reader) equals() bool {
	after, ok := strings.CutPrefix(strings.TrimLeft(r.rest, " \t"), "=")
	if ok {
		r.rest = strings.TrimLeft(after, " \t")
	}
	return ok
}

// value reads a parameter's value: a word, or a quoted string.
func (r *reader) value() string {
	if !strings.HasPrefix(r.rest, `"`) {
		return r.word()
	}
	var text []byte
	i := 1
	for ; i < len(r.rest) && r.rest[i] != '"'; i++ {
		if r.rest[i] == '\\' && i+1 < len(r.rest) {
			i++
		}
		text = append(text, r.rest[i])
	}
	r.rest = r.rest[min(i+1, len(r.rest)):]
	return string(text)
}

// token68 reads what some schemes have in place of parameters: one piece of
// Base64 or the like, alone up to the next comma.
func (r *reader) token68() string {
	piece, _, _ := strings.Cut(r.rest, ",")
	token := strings.Trim(piece, " \t")
	bare := strings.TrimRight(token, "=")
	if !strings.HasPrefix(piece, " ") || bare == "" || strings.ContainsAny(bare, "=\" \t") {
		return ""
	}
	r.rest = r.rest[len(piece):]
	return token
}
