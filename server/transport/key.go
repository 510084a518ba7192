//go:build !js

package transport

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"strings"

	"firstcall/app/api"
)

// parseKey reads the one private key in a text in PEM: PKCS #8, PKCS #1 or
// SEC 1. Certificates beside it do not matter.
func parseKey(text string) (crypto.Signer, error) {
	var key crypto.Signer
	for rest := []byte(unindent(text)); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type == pemType || block.Type == "EC PARAMETERS" {
			continue
		}
		if key != nil {
			return nil, badKey("There is more than one key in the text. Give the one that belongs to the client certificate.")
		}
		var wrong string
		if key, wrong = parseKeyBlock(block); wrong != "" {
			return nil, badKey(wrong)
		}
	}
	if key == nil {
		return nil, badKey(withoutKey(text))
	}
	return key, nil
}

func badKey(sentence string) error { return &settingError{api.ClientKeyField, sentence} }

// parseKeyBlock says in a sentence what is wrong.
func parseKeyBlock(block *pem.Block) (key crypto.Signer, wrong string) {
	var parsed any
	var err error
	switch {
	case block.Type == "ENCRYPTED PRIVATE KEY", strings.Contains(block.Headers["Proc-Type"], "ENCRYPTED"):
		return nil, "The private key is encrypted with a passphrase. Take that off first: openssl pkey -in key.pem -out plain.pem"
	case block.Type == "PRIVATE KEY":
		parsed, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case block.Type == "RSA PRIVATE KEY":
		parsed, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case block.Type == "EC PRIVATE KEY":
		parsed, err = x509.ParseECPrivateKey(block.Bytes)
	case block.Type == "OPENSSH PRIVATE KEY":
		return nil, "This key is in the format of OpenSSH, which is not for TLS."
	default:
		return nil, "There is something else than a private key in the text: in PEM a key begins with -----BEGIN PRIVATE KEY-----."
	}
	if err != nil {
		return nil, "The private key is damaged, or of a kind that is not known: it has the right frame, but what is inside can't be read."
	}
	signer, signs := parsed.(crypto.Signer)
	if !signs {
		return nil, "The private key is of a kind that can't sign, so it is not for TLS."
	}
	return signer, ""
}

// withoutKey guesses what a text is in which no key in PEM can be read.
func withoutKey(text string) string {
	switch {
	case strings.TrimSpace(text) == "":
		return "There is a client certificate, but not its private key."
	case strings.Contains(text, "PRIVATE KEY-----"):
		return "The private key is damaged or cut off: it can't be read from its BEGIN line to its END line."
	case strings.Contains(text, pemBegin+pemType):
		return "This is a certificate. Here goes its private key, which begins with -----BEGIN PRIVATE KEY-----."
	}
	return "No private key was found: in PEM it begins with -----BEGIN PRIVATE KEY-----."
}
