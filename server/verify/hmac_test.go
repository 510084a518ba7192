package verify_test

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/server/secret"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
)

func TestSecret(t *testing.T) {
	const long = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	hmac := func(method jwt.SigningMethod, key string) string {
		return sign(t, method, []byte(key), nil, jwt.MapClaims{"sub": "ana"})
	}
	der, err := x509.MarshalPKIXPublicKey(keyPairs()["RSA 2048"].Public())
	if err != nil {
		t.Fatal(err)
	}
	public := string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	jwk := publicJWK(t, "RSA 2048", jose.JSONWebKey{KeyID: "k"})
	for _, test := range []struct{ name, raw, secret, state, reason, finding string }{
		{"RFC 7515 appendix A.1", joeHS256, joeSecret, api.VerdictValid, "decoded from Base64, signed exactly", ""},
		{"RFC 7520 section 4.4", bilboHS256, bilboSecret, api.VerdictValid, "decoded from Base64, signed exactly", ""},
		{"another's secret", bilboHS256, joeSecret, api.VerdictInvalid, "did not sign", ""},
		{"HS256", hmac(jwt.SigningMethodHS256, long), long, api.VerdictValid, "The secret signed exactly", ""},
		{"HS384", hmac(jwt.SigningMethodHS384, long), long, api.VerdictValid, "The secret signed exactly", ""},
		{"HS512", hmac(jwt.SigningMethodHS512, long), long, api.VerdictValid, "The secret signed exactly", ""},
		{"in standard Base64", hmac(jwt.SigningMethodHS512, long+"\xff\xfe"), base64.StdEncoding.EncodeToString([]byte(long + "\xff\xfe")), api.VerdictValid, "decoded", ""},
		{"short", hmac(jwt.SigningMethodHS384, long[:47]), long[:47], api.VerdictValid, "", "A weak secret"},
		{"altered", strings.Replace(hmac(jwt.SigningMethodHS256, long), ".", "."+"e30.", 1), long, api.VerdictInvalid, "4 parts", ""},
		{"with white space", hmac(jwt.SigningMethodHS256, long), long + " ", api.VerdictInvalid, "did not sign", ""},
		{"none", hmac(jwt.SigningMethodHS256, ""), "", api.VerdictNoKey, "no secret", ""},
		{"a public key in PEM", hmac(jwt.SigningMethodHS256, public), public, api.VerdictInvalid, "whoever knows it", ""},
		{"a public key as JWK", hmac(jwt.SigningMethodHS256, jwk), jwk, api.VerdictInvalid, "whoever knows it", ""},
		{"a public key's token", vectors[0].token, long, api.VerdictUnsupported, "“RS256”, which is verified with the issuer's public key", ""},
		{"unsigned", encode(`{"alg":"none"}`) + "." + encode(`{}`) + ".", long, api.VerdictUnsigned, "", ""},
	} {
		v, _ := newVerifier(t)
		got := sound(t, v.SignatureWithSecret(secret.New(test.raw), secret.New(test.secret)))
		finding := ""
		for _, f := range got.Findings {
			finding += f.Title
		}
		if got.State != test.state || !strings.Contains(got.Reason, test.reason) || finding != test.finding {
			t.Errorf("%s: got %s", test.name, dump(got))
		}
	}
}
