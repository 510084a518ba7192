//go:build !js

package sandbox

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"sync"
)

// clientKeys are the keys that the clients sign assertions with, one of each
// kind. All clients have the same: an assertion names its client.
type clientKeys struct {
	mu   sync.Mutex
	made map[string]crypto.Signer // by kind
}

func newClientKeys() *clientKeys { return &clientKeys{made: map[string]crypto.Signer{}} }

// kindOf is the kind of key that an algorithm needs, or "". It tells the
// curves apart, as RFC 7518 section 3.4 does and golang-jwt does not.
func kindOf(algorithm string) string {
	switch algorithm {
	case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512":
		return "rsa"
	case "ES256":
		return "p-256"
	case "ES384":
		return "p-384"
	case "ES512":
		return "p-521"
	case "EdDSA":
		return "ed25519"
	}
	return ""
}

func keyID(kind string) string { return "firstcall-sandbox-" + kind }

// private returns a key's ID and the key in PEM, and makes it the first time.
func (k *clientKeys) private(algorithm string) (id, text string, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	kind := kindOf(algorithm)
	if k.made[kind] == nil {
		if k.made[kind], err = newClientKey(kind); err != nil {
			delete(k.made, kind)
			return "", "", fmt.Errorf("sandbox: a key for %q: %w", algorithm, err)
		}
	}
	der, err := x509.MarshalPKCS8PrivateKey(k.made[kind])
	if err != nil {
		return "", "", fmt.Errorf("sandbox: a key for %q: %w", algorithm, err)
	}
	return keyID(kind), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), nil
}

// public returns the key that an assertion's header asks for, or nil. It makes
// none: what nobody has signed nothing.
func (k *clientKeys) public(algorithm string, id any) crypto.PublicKey {
	k.mu.Lock()
	defer k.mu.Unlock()
	kind := kindOf(algorithm)
	key := k.made[kind]
	if key == nil || id != nil && id != keyID(kind) {
		return nil
	}
	return key.Public()
}

func newClientKey(kind string) (crypto.Signer, error) {
	switch kind {
	case "rsa":
		return rsa.GenerateKey(rand.Reader, 2048)
	case "p-256":
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case "p-384":
		return ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	case "p-521":
		return ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	case "ed25519":
		_, key, err := ed25519.GenerateKey(rand.Reader)
		return key, err
	}
	return nil, fmt.Errorf("no such algorithm")
}
