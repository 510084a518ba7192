//go:build !js

package transport

import (
	"context"
	"errors"
	"net"
	"net/url"
	"slices"

	"firstcall/app/api"
)

// A failure is an error of Do or of a body, explained when it happened. Its
// text is the explanation's title, so that neither a refused address nor what
// the other side sent gets into a log.
type failure struct {
	what  *api.Failure
	trace *Trace
	err   error
}

func (f *failure) Error() string { return "transport: " + f.what.Title }
func (f *failure) Unwrap() error { return f.err }

// Explain says what an error of [Transport.Do], or of reading a body that it
// gave, means to the user: nil for nil. The Failure is the caller's own.
//
// Phase is the rung where the request stopped. [api.RungCall] stands for all
// that comes after the connection; who asked for a token may rename it.
func Explain(err error) *api.Failure {
	if err == nil {
		return nil
	}
	var f *failure
	if !errors.As(err, &f) {
		return explain(err, seen{})
	}
	own := *f.what
	own.Try = slices.Clone(own.Try)
	own.Certificates = slices.Clone(own.Certificates)
	return &own
}

// explain asks those who know a kind of error, the most specific first; each
// fills f in and says whether it did.
func explain(err error, s seen) *api.Failure {
	f := &api.Failure{Host: s.host, Phase: s.phase()}
	for _, knows := range []func(error, seen, *api.Failure) bool{
		refused, never, badSetting, closing, cancelled, proxied, untrusted, notPinned, notFound, tooLate, noSocket, wantsCertificate, noHandshake, closedEarly,
	} {
		if knows(err, s, f) {
			return f
		}
	}
	unknown(err, s, f)
	return f
}

// refused is one flat answer, whatever the address was and why it is refused,
// so that the server is no port scanner.
func refused(err error, s seen, f *api.Failure) bool {
	if !errors.Is(err, errRefused) {
		return false
	}
	*f = *Refusal(s.host)
	return true
}

// Refusal is the failure of a request to a host, as in a URL, that may not be
// reached: for the guard's refusals and for those of who knows which hosts are
// meant to be reached. Which of the two it was is nobody's business.
func Refusal(host string) *api.Failure {
	return &api.Failure{
		Kind: api.FailureRefused, Phase: api.RungURL, Host: host,
		Title:  "This server makes no requests to " + host,
		Detail: "The host is outside of what this server may reach.",
		Try: []string{
			"Check the host name in the URL.",
			"If it is right, ask whoever runs this Firstcall whether it may be reached from here.",
		},
	}
}

// never is for a personal run, in which there is nobody to ask: what its guard
// refuses is refused to everyone.
func never(err error, s seen, f *api.Failure) bool {
	if !errors.Is(err, errNever) {
		return false
	}
	f.Kind, f.Phase = api.FailureRefused, api.RungURL
	f.Title = "Firstcall never calls " + s.name()
	f.Detail = "The host is, or leads to, an address where clouds hand credentials to their machines, or one that belongs to no single machine. Firstcall never calls such addresses, and no setting changes that."
	f.Try = []string{"Check the host name in the URL."}
	return true
}

func closing(err error, _ seen, f *api.Failure) bool {
	if !errors.Is(err, errClosed) {
		return false
	}
	f.Kind = api.FailureCancelled
	f.Title = "This server is shutting down"
	f.Detail = "It takes no more requests."
	f.Try = []string{"Try again when it is back."}
	return true
}

func cancelled(err error, s seen, f *api.Failure) bool {
	if !errors.Is(err, context.Canceled) {
		return false
	}
	f.Kind = api.FailureCancelled
	f.Title = "The request to " + s.name() + " was cancelled"
	f.Detail = map[string]string{
		api.RungURL:  "It had not left yet.",
		api.RungDNS:  "The host's name was being looked up.",
		api.RungTCP:  "The connection was being opened.",
		api.RungTLS:  "The TLS handshake was under way.",
		api.RungCall: "The request had been sent; the server may have acted on it.",
	}[f.Phase]
	if f.Phase == api.RungCall && s.wrote.IsZero() {
		f.Detail = "The request was being sent."
	}
	return true
}

// name is the host for a sentence.
func (s seen) name() string {
	if s.host == "" {
		return "the server"
	}
	return s.host
}

// endpoint is the host with its port, also where the URL leaves that to the scheme.
func (s seen) endpoint() string {
	if s.host == "" {
		return "the server"
	}
	return hostPort(s.scheme, s.host)
}

func hostPort(scheme, host string) string {
	u := url.URL{Host: host}
	port := u.Port()
	switch {
	case port != "":
	case scheme == "https":
		port = "443"
	default:
		port = "80"
	}
	return net.JoinHostPort(u.Hostname(), port)
}
