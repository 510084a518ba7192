//go:build !js

package sandbox

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"time"
)

// validity is how long the throw-away certificates hold: longer than any
// process that makes them.
const validity = 5 * 365 * 24 * time.Hour

// An authority is a throw-away CA. Its key should be forgotten once it has
// signed what it is made for, so that trusting it trusts nothing else.
type authority struct {
	root   *x509.Certificate
	key    *ecdsa.PrivateKey
	serial int64
}

func newAuthority() (*authority, error) {
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               subjectName("Throw-away CA"),
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.Add(validity),
		KeyUsage:              x509.KeyUsageCertSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true,
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("sandbox: making a CA: %w", err)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("sandbox: making a CA: %w", err)
	}
	root, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("sandbox: making a CA: %w", err)
	}
	return &authority{root, key, 1}, nil
}

func subjectName(common string) pkix.Name {
	return pkix.Name{Organization: []string{"Firstcall sandbox"}, CommonName: common}
}

// pem is what those have to trust who are to trust what it signed.
func (a *authority) pem() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.root.Raw}))
}

// server makes a certificate for localhost, both loopback addresses and one
// more name.
func (a *authority) server(common, host string) (tls.Certificate, error) {
	return a.sign(&x509.Certificate{
		Subject:     subjectName(common),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:    []string{"localhost", host},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	})
}

// client makes a certificate for a client of that name.
func (a *authority) client(common string) (tls.Certificate, error) {
	return a.sign(&x509.Certificate{
		Subject:     subjectName(common),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
}

func (a *authority) sign(leaf *x509.Certificate) (tls.Certificate, error) {
	a.serial++
	leaf.SerialNumber = big.NewInt(a.serial)
	leaf.NotBefore, leaf.NotAfter = a.root.NotBefore, a.root.NotAfter
	leaf.KeyUsage = x509.KeyUsageDigitalSignature
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("sandbox: making a certificate: %w", err)
	}
	der, err := x509.CreateCertificate(rand.Reader, leaf, a.root, key.Public(), a.key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("sandbox: making a certificate: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der, a.root.Raw}, PrivateKey: key}, nil
}
