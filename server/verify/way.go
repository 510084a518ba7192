//go:build !js

package verify

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"

	"github.com/golang-jwt/jwt/v5"
)

// A way is how one algorithm verifies, and the kind of key that it takes. A key
// of another kind is never tried with it.
type way struct {
	method jwt.SigningMethod
	kty    string // RFC 7518 section 6.1
	crv    string // the curve, "" where the kind has none
}

// ways are the algorithms with a public key (RFC 7518 section 3.1, RFC 8037, RFC
// 9864). There is none here with a secret, and none with nothing.
var ways = map[string]way{
	"RS256":   {jwt.SigningMethodRS256, "RSA", ""},
	"RS384":   {jwt.SigningMethodRS384, "RSA", ""},
	"RS512":   {jwt.SigningMethodRS512, "RSA", ""},
	"PS256":   {jwt.SigningMethodPS256, "RSA", ""},
	"PS384":   {jwt.SigningMethodPS384, "RSA", ""},
	"PS512":   {jwt.SigningMethodPS512, "RSA", ""},
	"ES256":   {jwt.SigningMethodES256, "EC", "P-256"},
	"ES384":   {jwt.SigningMethodES384, "EC", "P-384"},
	"ES512":   {jwt.SigningMethodES512, "EC", "P-521"},
	"EdDSA":   {jwt.SigningMethodEdDSA, "OKP", "Ed25519"},
	"Ed25519": {jwt.SigningMethodEdDSA, "OKP", "Ed25519"},
}

// takes reports whether a key is of the kind that the way takes, and was read.
func (w way) takes(k key) bool {
	if k.kty != w.kty || w.crv != "" && k.crv != w.crv {
		return false
	}
	switch k.public.(type) {
	case *rsa.PublicKey, *ecdsa.PublicKey, ed25519.PublicKey:
		return true
	}
	return false
}

// fits reports whether the signature is the key's.
func (w way) fits(t token, k key) bool { return w.method.Verify(t.input, t.signature, k.public) == nil }

// secretWays are the algorithms with a secret (RFC 7518 section 3.2).
var secretWays = map[string]*jwt.SigningMethodHMAC{
	"HS256": jwt.SigningMethodHS256, "HS384": jwt.SigningMethodHS384, "HS512": jwt.SigningMethodHS512,
}
