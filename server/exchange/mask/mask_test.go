package mask

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"firstcall/app/wire"
)

func TestMaskText(t *testing.T) {
	m := New()
	m.Secret("geheim geheim")
	m.Secret("abc")
	m.Secret("abcd")
	m.Secret("abcdef")
	m.Token("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH")
	for text, want := range map[string]string{
		"":                            "",
		"nothing secret":              "nothing secret",
		"geheim geheim, twice":        "••••••••, twice",
		"a=geheim+geheim&b=1":         "a=••••••••&b=1",
		`{"a":"gehei\u006d geheim"}`:  `{"a":"••••••••"}`,
		"abc abcd abcdef abcdefg":     "abc •••••••• •••••••• ••••••••g",
		"geheimgeheim geheimx":        "geheim••••••••x",
		"geheim gehei":                "geheim gehei",
		"\xffabcd\xfe":                "\uFFFD••••••••\uFFFD",
		"%41%zz%":                     "%41%zz%",
		`\u12 \ud800\u0041 \ \`:       `\u12 \ud800\u0041 \ \`,
		"&amp; &nothing; &#xZ; &":     "&amp; &nothing; &#xZ; &",
		"token=1&password=2;id=3":     "token=••••••••&password=••••••••;id=3",
		`{"token" : "1", "token":22}`: `{"token" : "••••••••", "token":"••••••••"}`,
		`{"token":null,"password":["is required"],"jwt":""}`:    `{"token":null,"password":["is required"],"jwt":""}`,
		"x 0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH x":      "x 0123456789a…•••••• x",
		"a jwt eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UifQ.AA there": "a jwt eyJhbGciOiJ…•••••• there",
	} {
		if got, cut := m.Text(text); got != want || cut {
			t.Errorf("%q:\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestMaskCuts(t *testing.T) {
	m := New()
	secret := strings.Repeat("geheim", 4)
	m.Secret(secret)
	for before := shown - 30; before < shown+3; before++ {
		text := strings.Repeat(".", before) + secret + strings.Repeat(".", 40)
		got, cut := m.Text(text)
		if !cut || strings.Contains(got, "g") || len(got) > shown+len(wire.Mask) {
			t.Fatalf("with %d before: %d bytes, cut %v, ending %q", before, len(got), cut, got[len(got)-30:])
		}
	}
	if got, cut := m.Text(strings.Repeat("é", shown)); !cut || !utf8.ValidString(got) {
		t.Errorf("got %d bytes, cut %v", len(got), cut)
	}
}

// encoders are what a server may do to a text; FuzzMask composes them.
var encoders = []func(string) string{
	func(s string) string { return s },
	url.QueryEscape,
	url.PathEscape,
	html.EscapeString,
	func(s string) string { b, _ := json.Marshal(s); return string(b) },
	wire.Quote,
}

// FuzzMask hides a secret in an encoded text and looks for it.
func FuzzMask(f *testing.F) {
	f.Add("s3cr3t", "before", "after", uint(1))
	f.Add("a+b %41\"\\\n&amp;é\U0001F511", "%", "u0041", uint(27))
	f.Add("\\u0041", "\\", "\\u0042", uint(40))
	f.Fuzz(func(t *testing.T, secret, before, after string, how uint) {
		if len(secret) < shortest || !utf8.ValidString(secret) || len(secret) > 500 || len(before)+len(after) > 4000 ||
			strings.Contains(before+"|"+after, secret) || strings.TrimSpace(secret) != secret {
			return
		}
		m := New()
		m.Secret(secret)
		text := before + secret + after
		n := uint(len(encoders))
		encode := func(s string) string { return encoders[how%n](encoders[how/n%n](encoders[how/n/n%n](s))) }
		got, _ := m.Text(encode(text))
		if needle := strings.Trim(encode(secret), `"\`); len(needle) >= shortest && strings.Contains(got, needle) && !strings.Contains(wire.Mask, needle) && !strings.Contains(encode(before+"|"+after), needle) {
			t.Fatalf("%q as %q is in %q", secret, needle, got)
		}
		if got, _ := m.Text(base64.StdEncoding.EncodeToString([]byte(text))); strings.Contains(got, base64.StdEncoding.EncodeToString([]byte(secret))) {
			t.Fatalf("%q is in %q", secret, got)
		}
		if !utf8.ValidString(got) {
			t.Fatalf("%q is not UTF-8", got)
		}
	})
}
