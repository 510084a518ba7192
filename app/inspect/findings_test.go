package inspect_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/app/inspect"
)

var now = time.Unix(1_800_000_000, 0)

// signed is a token that looks signed.
func signed(header, claims string) string { return encode(header) + "." + encode(claims) + ".AAAA" }

const (
	plainHeader = `{"typ":"at+jwt","alg":"RS256","kid":"k"}`
	plainClaims = `"iss":"https://dc.example","sub":"s","aud":"https://dc.example/api","client_id":"c","iat":1799999990,"exp":1800003590,"jti":"j"`
	idClaims    = `"iss":"https://dc.example","sub":"s","aud":"c","iat":1799999990,"exp":1800003590`
)

// raised are the findings as "severity title (source) part.claim".
func raised(kind, raw string, ctx inspect.Context) []string {
	var all []string
	for _, f := range inspect.Findings(inspect.Token(kind, raw), ctx) {
		all = append(all, f.Severity+" "+f.Title+" ("+f.Source+") "+f.Part+"."+f.Claim)
	}
	return all
}

func TestFindings(t *testing.T) {
	const header, claims, access, id, refresh = plainHeader, plainClaims, api.AccessToken, api.IDToken, api.RefreshToken
	center := inspect.Context{Now: now, DataCenter: "https://dc.example", ClientID: "c"}
	with := func(change func(*inspect.Context)) inspect.Context { ctx := center; change(&ctx); return ctx }
	asked := func(requested, granted string) inspect.Context {
		return with(func(c *inspect.Context) { c.RequestedScope, c.GrantedScope = requested, granted })
	}
	for _, test := range []struct {
		name, kind, header, claims string
		ctx                        inspect.Context
		want                       string // findings, separated by "; "
	}{
		{"a good one", access, header, claims, center, ""},
		{"a good ID token", id, `{"alg":"ES256","kid":"k","typ":"JWT"}`, idClaims + `,"email":"a@b","nonce":"n"`, center, ""},
		{"a refresh token", refresh, `{"alg":"HS512","kid":"k"}`, `"iss":"x","jti":"y"`, center, ""},
		{"fractions", access, header, claims + `,"nbf":1799999990.25`, center, ""},
		{"no clock", access, header, strings.Replace(claims, "180000", "160000", 1), inspect.Context{}, "bad Ends before it begins (RFC 7519 section 4.1.4) claims.exp"},

		{"alg none", access, `{"typ":"at+jwt","alg":"none"}`, claims, center, "bad Not signed (RFC 8725 section 3.2) header.alg"},
		{"alg NONE", access, `{"typ":"at+jwt","alg":"NoNe"}`, claims, center, "bad Not signed (RFC 8725 section 3.2) header.alg"},
		{"no alg", access, `{"typ":"at+jwt","kid":"k"}`, claims, center, "bad No algorithm (RFC 7515 section 4.1.1) header.alg"},
		{"HMAC", access, `{"typ":"at+jwt","alg":"HS256"}`, claims, center, "warn Signed with a shared secret (RFC 9068 section 2.1) header.alg"},
		{"HMAC in an ID token", id, `{"alg":"HS256"}`, idClaims, center, ""},
		{"unknown alg", access, `{"typ":"at+jwt","alg":"RS255","kid":"k"}`, claims, center, "warn Unknown algorithm (RFC 7518 section 3.1) header.alg"},
		{"crit", access, `{"typ":"at+jwt","alg":"RS256","kid":"k","crit":["exp"]}`, claims, center, "bad Critical extension not understood (RFC 7515 section 4.1.11) header.crit"},
		{"crit empty", access, `{"typ":"at+jwt","alg":"RS256","kid":"k","crit":[]}`, claims, center, "bad Critical extension not understood (RFC 7515 section 4.1.11) header.crit"},
		{
			"keys in the header", access, `{"typ":"at+jwt","alg":"RS256","kid":"k","jku":"x","jwk":{},"x5u":"x","x5c":[]}`, claims, center,
			"warn Brings its own key (RFC 8725 section 3.10) header.jwk; warn Brings its own key (RFC 8725 section 3.10) header.jku; " +
				"warn Brings its own key (RFC 8725 section 3.10) header.x5u; note Brings its own key (RFC 8725 section 3.10) header.x5c",
		},
		{"no kid", access, `{"typ":"application/AT+JWT","alg":"RS256"}`, claims, center, "note Names no key (RFC 7515 section 4.1.4) header.kid"},
		{"typ JWT", access, `{"typ":"JWT","alg":"RS256","kid":"k"}`, claims, center, "note Not typed as an access token (RFC 9068 section 2.1) header.typ"},
		{"an access token as ID token", id, header, idClaims, center, "bad Typed as an access token (RFC 8725 section 3.11) header.typ"},

		{"expired", access, header, strings.Replace(claims, "1800003590", "1799999999", 1), center, "bad Expired (RFC 7519 section 4.1.4) claims.exp"},
		{"not yet", access, header, claims + `,"nbf":1800000031`, center, "bad Not valid yet (RFC 7519 section 4.1.5) claims.nbf"},
		{"not yet, within the skew", access, header, claims + `,"nbf":1800000030`, center, ""},
		{"from the future", access, header, strings.Replace(claims, "1799999990", "1800000031", 1), center, "warn Issued in the future (RFC 7519 section 4.1.6) claims.iat"},
		{"from the future, within the skew", access, header, strings.Replace(claims, "1799999990", "1800000030", 1), center, ""},
		{"backwards", access, header, claims + `,"nbf":1900000000`, center, "bad Ends before it begins (RFC 7519 section 4.1.4) claims.exp; bad Not valid yet (RFC 7519 section 4.1.5) claims.nbf"},
		{"long", access, header, strings.Replace(claims, "1800003590", "1800086391", 1), center, "warn Lives long (RFC 6750 section 5.3) claims.exp"},
		{"a day", access, header, strings.Replace(claims, "1800003590", "1800086390", 1), center, ""},
		{"longer than this provider's", access, header, claims, with(func(c *inspect.Context) { c.Longest = 59 * time.Minute }), "warn Lives long (RFC 6750 section 5.3) claims.exp"},
		{"as long as this provider's", access, header, strings.Replace(claims, "1800003590", "1900000000", 1), with(func(c *inspect.Context) { c.Longest = 40000 * time.Hour }), ""},
		{"milliseconds", access, header, strings.Replace(claims, "1800003590", "1800003590000", 1), center, "bad exp is no time (RFC 7519 section 2) claims.exp"},
		{"a text", access, header, strings.Replace(claims, "1799999990", `"1799999990"`, 1), center, "bad iat is no time (RFC 7519 section 2) claims.iat"},

		{"nothing in it", access, `{"alg":"RS256","kid":"k","typ":"JWT"}`, ``, center, "bad No exp (RFC 6750 section 5.3) claims.exp; warn No aud (RFC 8725 section 3.9) claims.aud; " +
			"warn No iss (RFC 8725 section 3.8) claims.iss; note Not typed as an access token (RFC 9068 section 2.1) header.typ; note No sub (RFC 8725 section 3.8) claims.sub"},
		{"nothing in a typed one", access, header, `"aud":[],"sub":null,"iss":""`, center, "bad No iss (RFC 9068 section 2.2) claims.iss; bad No exp (RFC 9068 section 2.2) claims.exp; " +
			"bad No aud (RFC 9068 section 2.2) claims.aud; bad No sub (RFC 9068 section 2.2) claims.sub; bad No client_id (RFC 9068 section 2.2) claims.client_id; " +
			"bad No iat (RFC 9068 section 2.2) claims.iat; bad No jti (RFC 9068 section 2.2) claims.jti"},
		{
			"nothing in an ID token", id, `{"alg":"RS256","kid":"k"}`, `"aud":"c","iss":"i","exp":1800003590`, center,
			"bad No sub (OpenID Connect Core 1.0 section 2) claims.sub; bad No iat (OpenID Connect Core 1.0 section 2) claims.iat",
		},
		{"another issuer", access, header, claims, with(func(c *inspect.Context) { c.Issuer = "https://dc.example/realm" }), "bad Another issuer (RFC 8725 section 3.8) claims.iss"},
		{"the issuer with a slash", access, header, claims, with(func(c *inspect.Context) { c.Issuer = "https://dc.example/" }), ""},
		{"another client", id, `{"alg":"RS256","kid":"k"}`, idClaims, with(func(c *inspect.Context) { c.ClientID = "d" }), "bad Meant for another client (OpenID Connect Core 1.0 section 3.1.3.7) claims.aud"},
		{"another audience", access, header, claims, with(func(c *inspect.Context) { c.Audience = "https://x" }), "warn Another audience than asked for (RFC 8725 section 3.9) claims.aud"},
		{"the audience", access, header, claims, with(func(c *inspect.Context) { c.Audience = "https://dc.example/api/" }), ""},
		{"another data center", access, header, claims, with(func(c *inspect.Context) { c.DataCenter = "https://us.example" }), "note Meant for somebody else (RFC 8725 section 3.9) claims.aud"},
		{"the client as audience", access, header, strings.Replace(claims, "https://dc.example/api", "c", 1), center, ""},
		{"the host as audience", access, header, strings.Replace(claims, "https://dc.example/api", "dc.example", 1), center, ""},

		{"less scope", access, header, claims + `,"scope":"a c"`, asked("a b", ""), "warn Less scope than asked for (RFC 6749 section 3.3) claims.scope; warn More scope than asked for (RFC 9700 section 2.3) claims.scope"},
		{"the scope asked for", access, header, claims + `,"scp":["b","a"]`, asked("a b", ""), ""},
		{"nothing asked", access, header, claims + `,"scp":["b","a"]`, asked("", "a b"), ""},
		{"scopes of OpenID", access, header, claims + `,"scope":"a"`, asked("openid profile a", ""), ""},
		{"scopes of OpenID that the answer drops", access, header, claims + `,"scope":"a"`, asked("openid profile a", "a"), "note Less scope than asked for (RFC 6749 section 3.3) claims.scope"},
		{"scope of the answer alone", access, header, claims, asked("a b", "a"), "warn Less scope than asked for (RFC 6749 section 3.3) claims."},
		{"scope of nobody", access, header, claims, asked("a b", ""), ""},
		{"the tenant asked for", access, header, claims + `,"scope":[{"tid":"t1","role":"r"}]`, asked("urn:acronis.com:tenant-id:t1", ""), ""},
		{"more tenants", access, header, claims + `,"scope":[{"tid":"t1","role":"r"},{"tid":"t2","role":"r"}]`, asked("urn:acronis.com:tenant-id:t1", ""), "warn More scope than asked for (RFC 9700 section 2.3) claims.scope"},
		{
			"another tenant", access, header, claims + `,"scope":[{"tid":"t2","role":"r"}]`, asked("urn:acronis.com:tenant-id:t1", ""),
			"warn Less scope than asked for (RFC 6749 section 3.3) claims.scope; warn More scope than asked for (RFC 9700 section 2.3) claims.scope",
		},
		{"tenants, asked otherwise", access, header, claims + `,"scope":[{"tid":"t2","role":"r"}]`, asked("api", ""), ""},

		{"people", access, header, claims + `,"email":"a@b","given_name":"A"`, center, "note Personal data among the claims (RFC 9068 section 6) claims.email"},
		{
			"secrets", access, header, claims + `,"user_password":"x","client-secret":"y","pwd_exp":1,"secret":true,"password":""`, center,
			"warn A secret among the claims (RFC 7519 section 12) claims.user_password; warn A secret among the claims (RFC 7519 section 12) claims.client-secret",
		},
		{
			"twice", access, `{"typ":"at+jwt","alg":"none","alg":"RS256","kid":"k"}`, claims + `,"sub":"admin","cnf":{"a":[{"jkt":1,"jkt":2}]}`, center,
			"bad A member that occurs twice (RFC 7515 section 4) header.alg; bad A member that occurs twice (RFC 7519 section 4) claims.sub; bad A member that occurs twice (RFC 8259 section 4) claims.cnf",
		},
		{"not twice", access, header, claims + `,"cnf":{"a":{"b":1},"b":{"a":1},"c":["a","a"]}`, center, ""},
		{"too long", access, header, claims + `,"x":"` + strings.Repeat("x", 7000) + `"`, center, "warn Too long for a header (RFC 9110 section 5.4) ."},
	} {
		want := strings.Split(test.want, "; ")
		if test.want == "" {
			want = nil
		}
		if got := raised(test.kind, signed(test.header, "{"+test.claims+"}"), test.ctx); !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", test.name, got, want)
		}
	}
}

