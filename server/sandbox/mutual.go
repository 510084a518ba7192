//go:build !js

package sandbox

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
)

// A mutual is the standard data center's second address, where clients may
// show a certificate (RFC 8705). Whoever shows one of another CA is refused in
// the handshake.
type mutual struct {
	at          *address
	root        *x509.Certificate
	ca          string // PEM, of the server's and of the clients' certificates
	certificate tls.Certificate
	client      string // PEM
	clientKey   string // PEM
	subject     string // of the client's certificate (RFC 4514)
}

func newMutual(common string) (*mutual, error) {
	at := newAddress("https", "mtls.sandbox.test", ":8443")
	ca, err := newAuthority()
	if err != nil {
		return nil, err
	}
	server, err := ca.server("Standard dialect", at.host)
	if err != nil {
		return nil, err
	}
	client, err := ca.client(common)
	if err != nil {
		return nil, err
	}
	key, err := x509.MarshalPKCS8PrivateKey(client.PrivateKey)
	if err != nil {
		return nil, fmt.Errorf("sandbox: %w", err)
	}
	return &mutual{
		at: at, root: ca.root, ca: ca.pem(), certificate: server,
		client:    string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: client.Certificate[0]})),
		clientKey: string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})),
		subject:   subjectName(common).String(),
	}, nil
}

func (m *mutual) config() *tls.Config {
	pool := x509.NewCertPool()
	pool.AddCert(m.root)
	return &tls.Config{
		Certificates: []tls.Certificate{m.certificate},
		ClientAuth:   tls.VerifyClientCertIfGiven,
		ClientCAs:    pool,
	}
}

// subjectOf is that of the certificate which a request came with, or "".
func subjectOf(state *tls.ConnectionState) string {
	if state == nil || len(state.VerifiedChains) == 0 {
		return ""
	}
	return state.PeerCertificates[0].Subject.String()
}
