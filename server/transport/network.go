//go:build !js

package transport

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"

	"firstcall/app/api"
)

// notFound knows what goes wrong while a name is looked up.
func notFound(err error, s seen, f *api.Failure) bool {
	var dns *net.DNSError
	if !errors.As(err, &dns) {
		return false
	}
	f.Kind, f.Phase = api.FailureDNS, api.RungDNS
	switch {
	case dns.IsTimeout:
		f.Kind = api.FailureTimeout
		f.Title = "Looking up " + s.name() + " took too long"
		f.Detail = "The name servers did not answer in time."
		f.Try = []string{"Try again.", "If it stays so, check the network and the name servers of the machine that runs Firstcall."}
	case dns.IsNotFound:
		f.Title = s.name() + " was not found"
		f.Detail = "The name servers know no address for this host."
		f.Try = []string{"Check the host name for a typing error.", "A name of a private network is known only inside it: check that the machine that runs Firstcall is there, or on its VPN."}
	default:
		f.Title = s.name() + " could not be looked up"
		f.Detail = "The name servers answered with an error."
		f.Try = []string{"Try again in a moment.", "If it stays so, check the name servers of the machine that runs Firstcall."}
	}
	return true
}

// tooLate knows deadlines: ours, the caller's and the system's.
func tooLate(err error, s seen, f *api.Failure) bool {
	if !late(err) {
		return false
	}
	f.Kind = api.FailureTimeout
	switch f.Phase {
	case api.RungTCP:
		f.Title = s.endpoint() + " did not accept the connection in time"
		f.Detail = "No answer came, not even a refusal." + s.attempts()
		f.Try = []string{"Check host and port.", "A firewall on the way drops packets silently: ask whether the machine that runs Firstcall may reach this port."}
	case api.RungTLS:
		f.Title = s.endpoint() + " did not finish the TLS handshake in time"
		f.Detail = "The connection was accepted, and then nothing came." + s.attempts()
		f.Try = []string{"Check that this port speaks TLS; if it speaks plain HTTP, begin the URL with http://.", "Try again: the server may be overloaded."}
	case api.RungCall:
		f.Title = s.name() + " did not answer in time"
		f.Detail = "The connection to " + s.remote + " is open and the request was sent, but no answer came."
		if !s.firstByte.IsZero() {
			f.Title = "The answer from " + s.name() + " did not end in time"
			f.Detail = "It began to come from " + s.remote + ", and was not whole when the time was up."
		}
		f.Try = []string{"Try again: the server may be overloaded.", "If it happens with this request only, ask for less at once."}
	default:
		f.Title = "The request to " + s.name() + " took too long"
		f.Detail = "It had not been sent when the time was up."
		f.Try = []string{"Try again."}
	}
	if s.limited {
		f.Try = append(f.Try, "If it needs longer, raise the time limits of this connection.")
	}
	return true
}

func late(err error) bool {
	var timed interface{ Timeout() bool }
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timed) && timed.Timeout()
}

// noSocket knows what the system says about opening a connection.
func noSocket(err error, s seen, f *api.Failure) bool {
	var number syscall.Errno
	if !errors.As(err, &number) {
		return false
	}
	switch number {
	case syscall.ECONNREFUSED:
		f.Title = s.endpoint() + " refused the connection"
		f.Detail = "The machine is there, but nothing accepts connections at this port." + s.attempts()
		f.Try = []string{"Check the port.", "Check that the server is running and listens on this address, not only on its own loopback."}
	case syscall.EHOSTUNREACH, syscall.ENETUNREACH:
		f.Title = s.endpoint() + " can't be reached"
		f.Detail = "There is no way to this address from here: " + number.Error() + "." + s.attempts()
		f.Try = []string{"Check the network, or the VPN, of the machine that runs Firstcall."}
	default:
		return false
	}
	f.Kind = api.FailureTCP
	return true
}

// closedEarly knows a connection that the other side ended.
func closedEarly(err error, s seen, f *api.Failure) bool {
	ended := ended(err)
	switch {
	case ended == "":
		return false
	case f.Phase == api.RungTLS:
		f.Kind = api.FailureTLS
		f.Title = s.endpoint() + " " + ended + " the connection during the TLS handshake"
		f.Detail = "It accepted the connection and ended it without a word." + s.attempts()
		f.Try = []string{"Check that this port speaks TLS.", "The server may accept only newer TLS, or only clients that it knows: ask whoever runs it."}
	case f.Phase == api.RungCall && !s.firstByte.IsZero():
		f.Kind = api.FailureBroken
		brokeOff(s.remote+" "+ended+" the connection before the answer was whole.", s, f)
	case f.Phase == api.RungCall:
		f.Kind = api.FailureBroken
		f.Title = s.endpoint() + " " + ended + " the connection without answering"
		f.Detail = "The connection to " + s.remote + " was open and the request was sent, but not a byte came back."
		f.Try = silentAdvice(s)
	default:
		f.Kind = api.FailureTCP
		f.Title = s.endpoint() + " " + ended + " the connection"
		f.Detail = "It ended before a request could be sent." + s.attempts()
		f.Try = []string{"Check host and port.", "Try again."}
	}
	return true
}

// ended is how the other side ended the connection, or "" when it did not.
func ended(err error) string {
	switch {
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "reset"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "closed"
	}
	return ""
}

func brokeOff(detail string, s seen, f *api.Failure) {
	f.Title = "The answer from " + s.name() + " broke off"
	f.Detail = detail
	f.Try = []string{"Try again.", "If it breaks off each time, look into the server's log, or that of a proxy before it."}
}

func silentAdvice(s seen) []string {
	if s.scheme == "http" {
		return []string{"If the server expects TLS, begin the URL with https://.", "Try again, then look into the server's log."}
	}
	return []string{"Try again, then look into the server's log."}
}

// attempts names the addresses that were dialled.
func (s seen) attempts() string {
	if len(s.tried) == 0 {
		return ""
	}
	return " Tried " + strings.Join(s.tried, ", ") + s.through() + "."
}
