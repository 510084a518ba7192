package inspect_test

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
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
	// RFC 7516 appendix A.3.
	encrypted = "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0." +
		"6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ.AxY8DCtDaGlsbGljb3RoZQ." +
		"KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY.U0m_YmjN04DJvceFICbCVQ"
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
	const both = `alg="RS256" | a=1`
	for _, test := range []struct{ raw, want, readable string }{
		{noClaims, "payload is not a JSON object. Line 1, column 1: a word that is none of true, false and null", `alg="ES512" | `},
		{head + "." + body, "has 2 parts where a JWT has 3: the signature is missing", both},
		{head + "." + body + ".x.y", "has 4 parts where a JWT has 3", both},
		{head + "." + body + ".a.b.c.d", "has 6 parts", both},
		{head + "." + body + strings.Repeat(".a", 100), "has 102 parts", both},
		{"eyJ!." + body + ".AA", "header is not Base64url (RFC 7515 section 2): “!” at character 4 is not of its alphabet", ` | a=1`},
		{"eyJ\xff." + body + ".AA", "“[0xFF]” at character 4 is not", ` | a=1`},
		{head + "." + body + "=.AA", "payload is not Base64url (RFC 7515 section 2): “=” at its end is padding, which is left off there", both},
		{head + "." + body[:4] + "\n" + body[4:] + ".AA", "payload is not Base64url (RFC 7515 section 2): there is a line break at character 5", both},
		{head[:6] + " " + head[6:] + "." + body + ".AA", "header is not Base64url (RFC 7515 section 2): there is white space at character 7", both},
		{head + "." + body + ".A", "signature is not Base64url (RFC 7515 section 2): a text of 1 characters can't be", both},
		{head + "." + body + ".AB", "signature is not Base64url (RFC 7515 section 2): its last character has bits", both},
		{head + "." + body + ".AA+/", "signature is not Base64url (RFC 7515 section 2): “+” at character 3 is of the standard Base64 alphabet", both},
		{head + "." + standard(`{"a":"???>>>"}`) + ".AA", "payload is not Base64url (RFC 7515 section 2): “/” at character 12 is of the standard", `alg="RS256" | a="???>>>"`},
		{head + "." + body + ".", "signature is empty, though its alg is “RS256”", both},
		{head + "..AA", "payload is empty", `alg="RS256" | `},
		{"." + body + ".AA", "header is empty", ` | a=1`},
		{encode(`{"alg"`) + "." + body + ".AA", "header is not a JSON object. Line 1, column 7: a colon was expected, the text ends", ` | a=1`},
		{head + "." + encode(`{"a":1}{}`) + ".AA", "payload has something after its JSON object. Line 1, column 8", both},
		{head + "." + encode(`{"a":1,}`) + ".AA", "payload is not a JSON object. Line 1, column 8: a name in double quotes was expected", both},
		{head + "." + encode(`{"a":1,"b":2`) + ".AA", "column 13: a comma or “}” was expected, the text ends", both + ` b=2`},
		{head + "." + encode("\ufeff{}") + ".AA", "U+FEFF was seen", `alg="RS256" | `},
		{head + "." + encode(`[1]`) + ".AA", "payload is JSON, but not a JSON object", `alg="RS256" | `},
		{head + "." + encode(hs256) + ".AA", "payload is not a JSON object, but another token", `alg="RS256" | `},
		{head + "." + encode("{\"a\":\"\xff\"}") + ".AA", "payload is not UTF-8", `alg="RS256" | a="` + "\ufffd" + `"`},
		{encode("{\"\xfe\":1}") + "." + body + ".AA", "header is not UTF-8", "\ufffd=1 | a=1"},
		{head + "." + encode(`{"a":1,"b":`+nested(20000)+`}`) + ".AA", "payload nests values more than 10,000 levels deep", both},
		{head + "." + encode(`{"a":1,"b":`+nested(9990)+`}`) + ".AA=", "signature is not Base64url", both + " b=" + nested(9990)},
		{"eyJ!.eyJ!.!", "header is not Base64url (RFC 7515 section 2): “!” at character 4 is not of its alphabet. The token's payload is not Base64url", ""},
		{"eyJhIjoxfQ.!", "has 2 parts where", "a=1 | "},
		{strings.Repeat("e", 16<<20) + "y.", "The token has 16777218 bytes, and no more than 16 MiB are read", ""},
	} {
		got := inspect.Token(api.AccessToken, test.raw)
		if !strings.Contains(got.Malformed, test.want) || strings.HasSuffix(got.Malformed, ".") || readable(got) != test.readable {
			t.Errorf("%.60q:\n got %s\nread %.200s\nwant %s\nread %.200s\nwithout a full stop at the end", test.raw, got.Malformed, readable(got), test.want, test.readable)
		}
	}
}

func standard(text string) string { return base64.RawStdEncoding.EncodeToString([]byte(text)) }
func nested(levels int) string    { return strings.Repeat("[", levels) + strings.Repeat("]", levels) }

