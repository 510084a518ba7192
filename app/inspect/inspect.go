// Package inspect says what a token holds, what is wrong with it, and what a
// reviewer would raise; and it compares two. It takes any text and lives.
//
// It decodes and never verifies, sends nothing anywhere, and refuses to know
// who may see a token.
package inspect

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"firstcall/app/api"
)

const (
	// longest is how many bytes of a token are read at most, so that time and
	// memory have a bound.
	longest = 16 << 20
	// shown is how many characters of a long token its mask begins with: those of
	// a JWT's header that are the same for all tokens of an issuer.
	shown = 11
)

// Token decodes raw, one of an answer's tokens or a pasted one; kind is one of
// the api's token kinds. A token that does not look like a JWT is opaque. One
// that does and is none has the parts at fault in Malformed, and in JWT what can
// be read nevertheless. Values are whole: see [Cut] for those of a page.
func Token(kind, raw string) api.Token {
	token := api.Token{Kind: kind, Masked: Mask(raw), Length: utf8.RuneCountInString(raw)}
	switch {
	case len(raw) > longest:
		token.Malformed = "The token has " + strconv.Itoa(len(raw)) + " bytes, and no more than 16 MiB are read"
	case likeJWT(raw):
		decode(&token, raw)
	default:
		token.Resembles = resembles(raw)
	}
	return token
}

// Mask answers the first 11 characters and "…" for a token of 40 characters or
// more, and "…" alone for a shorter one, of which they would show too much.
func Mask(raw string) string {
	if utf8.RuneCountInString(raw) < 40 {
		return "…"
	}
	end := 0
	for range shown {
		_, size := utf8.DecodeRuneInString(raw[end:])
		end += size
	}
	return strings.ToValidUTF8(raw[:end], "\uFFFD") + "…"
}

// likeJWT reports whether raw has parts, of which one of the first two begins
// with a brace in Base64.
func likeJWT(raw string) bool {
	header, rest, parts := strings.Cut(raw, ".")
	return parts && (braced(header) || braced(rest) && strings.Contains(rest, "."))
}

func braced(part string) bool {
	part = strings.TrimLeft(part, " \t\r\n")
	return len(part) > 1 && part[0] == 'e' && strings.IndexByte("wxyz", part[1]) >= 0
}

// Header reads a token's first part alone, for who verifies the token. The
// fault, "" for none, says what is wrong with it, without a full stop.
func Header(text string) (members []api.Member, fault string) {
	p := object("header", text)
	return p.members, p.fault
}

// Segment decodes one part of a token as strictly as RFC 7515 section 2 has it.
// The fault, "" for none, says what is wrong with it, without a full stop; name
// is what it calls the part.
func Segment(name, text string) (data []byte, fault string) { return segment(name, text) }

// Text is the text of the last member of a name, "" where there is none.
func Text(members []api.Member, name string) string { return textOf(members, name) }
