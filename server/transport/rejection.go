//go:build !js

package transport

import (
	"crypto/tls"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"net"
	"reflect"
	"strings"
	"time"

	"firstcall/app/api"
)

// closingTime is how long net/http may take to close a connection that failed.
const closingTime = 200 * time.Millisecond

// maxAuthorities is how many of the authorities that a server names are shown.
const maxAuthorities = 10

// alerts are those about a client certificate (RFC 8446 section 6.2), and what
// the server means by them.
var alerts = map[tls.AlertError]string{
	42:  "it found something wrong with the certificate or its signature",
	43:  "it takes no certificates of this kind",
	44:  "the certificate was revoked",
	45:  "by the server's clock the certificate has expired or is not valid yet",
	46:  "it does not accept the certificate, for a reason that it does not tell",
	48:  "it does not know the authority that issued the certificate, or an intermediate certificate is missing",
	49:  "the certificate is valid, but has no access",
	51:  "it could not verify what was signed with the certificate's key",
	116: "it must have a certificate",
}

// alertOf is the alert with which the other side ended TLS, also after the
// handshake; ok says that it did.
func alertOf(err error) (alert tls.AlertError, ok bool) {
	var op *net.OpError
	if !errors.As(err, &op) || op.Op != "remote error" {
		return 0, false
	}
	number := reflect.ValueOf(op.Err) // crypto/tls has a type of its own for it, not exported
	if number.Kind() != reflect.Uint8 {
		return 0, false
	}
	return tls.AlertError(number.Uint()), true
}

// wantsCertificate knows a server that asked for a client certificate and went
// away when it got none, or one that it does not accept. In TLS 1.3 it does so
// after the handshake, and its alert may be lost (RFC 8446 section 4.4.2.4), so
// that it was asked for counts.
func wantsCertificate(err error, s seen, f *api.Failure) bool {
	if !s.certificateWanted || !s.firstByte.IsZero() {
		return false
	}
	alert, alerted := alertOf(err)
	switch {
	case s.certificateSent == nil:
		f.Title = s.endpoint() + " wants a client certificate"
		f.Detail = "It asked for one in the TLS handshake, got none and ended the connection."
		f.Try = []string{"Give this connection the client certificate and the key that you have for the server.", "If you have none, ask whoever runs the server for one, or for a way in without."}
	case alerts[alert] != "":
		f.Title = s.endpoint() + " did not accept the client certificate"
		f.Detail = "It was sent the one with the " + identity(s.certificateSent)
		f.Try = []string{"Ask whoever runs the server which client certificates it accepts, and compare the authority that issued this one.", "If intermediate certificates belong to it, put them after it."}
	case alerted, ended(err) != "", f.Phase == api.RungCall:
		f.Title = s.endpoint() + " ended the connection after it got the client certificate"
		f.Detail = "It was sent the one with the " + identity(s.certificateSent)
		f.Try = []string{"Ask whoever runs the server whether it accepts this client certificate: its log may say more."}
	default:
		return false
	}
	f.Kind, f.Phase = api.FailureTLS, api.RungTLS
	f.Detail += meaning(alert, alerted) + accepted(s.authorities) + s.attempts()
	return true
}

// lastWords is the alert that ended the connection of a request that was not
// answered, nil when there was none. HTTP/2 does not pass it on. The connection
// must be closed, lest something be read that is for others.
func (s seen) lastWords() error {
	if !s.certificateWanted || !s.firstByte.IsZero() || s.secured == nil {
		return nil
	}
	under, ours := s.secured.NetConn().(*conn)
	if !ours || !under.closedWithin(closingTime) {
		return nil
	}
	_, err := s.secured.Read(make([]byte, 1)) // what ended a tls.Conn, it says again
	if _, alerted := alertOf(err); alerted {
		return err
	}
	return nil
}

func meaning(alert tls.AlertError, alerted bool) string {
	if !alerted {
		return ""
	}
	text := " Its alert was “" + strings.TrimPrefix(alert.Error(), "tls: ") + "”"
	if why := alerts[alert]; why != "" {
		text += ": " + why
	}
	return text + "."
}

func accepted(authorities []string) string {
	if len(authorities) == 0 {
		return ""
	}
	return " It asked for one that was issued by " + strings.Join(authorities, ", or by ") + "."
}

// authorities reads the names by which a server says whose certificates it accepts.
func authorities(raw [][]byte) []string {
	var names []string
	for _, der := range raw[:min(len(raw), maxAuthorities)] {
		var sequence pkix.RDNSequence
		if rest, err := asn1.Unmarshal(der, &sequence); err == nil && len(rest) == 0 {
			names = append(names, shorten(sequence.String(), maxText))
		}
	}
	return names
}
