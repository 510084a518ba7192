package assertion_test

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/exchange/assertion"

	"github.com/go-jose/go-jose/v4"
)

var now = time.Unix(1_700_000_000, 0)

func made[K any](t *testing.T) func(K, error) K {
	return func(k K, err error) K {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
}

func encoded(t *testing.T, kind string, der []byte) string {
	t.Helper()
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func pkcs8(t *testing.T, key any) string {
	t.Helper()
	return encoded(t, "PRIVATE KEY", made[[]byte](t)(x509.MarshalPKCS8PrivateKey(key)))
}

func jwk(t *testing.T, key any, id, algorithm string) string {
	t.Helper()
	text := made[[]byte](t)(json.Marshal(jose.JSONWebKey{Key: key, KeyID: id, Algorithm: algorithm}))
	return string(text)
}

// TestEveryAlgorithm has go-jose verify what was signed.
func TestEveryAlgorithm(t *testing.T) {
	for _, test := range keys(t) {
		for _, algorithm := range test.algorithms {
			a := wire.Assertion{Issuer: "client", Subject: "ana", Lifetime: 90, Algorithm: algorithm, KeyID: "k1", Key: test.text, Claims: []api.Pair{{Name: "scope", Value: "a b"}}}
			raw, err := assertion.Sign(a, "https://as.example/token", now)
			if err != nil {
				t.Errorf("%s: %v", algorithm, err)
				continue
			}
			got, header := verified(t, raw, test.public)
			if algorithm != "" && header.Algorithm != algorithm || algorithm == "" && header.Algorithm != test.algorithms[1] || header.KeyID != "k1" {
				t.Errorf("%s: header %+v", algorithm, header)
			}
			if got["iss"] != "client" || got["sub"] != "ana" || got["aud"] != "https://as.example/token" || got["scope"] != "a b" ||
				got["iat"] != 1_700_000_000.0 || got["exp"] != 1_700_000_090.0 || len(got["jti"].(string)) < 20 {
				t.Errorf("%s: claims %v", algorithm, got)
			}
		}
	}
}

type testKey struct {
	text       string
	public     any
	algorithms []string // "" for the usual one, which comes next
}

func keys(t *testing.T) []testKey {
	rsaKey := made[*rsa.PrivateKey](t)(rsa.GenerateKey(rand.Reader, 2048))
	p256 := made[*ecdsa.PrivateKey](t)(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	p384 := made[*ecdsa.PrivateKey](t)(ecdsa.GenerateKey(elliptic.P384(), rand.Reader))
	p521 := made[*ecdsa.PrivateKey](t)(ecdsa.GenerateKey(elliptic.P521(), rand.Reader))
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	indented := strings.ReplaceAll("\n"+pkcs8(t, rsaKey), "\n", "\r\n   ")
	account := string(made[[]byte](t)(json.Marshal(map[string]string{"type": "service_account", "private_key": pkcs8(t, rsaKey), "client_email": "x@example.com"})))
	return []testKey{
		{pkcs8(t, rsaKey), rsaKey.Public(), []string{"", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}},
		{encoded(t, "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(rsaKey)), rsaKey.Public(), []string{"", "RS256"}},
		{indented, rsaKey.Public(), []string{"", "RS256"}},
		{strings.ReplaceAll(pkcs8(t, rsaKey), "\n", `\n`), rsaKey.Public(), []string{"", "RS256"}},
		{account, rsaKey.Public(), []string{"", "RS256"}},
		{jwk(t, rsaKey, "k0", "PS384"), rsaKey.Public(), []string{"", "PS384", "RS256"}},
		{pkcs8(t, p256), p256.Public(), []string{"", "ES256"}},
		{encoded(t, "EC PARAMETERS", []byte{6, 0}) + encoded(t, "EC PRIVATE KEY", made[[]byte](t)(x509.MarshalECPrivateKey(p384))), p384.Public(), []string{"", "ES384"}},
		{jwk(t, p521, "k0", ""), p521.Public(), []string{"", "ES512"}},
		{`{"keys":[` + jwk(t, p256.Public(), "", "") + `,` + jwk(t, p256, "k0", "ES256") + `]}`, p256.Public(), []string{"", "ES256"}},
		{pkcs8(t, ed), ed.Public(), []string{"", "EdDSA"}},
		{jwk(t, ed, "k0", "EdDSA"), ed.Public(), []string{"", "EdDSA"}},
	}
}

func verified(t *testing.T, raw string, public any) (map[string]any, jose.Header) {
	t.Helper()
	all := []jose.SignatureAlgorithm{"HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
	signature, err := jose.ParseSignedCompact(raw, all)
	if err != nil {
		t.Fatal(err)
	}
	payload, err := signature.Verify(public)
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(payload, &claims); err != nil {
		t.Fatal(err)
	}
	return claims, signature.Signatures[0].Header
}

func TestSecretSigns(t *testing.T) {
	secret := strings.Repeat("geheim", 12)
	for algorithm, want := range map[string]string{"": "HS256", "HS256": "HS256", "HS384": "HS384", "HS512": "HS512"} {
		raw, err := assertion.Sign(wire.Assertion{Issuer: "c", Audience: "https://issuer.example", Algorithm: algorithm, Secret: secret}, "https://other.example", now)
		if err != nil {
			t.Fatal(err)
		}
		claims, header := verified(t, raw, []byte(secret))
		if header.Algorithm != want || header.KeyID != "" || claims["aud"] != "https://issuer.example" || claims["exp"] != 1_700_000_060.0 || claims["sub"] != nil {
			t.Errorf("%q: %+v %v", algorithm, header, claims)
		}
	}
}

// TestFreshness wants another jti each time (RFC 7523 section 3).
func TestFreshness(t *testing.T) {
	secret := strings.Repeat("geheim", 6)
	a := wire.Assertion{Issuer: "c", Secret: secret, Claims: []api.Pair{{Name: "jti", Value: "mine"}, {Name: "exp", Value: "never"}}}
	seen := map[any]bool{}
	for range 3 {
		raw, err := assertion.Sign(a, "x", now)
		if err != nil {
			t.Fatal(err)
		}
		claims, _ := verified(t, raw, []byte(secret))
		seen[claims["jti"]] = true
		if claims["exp"] != 1_700_000_060.0 {
			t.Errorf("claims %v", claims)
		}
	}
	if len(seen) != 3 || seen["mine"] {
		t.Errorf("the jti were %v", seen)
	}
}

func TestWrongKeys(t *testing.T) {
	ec := made[*ecdsa.PrivateKey](t)(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	p224 := made[*ecdsa.PrivateKey](t)(ecdsa.GenerateKey(elliptic.P224(), rand.Reader))
	x25519 := made[*ecdh.PrivateKey](t)(ecdh.X25519().GenerateKey(rand.Reader))
	good := pkcs8(t, ec)
	public := encoded(t, "PUBLIC KEY", made[[]byte](t)(x509.MarshalPKIXPublicKey(ec.Public())))
	for _, test := range []struct{ name, key, algorithm, field, reason string }{
		{"empty", " ", "", api.PrivateKeyField, "no key"},
		{"nonsense", "sesame", "", api.PrivateKeyField, "No private key was found"},
		{"cut off", good[:80], "", api.PrivateKeyField, "cut off"},
		{"damaged", encoded(t, "PRIVATE KEY", []byte("sesame open")), "", api.PrivateKeyField, "damaged"},
		{"encrypted", encoded(t, "ENCRYPTED PRIVATE KEY", []byte("x")), "", api.PrivateKeyField, "passphrase"},
		{"OpenSSH", encoded(t, "OPENSSH PRIVATE KEY", []byte("x")), "", api.PrivateKeyField, "OpenSSH"},
		{"public", public, "", api.PrivateKeyField, "public key"},
		{"certificate", encoded(t, "CERTIFICATE", []byte("x")), "", api.PrivateKeyField, "certificate"},
		{"two", good + good, "", api.PrivateKeyField, "more than one"},
		{"curve", pkcs8(t, p224), "", api.PrivateKeyField, "does not sign"},
		{"X25519", pkcs8(t, x25519), "", api.PrivateKeyField, "does not sign"},
		{"public JWK", jwk(t, ec.Public(), "", ""), "", api.PrivateKeyField, "public key"},
		{"oct", `{"kty":"oct","k":"c2VzYW1l"}`, "", api.PrivateKeyField, "client_secret_jwt"},
		{"damaged JWK", `{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"sesame"}`, "", api.PrivateKeyField, "damaged"},
		{"half JWK", `{"kty":"EC","d":"sesame`, "", api.PrivateKeyField, "cut off"},
		{"no JWK", `{"sesame":1}`, "", api.PrivateKeyField, "No private key was found"},
		{"empty set", `{"keys":[]}`, "", api.PrivateKeyField, "No private key was found"},
		{"two JWKs", `{"keys":[` + jwk(t, ec, "a", "") + "," + jwk(t, ec, "b", "") + `]}`, "", api.PrivateKeyField, "more than one"},
		{"RS with EC", good, "RS256", api.SigningAlgField, "EC on P-256, which signs with ES256, and not with RS256"},
		{"another curve", good, "ES384", api.SigningAlgField, "ES256"},
		{"HS with a key", good, "HS256", api.SigningAlgField, "signs with the client secret"},
		{"none", good, "none", api.SigningAlgField, "not with none"},
		{"alg of the JWK", jwk(t, ec, "", "RS256"), "", api.SigningAlgField, "not with RS256"},
	} {
		raw, err := assertion.Sign(wire.Assertion{Key: test.key, Algorithm: test.algorithm}, "x", now)
		var wrong *wire.FieldError
		if !errors.As(err, &wrong) || wrong.Field != test.field || !strings.Contains(wrong.Reason, test.reason) || raw != "" {
			t.Errorf("%s: got %q, %v", test.name, raw, err)
		}
		if err != nil && (strings.Contains(err.Error(), "sesame") || len(test.key) > 70 && strings.Contains(err.Error(), test.key[60:70])) {
			t.Errorf("%s: the key is in %q", test.name, err)
		}
	}
}

// TestSecretThatCannotSign has an algorithm for private keys.
func TestSecretThatCannotSign(t *testing.T) {
	_, err := assertion.Sign(wire.Assertion{Secret: "sesame", Algorithm: "RS256"}, "x", now)
	var wrong *wire.FieldError
	if !errors.As(err, &wrong) || wrong.Field != api.SigningAlgField || strings.Contains(err.Error(), "sesame") {
		t.Errorf("got %v", err)
	}
}

// TestSmallKeys wants a sentence for an RSA key that the algorithm does not fit into.
func TestSmallKeys(t *testing.T) {
	t.Setenv("GODEBUG", "rsa1024min=0")
	small := made[*rsa.PrivateKey](t)(rsa.GenerateKey(rand.Reader, 512))
	_, err := assertion.Sign(wire.Assertion{Key: encoded(t, "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(small)), Algorithm: "PS512"}, "x", now)
	var wrong *wire.FieldError
	if !errors.As(err, &wrong) || wrong.Field != api.PrivateKeyField {
		t.Errorf("got %v", err)
	}
}
