//go:build !js

package transport

import (
	"compress/flate"
	"compress/gzip"
	"crypto/tls"
	"errors"
	"strings"

	"firstcall/app/api"
	"firstcall/app/quote"
)

// noHandshake knows a server that speaks no TLS, or that ends the handshake
// with an alert (RFC 8446 section 6).
func noHandshake(err error, s seen, f *api.Failure) bool {
	var record tls.RecordHeaderError
	alert, alerted := alertOf(err)
	switch {
	case errors.As(err, &record):
		f.Title = s.endpoint() + " does not speak TLS"
		f.Detail = "Its answer to the TLS handshake began with " + quote.Text(string(record.RecordHeader[:])) + ", which is no TLS."
		f.Try = []string{"Check the port: TLS often has another one."}
		if string(record.RecordHeader[:]) == "HTTP/" {
			f.Title = s.endpoint() + " speaks plain HTTP, not TLS"
			f.Try = []string{"Begin the URL with http://, if it is a server of your own and credentials may cross the network unencrypted.", "Or use the port where it speaks TLS."}
		}
	case alerted:
		f.Title = s.endpoint() + " ended the TLS handshake"
		f.Detail = "It sent this alert: " + alert.Error() + "." + s.attempts()
		f.Try = []string{"Check that the host name is one that this server serves.", "The server may want a client certificate or another version of TLS: ask whoever runs it."}
	default:
		return false
	}
	f.Kind, f.Phase = api.FailureTLS, api.RungTLS
	return true
}

// unknown says where it stopped when no typed error says why. What the error's
// text quotes of an answer is left out: only the few bytes that were sniffed
// are shown.
func unknown(err error, s seen, f *api.Failure) {
	f.Kind = api.FailureBroken
	switch f.Phase {
	case api.RungURL:
		f.Kind = api.FailureField
		f.Title = "The request can't be sent as it is"
		f.Detail = err.Error()
	case api.RungDNS:
		f.Kind = api.FailureDNS
		f.Title = s.name() + " could not be looked up"
		f.Detail = err.Error()
	case api.RungTCP:
		f.Kind = api.FailureTCP
		f.Title = "No connection to " + s.endpoint()
		f.Detail = err.Error()
	case api.RungTLS:
		f.Kind = api.FailureTLS
		f.Title = "The TLS handshake with " + s.endpoint() + " failed"
		f.Detail = err.Error()
	default:
		unreadable(err, s, f)
	}
	f.Detail = shorten(f.Detail, 300)
}

// unreadable is an answer that is no HTTP, or that can't be unpacked.
func unreadable(err error, s seen, f *api.Failure) {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), errors.As(err, &corrupt):
		f.Title = "The answer from " + s.name() + " can't be unpacked"
		f.Detail = "It says that it is compressed with gzip, and is not, or is damaged."
		f.Try = []string{"Send the header Accept-Encoding: identity."}
	case s.answered:
		brokeOff(s.remote+" ended it before it was whole, or sent a body that is not valid HTTP.", s, f)
	case s.firstByte.IsZero() && (s.scheme == "https" || len(s.opened) == 0):
		f.Title = s.endpoint() + " closed the connection without answering"
		f.Detail = "The connection to " + s.remote + " was open, but not a byte came back."
		f.Try = silentAdvice(s)
	case s.scheme == "http" && looksLikeTLS(s.opened):
		f.Title = s.endpoint() + " speaks TLS, not plain HTTP"
		f.Detail = "Its answer began with a TLS record."
		f.Try = []string{"Begin the URL with https://."}
	case s.scheme == "http" && len(s.opened) > 0 && !strings.HasPrefix(string(s.opened), "HTTP/"):
		f.Title = s.endpoint() + " did not answer in HTTP"
		f.Detail = "Its answer began with " + quote.Text(string(s.opened)) + "."
		f.Try = []string{"Check the port: another service may listen there."}
	default:
		f.Title = "The answer from " + s.name() + " is not valid HTTP"
		f.Detail = "The headers that came from " + s.remote + " are damaged, cut off or longer than 1 MiB."
		f.Try = []string{"Try again.", "Look into the server's log, or that of a proxy before it."}
	}
}

// looksLikeTLS knows the alert and handshake records of RFC 8446 section 5.1.
func looksLikeTLS(p []byte) bool {
	return len(p) > 1 && (p[0] == 0x15 || p[0] == 0x16) && p[1] == 0x03
}
