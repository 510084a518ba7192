//go:build !js

package verify

import (
	"crypto"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// tooShort is the size of RSA keys, in bits, below which a signature proves
// nothing: such keys are broken within days.
const tooShort = 1024

// A keySet is an issuer's keys. The zero value has none.
type keySet struct {
	keys []key
	// exposed says that the set publishes what only the issuer should have.
	exposed bool
}

// A key is one of a set, with what its owner says of it.
type key struct {
	id, kty, crv, use, alg string
	ops                    []string
	public                 crypto.PublicKey // nil where it can't be used; then fault says why
	fault                  string           // half a sentence
	thumbprint             string           // RFC 7638
}

// A jwk is what is read of a key (RFC 7517 section 4, RFC 7518 section 6, RFC
// 8037). Certificates are left alone: the key counts.
type jwk struct {
	Type       string          `json:"kty"`
	Curve      string          `json:"crv"`
	ID         string          `json:"kid"`
	Use        string          `json:"use"`
	Algorithm  string          `json:"alg"`
	Operations []string        `json:"key_ops"`
	N          string          `json:"n"`
	E          string          `json:"e"`
	X          string          `json:"x"`
	Y          string          `json:"y"`
	D          json.RawMessage `json:"d"` // private
	K          json.RawMessage `json:"k"` // symmetric
}

var errNoSet = errors.New("verify: not a key set")

// parseKeys reads a key set (RFC 7517 section 5). A key that can't be read does
// not spoil the others.
func parseKeys(data []byte) (keySet, error) {
	var document struct {
		Keys *[]json.RawMessage `json:"keys"`
	}
	if json.Unmarshal(data, &document) != nil || document.Keys == nil {
		return keySet{}, errNoSet
	}
	var set keySet
	for _, raw := range *document.Keys {
		var j jwk
		if err := json.Unmarshal(raw, &j); err != nil {
			set.keys = append(set.keys, key{id: j.ID, kty: j.Type, fault: "has members of the wrong type"})
			continue
		}
		set.exposed = set.exposed || j.D != nil || j.K != nil
		set.keys = append(set.keys, j.key())
	}
	return set, nil
}

func (j jwk) key() key {
	k := key{id: j.ID, kty: j.Type, crv: j.Curve, use: j.Use, alg: j.Algorithm, ops: j.Operations}
	public, err := j.public()
	if err != nil {
		k.fault = "can't be read: " + strings.TrimPrefix(err.Error(), "go-jose/go-jose: ")
		return k
	}
	if r, ok := public.Key.(*rsa.PublicKey); ok && r.N.BitLen() < tooShort {
		k.fault = "has " + strconv.Itoa(r.N.BitLen()) + " bits, which are so few that its signature proves nothing"
		return k
	}
	sum, err := public.Thumbprint(crypto.SHA256)
	if err != nil {
		k.fault = "can't be read: " + strings.TrimPrefix(err.Error(), "go-jose/go-jose: ")
		return k
	}
	k.public, k.thumbprint = public.Key, base64.RawURLEncoding.EncodeToString(sum)
	return k
}

// public hands the public members alone to go-jose, which is not safe with
// foreign private ones.
func (j jwk) public() (jose.JSONWebKey, error) {
	members := map[string]string{"kty": j.Type}
	for name, value := range map[string]string{"crv": j.Curve, "n": j.N, "e": j.E, "x": j.X, "y": j.Y} {
		if value != "" {
			members[name] = value
		}
	}
	var k jose.JSONWebKey
	data, err := json.Marshal(members)
	if err == nil {
		err = k.UnmarshalJSON(data)
	}
	return k, err
}
