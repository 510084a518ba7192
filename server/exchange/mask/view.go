//go:build !js

package mask

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
)

// layers is how many encodings around each other are seen through: a secret in
// JSON, in a query, in JSON.
const layers = 3

// A view is a text with an encoding taken off. from has for each byte where it
// comes from in the text itself, and at the end the text's length.
type view struct {
	text string
	from []int
}

// A decoder takes one character off a text that is not empty: what it stands
// for, and how many bytes it has. A character that is not encoded stands for itself.
type decoder func(s string) (plain string, length int)

// Each view takes off one encoding only: "%2F" is three characters in JSON.
var decoders = []decoder{percent, plus, escape, entity}

// views are the text itself and what it is when each of the encodings is taken
// off, and again of those.
func views(text string) []view {
	first := view{text, make([]int, len(text)+1)}
	for i := range first.from {
		first.from[i] = i
	}
	all := []view{first}
	for range layers {
		for _, v := range all {
			for _, d := range decoders {
				all = addNew(all, v.decode(d))
			}
		}
	}
	return all
}

func addNew(all []view, v view) []view {
	for _, known := range all {
		if known.text == v.text {
			return all
		}
	}
	return append(all, v)
}

func (v view) decode(d decoder) view {
	var text strings.Builder
	from := make([]int, 0, len(v.from))
	for i := 0; i < len(v.text); {
		plain, length := d(v.text[i:])
		text.WriteString(plain)
		for range len(plain) {
			from = append(from, v.from[i])
		}
		i += length
	}
	return view{text.String(), append(from, v.from[len(v.text)])}
}

// percent knows RFC 3986 section 2.1.
func percent(s string) (string, int) {
	if s[0] == '%' && len(s) >= 3 {
		if b, err := strconv.ParseUint(s[1:3], 16, 8); err == nil {
			return string([]byte{byte(b)}), 3
		}
	}
	return s[:1], 1
}

// plus is percent for forms, in which + is a space.
func plus(s string) (string, int) {
	if s[0] == '+' {
		return " ", 1
	}
	return percent(s)
}

// escape knows RFC 8259 section 7.
func escape(s string) (string, int) {
	if s[0] != '\\' || len(s) < 2 {
		return s[:1], 1
	}
	if i := strings.IndexByte(`"\/bfnrt`, s[1]); i >= 0 {
		return "\"\\/\b\f\n\r\t"[i : i+1], 2
	}
	r, length := unit(s)
	if utf16.IsSurrogate(r) {
		low, more := unit(s[length:])
		r, length = utf16.DecodeRune(r, low), length+more
	}
	if length == 0 {
		return s[:1], 1
	}
	return string(r), length
}

// unit reads one \uXXXX; its length is 0 where there is none.
func unit(s string) (r rune, length int) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, 0
	}
	code, err := strconv.ParseUint(s[2:6], 16, 16)
	if err != nil {
		return 0, 0
	}
	return rune(code), 6
}

// entity knows HTML's character references, as a page that shows what it was sent has them.
func entity(s string) (string, int) {
	if s[0] != '&' {
		return s[:1], 1
	}
	end := strings.IndexByte(s[:min(len(s), 12)], ';') + 1
	if plain := html.UnescapeString(s[:end]); plain != s[:end] {
		return plain, end
	}
	return s[:1], 1
}
