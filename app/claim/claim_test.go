package claim_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/app/claim"
)

// now is Sun 22 Nov 2026, 05:22:00 in a zone an hour east of UTC.
var now = time.Date(2026, 11, 22, 4, 22, 0, 0, time.UTC).In(time.FixedZone("east", 3600))

func explain(kind, name, value string) claim.Explanation {
	return claim.Explain(api.Member{Name: name, Value: json.RawMessage(value)}, claim.Context{
		Kind:       kind,
		Connection: api.Connection{DataCenter: "https://dc.example", Values: map[string]string{"client_id": "c1", "username": "ana"}},
		Now:        now,
	})
}

func TestExplain(t *testing.T) {
	for _, test := range []struct{ name, value, want string }{
		{"iss", `"https://dc.example"`, "this data center."},
		{"iss", `"https://dc.example/"`, "this data center."},
		{"iss", `"https://dc.example/realms/x"`, "a part of this data center"},
		{"iss", `"https://dc.example.evil"`, "differs from this data center's, “https://dc.example”"},
		{"iss", `7`, "isn't"},
		{"sub", `"c1"`, "the client itself"},
		{"sub", `"ana"`, "the user who logged in"},
		{"sub", `"u\u202ex"`, "“uU+202Ex”"},
		{"sub", `null`, "no text"},
		{"aud", `"c1"`, "the client itself."},
		{"aud", `["https://dc.example", "x"]`, "this data center, “x”."},
		{"aud", `{}`, "isn't"},
		{"aud", `[]`, "isn't"},
		{"azp", `"c1"`, "the client itself"},
		{"client_id", `"other"`, "“other”"},
		{"act", `{"sub":"ana"}`, "the user who logged in (RFC 8693)"},
		{"may_act", `1`, "RFC 8693"},
		{"cnf", `{"jkt":"x"}`, "DPoP"},
		{"cnf", `{"x5t#S256":"x"}`, "TLS certificate"},
		{"act", `{"sub":"ana","act":{"sub":"c1"}}`, "the user who logged in, after others"},
		{"cnf", `{"jwk":{}}`, "stands here (RFC 7800)"},
		{"cnf", `{"kid":"x"}`, "by this name"},
		{"cnf", `{}`, "RFC 7800"},
		{"groups", `["a","b"]`, "“a”, “b”"},
		{"entitlements", `[{"value":"x"},{"value":"y"}]`, "“x”, “y”"},
		{"entitlements", `7`, "own terms."},
		{"events", `{"urn:b":{},"urn:a":{}}`, "“urn:a”, “urn:b”"},
		{"events", `[]`, "RFC 8417)."},
		{"txn", `"x"`, "transaction"},
		{"tenants", `[]`, "tenants"},
		{"enc", `"A256GCM"`, "AES-256 in GCM"},
		{"enc", `"A128CBC-HS256"`, "AES-128 in CBC"},
		{"enc", `"x"`, "How the content is encrypted."},
		{"alg", `"RSA-OAEP-256"`, "OAEP"},
		{"alg", `"RSA1_5"`, "advises against"},
		{"alg", `"ECDH-ES+A128KW"`, "agreed upon"},
		{"alg", `"A128GCMKW"`, "both sides hold"},
		{"alg", `"dir"`, "both sides hold"},
		{"alg", `"PBES2-HS256+A128KW"`, "password"},
		{"p2c", `1`, "rounds"},
		{"scope", `"a b"`, "“a”, “b”."},
		{"scp", `["a","b c"]`, "“a”, “b”, “c”."},
		{"scopes", `""`, "nothing is listed"},
		{"scope", `[{"tid":"10f2aaaa-bbbb-cccc-dddd-eeeeeeeec41d","role":"partner_admin"}]`, "“partner_admin” in tenant 10f2…c41d and below."},
		{"scope", `[{"role":"x"},{"tid":"t","role":"y"}]`, "“x”, “y” in tenant t and below."},
		{"scope", `[{"a":1}]`, "What the token allows."},
		{"scope", `[` + strings.Repeat(`{"role":"x"},`, 11) + `{"role":"x"}]`, "and 2 more."},
		{"roles", `["admin"]`, "“admin”"},
		{"roles", `[` + strings.Repeat(`"x",`, 10) + `"x"]`, "and 1 more."},
		{"amr", `["pwd","zz"]`, "password, “zz”"},
		{"email_verified", `true`, "has checked"},
		{"email_verified", `false`, "has not checked"},
		{"email_verified", `"yes"`, "true or false"},
		{"jti", `"x"`, "own ID"},
		{"uid", `"x"`, "account"},
		{"ver", `2`, "version"},
		{"alg", `"RS256"`, "RSASSA-PKCS1-v1_5 with SHA-256"},
		{"alg", `"PS384"`, "RSASSA-PSS with SHA-384"},
		{"alg", `"ES512"`, "P-521 with SHA-512"},
		{"alg", `"HS256"`, "one secret"},
		{"alg", `"EdDSA"`, "Edwards"},
		{"alg", `"none"`, "Not signed"},
		{"alg", `"NoNe"`, "Not signed"},
		{"alg", `"RS255"`, "“RS255”"},
		{"alg", `{}`, "isn't"},
		{"typ", `"JWT"`, "JSON Web Token"},
		{"typ", `"application/at+jwt"`, "RFC 9068"},
		{"typ", `"Bearer"`, "own terms"},
		{"cty", `"JWT"`, "another JWT"},
		{"kid", `"x"`, "key that signed"},
		{"x5t#S256", `"x"`, "SHA-256 fingerprint"},
	} {
		if got := explain(api.AccessToken, test.name, test.value); !strings.Contains(got.Text, test.want) || got.Unix {
			t.Errorf("%s %s: got %+v, want %q", test.name, test.value, got, test.want)
		}
	}
	if got := explain(api.AccessToken, "realm_access", `{}`); got != (claim.Explanation{}) {
		t.Errorf("unknown name: got %+v", got)
	}
}

