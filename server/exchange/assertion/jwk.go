//go:build !js

package assertion

import (
	"encoding/json"

	"github.com/go-jose/go-jose/v4"
)

// parseJWK reads a private JWK (RFC 7517), also out of a set with only one.
func parseJWK(text string) (key, error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if json.Unmarshal([]byte(text), &set) != nil {
		return key{}, fault("The private key begins like a JWK, and is not one JSON object: it is damaged or cut off.")
	}
	if set.Keys == nil {
		return oneJWK([]byte(text))
	}
	var found key
	var unfit error = noKey
	for _, member := range set.Keys {
		k, err := oneJWK(member)
		switch {
		case err != nil:
			unfit = err
		case found.signer != nil:
			return key{}, several
		default:
			found = k
		}
	}
	if found.signer == nil {
		return key{}, unfit
	}
	return found, nil
}

func oneJWK(text []byte) (key, error) {
	var kind struct {
		Type string `json:"kty"`
	}
	if json.Unmarshal(text, &kind) != nil || kind.Type == "" {
		return key{}, noKey
	}
	if kind.Type == "oct" {
		return key{}, fault("This JWK is a shared secret (kty oct), which is for client_secret_jwt. What signs here is a private key.")
	}
	var jwk jose.JSONWebKey
	if jwk.UnmarshalJSON(text) != nil {
		return key{}, fault("The JWK is damaged, or of a kind that is not known: its members are not those of a private key.")
	}
	if jwk.IsPublic() {
		return key{}, public
	}
	signer, err := signerOf(jwk.Key)
	return key{signer, jwk.KeyID, jwk.Algorithm}, err
}
