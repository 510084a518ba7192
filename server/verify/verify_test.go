package verify_test

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/server/secret"
	"firstcall/server/transport"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
)

func TestVectors(t *testing.T) {
	var all []string
	for _, v := range vectors {
		all = append(all, v.key)
	}
	for _, v := range vectors {
		got := check(t, v.token, v.key)
		if got.State != api.VerdictValid || v.thumbprint != "" && got.KeyThumbprint != v.thumbprint || got.Findings != nil {
			t.Errorf("%s: got %s", v.name, dump(got))
		}
		// Among the others' keys it finds the right one, and without its own none.
		if among := check(t, v.token, all...); among.State != api.VerdictValid || among.KeyThumbprint != got.KeyThumbprint {
			t.Errorf("%s among others: got %s", v.name, dump(among))
		}
		for _, other := range all {
			if other != v.key && check(t, v.token, other).State == api.VerdictValid {
				t.Errorf("%s is valid with %s", v.name, other)
			}
		}
	}
}

// TestSigners has golang-jwt and go-jose sign with each algorithm.
func TestSigners(t *testing.T) {
	for alg, pair := range map[string]string{
		"RS256": "RSA 2048", "RS384": "RSA 2048", "RS512": "RSA 2048", "PS256": "RSA 2048", "PS384": "RSA 2048", "PS512": "RSA 2048",
		"ES256": "P-256", "ES384": "P-384", "ES512": "P-521", "EdDSA": "Ed25519",
	} {
		public := publicJWK(t, pair, jose.JSONWebKey{KeyID: "k", Use: "sig", Algorithm: alg})
		key := keyPairs()[pair]
		signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(alg), Key: key}, (&jose.SignerOptions{}).WithHeader("kid", "k"))
		if err != nil {
			t.Fatal(err)
		}
		signed, err := signer.Sign([]byte(`{"sub":"ana"}`))
		if err != nil {
			t.Fatal(err)
		}
		byJose, err := signed.CompactSerialize()
		if err != nil {
			t.Fatal(err)
		}
		for _, raw := range []string{byJose, sign(t, jwt.GetSigningMethod(alg), key, map[string]any{"kid": "k"}, jwt.MapClaims{"sub": "ana"})} {
			got := check(t, raw, public)
			if got.State != api.VerdictValid || got.Algorithm != alg || got.KeyID != "k" || got.Key != pair || !strings.Contains(got.Reason, "“k”") {
				t.Errorf("%s: got %s", alg, dump(got))
			}
			parts := strings.Split(raw, ".")
			for what, altered := range map[string]string{
				"claims":    parts[0] + "." + encode(`{"sub":"admin"}`) + "." + parts[2],
				"header":    encode(`{"alg":"`+alg+`","kid":"k","typ":"x"}`) + "." + parts[1] + "." + parts[2],
				"signature": parts[0] + "." + parts[1] + "." + strings.Repeat("A", len(parts[2])),
				"short":     parts[0] + "." + parts[1] + ".AAAA",
			} {
				if got := check(t, altered, public); got.State != api.VerdictInvalid {
					t.Errorf("%s, altered %s: got %s", alg, what, dump(got))
				}
			}
		}
	}
}

