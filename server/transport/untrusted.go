//go:build !js

package transport

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"strings"

	"firstcall/app/api"
)

// untrusted knows why a chain was not accepted.
func untrusted(err error, s seen, f *api.Failure) bool {
	var bad *tls.CertificateVerificationError
	if !errors.As(err, &bad) || len(bad.UnverifiedCertificates) == 0 {
		return false
	}
	f.Kind, f.Phase = api.FailureTLS, api.RungTLS
	f.Certificates = describe(bad.UnverifiedCertificates)
	leaf := bad.UnverifiedCertificates[0]
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(bad.Err, &authority):
		unknownAuthority(bad.UnverifiedCertificates, s, f)
	case errors.As(bad.Err, &host):
		wrongName(leaf, s, f)
	case errors.As(bad.Err, &invalid) && invalid.Reason == x509.Expired && invalid.Cert != nil:
		wrongTime(leaf, invalid.Cert, s, f)
	default:
		f.Title = "The certificate of " + s.name() + " can't be accepted"
		f.Detail = shorten(bad.Err.Error(), 300) + ". " + identity(leaf)
		f.Try = []string{"Ask whoever runs " + s.name() + " for a certificate that is made for servers."}
	}
	return true
}

func unknownAuthority(chain []*x509.Certificate, s seen, f *api.Failure) {
	leaf, last := chain[0], chain[len(chain)-1]
	f.Title = "The certificate of " + s.name() + " is not trusted"
	f.Detail = identity(leaf)
	wanted := "the certificate of the authority that issued it, " + issuerOf(last)
	if selfSigned(leaf) {
		f.Detail += " It is self-signed."
		wanted = "this certificate itself, or the CA file that came with the server"
	}
	f.Try = []string{"In the connection's CA field, give " + wanted + ", in PEM."}
	if s.ca {
		f.Detail += " The CA certificates given with this connection did not sign it."
	}
	if len(chain) == 1 && !selfSigned(leaf) {
		f.Try = append(f.Try, "The server sent no intermediate certificate: if it should, ask whoever runs it to add the chain.")
	}
	f.Try = append(f.Try, "Compare the fingerprint with whoever runs the server before you trust it.")
}

func wrongName(leaf *x509.Certificate, s seen, f *api.Failure) {
	f.Title = "The certificate of " + s.name() + " is for another name"
	names := namesOf(leaf)
	if len(names) == 0 {
		f.Detail = "It names no host as an alternative name, which is the only place that counts. " + identity(leaf)
		f.Try = []string{"Ask whoever runs the server for a certificate with " + s.name() + " among its alternative names (subjectAltName)."}
		return
	}
	list := strings.Join(names[:min(len(names), 10)], ", ")
	if len(names) > 10 {
		list += " and others"
	}
	f.Detail = "It is for " + list + ". " + identity(leaf)
	f.Try = []string{
		"Use a name in the URL that the certificate has: " + list + ".",
		"Or ask whoever runs the server for a certificate with the name " + s.name() + ".",
	}
}

// wrongTime says the clock's date beside the certificate's: either may be wrong.
func wrongTime(leaf, at *x509.Certificate, s seen, f *api.Failure) {
	which := "The certificate of " + s.name()
	if at != leaf && !at.Equal(leaf) {
		which = "A certificate in the chain of " + s.name()
	}
	clock := ", and by this server's clock it is " + date(s.now) + ". "
	if s.now.Before(at.NotBefore) {
		f.Title = which + " is not valid yet"
		f.Detail = "It begins on " + date(at.NotBefore) + clock + identity(at)
	} else {
		f.Title = which + " expired on " + date(at.NotAfter)
		f.Detail = "It ended on " + date(at.NotAfter) + clock + identity(at)
	}
	f.Try = []string{
		"Ask whoever runs the server to renew it.",
		"If the date of this server is wrong, set the clock of the machine that runs Firstcall.",
	}
}

// identity is what a user needs to recognise a certificate, as sentences.
func identity(c *x509.Certificate) string {
	return "Subject " + subjectOf(c) + ", issued by " + issuerOf(c) + ", valid until " + date(c.NotAfter) + "."
}
