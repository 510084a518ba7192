//go:build !js

package vault

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/gob"
	"fmt"
)

// keySize is in bytes: AES-256.
const keySize = 32

func newID() string {
	id := make([]byte, 32)
	rand.Read(id) // never fails
	return base64.RawURLEncoding.EncodeToString(id)
}

// lookup is the name under which the store knows the session id.
func lookup(id string) string {
	hash := sha256.Sum256([]byte(id))
	return base64.RawURLEncoding.EncodeToString(hash[:])
}

// aead derives the session's key (HKDF, RFC 5869). The mode puts a random
// nonce before each ciphertext.
func (v *Vault) aead(id string) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, v.key, []byte(id), "firstcall vault", keySize)
	if err != nil {
		return nil, fmt.Errorf("vault: derive key: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("vault: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// place binds a sealed item to where it lies, so that the store can't pass one
// item off as another. A NUL occurs in no id.
func place(id, name string) []byte { return []byte(id + "\x00" + name) }

func (v *Vault) seal(id, name string, in any) ([]byte, error) {
	var plain bytes.Buffer
	if err := gob.NewEncoder(&plain).Encode(in); err != nil {
		return nil, fmt.Errorf("vault: encode %s: %w", name, err)
	}
	aead, err := v.aead(id)
	if err != nil {
		return nil, err
	}
	return aead.Seal(nil, nil, plain.Bytes(), place(id, name)), nil
}

func (v *Vault) open(id, name string, sealed []byte, out any) error {
	aead, err := v.aead(id)
	if err != nil {
		return err
	}
	plain, err := aead.Open(nil, nil, sealed, place(id, name))
	if err != nil {
		return fmt.Errorf("vault: open %s: %w", name, err)
	}
	if err := gob.NewDecoder(bytes.NewReader(plain)).Decode(out); err != nil {
		return fmt.Errorf("vault: decode %s: %w", name, err)
	}
	return nil
}
