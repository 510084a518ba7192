//go:build !js

package sandbox

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// An issuer signs tokens with a key of its own and checks what comes back.
type issuer struct {
	kid string // left out of the header when empty
	now func() time.Time
	key func() (*rsa.PrivateKey, error)
}

// newIssuer makes the key when it is first needed: that takes a tenth of a
// second, which nobody should wait for at the start.
func newIssuer(kid string, now func() time.Time) *issuer {
	return &issuer{kid: kid, now: now, key: sync.OnceValues(func() (*rsa.PrivateKey, error) {
		return rsa.GenerateKey(rand.Reader, 2048)
	})}
}

// jwtHeader has its members in the order in which most vendors send them, so
// that tokens begin like theirs. golang-jwt would sort them.
type jwtHeader struct {
	Type      string `json:"typ"`
	Algorithm string `json:"alg"`
	KeyID     string `json:"kid,omitempty"`
}

// sign returns a JWT (RFC 7519) in compact form. typ is the header's.
func (i *issuer) sign(typ string, claims any) (string, error) {
	key, err := i.key()
	if err != nil {
		return "", fmt.Errorf("sandbox: making a key: %w", err)
	}
	method := jwt.SigningMethodRS256
	header, err := json.Marshal(jwtHeader{Type: typ, Algorithm: method.Alg(), KeyID: i.kid})
	if err != nil {
		return "", fmt.Errorf("sandbox: %w", err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("sandbox: %w", err)
	}
	signed := base64.RawURLEncoding.EncodeToString(header) + "." + base64.RawURLEncoding.EncodeToString(payload)
	signature, err := method.Sign(signed, key)
	if err != nil {
		return "", fmt.Errorf("sandbox: %w", err)
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

// verify checks a token's signature, its times and what the options ask
// besides, and returns its claims. The error is golang-jwt's.
func (i *issuer) verify(raw string, options ...jwt.ParserOption) (jwt.MapClaims, error) {
	claims := jwt.MapClaims{}
	options = append(options,
		jwt.WithValidMethods([]string{jwt.SigningMethodRS256.Alg()}),
		jwt.WithExpirationRequired(),
		jwt.WithTimeFunc(i.now))
	_, err := jwt.NewParser(options...).ParseWithClaims(raw, claims, func(*jwt.Token) (any, error) {
		key, err := i.key()
		if err != nil {
			return nil, err
		}
		return &key.PublicKey, nil
	})
	return claims, err
}

// payload reads the claims of a token that was verified.
func payload(raw string, claims any) error {
	_, rest, _ := strings.Cut(raw, ".")
	middle, _, _ := strings.Cut(rest, ".")
	text, err := base64.RawURLEncoding.DecodeString(middle)
	if err != nil {
		return fmt.Errorf("sandbox: %w", err)
	}
	return json.Unmarshal(text, claims)
}

// A jwk is a public key as RFC 7517 writes it.
type jwk struct {
	Type      string `json:"kty"`
	Use       string `json:"use"`
	Algorithm string `json:"alg"`
	KeyID     string `json:"kid,omitempty"`
	Modulus   string `json:"n"`
	Exponent  string `json:"e"`
}

// keys answers with the public keys of issuers, as a set (RFC 7517 section 5).
func keys(refuse refusal, issuers ...*issuer) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		set := make([]jwk, len(issuers))
		for n, i := range issuers {
			key, err := i.jwk()
			if err != nil {
				refuse(w, r, http.StatusInternalServerError)
				return
			}
			set[n] = key
		}
		writeJSON(w, http.StatusOK, map[string][]jwk{"keys": set})
	}
}

func (i *issuer) jwk() (jwk, error) {
	key, err := i.key()
	if err != nil {
		return jwk{}, fmt.Errorf("sandbox: making a key: %w", err)
	}
	return jwk{
		Type:      "RSA",
		Use:       "sig",
		Algorithm: jwt.SigningMethodRS256.Alg(),
		KeyID:     i.kid,
		Modulus:   base64.RawURLEncoding.EncodeToString(key.N.Bytes()),
		Exponent:  base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.E)).Bytes()),
	}, nil
}