// TestFindingsSay holds the sentences: whole ones, that quote what they are about.
func TestFindingsSay(t *testing.T) {
	raw := signed(`{"alg":"none","alg":"HS256","crit":["x"],"jku":"y"}`,
		`{"exp":1800000000,"iat":1700000000,"sub":"a","sub":"b\u202e","scope":"w","password":"hunter2","email":"e","aud":"z"}`)
	var all []string
	for _, f := range inspect.Findings(inspect.Token(api.AccessToken, raw), inspect.Context{Now: now, DataCenter: "https://dc.example", RequestedScope: "r"}) {
		if !strings.HasSuffix(f.Text, ".") || strings.HasSuffix(f.Title, ".") || f.Source == "" || strings.Contains(f.Text, "hunter2") {
			t.Errorf("got %+v", f)
		}
		all = append(all, f.Text)
	}
	text := strings.Join(all, "\n")
	for _, want := range []string{
		"“sub” is “\"a\"”, and then “\"b\\u202e\"”.", "understands “x”", "ended 0 s ago by this server's clock", "lives for 1157 days, longer than is usual (1 day at most)",
		"The header's jku", "not granted: “r”", "not asked for: “w”", "By its name “password”", "can read “email”", "audience is “z”", "“HS256”",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// TestFindingsOfParts: what can't be read is not called missing.
func TestFindingsOfParts(t *testing.T) {
	for raw, want := range map[string]string{
		encode(`{"alg":"none"`) + ".!.":                                "bad Not signed (RFC 8725 section 3.2) header.alg",
		encode(`{"alg":"RS256"}`) + "." + encode(`{"exp":1`) + ".AAAA": "bad Expired (RFC 7519 section 4.1.4) claims.exp",
		encode(`{"alg":"RSA1_5","enc":"A128GCM","zip":"DEF"}`) + ".AAAA.AAAA.AAAA.AAAA": "warn Encryption that leaks (RFC 8725 section 3.2) header.alg; " +
			"note Compressed before it was encrypted (RFC 8725 section 3.6) header.zip",
		"opaque":                  "",
		"eyJ!.!.!":                "",
		strings.Repeat("x", 8193): "warn Too long for a header (RFC 9110 section 5.4) .",
		encrypted:                 "",
	} {
		if got := strings.Join(raised(api.AccessToken, raw, inspect.Context{Now: now}), "; "); got != want {
			t.Errorf("%.40s:\n got %q\nwant %q", raw, got, want)
		}
	}
	cut := inspect.Cut(inspect.Token(api.AccessToken, signed(plainHeader, `{"aud":["`+strings.Repeat("x", 20_000)+`"],`+strings.Replace(plainClaims, `"aud"`, `"x"`, 1)+`}`)))
	for _, f := range inspect.Findings(cut, inspect.Context{Now: now}) {
		if f.Claim != "" {
			t.Errorf("a claim that was cut: %+v", f)
		}
	}
}
