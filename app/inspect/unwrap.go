package inspect

import (
	"strconv"
	"strings"
)

// unwrap takes the header, the scheme and quotes off, whichever is outermost first.
func (p *paste) unwrap() {
	p.fromHeader()
	for again := true; again; {
		again = p.unquote() || p.withoutScheme()
	}
}

// fromHeader finds an Authorization header, in a command or in code too, where
// its value ends with a quote.
func (p *paste) fromHeader() {
	const name = "authorization"
	i := strings.Index(strings.ToLower(p.text), name)
	if i < 0 {
		return
	}
	rest := p.text[i+len(name):]
	value := strings.TrimLeft(rest, "\"': =\t")
	if value == "" || value == rest {
		return
	}
	if end := strings.IndexAny(value, "'\"`"); end > 0 {
		value = value[:end]
	}
	p.text = value
	p.note("The token was taken out of an Authorization header.")
}

// withoutScheme takes the scheme of a header off (RFC 6750 section 2.1, RFC 9449 section 7.1).
func (p *paste) withoutScheme() bool {
	for _, scheme := range []string{"Bearer", "DPoP", "Token"} {
		n := len(scheme)
		if len(p.text) > n && strings.EqualFold(p.text[:n], scheme) && (p.text[n] == ' ' || p.text[n] == '\t') {
			p.text = strings.TrimSpace(p.text[n:])
			p.note("“" + scheme + "” before the token was taken off: it is the header's scheme, and no part of the token.")
			return true
		}
	}
	return false
}

func (p *paste) unquote() bool {
	for _, pair := range [][2]string{{`"`, `"`}, {"'", "'"}, {"`", "`"}, {"“", "”"}, {"<", ">"}} {
		inner, opened := strings.CutPrefix(p.text, pair[0])
		inner, closed := strings.CutSuffix(strings.TrimRight(inner, ",;"), pair[1])
		if opened && closed {
			p.text = strings.TrimSpace(inner)
			p.note("Quotes around the token were taken off.")
			return true
		}
	}
	return false
}

// join takes white space out of what is a JWT without it: a terminal or a mail
// broke its line.
func (p *paste) join() {
	fields := strings.Fields(p.text)
	joined := strings.Join(fields, "")
	if len(fields) > 1 && likeJWT(joined) {
		p.text = joined
		p.note("White space at " + strconv.Itoa(len(fields)-1) + " places inside the token, line breaks perhaps, was taken out: a token has none.")
	}
}
