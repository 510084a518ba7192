//go:build !js

package transport

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"slices"
	"strconv"
	"strings"

	"firstcall/app/api"
)

// ParseClientCertificate checks a client certificate, perhaps with the rest of
// its chain after it, and the private key that belongs to it, both in PEM: nil
// when both are good, or neither is given. Otherwise the error is a sentence,
// fit to be shown; it quotes nothing of the texts.
func ParseClientCertificate(cert, key string) error {
	_, err := parseClient(cert, key)
	return err
}

// parseClient answers nil when there is no client certificate.
func parseClient(cert, key string) (*tls.Certificate, error) {
	if strings.TrimSpace(cert) == "" && strings.TrimSpace(key) == "" {
		return nil, nil
	}
	chain, err := parseChain(cert)
	if err != nil {
		return nil, err
	}
	private, err := parseKey(key)
	if err != nil {
		return nil, err
	}
	if !belongs(private, chain[0]) {
		return nil, &settingError{api.ClientKeyField, mismatch(private, chain)}
	}
	client := &tls.Certificate{PrivateKey: private, Leaf: chain[0]}
	for _, c := range chain {
		client.Certificate = append(client.Certificate, c.Raw)
	}
	return client, nil
}

func parseChain(text string) ([]*x509.Certificate, error) {
	switch {
	case strings.TrimSpace(text) == "":
		return nil, &settingError{api.ClientCertificateField, "There is a private key, but not the client certificate that it belongs to."}
	case strings.Contains(text, "PRIVATE KEY-----"):
		return nil, &settingError{api.ClientCertificateField, "There is a private key among the certificates. It is a secret, and goes into the field for the key alone."}
	}
	return parseCertificates(text, api.ClientCertificateField)
}

func belongs(private crypto.Signer, c *x509.Certificate) bool {
	public, can := private.Public().(interface{ Equal(crypto.PublicKey) bool })
	return can && public.Equal(c.PublicKey)
}

// mismatch knows chains that are the wrong way round.
func mismatch(private crypto.Signer, chain []*x509.Certificate) string {
	at := slices.IndexFunc(chain, func(c *x509.Certificate) bool { return belongs(private, c) })
	if at > 0 {
		return "The private key belongs to certificate " + strconv.Itoa(at+1) + " of the chain. Put that one first: the others follow, each after the one that it issued."
	}
	return "The private key does not belong to the client certificate, which is for " + subjectOf(chain[0]) + " and has a key of the kind " + keyOf(chain[0]) + "."
}

// offer is for [tls.Config.GetClientCertificate]: ours, or none when there is
// none, whatever authorities the server names. It notes that one was asked for.
func offer(client *tls.Certificate) func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
	if client == nil {
		client = &tls.Certificate{}
	}
	return func(info *tls.CertificateRequestInfo) (*tls.Certificate, error) {
		traceFrom(info.Context()).note(func(s *seen) {
			s.certificateWanted, s.certificateSent = true, client.Leaf
			s.authorities = authorities(info.AcceptableCAs)
		})
		return client, nil
	}
}
