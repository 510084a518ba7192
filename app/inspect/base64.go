package inspect

import (
	"encoding/base64"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"firstcall/app/quote"
)

// segment decodes one part of a token (RFC 7515 section 2). Where the text is
// not what that asks for, fault says so, and data is what was meant, if that can
// be told.
func segment(name, text string) (data []byte, fault string) {
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err == nil && !strings.ContainsAny(text, "\r\n") { // which encoding/base64 skips
		return data, ""
	}
	data, err = base64.RawURLEncoding.DecodeString(meant(text))
	if err != nil {
		data = nil
	}
	return data, "The token's " + name + " is not Base64url (RFC 7515 section 2): " + whyNot(text)
}

// meant is a text of another alphabet, with padding or white space, as Base64url.
func meant(text string) string {
	return strings.TrimRight(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r == '+':
			return '-'
		case r == '/':
			return '_'
		}
		return r
	}, text), "=")
}

// whyNot names the first character that is out of place.
func whyNot(text string) string {
	padded := strings.TrimRight(text, "=")
	n := 0
	for i, r := range padded {
		n++
		at := " at character " + strconv.Itoa(n)
		switch {
		case isBase64url(r):
		case r == '\n' || r == '\r':
			return "there is a line break" + at
		case unicode.IsSpace(r):
			return "there is white space" + at
		case r == '+' || r == '/':
			return quote.Text(string(r)) + at + " is of the standard Base64 alphabet, where Base64url has “-” for “+” and “_” for “/”"
		default:
			_, size := utf8.DecodeRuneInString(padded[i:])
			return quote.Text(padded[i:i+size]) + at + " is not of its alphabet"
		}
	}
	switch {
	case padded != text:
		return "“=” at its end is padding, which is left off there"
	case len(text)%4 == 1:
		return "a text of " + strconv.Itoa(len(text)) + " characters can't be, so that it was cut off or has one too many"
	}
	return "its last character has bits that belong to no byte, so that it was cut off or altered"
}

func isBase64url(r rune) bool {
	return 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-' || r == '_'
}
