//go:build !js

// Package assertion signs the JWTs that clients and grants assert themselves
// with (RFC 7523). It reads keys as people have them and says what is wrong
// with one. It refuses to know where an assertion goes.
package assertion

import (
	"cmp"
	"crypto"
	"crypto/rand"
	"strings"
	"time"

	"firstcall/app/api"
	"firstcall/app/wire"

	"github.com/golang-jwt/jwt/v5"
)

// usualLife is how many seconds an assertion is good for that does not say.
const usualLife = 60

// Sign signs a for one sending, now: iat, exp and jti are its own. The audience
// is for one that names none. The error is a [*wire.FieldError], in which
// nothing of the key is.
func Sign(a wire.Assertion, audience string, now time.Time) (string, error) {
	method, with, id, err := signing(a)
	if err != nil {
		return "", err
	}
	token := jwt.NewWithClaims(method, claims(a, audience, now))
	if id != "" {
		token.Header["kid"] = id
	}
	signed, err := token.SignedString(with)
	if err != nil {
		return "", &wire.FieldError{Field: blamed(a), Reason: "The key can't sign with " + method.Alg() + ": it is too small."}
	}
	return signed, nil
}

func claims(a wire.Assertion, audience string, now time.Time) jwt.MapClaims {
	all := jwt.MapClaims{}
	for _, claim := range a.Claims {
		all[claim.Name] = claim.Value
	}
	for name, value := range map[string]string{"iss": a.Issuer, "sub": a.Subject, "aud": cmp.Or(a.Audience, audience)} {
		if value != "" {
			all[name] = value
		}
	}
	all["iat"] = now.Unix()
	all["exp"] = now.Unix() + cmp.Or(a.Lifetime, usualLife)
	all["jti"] = rand.Text()
	return all
}

// signing is how a is signed: the algorithm, its key, and the key's ID.
func signing(a wire.Assertion) (method jwt.SigningMethod, with any, id string, err error) {
	if strings.TrimSpace(a.Key) == "" {
		return bySecret(a)
	}
	k, err := parseKey(a.Key)
	if err != nil {
		return nil, nil, "", &wire.FieldError{Field: api.PrivateKeyField, Reason: err.Error()}
	}
	algorithm := cmp.Or(a.Algorithm, k.algorithm, usual(k.signer))
	if !fits(algorithm, k.signer) {
		return nil, nil, "", &wire.FieldError{Field: api.SigningAlgField, Reason: misfit(algorithm, k.signer)}
	}
	return jwt.GetSigningMethod(algorithm), k.signer, cmp.Or(a.KeyID, k.id), nil
}

func bySecret(a wire.Assertion) (method jwt.SigningMethod, with any, id string, err error) {
	algorithm := cmp.Or(a.Algorithm, "HS256")
	if _, symmetric := jwt.GetSigningMethod(algorithm).(*jwt.SigningMethodHMAC); !symmetric {
		return nil, nil, "", &wire.FieldError{Field: api.SigningAlgField, Reason: algorithm + " signs with a private key, and there is none. With a client secret it is HS256, HS384 or HS512."}
	}
	if a.Secret == "" {
		return nil, nil, "", &wire.FieldError{Field: blamed(a), Reason: "There is no key to sign the assertion with."}
	}
	return jwt.GetSigningMethod(algorithm), []byte(a.Secret), a.KeyID, nil
}

// fits reports whether an algorithm of RFC 7518 section 3.1 or RFC 8037 goes
// with a key. The curve belongs to the algorithm.
func fits(algorithm string, signer crypto.Signer) bool {
	switch usual(signer) {
	case "RS256":
		return len(algorithm) == 5 && strings.Contains("RS256 RS384 RS512 PS256 PS384 PS512", algorithm)
	default:
		return algorithm == usual(signer)
	}
}

func misfit(algorithm string, signer crypto.Signer) string {
	of := "The private key is " + kind(signer) + ", which signs with "
	if usual(signer) == "RS256" {
		of += "RS256, RS384, RS512, PS256, PS384 or PS512"
	} else {
		of += usual(signer)
	}
	if strings.HasPrefix(algorithm, "HS") {
		return algorithm + " signs with the client secret. " + of + "."
	}
	return of + ", and not with " + algorithm + "."
}

func blamed(a wire.Assertion) string {
	if strings.TrimSpace(a.Key) == "" && a.Secret != "" {
		return api.ClientSecretField
	}
	return api.PrivateKeyField
}
