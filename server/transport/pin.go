//go:build !js

package transport

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"unicode"

	"firstcall/app/api"
)

// ParsePin reads a SHA-256 fingerprint as people copy it, in any case, with or
// without colons and white space, also with the label that openssl prints. It
// answers what [api.Certificate] calls Fingerprint. The error is a sentence,
// fit to be shown.
func ParsePin(text string) (string, error) {
	digits := pinDigits(text)
	sum, err := hex.DecodeString(digits)
	wrong := ""
	switch {
	case digits == "":
		wrong = "There is no fingerprint: the text is empty."
	case strings.Trim(digits, "0123456789abcdef") != "":
		wrong = "This is no fingerprint: it has characters other than the hexadecimal digits 0 to 9 and A to F."
	case len(digits) == 40, len(digits) == 32:
		wrong = "This is a SHA-1 or MD5 fingerprint, which can be forged. Give the SHA-256 fingerprint, which has 64 hexadecimal digits."
	case len(digits) != 64 || err != nil:
		wrong = "A SHA-256 fingerprint has 64 hexadecimal digits, and this has " + strconv.Itoa(len(digits)) + "."
	}
	if wrong != "" {
		return "", &settingError{api.PinField, wrong}
	}
	return colons(sum), nil
}

func pinDigits(text string) string {
	text = strings.ToLower(text)
	if label, value, found := strings.Cut(text, "="); found && strings.HasSuffix(label, "fingerprint") {
		text = value
	}
	text = strings.TrimPrefix(strings.TrimSpace(text), "sha256:")
	return strings.Map(func(r rune) rune {
		if r == ':' || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// A pinError is a leaf certificate that is not the pinned one.
type pinError struct {
	pin   string
	chain []*x509.Certificate
}

func (e *pinError) Error() string { return "the certificate is not the pinned one" }

// pinned is for [tls.Config.VerifyConnection]: the fingerprint alone decides.
func pinned(pin string) func(tls.ConnectionState) error {
	return func(state tls.ConnectionState) error {
		if chain := state.PeerCertificates; len(chain) == 0 || fingerprint(chain[0]) != pin {
			return &pinError{pin, chain}
		}
		return nil
	}
}

func notPinned(err error, s seen, f *api.Failure) bool {
	var other *pinError
	if !errors.As(err, &other) || len(other.chain) == 0 {
		return false
	}
	f.Kind, f.Phase = api.FailureTLS, api.RungTLS
	f.Certificates = describe(other.chain)
	leaf := other.chain[0]
	f.Title = "The certificate of " + s.name() + " is not the pinned one"
	f.Detail = "The connection trusts only the certificate with the SHA-256 fingerprint " + other.pin +
		". The server showed the one with " + fingerprint(leaf) + ". " + identity(leaf)
	f.Try = []string{
		"If the server's certificate was renewed, compare the new fingerprint with whoever runs the server, then pin that.",
		"If it was not, someone may have put themselves between: send no credentials this way.",
	}
	return true
}