func TestExplainOwn(t *testing.T) {
	ctx := claim.Context{Own: map[string]string{"uid": "The provider's.", "exp": "The end."}, Now: now}
	for name, want := range map[string]claim.Explanation{
		"uid": {Text: "The provider's."},
		"exp": {Text: "The end.", Unix: true, At: 1795328400},
	} {
		if got := claim.Explain(api.Member{Name: name, Value: json.RawMessage("1795328400")}, ctx); got != want {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
}

// TestExplainAll: no registered claim or header member is without a sentence.
func TestExplainAll(t *testing.T) {
	for _, name := range strings.Fields(registered) {
		for _, value := range []string{`"x"`, `1`, `{}`, `[]`, `null`, `true`} {
			got := explain(api.IDToken, name, value)
			if got.Text == "" || !strings.HasSuffix(got.Text, ".") {
				t.Errorf("%s %s: got %q", name, value, got.Text)
			}
		}
	}
}

// registered are the names of RFC 7515 section 4.1, RFC 7516 section 4.1, RFC
// 7518 section 4, RFC 7797; RFC 7519 section 4.1, OpenID Connect Core section 2,
// 3.3.2.11, 5.1, 5.6.2 and 7.4, Back-Channel Logout, RFC 7800, RFC 8417, RFC
// 8693, RFC 9068, RFC 9396, RFC 9493; and Acronis' own.
const registered = `alg jku jwk kid x5u x5c x5t x5t#S256 typ cty crit enc zip epk apu apv iv tag p2s p2c b64
	iss sub aud exp nbf iat jti auth_time nonce acr amr azp at_hash c_hash sid sub_jwk _claim_names _claim_sources
	name given_name family_name middle_name nickname preferred_username profile picture website email email_verified
	gender birthdate zoneinfo locale phone_number phone_number_verified address updated_at
	cnf events toe txn act may_act scope client_id roles groups entitlements authorization_details sub_id tenants ver uid`

func TestExplainIDTokenForAnother(t *testing.T) {
	if got := explain(api.IDToken, "aud", `["x"]`); !strings.Contains(got.Text, "has to refuse") {
		t.Errorf("got %+v", got)
	}
	if got := explain(api.IDToken, "aud", `["x","c1"]`); strings.Contains(got.Text, "has to refuse") {
		t.Errorf("got %+v", got)
	}
}

func TestExplainTime(t *testing.T) {
	for _, test := range []struct {
		name, value, want string
		at                int64
	}{
		{"exp", "1795328400", "Ends Sun 22 Nov 2026, 07:20:00 (in 1 h 58 min).", 1795328400},
		{"exp", "1795328400.250", "Ends Sun 22 Nov 2026, 07:20:00.250 (in 1 h 58 min).", 1795328400},
		{"exp", "1.7953284e9", "Ends Sun 22 Nov 2026, 07:20:00 (in 1 h 58 min).", 1795328400},
		{"exp", "1795321140", "Ended Sun 22 Nov 2026, 05:19:00 (3 min ago).", 1795321140},
		{"iat", "1795321320", "Issued Sun 22 Nov 2026, 05:22:00 (0 s ago).", 1795321320},
		{"iat", "1795321325", "Issued, by the issuer's clock, Sun 22 Nov 2026, 05:22:05 (in 5 s).", 1795321325},
		{"nbf", "1795321325", "Not valid before Sun 22 Nov 2026, 05:22:05 (in 5 s).", 1795321325},
		{"nbf", "1795234920", "Valid since Sat 21 Nov 2026, 05:22:00 (1 day ago).", 1795234920},
		{"auth_time", "0", "The user logged in Thu 1 Jan 1970, 01:00:00 (20779 days ago).", 0},
	} {
		got := explain(api.AccessToken, test.name, test.value)
		if want := (claim.Explanation{Text: test.want, Unix: true, At: test.at}); got != want {
			t.Errorf("%s %s:\n got %+v\nwant %+v", test.name, test.value, got, want)
		}
	}
}

func TestExplainNoTime(t *testing.T) {
	for value, want := range map[string]string{
		"-1": "before 1970", "-1e300": "before 1970", "1e300": "year 9999", "1e999": "year 9999", "-1e999": "before 1970",
		"99999999999999999999": "year 9999", "1795328400000": "milliseconds", `"1795328400"`: "is a text", `"soon"`: "is a text",
		"null": "no number", "true": "no number", "[]": "no number", "{}": "no number", "": "no number", "1x": "can be read",
	} {
		got := explain(api.AccessToken, "exp", value)
		if !strings.Contains(got.Text, want) || got.Unix || got.At != 0 {
			t.Errorf("%s: got %+v, want %q", value, got, want)
		}
	}
}

// TestSpans holds the words for how long ago or ahead a time is.
func TestSpans(t *testing.T) {
	for seconds, want := range map[int64]string{
		1: "in 1 s", 9: "in 9 s", 60: "in 1 min", 250: "in 4 min 10 s", 7080: "in 1 h 58 min", 7200: "in 2 h", 86400: "in 1 day", 90000: "in 1 day 1 h",
		2 * 86400: "in 2 days", 31 * 86400: "in 31 days", 0: "0 s ago", -9: "9 s ago", -180: "3 min ago",
		-7300: "2 h ago", -86400: "1 day ago", -31 * 86400: "31 days ago",
		1e9: "in 11574 days",
	} {
		got := explain(api.AccessToken, "exp", strconv.FormatInt(now.Unix()+seconds, 10)).Text
		if !strings.HasSuffix(got, " ("+want+").") {
			t.Errorf("%d s: got %q, want %q at its end", seconds, got, want)
		}
	}
}

func FuzzExplain(f *testing.F) {
	for _, name := range []string{"exp", "scope", "aud", "iss", "cnf", "amr", "alg", "email_verified", "typ"} {
		f.Add(name, `[{"tid":"x","role":"y"}]`)
		f.Add(name, `-1.5e+400`)
		f.Add(name, `"\ud800ü`)
	}
	f.Fuzz(func(t *testing.T, name, value string) {
		got := explain(api.IDToken, name, value)
		if len(got.Text) > 5000 || strings.ContainsAny(got.Text, "\u202e\n\x00") {
			t.Fatalf("%s %q: %q", name, value, got.Text)
		}
	})
}
