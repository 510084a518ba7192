package provider_test

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/provider"

	"golang.org/x/oauth2"
)

// anyServer is the built-in profile of any OAuth 2.0 server.
func anyServer(t *testing.T) api.Provider {
	t.Helper()
	return byID(t, "oauth")
}

func byID(t *testing.T, id string) api.Provider {
	t.Helper()
	all := builtin(t)
	i := slices.IndexFunc(all, func(p provider.Profile) bool { return p.ID == id })
	return all[i].Provider
}

// with is a form's values for servers of the RFCs.
func with(pairs ...string) map[string]string {
	values := map[string]string{
		"data_center": "https://server.example.com", "token_url": "https://server.example.com/token",
		"client_authentication": "client_secret_basic", "client_id": "s6BhdRkqt3", "client_secret": "gX1fBat3bV",
		"device_authorization_url": "https://server.example.com/device_authorization",
		"authorization_url":        "https://server.example.com/authorize",
		"introspection_url":        "https://server.example.com/introspect",
		"revocation_url":           "https://server.example.com/revoke",
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	return values
}

const jwt = "eyJhbGciOiJSUzI1NiIsImtpZCI6IjIyIn0.eyJpc3Mi.cC4hiUPo"

// signed is the request as sent, each assertion a fixed one.
func signed(t *testing.T, r wire.Request, err error) wire.Request {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	r, err = r.Signed(func(wire.Assertion) (string, error) { return jwt, nil })
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestExamplesOfTheRFCs compares with the requests that they print, line breaks
// taken out.
func TestExamplesOfTheRFCs(t *testing.T) {
	const (
		basic  = "Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW"
		device = "urn:ietf:params:oauth:grant-type:device_code"
	)
	p := anyServer(t)
	for _, test := range []struct {
		name          string
		profile       api.Provider
		values        map[string]string
		authorization string
		body          string
	}{
		{"RFC 6749 section 4.1.3", wire.Code(p), with(
			"grant_type", "authorization_code", "code", "SplxlOBeZQQYbYS6WxSbIA", "redirect_uri", "https://client.example.com/cb",
		), basic, "grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA&redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb"},
		{
			"RFC 6749 section 4.3.2", p,
			with("grant_type", "password", "username", "johndoe", "password", "A3ddj3w"),
			basic, "grant_type=password&username=johndoe&password=A3ddj3w",
		},
		{"RFC 6749 section 4.4.2", p, with(), basic, "grant_type=client_credentials"},
		{
			"RFC 6749 section 6", wire.Refresh(p),
			with("grant_type", "authorization_code", "scope", "left out", "refresh_token", "tGzv3JOkF0XG5Qx2TlKWIA"),
			basic, "grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA",
		},
		{
			"RFC 6749 section 2.3.1", p,
			with("client_authentication", "client_secret_post", "client_secret", "7Fjfp0ZBr1KtDRbnfVdmIw", "grant_type", "refresh_token", "refresh_token", "tGzv3JOkF0XG5Qx2TlKWIA"),
			"", "grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA&client_id=s6BhdRkqt3&client_secret=7Fjfp0ZBr1KtDRbnfVdmIw",
		},
		{
			"RFC 7523 section 2.1", p,
			with("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "client_authentication", "none", "assertion_issuer", "i", "private_key", "k"),
			"", "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + jwt,
		},
		{
			"RFC 7523 section 2.1, pasted", p,
			with("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "client_authentication", "none", "assertion_source", "paste", "signed_assertion", "a.b.c"),
			"", "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.b.c",
		},
		{
			"RFC 7523 section 2.2", wire.Code(p),
			with("grant_type", "authorization_code", "client_authentication", "private_key_jwt", "private_key", "k", "code", "n0esc3NRze7LTCu7iYzS6a5acc3f0ogp4"),
			"", "grant_type=authorization_code&code=n0esc3NRze7LTCu7iYzS6a5acc3f0ogp4&" +
				"client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=" + jwt,
		},
		{
			"RFC 7662 section 2.1", wire.Introspection(p),
			with("token", "mF_9.B5f-4.1JqM", "token_type_hint", "access_token"),
			basic, "token=mF_9.B5f-4.1JqM&token_type_hint=access_token",
		},
		{
			"RFC 7009 section 2.1", wire.Revocation(p),
			with("token", "45ghiukldjahdnhzdauz", "token_type_hint", "refresh_token"),
			basic, "token=45ghiukldjahdnhzdauz&token_type_hint=refresh_token",
		},
		{
			"RFC 8628 section 3.1", wire.DeviceAuthorization(p),
			with("grant_type", device, "client_authentication", "none", "client_id", "1406020730", "scope", "example_scope"),
			"", "client_id=1406020730&scope=example_scope",
		},
		{
			"RFC 8628 section 3.4", wire.DeviceToken(p),
			with("grant_type", device, "client_authentication", "none", "client_id", "1406020730", "scope", "example_scope", "device_code", "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS"),
			"", "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS&client_id=1406020730",
		},
		{
			"RFC 8693 section 2.3", p,
			with(
				"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange", "client_id", "rs08", "client_secret", "long-secure-random-secret",
				"resource", "https://backend.example.com/api", "subject_token", "accVkjcJyb4BWCxGsndESCJQbdFMogUC5PbRDqceLTC",
			),
			"Basic cnMwODpsb25nLXNlY3VyZS1yYW5kb20tc2VjcmV0",
			"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&resource=https%3A%2F%2Fbackend.example.com%2Fapi" +
				"&subject_token=accVkjcJyb4BWCxGsndESCJQbdFMogUC5PbRDqceLTC&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token",
		},
		{
			"RFC 8693 section 2.1, in full", p,
			with(
				"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange", "resource", "https://a.example https://b.example", "audience", "a b",
				"subject_token", "s", "subject_token_type", "urn:ietf:params:oauth:token-type:jwt", "scope", "x y",
				"actor_token", "t", "actor_token_type", "urn:ietf:params:oauth:token-type:id_token", "requested_token_type", "urn:ietf:params:oauth:token-type:access_token",
			),
			basic, "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&resource=https%3A%2F%2Fa.example&resource=https%3A%2F%2Fb.example" +
				"&audience=a&audience=b&subject_token=s&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt" +
				"&actor_token=t&actor_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token" +
				"&requested_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token&scope=x+y",
		},
		{
			"RFC 8705 section 2", p,
			with("client_authentication", "tls_client_auth", "client_certificate", "-----BEGIN CERTIFICATE-----"),
			"", "grant_type=client_credentials&client_id=s6BhdRkqt3",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, err := wire.Token(test.profile, test.values)
			r = signed(t, r, err)
			if got := r.EncodeBody(); got != test.body || r.AuthorizationHeader() != test.authorization {
				t.Errorf("got\n%s\n%s\nwant\n%s\n%s", r.AuthorizationHeader(), got, test.authorization, test.body)
			}
			if r.Method != "POST" || len(r.Query) != 0 || !slices.Contains(r.Header, wire.Param{Name: "Content-Type", Value: "application/x-www-form-urlencoded"}) {
				t.Errorf("got %+v", r)
			}
		})
	}
}

// TestAuthorizationURL compares with x/oauth2, whose challenge for the verifier of
// RFC 7636 appendix B is the one printed there.
func TestAuthorizationURL(t *testing.T) {
	const (
		verifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
		challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
	)
	p := anyServer(t)
	for _, endpoint := range []string{"https://server.example.com/authorize", "https://server.example.com/authorize/?p=a%20b"} {
		config := oauth2.Config{
			ClientID: "id &=ü", RedirectURL: "http://127.0.0.1:8080/callback", Scopes: []string{"openid", "a+b"},
			Endpoint: oauth2.Endpoint{AuthURL: endpoint},
		}
		want := config.AuthCodeURL("st&te", oauth2.S256ChallengeOption(verifier), oauth2.SetAuthURLParam("nonce", "n"),
			oauth2.SetAuthURLParam("audience", "https://api.example"), oauth2.SetAuthURLParam("prompt", "consent"))
		got, err := wire.Authorization(p, with(
			"grant_type", "authorization_code", "authorization_url", endpoint, "client_id", config.ClientID, "scope", "openid a+b",
			"audience", "https://api.example", "extra", "authorization:prompt=consent\nother=1",
		), wire.AuthorizationRequest{RedirectURI: config.RedirectURL, State: "st&te", Nonce: "n", CodeChallenge: challenge})
		if err != nil {
			t.Fatal(err)
		}
		if !sameURL(t, got, want) {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
}

// TestAuthorizationNonce wants none without the scope openid, and no secret ever.
func TestAuthorizationNonce(t *testing.T) {
	p := anyServer(t)
	asked := wire.AuthorizationRequest{RedirectURI: "https://c.example/cb", State: "xyz", Nonce: "n", CodeChallenge: "c"}
	got, err := wire.Authorization(p, with("grant_type", "authorization_code", "scope", "api"), asked)
	if err != nil || strings.Contains(got, "nonce") || !strings.HasPrefix(got, "https://server.example.com/authorize?response_type=code&client_id=s6BhdRkqt3&") {
		t.Errorf("got %s, %v", got, err)
	}
	got, err = wire.Authorization(p, with("grant_type", "authorization_code", "extra_secret", "authorization:key=hidden"), asked)
	if err == nil || got != "" || strings.Contains(err.Error(), "hidden") {
		t.Errorf("got %s, %v", got, err)
	}
	sandbox := byID(t, "sandbox")
	if got, err := wire.Authorization(sandbox, with(), asked); err == nil {
		t.Errorf("without an endpoint: got %s", got)
	}
	asked.Endpoint = "https://found.example/{client_secret}/authorize?p={client_secret}"
	got, err = wire.Authorization(sandbox, with("grant_type", "authorization_code"), asked)
	if err != nil || !strings.HasPrefix(got, asked.Endpoint+"&response_type=code") || strings.Contains(got, "gX1f") {
		t.Errorf("got %s, %v", got, err)
	}
}

func sameURL(t *testing.T, a, b string) bool {
	t.Helper()
	u, err1 := url.Parse(a)
	v, err2 := url.Parse(b)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	same := maps.EqualFunc(u.Query(), v.Query(), slices.Equal)
	u.RawQuery, v.RawQuery = "", ""
	return same && u.String() == v.String()
}

// TestAcronisStep is the vendor's sample of a token for one customer.
func TestAcronisStep(t *testing.T) {
	p := byID(t, "acronis")
	r, err := wire.Token(wire.Step(p, p.Steps[0]), map[string]string{
		"data_center": "https://eu8-cloud.acronis.com", "access_token": "a.b.c", "tenant": "1d7a9f42",
	})
	want := "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.b.c&scope=urn%3Aacronis.com%3Atenant-id%3A1d7a9f42"
	if err != nil || r.FullURL() != "https://eu8-cloud.acronis.com/api/2/idp/token" || r.AuthorizationHeader() != "Bearer a.b.c" || r.EncodeBody() != want {
		t.Errorf("got %s, %s, %s, %v", r.FullURL(), r.AuthorizationHeader(), r.EncodeBody(), err)
	}
}

// TestPassportRefresh is as Laravel's documentation has it, but for JSON.
func TestPassportRefresh(t *testing.T) {
	r, err := wire.Token(wire.Refresh(byID(t, "passport")), map[string]string{
		"data_center": "https://p.example", "client_id": "3", "client_secret": "s", "refresh_token": "def50200",
	})
	want := `{"refresh_token":"def50200","client_secret":"s","client_id":"3","grant_type":"refresh_token"}`
	if err != nil || r.EncodeBody() != want || r.FullURL() != "https://p.example/oauth/token" {
		t.Errorf("got %s %s, %v", r.FullURL(), r.EncodeBody(), err)
	}
}

// TestSandboxGrants has each of the sandbox's grants make a request.
func TestSandboxGrants(t *testing.T) {
	p := byID(t, "sandbox")
	grants, _ := p.Field("grant_type")
	ways, _ := p.Field("client_authentication")
	for _, grant := range grants.Choices {
		for _, way := range ways.Choices {
			values := with(
				"grant_type", grant.Value, "client_authentication", way.Value, "username", "u", "password", "p", "private_key", "k", "key_id", "1",
				"client_certificate", "c", "scope", "api",
			)
			r, err := wire.Token(p, values)
			r = signed(t, r, err)
			if got, _ := r.Param("grant_type"); got.Value != grant.Value || wire.Grant(p, values) != grant.Value {
				t.Errorf("%s, %s: got %+v", grant.Value, way.Value, r)
			}
			if _, err := wire.First(p, values, "https://c.example/callback"); err != nil {
				t.Errorf("%s, %s: %v", grant.Value, way.Value, err)
			}
			if r, err = wire.Token(wire.Step(p, p.Steps[0]), values); err == nil {
				t.Errorf("a step without a token: got %+v", r)
			}
			values["access_token"] = "t"
			if r, err = wire.Token(wire.Step(p, p.Steps[0]), values); err != nil || !strings.Contains(r.EncodeBody(), "subject_token=t&") {
				t.Errorf("step: got %+v, %v", r, err)
			}
		}
	}
}