func readable(t api.Token) string {
	if t.JWT == nil {
		return ""
	}
	return text(t.JWT.Header) + " | " + text(t.JWT.Claims)
}

func TestEncrypted(t *testing.T) {
	got := inspect.Token(api.AccessToken, encrypted)
	if !got.Encrypted || got.Malformed != "" || readable(got) != `alg="A128KW" enc="A128CBC-HS256" | ` {
		t.Errorf("got %+v", got)
	}
	// RFC 7516 appendix A.3's header with a key that is agreed upon: no encrypted key.
	if got := inspect.Token(api.AccessToken, encode(`{"alg":"dir","enc":"A128GCM","kid":"k"}`)+"..AAAA.AAAA.AAAA"); !got.Encrypted || got.Malformed != "" {
		t.Errorf("got %+v", got)
	}
	for raw, want := range map[string]string{
		encode(`{"alg":"dir"}`) + "..AAAA.AAAA.AAAA":               "its header names no enc",
		encode(`{"alg":"dir","enc":"x"}`) + "..AAAA..AAAA":         "ciphertext is empty",
		encode(`{"alg":"dir","enc":"x"}`) + ".A+AA.AAAA.AAAA.AAAA": "encrypted key is not Base64url",
		encode(`{"alg":"dir","enc":"x"`) + "..AAAA.AAAA.AAAA":      "header is not a JSON object",
	} {
		if got := inspect.Token(api.AccessToken, raw); !got.Encrypted || !strings.Contains(got.Malformed, want) || got.JWT == nil {
			t.Errorf("%s: got %+v, want %s", raw, got, want)
		}
	}
}

func TestOpaque(t *testing.T) {
	for _, raw := range []string{
		"", "e", ".", "..", "e..", "opaque", "def50200f00d", "2YotnFZFEjr1zCsicMWpAA", "a.b.c", "eyJ", "é.é.é", "\xff.\xff", "ghp", "12|abc",
		"6f1e3f0a-6f0e-4b3a-9c2e-1d2c3b4a5f6", "6f1e3f0a-6f0e-4b3a-9c2e-1d2c3b4a5f6g", "6f1e3f0a-6f0e-4b3a-9c2e-1d2c-b4a5f6a",
	} {
		if got := inspect.Token(api.RefreshToken, raw); got.JWT != nil || got.Malformed != "" || got.Resembles != "" || got.Kind != api.RefreshToken {
			t.Errorf("%q: got %+v", raw, got)
		}
	}
}

