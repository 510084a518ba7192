//go:build !js

// Package inspect says what a token holds. It decodes and never verifies, and
// refuses to know who issued a token and what it is good for.
package inspect

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"firstcall/app/api"

	"github.com/golang-jwt/jwt/v5"
)

// shown is how many characters of a long token its mask begins with: those of
// a JWT's header that are the same for all tokens of an issuer.
const shown = 11

// Token decodes raw, one of the answer's tokens; kind is one of the api's token
// kinds. A token that does not begin as a JWT does is opaque. One that does and
// is none has the part at fault in Malformed. There is no limit of size.
func Token(kind, raw string) api.Token {
	token := api.Token{Kind: kind, Masked: Mask(raw), Length: utf8.RuneCountInString(raw)}
	if !likeJWT(raw) {
		return token
	}
	decoded, err := decode(raw)
	if err != nil {
		token.Malformed = err.Error()
		return token
	}
	token.JWT = decoded
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

// malformed says to the user which part is at fault. It has no full stop at its
// end: the page may go on.
type malformed string

func (m malformed) Error() string { return string(m) }

// likeJWT reports whether raw has parts, the first of which begins with a brace
// in Base64url.
func likeJWT(raw string) bool {
	header, _, parts := strings.Cut(raw, ".")
	return parts && len(header) > 1 && header[0] == 'e' && strings.IndexByte("wxyz", header[1]) >= 0
}

// decode reads the three parts (RFC 7519 section 7.2). An error is a [malformed].
func decode(raw string) (*api.JWT, error) {
	switch dots := strings.Count(raw, "."); dots {
	case 2:
	case 4:
		return nil, malformed("The token is encrypted (JWE, five parts). Only who holds the key can read its claims")
	default:
		return nil, malformed(fmt.Sprintf("The token begins as a JWT does, but has %d parts where a JWT has 3", dots+1))
	}
	parts := strings.Split(raw, ".")
	header, err := object("header", parts[0])
	if err != nil {
		return nil, err
	}
	claims, err := object("payload", parts[1])
	if err != nil {
		return nil, err
	}
	if _, err := segment("signature", parts[2]); err != nil {
		return nil, err
	}
	return &api.JWT{Header: header, Claims: claims}, nil
}

// segment decodes one part. Line breaks are refused here, since encoding/base64 skips them.
func segment(part, text string) ([]byte, error) {
	data, err := jwt.NewParser(jwt.WithStrictDecoding()).DecodeSegment(text)
	if err != nil || strings.ContainsAny(text, "\r\n") {
		return nil, malformed("The token's " + part + " is not Base64url (RFC 7515 section 2)")
	}
	return data, nil
}

// object decodes a part that is a JSON object into its members, in the order
// sent, those that occur twice included.
func object(part, text string) ([]api.Member, error) {
	data, err := segment(part, text)
	if err != nil {
		return nil, err
	}
	if !utf8.Valid(data) {
		return nil, malformed("The token's " + part + " is not UTF-8")
	}
	members, err := members(data)
	if err != nil {
		return nil, malformed("The token's " + part + " is not a JSON object")
	}
	return members, nil
}

var errNoObject = errors.New("inspect: not one JSON object")

// members reads the members of one JSON object, their values as they stand in data.
func members(data []byte) ([]api.Member, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	if begin, err := decoder.Token(); err != nil || begin != json.Delim('{') {
		return nil, errNoObject
	}
	all := []api.Member{}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		m := api.Member{Name: fmt.Sprint(name)}
		if err := decoder.Decode(&m.Value); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	if _, err := decoder.Token(); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errNoObject
	}
	return all, nil
}
