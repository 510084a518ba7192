// Package quote shows a foreign text within a sentence.
//
// It refuses to know what the text is, above all whether it is secret: that is
// for its caller to judge.
package quote

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// most is how many characters of a text fit into a sentence.
const most = 60

// Text is s in curly quotes, after 60 characters cut with “…”. Characters that
// would vanish or turn the line around are named, as [U+000D], and so are bytes
// that are no UTF-8, as [0x9F].
func Text(s string) string {
	var b strings.Builder
	b.WriteString("“")
	for n := 0; s != ""; n++ {
		if n == most {
			b.WriteString("…")
			break
		}
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			b.WriteString("[0x" + hex(rune(s[0]), 2) + "]")
		case strconv.IsPrint(r):
			b.WriteRune(r)
		default:
			b.WriteString("[U+" + hex(r, 4) + "]")
		}
		s = s[size:]
	}
	b.WriteString("”")
	return b.String()
}

// hex has at least so many digits.
func hex(r rune, digits int) string {
	text := strings.ToUpper(strconv.FormatInt(int64(r), 16))
	return strings.Repeat("0", max(0, digits-len(text))) + text
}
