//go:build !js

package assertion

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"strconv"
	"strings"
)

// A key is a private key, with what its text says of it besides.
type key struct {
	signer        crypto.Signer
	id, algorithm string // a JWK's kid and alg, or a service account's private_key_id
}

// A fault is a sentence about a key, which quotes nothing of it.
type fault string

func (f fault) Error() string { return string(f) }

const (
	noKey     = fault("No private key was found: in PEM it begins with -----BEGIN PRIVATE KEY-----, and a JWK is a JSON object with a member kty.")
	cutOff    = fault("The private key is damaged or cut off: it can't be read from its BEGIN line to its END line.")
	encrypted = fault("The private key is encrypted with a passphrase. Take that off first: openssl pkey -in key.pem -out plain.pem")
	openSSH   = fault("This key is in the format of OpenSSH. Convert it: ssh-keygen -p -m PEM -f key")
	public    = fault("This is a public key, which the authorization server needs. What signs is the private key that belongs to it.")
	cert      = fault("This is a certificate, which the authorization server needs. What signs is the private key that belongs to it.")
	several   = fault("There is more than one private key in the text. Give the one that the authorization server knows.")
	damaged   = fault("The private key is damaged, or of a kind that is not known: it has the right frame, but what is inside can't be read.")
	noSigner  = fault("The private key is of a kind that does not sign. RSA, EC (P-256, P-384, P-521) and Ed25519 keys do.")
)

// parseKey reads a private key: PKCS #8, PKCS #1 or SEC 1 in PEM, a JWK or a
// JWK set with one private key, or the JSON file of a service account. The
// error is a [fault].
func parseKey(text string) (key, error) {
	if trimmed := strings.TrimSpace(text); strings.HasPrefix(trimmed, "{") {
		return parseJSON(trimmed)
	}
	return parsePEM(text)
}

// parseJSON reads a key file: a service account's has the key in PEM.
func parseJSON(text string) (key, error) {
	var account struct {
		Key string `json:"private_key"`
		ID  string `json:"private_key_id"`
	}
	if json.Unmarshal([]byte(text), &account) != nil || account.Key == "" {
		return parseJWK(text)
	}
	k, err := parsePEM(account.Key)
	k.id = account.ID
	return k, err
}

func parsePEM(text string) (key, error) {
	var k key
	var unfit error = noKey
	rest := []byte(unindent(text))
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		signer, err := parseBlock(block)
		switch {
		case err != nil:
			unfit = err
		case signer != nil && k.signer != nil:
			return key{}, several
		case signer != nil:
			k.signer = signer
		}
	}
	if k.signer != nil {
		return k, nil
	}
	if unfit == noKey && strings.Contains(text, "-----BEGIN ") {
		unfit = cutOff
	}
	return key{}, unfit
}

// parseBlock answers nil for a block that only goes with a key.
func parseBlock(block *pem.Block) (crypto.Signer, error) {
	var parsed any
	var err error
	switch {
	case block.Type == "ENCRYPTED PRIVATE KEY", strings.Contains(block.Headers["Proc-Type"], "ENCRYPTED"):
		return nil, encrypted
	case block.Type == "PRIVATE KEY":
		parsed, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case block.Type == "RSA PRIVATE KEY":
		parsed, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case block.Type == "EC PRIVATE KEY":
		parsed, err = x509.ParseECPrivateKey(block.Bytes)
	case block.Type == "OPENSSH PRIVATE KEY":
		return nil, openSSH
	case strings.HasSuffix(block.Type, "PUBLIC KEY"):
		return nil, public
	case block.Type == "CERTIFICATE":
		return nil, cert
	default:
		return nil, nil
	}
	if err != nil {
		return nil, damaged
	}
	return signerOf(parsed)
}

func signerOf(parsed any) (crypto.Signer, error) {
	switch k := parsed.(type) {
	case *rsa.PrivateKey:
		return k, nil
	case ed25519.PrivateKey:
		return k, nil
	case *ecdsa.PrivateKey:
		if usual(k) != "" {
			return k, nil
		}
	}
	return nil, noSigner
}

// usual is the algorithm for a key of whom nothing else is said.
func usual(signer crypto.Signer) string {
	switch k := signer.(type) {
	case *rsa.PrivateKey:
		return "RS256"
	case ed25519.PrivateKey:
		return "EdDSA"
	case *ecdsa.PrivateKey:
		return map[string]string{"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}[k.Params().Name]
	}
	return ""
}

// kind names a key in a sentence.
func kind(signer crypto.Signer) string {
	switch k := signer.(type) {
	case *rsa.PrivateKey:
		return "RSA with " + strconv.Itoa(k.N.BitLen()) + " bits"
	case *ecdsa.PrivateKey:
		return "EC on " + k.Params().Name
	}
	return "Ed25519"
}

// unindent takes off white space around lines, which comes with pasting and
// keeps PEM from being recognised.
func unindent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.ReplaceAll(text, `\n`, "\n")) {
		b.WriteString(strings.TrimSpace(line))
		b.WriteByte('\n')
	}
	return b.String()
}
