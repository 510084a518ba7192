package quote_test

import (
	"strings"
	"testing"

	"firstcall/app/quote"
)

func TestText(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", "“”"},
		{"a b", "“a b”"},
		{"É😀\"", "“É😀\"”"},
		{"a\r\nb\x00\u0085", "“a[U+000D][U+000A]b[U+0000][U+0085]”"},
		{"\u202eabc\u200b\u00a0", "“[U+202E]abc[U+200B][U+00A0]”"},
		{"\U000e0001", "“[U+E0001]”"},
		{"a\xff\x80\ufffd", "“a[0xFF][0x80]\ufffd”"},
		{strings.Repeat("é", 60), "“" + strings.Repeat("é", 60) + "”"},
		{strings.Repeat("é", 61), "“" + strings.Repeat("é", 60) + "…”"},
	} {
		if got := quote.Text(test.text); got != test.want {
			t.Errorf("%q: got %s, want %s", test.text, got, test.want)
		}
	}
}
