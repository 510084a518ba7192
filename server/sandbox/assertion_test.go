//go:build !js

package sandbox

import (
	"context"
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
	"golang.org/x/oauth2/jwt"
)

// claims are those of an assertion, good for client authentication unless
// changed. A claim that is nil is left out.
func (v visitor) claims(c *clock, change map[string]any) map[string]any {
	now := c.Now().Unix()
	claims := map[string]any{
		"iss": v.values["client_id"], "sub": v.values["client_id"], "aud": v.values["issuer"],
		"iat": now, "exp": now + 60, "jti": randomHex(8),
	}
	maps.Copy(claims, change)
	maps.DeleteFunc(claims, func(_ string, value any) bool { return value == nil })
	return claims
}

// signed is a JWT made by another library than the sandbox's.
func signed(t *testing.T, algorithm string, key any, kid string, claims map[string]any) string {
	t.Helper()
	signer, err := jose.NewSigner(
		jose.SigningKey{Algorithm: jose.SignatureAlgorithm(algorithm), Key: jose.JSONWebKey{Key: key, KeyID: kid}},
		(&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		t.Fatal(err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	object, err := signer.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	text, err := object.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// privateKey is a client's key, as whoever fills in a form reads it.
func privateKey(t *testing.T, s *Sandbox, algorithm string) (kid string, key crypto.Signer) {
	t.Helper()
	kid, text, err := s.PrivateKey(algorithm)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode([]byte(text))
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return kid, parsed.(crypto.Signer)
}

func asserting(assertion string) request {
	return request{
		"POST", "/oauth2/token",
		map[string]string{"Content-Type": formType},
		"grant_type=client_credentials&client_assertion_type=" + url.QueryEscape(assertionType) + "&client_assertion=" + assertion,
	}
}

// TestStandardClientAssertions has every algorithm that is published.
func TestStandardClientAssertions(t *testing.T) {
	s, c := start(t)
	v := visit(t, s, "standard")
	tried := 0
	for _, name := range object(t, v.get("/.well-known/openid-configuration", ""))["token_endpoint_auth_signing_alg_values_supported"].([]any) {
		algorithm := name.(string)
		kid, key := "", any([]byte(v.values["client_secret"]))
		if algorithm[:2] != "HS" {
			kid, key = privateKey(t, s, algorithm)
		}
		tried++
		for aud, value := range map[string]any{"issuer": v.values["issuer"], "endpoint": []string{"x", v.values["token_url"]}} {
			assertion := signed(t, algorithm, key, kid, v.claims(c, map[string]any{"aud": value}))
			if got := v.do(asserting(assertion)); got.status != http.StatusOK {
				t.Errorf("%s for the %s: got %d %s", algorithm, aud, got.status, got.body)
			}
		}
	}
	if tried != 13 {
		t.Errorf("only %d algorithms were tried", tried)
	}
}

func TestStandardClientAssertionRefusals(t *testing.T) {
	s, c := start(t)
	v := visit(t, s, "standard")
	kid, key := privateKey(t, s, "ES256")
	_, rsa := privateKey(t, s, "RS256")
	other, _ := start(t)
	_, foreign := privateKey(t, other, "ES256")
	der, err := x509.MarshalPKIXPublicKey(rsa.Public())
	if err != nil {
		t.Fatal(err)
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	now := c.Now().Unix()
	with := func(change map[string]any) string { return signed(t, "ES256", key, kid, v.claims(c, change)) }
	const prefix = "the assertion was not accepted: "
	for name, test := range map[string]struct{ assertion, want string }{
		"expired":             {with(map[string]any{"exp": now - 11}), prefix + "token is expired"},
		"no exp":              {with(map[string]any{"exp": nil}), prefix + "token is missing required claim"},
		"of tomorrow":         {with(map[string]any{"exp": now + 86400}), prefix + "its exp is more than an hour away"},
		"of the future":       {with(map[string]any{"iat": now + 60}), prefix + "token used before issued"},
		"not yet":             {with(map[string]any{"nbf": now + 60}), prefix + "token is not valid yet"},
		"no jti":              {with(map[string]any{"jti": nil}), prefix + "its jti is missing"},
		"for somebody else":   {with(map[string]any{"aud": "https://example.com"}), prefix + "token has invalid audience"},
		"another sub":         {with(map[string]any{"sub": "x"}), "the assertion's iss and sub must both be the client_id"},
		"unknown iss":         {with(map[string]any{"iss": "x"}), prefix + "its iss is no client that can sign"},
		"iss without a key":   {with(map[string]any{"iss": "firstcall-sandbox-public"}), prefix + "its iss is no client that can sign"},
		"another's key":       {signed(t, "ES256", foreign, kid, v.claims(c, nil)), prefix + "token signature is invalid"},
		"unknown kid":         {signed(t, "ES256", key, "x", v.claims(c, nil)), prefix + "no key of the client fits its alg and kid"},
		"key that nobody has": {signed(t, "ES384", key384(t, other), "", v.claims(c, nil)), prefix + "no key of the client fits its alg and kid"},
		"public key as HMAC":  {signed(t, "HS256", public, "", v.claims(c, nil)), prefix + "token signature is invalid"},
		"none":                {forgeries(t, with(nil))["no signature"], prefix + "token signature is invalid"},
		"no JWT":              {"x", prefix + "token is malformed"},
	} {
		got := v.do(asserting(test.assertion))
		if answer := object(t, got.body); got.status != http.StatusUnauthorized || answer["error"] != "invalid_client" || answer["error_description"] != test.want {
			t.Errorf("%s: got %d %s", name, got.status, got.body)
		}
	}
	good := asserting(with(nil))
	if got := v.do(good); got.status != http.StatusOK {
		t.Errorf("got %d %s", got.status, got.body)
	}
	if got := v.do(good); object(t, got.body)["error_description"] != prefix+"its jti was used before" {
		t.Errorf("replayed: got %d %s", got.status, got.body)
	}
}

func key384(t *testing.T, s *Sandbox) crypto.Signer {
	t.Helper()
	_, key := privateKey(t, s, "ES384")
	return key
}

func TestStandardOneMethodAtATime(t *testing.T) {
	s, c := start(t)
	v := visit(t, s, "standard")
	kid, key := privateKey(t, s, "EdDSA")
	r := asserting(signed(t, "EdDSA", key, kid, v.claims(c, nil)))
	secret, header := r, r
	secret.body += "&client_id={client_id}&client_secret={client_secret}"
	header.header = form
	named := r
	named.body += "&client_id=firstcall-sandbox-brief"
	v.wantRefusals([]refused{
		{"assertion and secret", secret, 400, `{"error":"invalid_request","error_description":"the client authenticates both with a secret and with an assertion"}`, nil},
		{"assertion and Basic", header, 400, `{"error":"invalid_request","error_description":"the client authenticates both in the header and in the body"}`, nil},
		{"another client_id", named, 401, `{"error":"invalid_client","error_description":"the assertion's iss and sub must both be the client_id"}`, nil},
		{
			"type",
			request{"POST", "/oauth2/token", r.header, "grant_type=client_credentials&client_assertion_type=x&client_assertion=x"},
			400,
			`{"error":"invalid_request","error_description":"client_assertion_type must be urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}`, nil,
		},
	})
}

func TestStandardMutualTLSByOAuth2(t *testing.T) {
	s, _ := start(t)
	v := visit(t, s, "standard")
	certificate, err := tls.X509KeyPair([]byte(v.values["client_certificate"]), []byte(v.values["client_key"]))
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := newAuthority()
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := stranger.client("firstcall-sandbox")
	if err != nil {
		t.Fatal(err)
	}
	token := func(id string, certificates ...tls.Certificate) error {
		transport := v.client.Transport.(*http.Transport).Clone()
		transport.TLSClientConfig.Certificates = certificates
		defer transport.CloseIdleConnections()
		config := clientcredentials.Config{ClientID: id, TokenURL: v.values["mtls_token_url"], AuthStyle: oauth2.AuthStyleInParams}
		_, err := config.Token(context.WithValue(context.Background(), oauth2.HTTPClient, &http.Client{Transport: transport}))
		return err
	}
	if err := token("firstcall-sandbox", certificate); err != nil {
		t.Error(err)
	}
	for name, err := range map[string]error{"no certificate": token("firstcall-sandbox"), "another client": token("firstcall-sandbox-brief", certificate)} {
		if errorCode(err) != "invalid_client" {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if err := token("firstcall-sandbox", foreign); err == nil || errorCode(err) != "" {
		t.Errorf("a certificate of another CA: got %v", err)
	}
	aliases := object(t, v.get("/.well-known/oauth-authorization-server", ""))["mtls_endpoint_aliases"].(map[string]any)
	if aliases["token_endpoint"] != v.values["mtls_token_url"] {
		t.Errorf("got %v", aliases)
	}
}

// TestStandardAssertionGrantByOAuth2 goes by the real clock, as x/oauth2 does.
func TestStandardAssertionGrantByOAuth2(t *testing.T) {
	s, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer end(t, s)
	if err := s.Listen(0); err != nil {
		t.Fatal(err)
	}
	v := visit(t, s, "oauth")
	kid, text, err := s.PrivateKey("RS256")
	if err != nil {
		t.Fatal(err)
	}
	for subject, want := range map[string]string{v.values["assertion_subject"]: `"sub":"248289761001"`, v.values["client_id"]: `"sub":"firstcall-sandbox"`} {
		config := jwt.Config{
			Email: v.values["assertion_issuer"], Subject: subject, PrivateKey: []byte(text), PrivateKeyID: kid,
			Scopes: []string{"api"}, TokenURL: v.values["token_url"],
		}
		token, err := config.TokenSource(v.oracle()).Token()
		if err != nil {
			t.Fatalf("%s: %v", subject, err)
		}
		if got := v.get("/api/v1/me", token.AccessToken); !strings.Contains(part(t, token.AccessToken, 1), want) || !strings.Contains(got, `"scopes":["api"]`) {
			t.Errorf("%s: got %s", subject, part(t, token.AccessToken, 1))
		}
	}
}

func TestStandardAssertionGrantRefusals(t *testing.T) {
	s, c := start(t)
	v := visit(t, s, "standard")
	kid, key := privateKey(t, s, "ES256")
	grant := "grant_type=" + url.QueryEscape(bearerGrant)
	with := func(change map[string]any, extra string) request {
		return request{"POST", "/oauth2/token", map[string]string{"Content-Type": formType}, grant + extra + "&assertion=" + signed(t, "ES256", key, kid, v.claims(c, change))}
	}
	mixed := with(map[string]any{"iss": "firstcall-sandbox-brief"}, "")
	mixed.header = form
	good := with(nil, "&scope=api")
	if got := v.do(good); got.status != http.StatusOK {
		t.Errorf("got %d %s", got.status, got.body)
	}
	v.wantRefusals([]refused{
		{"replayed", good, 400, `{"error":"invalid_grant","error_description":"the assertion was not accepted: its jti was used before"}`, nil},
		{"unknown sub", with(map[string]any{"sub": "nobody"}, ""), 400, `{"error":"invalid_grant","error_description":"the assertion's sub is neither the user nor the client"}`, nil},
		{"expired", with(map[string]any{"exp": c.Now().Add(-time.Minute).Unix()}, ""), 400, `{"error":"invalid_grant","error_description":"the assertion was not accepted: token is expired"}`, nil},
		{"another client's", mixed, 400, `{"error":"invalid_grant","error_description":"the assertion is another client's"}`, nil},
		{"scope", with(nil, "&scope=openid"), 400, `{"error":"invalid_scope","error_description":"without a user, only the scope api can be granted"}`, nil},
		{"none", request{"POST", "/oauth2/token", form, grant}, 400, `{"error":"invalid_request","error_description":"assertion is missing"}`, nil},
		{"public client", request{"POST", "/oauth2/token", map[string]string{"Content-Type": formType}, grant + "&client_id=firstcall-sandbox-public"}, 400, `{"error":"unauthorized_client","error_description":"this client may not use this grant_type"}`, nil},
	})
}
