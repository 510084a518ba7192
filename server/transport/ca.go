//go:build !js

package transport

import (
	"crypto/x509"
	"encoding/pem"
	"strconv"
	"strings"

	"firstcall/app/api"
)

const (
	pemBegin = "-----BEGIN "
	pemType  = "CERTIFICATE"
)

// ParseCA checks a user's CA certificates: nil when text holds one or more in
// PEM and nothing else that matters. Otherwise the error is a sentence that
// says what is wrong, fit to be shown; it quotes nothing of the text.
func ParseCA(text string) error {
	_, err := parseCertificates(text, api.CAField)
	return err
}

// parseCertificates blames what is wrong on a field.
func parseCertificates(text, field string) ([]*x509.Certificate, error) {
	rest := []byte(unindent(text))
	var certificates []*x509.Certificate
	blocks := 0
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		blocks++
		c, wrong := parseBlock(block, blocks)
		if wrong != "" {
			return nil, &settingError{field, wrong}
		}
		certificates = append(certificates, c)
	}
	if blocks == 0 {
		return nil, &settingError{field, withoutPEM(text)}
	}
	if begun := strings.Count(text, pemBegin); begun > blocks {
		return nil, &settingError{field, "Only " + strconv.Itoa(blocks) + " of the " + strconv.Itoa(begun) + " certificates in the text can be read: the others are damaged or cut off."}
	}
	return certificates, nil
}

// parseBlock says in a sentence what is wrong.
func parseBlock(block *pem.Block, number int) (c *x509.Certificate, wrong string) {
	switch {
	case strings.Contains(block.Type, "PRIVATE KEY"):
		return nil, "This is a private key. Keep it to yourself; what is needed is the certificate, which begins with -----BEGIN CERTIFICATE-----."
	case block.Type == "CERTIFICATE REQUEST", block.Type == "NEW CERTIFICATE REQUEST":
		return nil, "This is a request for a certificate, not the certificate that was issued for it."
	case block.Type != pemType:
		return nil, "Block " + strconv.Itoa(number) + " of the text is not a certificate: certificates begin with -----BEGIN CERTIFICATE-----."
	}
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, "Certificate " + strconv.Itoa(number) + " of the text is damaged: it has the right frame, but what is inside is not a certificate."
	}
	return c, ""
}

// withoutPEM guesses what a text is in which no PEM block can be read.
func withoutPEM(text string) string {
	trimmed := strings.TrimSpace(text)
	switch {
	case trimmed == "":
		return "There is no certificate: the text is empty."
	case strings.Contains(trimmed, "PRIVATE KEY-----"):
		return "This looks like a private key. Keep it to yourself; what is needed is the certificate, which begins with -----BEGIN CERTIFICATE-----."
	case strings.Contains(trimmed, pemBegin+pemType):
		return "The certificate is damaged or cut off: it has a BEGIN line, but can't be read to its END line."
	case strings.HasPrefix(trimmed, "MII"):
		return "The lines around the certificate are missing: put -----BEGIN CERTIFICATE----- before it and -----END CERTIFICATE----- after it."
	case len(text) > 1 && text[0] == 0x30 && text[1] >= 0x80:
		return "This looks like a certificate in DER, which is binary. Convert it to PEM: openssl x509 -inform der -in ca.der -out ca.pem"
	}
	return "No certificate was found: a certificate in PEM begins with -----BEGIN CERTIFICATE-----."
}

// unindent takes off white space around lines, which comes with pasting and
// keeps PEM from being recognised.
func unindent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimSpace(line))
		b.WriteByte('\n')
	}
	return b.String()
}

// rootsWith are the system's certificates and those of the CA text; nil, which
// means the system's, when that is empty.
func rootsWith(ca string) (*x509.CertPool, error) {
	if ca == "" {
		return nil, nil
	}
	certificates, err := parseCertificates(ca, api.CAField)
	if err != nil {
		return nil, err
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	for _, c := range certificates {
		roots.AddCert(c)
	}
	return roots, nil
}
