//go:build !js

package transport

import (
	"context"
	"errors"
	"time"

	"firstcall/app/api"
	"firstcall/server/secret"
)

// Settings are a connection's own wishes about its way out. Requests with
// equal Settings share connections, and the zero value wishes nothing.
type Settings struct {
	CA string // certificates in PEM that are trusted besides the system's
	// Pin is the SHA-256 fingerprint of the only leaf certificate that is
	// trusted, whatever its chain, name and validity are.
	Pin string
	// SkipVerify trusts any certificate: for a user's own word only. A Pin comes
	// before it.
	SkipVerify bool
	// ClientCertificate goes to servers that ask for one, with the rest of its
	// chain; ClientKey is its private key. Both are PEM.
	ClientCertificate string
	ClientKey         secret.String
	// Proxy is the URL of an HTTP or SOCKS5 proxy; see [ParseProxy]. A hosted run
	// knows only the operator's.
	Proxy secret.String

	ConnectTimeout time.Duration // name lookup, TCP and the proxy together; 0: the Config's
	Timeout        time.Duration // the whole exchange, its body included; 0: the context's alone
}

// deadline applies the Settings' Timeout to ctx.
func (s Settings) deadline(ctx context.Context) (context.Context, context.CancelFunc) {
	if s.Timeout > 0 {
		return context.WithTimeout(ctx, s.Timeout)
	}
	return ctx, func() {}
}

// A settingError is a sentence about one of the Settings. It quotes nothing of
// them. [Explain] names the field.
type settingError struct{ field, sentence string }

func (e *settingError) Error() string { return e.sentence }

func badSetting(err error, _ seen, f *api.Failure) bool {
	var bad *settingError
	if !errors.As(err, &bad) {
		return false
	}
	f.Kind, f.Phase, f.Field = api.FailureField, api.RungURL, bad.field
	f.Detail = bad.sentence
	switch bad.field {
	case api.CAField:
		f.Title = "The CA certificates can't be used"
		f.Try = []string{"Give the certificate file that begins with -----BEGIN CERTIFICATE-----."}
	case api.PinField:
		f.Title = "The pinned fingerprint can't be used"
		f.Try = []string{"Give the SHA-256 fingerprint of the server's certificate, 64 hexadecimal digits."}
	case api.ProxyField:
		f.Title = "The proxy can't be used"
		f.Try = []string{"Give a URL such as http://proxy.example:3128, or no proxy."}
	default:
		f.Title = "The client certificate can't be used"
		f.Try = []string{"Give the certificate and its private key, each in its field, in PEM."}
	}
	return true
}
