package inspect_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"firstcall/app/api"
	"firstcall/app/inspect"

	"github.com/golang-jwt/jwt/v5"
)

func encode(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// Vectors of the standards, as they print them.
const (
	// RFC 7515 appendix A.1, which is RFC 7519 section 3.1.
	hs256 = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." +
		"eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ." +
		"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	// RFC 7515 appendix A.3.
	es256 = "eyJhbGciOiJFUzI1NiJ9." +
		"eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ." +
		"DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
	// RFC 7519 section 6.1.
	unsecured = "eyJhbGciOiJub25lIn0." +
		"eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
	// RFC 7515 appendix A.4: its payload is the word "Payload".
	noClaims = "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA." +
		"AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7Xdt" +
		"AG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn"
	// RFC 7519 appendix A.1, shortened to its shape: five parts.
	encrypted = "eyJhbGciOiJSU0ExXzUiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.QR1Owv2ug2WyPBnbQrRARTeEk9kDO2w8qDcjiHnSJfl" +
		".AxY8DCtDaGlsbGljb3RoZQ.MKOle7UQrG6nSxTLX6Mqwt0orbHvAKeWnDYvpIAeZ72deHxz3roJDXQyhxx0wKaM.fiK51VwhsxJ-siBMR-YFiA"
)

func TestStandardVectors(t *testing.T) {
	claims := `iss="joe" exp=1300819380 http://example.com/is_root=true`
	for raw, header := range map[string]string{
		hs256: `typ="JWT" alg="HS256"`, es256: `alg="ES256"`, unsecured: `alg="none"`,
	} {
		got := inspect.Token(api.AccessToken, raw)
		if got.JWT == nil || text(got.JWT.Header) != header || text(got.JWT.Claims) != claims {
			t.Errorf("%.30s: got %+v", raw, got)
		}
	}
}

func TestMembersStayAsSent(t *testing.T) {
	payload := `{"b":944455285181775872,"a":1.50,"b":1E2,"<s>":"\u0041<é","scope":[ {"tid":"x"} ],"":null,"exp":1700000000.25}`
	got := inspect.Token(api.IDToken, encode(`{"alg":"none"}`)+"."+encode(payload)+".")
	want := `b=944455285181775872 a=1.50 b=1E2 <s>="\u0041<é" scope=[ {"tid":"x"} ] =null exp=1700000000.25`
	if got.JWT == nil || text(got.JWT.Claims) != want {
		t.Errorf("got %+v, want %s", got, want)
	}
	if empty := inspect.Token(api.IDToken, encode(`{"a":1}`)+"."+encode(`{}`)+"."); empty.JWT == nil || empty.JWT.Claims == nil {
		t.Errorf("no claims: got %+v", empty)
	}
}

func TestMalformed(t *testing.T) {
	head, body := encode(`{"alg":"RS256"}`), encode(`{"a":1}`)
	for _, test := range []struct{ raw, want string }{
		{encrypted, "encrypted (JWE"},
		{noClaims, "payload is not a JSON object"},
		{head + "." + body, "has 2 parts"},
		{head + "." + body + ".x.y", "has 4 parts"},
		{head + "." + body + ".a.b.c.d", "has 6 parts"},
		{"eyJ!." + body + ".AA", "header is not Base64url"},
		{head + "." + body + "=.AA", "payload is not Base64url"},
		{head + "." + body[:4] + "\n" + body[4:] + ".AA", "payload is not Base64url"},
		{head + "." + body + ".A", "signature is not Base64url"},
		{head + "." + body + ".AB", "signature is not Base64url"}, // bits left over that are not zero
		{head + "." + body + ".+/+/", "signature is not Base64url"},
		{encode(`{"alg"`) + "." + body + ".AA", "header is not a JSON object"},
		{head + "." + encode(`{"a":1}{}`) + ".AA", "payload is not a JSON object"},
		{head + "." + encode(`{"a":1,}`) + ".AA", "payload is not a JSON object"},
		{head + "." + encode(`{"a":1`) + ".AA", "payload is not a JSON object"},
		{head + "." + encode(`[1]`) + ".AA", "payload is not a JSON object"},
		{head + ".." + "AA", "payload is not a JSON object"},
		{head + "." + encode("{\"a\":\"\xff\"}") + ".AA", "payload is not UTF-8"},
		{encode("{\"\xfe\":1}") + "." + body + ".AA", "header is not UTF-8"},
		{head + "." + encode(`{"a":`+strings.Repeat("[", 20000)+strings.Repeat("]", 20000)+`}`) + ".AA", "payload is not a JSON object"},
	} {
		got := inspect.Token(api.AccessToken, test.raw)
		if got.JWT != nil || !strings.Contains(got.Malformed, test.want) || strings.HasSuffix(got.Malformed, ".") {
			t.Errorf("%.60q: got %+v, want %s without a full stop at the end", test.raw, got, test.want)
		}
	}
}

func TestOpaque(t *testing.T) {
	for _, raw := range []string{
		"", "e", ".", "..", "e..", "opaque", "def50200f00d", "2YotnFZFEjr1zCsicMWpAA", "a.b.c", "ya29.a0AfH6SM", encode(`{"a":1}`), "eyJ", "é.é.é", "\xff.\xff",
	} {
		if got := inspect.Token(api.RefreshToken, raw); got.JWT != nil || got.Malformed != "" || got.Kind != api.RefreshToken {
			t.Errorf("%q: got %+v", raw, got)
		}
	}
}

func TestMask(t *testing.T) {
	for raw, want := range map[string]string{
		"": "…", strings.Repeat("x", 39): "…", strings.Repeat("x", 40): "xxxxxxxxxxx…", hs256: "eyJ0eXAiOiJ…",
		strings.Repeat("é", 40): "ééééééééééé…", strings.Repeat("\xff", 40): "\uFFFD…",
	} {
		got := inspect.Token(api.AccessToken, raw)
		if got.Masked != want || got.Length != utf8.RuneCountInString(raw) {
			t.Errorf("%.20q: got %q of %d, want %q", raw, got.Masked, got.Length, want)
		}
	}
}

func TestLargeToken(t *testing.T) {
	raw := encode(`{"alg":"none"}`) + "." + encode(`{"a":[`+strings.Repeat(`"0123456789",`, 80_000)+`1],"b":2}`) + "."
	got := inspect.Token(api.AccessToken, raw)
	if len(raw) < 1<<20 || got.JWT == nil || len(got.JWT.Claims) != 2 || got.Length != len(raw) {
		t.Errorf("a token of %d bytes: malformed %q", len(raw), got.Malformed)
	}
}

// FuzzToken holds what decodes to golang-jwt's reading of it.
func FuzzToken(f *testing.F) {
	for _, raw := range []string{hs256, es256, unsecured, noClaims, encrypted, "a.b.c", "eyJ.e30.", "opaque"} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got := inspect.Token(api.AccessToken, raw)
		if _, err := json.Marshal(got); err != nil {
			t.Fatal(err)
		}
		if got.JWT == nil {
			return
		}
		claims := jwt.MapClaims{}
		parsed, _, _ := jwt.NewParser(jwt.WithJSONNumber()).ParseUnverified(raw, claims)
		if parsed == nil || parsed.Header == nil {
			t.Fatalf("golang-jwt reads no header where there is %+v", got.JWT)
		}
		for _, m := range got.JWT.Claims {
			if _, found := claims[m.Name]; !found {
				t.Fatalf("golang-jwt has no claim %q in %v", m.Name, claims)
			}
		}
	})
}

func text(members []api.Member) string {
	var all []string
	for _, m := range members {
		all = append(all, m.Name+"="+string(m.Value))
	}
	return strings.Join(all, " ")
}