func TestResembles(t *testing.T) {
	for raw, want := range map[string]string{
		"ghp_16C7e42F292c6912E7710c838347Ae178B4a":            "GitHub",
		"github_pat_11AA":                                     "GitHub",
		"glpat-20_AAAA":                                       "GitLab",
		"ya29.a0AfH6SM":                                       "Google",
		"def50200" + strings.Repeat("0a", 60):                 "Passport",
		"12|" + strings.Repeat("a1", 20):                      "Sanctum",
		"6F1e3f0a-6f0e-4b3a-9c2e-1d2c3b4a5f60":                "UUID",
		"-----BEGIN PUBLIC KEY-----\nAAAA\n":                  "PEM",
		"v4.public.AAAA":                                      "PASETO",
		encode(`{"a":1}`):                                     "JSON object in Base64",
		base64.StdEncoding.EncodeToString([]byte(`{"iv":1}`)): "JSON object in Base64",
	} {
		if got := inspect.Token(api.AccessToken, raw); !strings.Contains(got.Resembles, want) || got.JWT != nil || got.Malformed != "" {
			t.Errorf("%s: got %+v, want %s", raw, got, want)
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

// TestLargeToken wants a token of 10 MB read, reviewed and cut to what a page
// can bear, in time and memory that grow no faster than the token.
func TestLargeToken(t *testing.T) {
	for name, payload := range map[string]struct {
		before, unit string
		times        int
		after        string
	}{
		"one value":      {`{"a":[`, `"0123456789",`, 570_000, `1],"b":2}`},
		"many members":   {`{`, `"a":1,`, 1_200_000, `"b":2}`},
		"one name":       {`{"`, "é", 3_700_000, `":1,"b":2}`},
		"one long text":  {`{"a":"`, "é", 3_700_000, `","b":2}`},
		"many duplicate": {`{`, `"exp":{"x":1,"x":2},`, 370_000, `"b":2}`},
	} {
		raw := encode(`{"alg":"none"}`) + "." + encode(payload.before+strings.Repeat(payload.unit, payload.times)+payload.after) + "."
		got := inspect.Token(api.AccessToken, raw)
		if len(raw) < 9<<20 || got.JWT == nil || got.Length != len(raw) || strings.HasPrefix(name, "many") != strings.Contains(got.Malformed, "payload has more than 50,000 members") {
			t.Fatalf("%s: a token of %d bytes: malformed %q", name, len(raw), got.Malformed)
		}
		cut := inspect.Cut(got)
		page, err := json.Marshal(struct {
			T api.Token
			F []api.Finding
		}{cut, inspect.Findings(got, inspect.Context{})})
		if err != nil || len(page) > 64<<10 || len(cut.JWT.Claims)+cut.JWT.More != len(got.JWT.Claims) {
			t.Errorf("%s: %d bytes for the page, %d members and %d more of %d, %v", name, len(page), len(cut.JWT.Claims), cut.JWT.More, len(got.JWT.Claims), err)
		}
	}
}

func TestCut(t *testing.T) {
	long := strings.Repeat("é", 20_000)
	token := inspect.Token(api.AccessToken, encode(`{"alg":"none"}`)+"."+encode(`{"a":"`+long+`","b":{"c":"`+long+`"},"d":1.50}`)+".")
	got := inspect.Cut(token).JWT
	var a, b string
	if json.Unmarshal(got.Claims[0].Value, &a) != nil || json.Unmarshal(got.Claims[1].Value, &b) != nil {
		t.Fatalf("not texts: %.60s, %.60s", got.Claims[0].Value, got.Claims[1].Value)
	}
	if want := strings.Repeat("é", 8<<10) + "…"; a != want || got.Claims[0].Whole != 40_002 {
		t.Errorf("a text: %d bytes of %d", len(a), got.Claims[0].Whole)
	}
	if !strings.HasPrefix(b, `{"c":"éé`) || len(b) > 17<<10 || got.Claims[1].Whole != 40_008 {
		t.Errorf("an object: %d bytes of %d", len(b), got.Claims[1].Whole)
	}
	if got.Claims[2].Whole != 0 || string(got.Claims[2].Value) != "1.50" || got.More != 0 || len(token.JWT.Claims[0].Value) != 40_002 {
		t.Errorf("got %+v of %d bytes", got.Claims[2], len(token.JWT.Claims[0].Value))
	}
	if again := inspect.Cut(inspect.Cut(token)).JWT; again.Claims[0].Whole != 40_002 {
		t.Errorf("cut twice: %d", again.Claims[0].Whole)
	}
	if opaque := inspect.Token(api.AccessToken, "opaque"); inspect.Cut(opaque) != opaque {
		t.Error("an opaque token was changed")
	}
}

// FuzzToken holds what is read to golang-jwt's reading of it, either way.
func FuzzToken(f *testing.F) {
	for _, raw := range []string{
		hs256, es256, unsecured, noClaims, encrypted, "a.b.c", "eyJ.e30.", "opaque", "eyJhIjox.eyJhIjoxfQ", "eyJ\n.e30=.+",
		encode(`{"alg":"HS256","alg":"none"}`) + "." + encode(`{"exp":1,"exp":{"a":1,"a":2},"scope":[{"tid":"t","role":"r"}]}`) + ".AA",
	} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got := inspect.Token(api.AccessToken, raw)
		for _, found := range inspect.Find(raw) {
			if found.Token.Kind == "" || found.Raw == "" && raw != "" && found.Notes == nil {
				t.Fatalf("found %+v", found)
			}
		}
		all := inspect.Findings(got, inspect.Context{Now: time.Unix(1e9, 0), DataCenter: "https://a", RequestedScope: "r"})
		if _, err := json.Marshal([]any{got, inspect.Cut(got), all}); err != nil {
			t.Fatal(err)
		}
		if !got.Encrypted {
			agree(t, raw, got)
		}
	})
}

// agree: what is read without fault is golang-jwt's reading too, and what
// golang-jwt reads is at fault only where it is laxer than the standards.
func agree(t *testing.T, raw string, got api.Token) {
	claims := jwt.MapClaims{}
	parsed, _, err := jwt.NewParser(jwt.WithStrictDecoding()).ParseUnverified(raw, claims)
	if got.JWT == nil || got.Malformed != "" {
		lax := []string{"is not UTF-8", "line break", "signature", "not a JSON object", "levels deep"}
		if err == nil && len(raw) > 0 && raw[0] == 'e' && !slices.ContainsFunc(lax, func(s string) bool { return strings.Contains(got.Malformed, s) }) {
			t.Fatalf("golang-jwt reads %+v, and here it is %+v", parsed, got)
		}
		return
	}
	if parsed == nil || parsed.Header == nil {
		t.Fatalf("golang-jwt reads no header where there is %+v: %v", got.JWT, err)
	}
	for _, m := range got.JWT.Claims {
		if _, found := claims[m.Name]; !found && err == nil {
			t.Fatalf("golang-jwt has no claim %q in %v", m.Name, claims)
		}
	}
}

func text(members []api.Member) string {
	var all []string
	for _, m := range members {
		all = append(all, m.Name+"="+string(m.Value))
	}
	return strings.Join(all, " ")
}