// TestNeverValid tries what forgers try.
func TestNeverValid(t *testing.T) {
	own := publicJWK(t, "Ed25519", jose.JSONWebKey{KeyID: "k"})
	rsa := publicJWK(t, "RSA 2048", jose.JSONWebKey{KeyID: "r"})
	der, err := x509.MarshalPKIXPublicKey(keyPairs()["RSA 2048"].Public())
	if err != nil {
		t.Fatal(err)
	}
	pemKey := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	forger := keyPairs()["another Ed25519"]
	elsewhere := newIssuer(t, publicJWK(t, "another Ed25519", jose.JSONWebKey{KeyID: "k"}))
	claims := jwt.MapClaims{"sub": "admin"}
	genuine := func(header map[string]any) string {
		return sign(t, jwt.SigningMethodEdDSA, keyPairs()["Ed25519"], header, claims)
	}
	forged := func(header map[string]any) string {
		return sign(t, jwt.SigningMethodEdDSA, forger, header, claims)
	}
	var jwk any = jose.JSONWebKey{Key: forger.Public()}
	for _, test := range []struct{ name, raw, state, reason, ignored string }{
		{"none", sign(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil, claims), api.VerdictUnsigned, "anybody can have written it", ""},
		{"NONE", encode(`{"alg":"nOnE"}`) + "." + encode(`{}`) + ".", api.VerdictUnsigned, "anybody", ""},
		{"none with a signature", encode(`{"alg":"none"}`) + "." + encode(`{}`) + ".AAAA", api.VerdictUnsigned, "anybody", ""},
		{"a public key as secret", sign(t, jwt.SigningMethodHS256, pemKey, map[string]any{"kid": "r"}, claims), api.VerdictNoKey, "A public key is never taken for one", ""},
		{"the DER as secret", sign(t, jwt.SigningMethodHS512, der, map[string]any{"kid": "r"}, claims), api.VerdictNoKey, "with a secret", ""},
		{"the key set's text as secret", sign(t, jwt.SigningMethodHS256, []byte(rsa), map[string]any{"kid": "r"}, claims), api.VerdictNoKey, "with a secret", ""},
		{"an empty secret", sign(t, jwt.SigningMethodHS256, []byte{}, nil, claims), api.VerdictNoKey, "with a secret", ""},
		{"a key in the header", forged(map[string]any{"jwk": jwk}), api.VerdictInvalid, "did not sign", "jwk"},
		{"a key in the header with a kid", forged(map[string]any{"kid": "k", "jwk": jwk}), api.VerdictInvalid, "did not sign", "jwk"},
		{"a place in the header", forged(map[string]any{"kid": "k", "jku": elsewhere.url, "x5u": elsewhere.url}), api.VerdictInvalid, "did not sign", "jku x5u"},
		{"a certificate in the header", forged(map[string]any{"x5c": []string{"AAAA"}}), api.VerdictInvalid, "did not sign", "x5c"},
		{"an extension", genuine(map[string]any{"crit": []string{"exp"}, "exp": 1}), api.VerdictInvalid, "understands “exp”", ""},
		{"content that is not Base64", genuine(map[string]any{"crit": []string{"b64"}, "b64": false}), api.VerdictInvalid, "understands “b64”", ""},
		{"no extension", genuine(map[string]any{"crit": []string{}}), api.VerdictInvalid, "should list names", ""},
		{"a header with two readings", twice(t), api.VerdictInvalid, "“alg” twice", ""},
		{"no alg", encode(`{"kid":"k"}`) + "." + encode(`{}`) + ".AAAA", api.VerdictInvalid, "names no alg", ""},
		{"an unknown alg", encode(`{"alg":"XX256"}`) + "." + encode(`{}`) + ".AAAA", api.VerdictUnsupported, "“XX256”", ""},
		{"a curve that is not here", encode(`{"alg":"ES256K"}`) + "." + encode(`{}`) + ".AAAA", api.VerdictUnsupported, "“ES256K”", ""},
		{"no signature", strings.TrimRight(genuine(nil), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), api.VerdictInvalid, "signature is empty", ""},
		{"padding", genuine(nil) + "==", api.VerdictInvalid, "signature is not Base64url", ""},
		{"a line break", strings.Replace(genuine(nil), ".", "\n.", 1), api.VerdictInvalid, "header is not Base64url", ""},
		{"a line break in the claims", strings.Replace(genuine(nil), ".e", ".e\n", 1), api.VerdictInvalid, "payload is not Base64url", ""},
		{"four parts", genuine(nil) + ".AAAA", api.VerdictInvalid, "4 parts", ""},
		{"encrypted", encode(`{"alg":"dir","enc":"A128GCM"}`) + "..AAAA.AAAA.AAAA", api.VerdictEncrypted, "encrypted (JWE)", ""},
		{"opaque", "2YotnFZFEjr1zCsicMWpAA", api.VerdictUnsupported, "An opaque token", ""},
		{"opaque with dots", "a.b.c", api.VerdictUnsupported, "An opaque token", ""},
	} {
		got := check(t, test.raw, own, rsa)
		if got.State != test.state || !strings.Contains(got.Reason, test.reason) || strings.Join(got.Ignored, " ") != test.ignored {
			t.Errorf("%s: got %s", test.name, dump(got))
		}
	}
	if elsewhere.hits.Load() > 0 {
		t.Error("the address in the header was asked")
	}
	if got := check(t, genuine(nil), own, rsa); got.State != api.VerdictValid {
		t.Errorf("the genuine one: got %s", dump(got))
	}
}

// twice is a token whose header has alg twice, signed as it is.
func twice(t *testing.T) string {
	t.Helper()
	input := encode(`{"alg":"none","alg":"EdDSA"}`) + "." + encode(`{}`)
	signature, err := jwt.SigningMethodEdDSA.Sign(input, keyPairs()["Ed25519"])
	if err != nil {
		t.Fatal(err)
	}
	return input + "." + encode(string(signature))
}

// TestNothingSecret: no verdict carries the token.
func TestNothingSecret(t *testing.T) {
	v, _ := newVerifier(t)
	raw := sign(t, jwt.SigningMethodHS256, []byte("canary-secret"), nil, jwt.MapClaims{"sub": "canary-claim"})
	signature := raw[strings.LastIndex(raw, ".")+1:]
	for _, got := range []api.Verdict{
		v.SignatureWithSecret(secret.New(raw), secret.New("canary-secret")),
		v.SignatureWithSecret(secret.New(raw), secret.New("canary-other")),
		v.Signature(context.Background(), secret.New(raw), "http://user:canary-user@127.0.0.1:1/?canary-query#canary-fragment", transport.Settings{}),
	} {
		if text := dump(sound(t, got)); strings.Contains(text, "canary") || strings.Contains(text, signature) {
			t.Errorf("got %s", text)
		}
	}
}
