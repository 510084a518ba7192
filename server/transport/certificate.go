//go:build !js

package transport

import (
	"bytes"
	"cmp"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"strconv"
	"strings"
	"time"

	"firstcall/app/api"
)

// What is shown of a certificate that anybody may have written.
const (
	maxText         = 200 // runes of a name
	maxNames        = 50
	maxCertificates = 10
)

func describe(chain []*x509.Certificate) []api.Certificate {
	var out []api.Certificate
	for _, c := range chain[:min(len(chain), maxCertificates)] {
		names := namesOf(c)
		out = append(out, api.Certificate{
			Subject:     subjectOf(c),
			Issuer:      issuerOf(c),
			Names:       names[:min(len(names), maxNames)],
			NotBefore:   c.NotBefore.Unix(),
			NotAfter:    c.NotAfter.Unix(),
			Key:         keyOf(c),
			Fingerprint: fingerprint(c),
		})
	}
	return out
}

func subjectOf(c *x509.Certificate) string {
	return cmp.Or(shorten(c.Subject.String(), maxText), "an empty name")
}

func issuerOf(c *x509.Certificate) string {
	return cmp.Or(shorten(c.Issuer.String(), maxText), "an empty name")
}

// namesOf lists the hosts that a certificate is for: its alternative names,
// the only ones that count (RFC 9525 section 6.3).
func namesOf(c *x509.Certificate) []string {
	var names []string
	for _, n := range c.DNSNames {
		names = append(names, shorten(n, maxText))
	}
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	return names
}

func keyOf(c *x509.Certificate) string {
	switch key := c.PublicKey.(type) {
	case *rsa.PublicKey:
		return "RSA " + strconv.Itoa(key.N.BitLen())
	case *ecdsa.PublicKey:
		return "ECDSA " + key.Params().Name
	case ed25519.PublicKey:
		return "Ed25519"
	}
	return c.PublicKeyAlgorithm.String()
}

// fingerprint is the certificate's SHA-256 as openssl prints it.
func fingerprint(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	return colons(sum[:])
}

func colons(sum []byte) string {
	return strings.ReplaceAll(fmt.Sprintf("% X", sum), " ", ":")
}

func selfSigned(c *x509.Certificate) bool { return bytes.Equal(c.RawSubject, c.RawIssuer) }

func date(t time.Time) string { return t.UTC().Format("2 January 2006") }

func shorten(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return s
}
