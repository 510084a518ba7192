package challenge

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"firstcall/app/api"
)

func header(values ...string) (h []api.Pair) {
	for _, v := range values {
		h = append(h, api.Pair{Name: "Www-Authenticate", Value: v})
	}
	return h
}

// text writes challenges down in one form.
func text(all []Challenge) string {
	var b strings.Builder
	for _, c := range all {
		b.WriteString(c.Scheme)
		if c.Token != "" {
			b.WriteString("(" + c.Token + ")")
		}
		for _, p := range c.Parameters {
			b.WriteString(" " + p.Name + "=[" + p.Value + "]")
		}
		b.WriteString(";")
	}
	return b.String()
}

// TestParse has the examples of RFC 6750 section 3, RFC 7235 section 4.1 (and
// RFC 9110 section 11.6.1), RFC 7617, RFC 9470 and RFC 9728, and what is
// malformed.
func TestParse(t *testing.T) {
	for _, test := range []struct{ field, want string }{
		{`Bearer realm="example"`, `Bearer realm=[example];`},
		{`Bearer realm="example", error="invalid_token", error_description="The access token expired"`, `Bearer realm=[example] error=[invalid_token] error_description=[The access token expired];`},
		{`Newauth realm="apps", type=1, title="Login to \"apps\"", Basic realm="simple"`, `Newauth realm=[apps] type=[1] title=[Login to "apps"];Basic realm=[simple];`},
		{`Basic realm="foo", charset="UTF-8"`, `Basic realm=[foo] charset=[UTF-8];`},
		{`Bearer error="insufficient_user_authentication", error_description="A different authentication level is required", acr_values="myACR"`, `Bearer error=[insufficient_user_authentication] error_description=[A different authentication level is required] acr_values=[myACR];`},
		{`Bearer resource_metadata="https://resource.example.com/.well-known/oauth-protected-resource"`, `Bearer resource_metadata=[https://resource.example.com/.well-known/oauth-protected-resource];`},
		{`Negotiate`, `Negotiate;`},
		{`Negotiate, NTLM`, `Negotiate;NTLM;`},
		{`Negotiate YII=, Basic realm=x`, `Negotiate(YII=);Basic realm=[x];`},
		{`NTLM TlRMTVNTUAACAAAA==`, `NTLM(TlRMTVNTUAACAAAA==);`},
		{`bearer   REALM = "a" ,, scope="x y"`, `bearer realm=[a] scope=[x y];`},
		{`, ,Bearer`, `Bearer;`},
		{`Bearer realm=a, Bearer error=b`, `Bearer realm=[a];Bearer error=[b];`},
		{`Bearer realm="never closed, error="x`, `Bearer realm=[never closed, error=];x;`},
		{`Bearer realm="ends in \`, `Bearer realm=[ends in \];`},
		{`Bearer error=`, `Bearer(error=);`}, // what the grammar makes of it
		{`realm="no scheme"`, `realm;`},
		{`@@@, Bearer`, `Bearer;`},
		{``, ``},
	} {
		if got := text(Parse(header(test.field))); got != test.want {
			t.Errorf("%s: got %s, want %s", test.field, got, test.want)
		}
	}
	if got := text(Parse(append(header("Basic", "Bearer"), api.Pair{Name: "Date", Value: "x"}))); got != "Basic;Bearer;" {
		t.Errorf("two fields: got %s", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`Newauth realm="apps", type=1, title="Login to \"apps\"", Basic realm="simple"`)
	f.Add(`a b==, "`)
	f.Fuzz(func(t *testing.T, field string) {
		for _, c := range Parse(header(field)) {
			if c.Scheme == "" || !strings.Contains(field, c.Scheme) {
				t.Errorf("%q: got the scheme %q", field, c.Scheme)
			}
			for _, p := range c.Parameters {
				if p.Name == "" || p.Name != strings.ToLower(p.Name) {
					t.Errorf("%q: got the parameter %q", field, p.Name)
				}
			}
		}
	})
}

const at = 1_795_320_000

func connection(claims string) api.Connection {
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte("{"+claims+"}"), &members); err != nil {
		panic(err)
	}
	jwt := &api.JWT{}
	for name, value := range members {
		jwt.Claims = append(jwt.Claims, api.Member{Name: name, Value: value})
	}
	return api.Connection{
		DataCenter: "https://eu.example.com", TokenType: "bearer",
		Expiry: api.Expiry{IssuedAt: at - 100, ExpiresAt: at + 7200},
		Tokens: []api.Token{{Kind: api.AccessToken, JWT: jwt}},
	}
}

func TestExplain(t *testing.T) {
	expired := connection("")
	expired.Expiry.ExpiresAt = at - 90
	revoked := connection("")
	revoked.Tokens[0].Revoked = true
	scoped := connection("")
	scoped.Scope = "read"
	skewed := connection("")
	skewed.Expiry.Skew = -95
	mac := connection("")
	mac.TokenType = "mac"
	for _, test := range []struct {
		name    string
		status  int
		field   string
		c       api.Connection
		renewed string
		said    string
		found   []string
	}{
		{"expired", 401, `Bearer realm="api", error="invalid_token", error_description="The access token expired"`, expired, "", "(realm “api”) does not accept the token: it is expired, revoked, malformed or not for this (invalid_token). It says: “The access token expired”.", []string{"expired 1 min 30 s before"}},
		{"revoked", 401, `Bearer error="invalid_token"`, revoked, "", "invalid_token", []string{"revoked here"}},
		{"missing scope", 403, `Bearer error="insufficient_scope", scope="read write admin"`, scoped, "", "scope is not enough for this call (insufficient_scope). It wants the scope “read write admin”.", []string{"lacks “write”, “admin”. It has “read”."}},
		{"scope not said", 403, `Bearer error="insufficient_scope"`, scoped, "", "insufficient_scope", []string{"has the scope “read”. Which one is missing"}},
		{"scope there", 403, `Bearer error="insufficient_scope", scope="read"`, scoped, "", "insufficient_scope", []string{"has all of that scope"}},
		{"scope in the token", 403, `Bearer error="insufficient_scope", scope="b c"`, connection(`"scope": "a b"`), "", "insufficient_scope", []string{"lacks “c”. It has “a”, “b”"}},
		{"roles", 403, `Bearer error="insufficient_scope", scope="root"`, connection(`"scope": [{"tid": "1", "role": "admin"}]`), "", "insufficient_scope", []string{"lacks “root”. It has “admin”"}},
		{"wrong audience", 401, `Bearer error="invalid_token"`, connection(`"aud": ["https://us.example.com", "other"]`), "", "invalid_token", []string{"meant for “https://us.example.com”, “other” (aud), which does not name eu.example.com"}},
		{"right audience", 401, `Bearer error="invalid_token"`, connection(`"aud": "https://eu.example.com/api"`), "", "invalid_token", []string{"2 h left. It may have been revoked."}},
		{"audience is a host", 401, `Bearer error="invalid_token"`, connection(`"aud": "eu.example.com"`), "", "invalid_token", []string{"2 h left"}},
		{"not yet valid", 401, `Bearer error="invalid_token"`, connection(`"nbf": 1795320061`), "", "invalid_token", []string{"still 1 min 1 s ahead (nbf)"}},
		{"clocks differ", 401, `Bearer error="invalid_token"`, skewed, "", "invalid_token", []string{"differ by 1 min 35 s"}},
		{"no error", 401, `Bearer realm="x"`, connection(""), "", "asks for a token and names no error", []string{"2 h left"}},
		{"another scheme", 401, `Basic realm="admins", Negotiate`, connection(""), "", "asks for “Basic” for the realm “admins” or “Negotiate”, which is not how a token is sent", []string{"2 h left"}},
		{"Bearer among others", 401, `Basic realm="a", Bearer error="invalid_token"`, connection(""), "", "invalid_token", []string{"2 h left"}},
		{"step up", 401, `Bearer error="insufficient_user_authentication", max_age="5", acr_values="myACR"`, connection(""), "", "RFC 9470), with “myACR”, not longer than “5” s ago.", []string{"2 h left"}},
		{"DPoP", 401, `DPoP error="use_dpop_nonce"`, connection(""), "", "wants a proof with the token that Firstcall does not make (use_dpop_nonce", []string{"2 h left"}},
		{"an error of its own", 400 + 1, `Bearer error="x-odd"`, connection(""), "", "refuses the call with the error “x-odd”", []string{"2 h left"}},
		{"no header, 401", 401, ``, connection(""), "", "does not say how", []string{"2 h left"}},
		{"no header, 403", 403, ``, connection(""), "", "does not allow this call (403)", []string{"2 h left"}},
		{"not sent again", 401, `Bearer error="invalid_token"`, connection(""), api.RenewedAfter, "invalid_token", []string{"renewed since: the one in use now is another"}},
		{"refused twice", 401, `Bearer error="invalid_token"`, connection(""), api.RenewedAgain, "invalid_token", []string{"just been renewed was refused as well"}},
		{"another type", 401, `Bearer error="invalid_token"`, mac, "", "invalid_token", []string{"type “mac”"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := api.Reply{Status: test.status, At: at, Renewed: test.renewed}
			if test.field != "" {
				r.Header = header(test.field)
			}
			got := Explain(&r, &test.c)
			if got == nil {
				t.Fatal("not explained")
			}
			if !strings.Contains(got.Said, test.said) || !strings.HasSuffix(got.Said, ".") {
				t.Errorf("said %q", got.Said)
			}
			found := slices.EqualFunc(got.Found, test.found, strings.Contains)
			if !found {
				t.Errorf("found %q, want %q", got.Found, test.found)
			}
		})
	}
	for _, r := range []api.Reply{{Status: 200}, {Status: 404}, {Status: 401, Failure: &api.Failure{}}} {
		c := connection("")
		if Explain(&r, &c) != nil {
			t.Errorf("explained %+v", r)
		}
	}
}
