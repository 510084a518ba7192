//go:build !js

package transport

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"firstcall/app/api"
)

// proxied knows what stops on the way through the proxy. The time may be up
// there without the proxy's having failed.
func proxied(err error, s seen, f *api.Failure) bool {
	var failed *proxyError
	if !errors.As(err, &failed) {
		if s.proxy == "" || f.Phase != api.RungTCP || !late(err) {
			return false
		}
		failed = &proxyError{s.step, err}
	}
	f.Kind, f.Phase = api.FailureProxy, api.RungTCP
	switch failed.step {
	case proxyReach:
		unreachable(failed.err, s, f)
	case proxySecure:
		unsecured(failed.err, s, f)
	default:
		unopened(failed.err, s, f)
	}
	if s.operated {
		f.Try = append(f.Try[:0], "Check host and port of the URL.", "If they are right, ask whoever runs this Firstcall: its proxy is theirs to set up.")
	}
	return true
}

// unreached says of an error of [proxy.open] that the proxy works, and only
// does not get to the address.
func unreached(err error) bool {
	var status *refusedConnect
	var code refusedSOCKS
	return errors.As(err, &status) && status.status/100 == 5 || errors.As(err, &code) && couldNot(code)
}

// unreachable is a proxy to which there is no connection. The addresses that
// its name has are nobody's business.
func unreachable(err error, s seen, f *api.Failure) {
	f.Title = "The proxy " + s.proxy + " could not be reached"
	f.Try = []string{"Check the proxy's host and port.", "Check the network, or the VPN, of the machine that runs Firstcall."}
	var dns *net.DNSError
	var number syscall.Errno
	switch {
	case errors.Is(err, errNeverProxy):
		f.Title = "Firstcall never calls the proxy " + s.proxy
		f.Detail = "Its host is, or leads to, an address where clouds hand credentials to their machines, or one that belongs to no single machine. Firstcall never calls such addresses."
		f.Try = []string{"Check the host name in the proxy's URL."}
	case errors.As(err, &dns) && dns.IsNotFound:
		f.Detail = "The name servers know no address for its host."
	case errors.As(err, &dns):
		f.Detail = "Its host could not be looked up: the name servers answered with an error, or not in time."
	case errors.As(err, &number) && number == syscall.ECONNREFUSED:
		f.Detail = "The machine is there, but nothing accepts connections at this port."
	case late(err):
		f.Detail = "It did not accept the connection in time."
	case errors.As(err, &number):
		f.Detail = "The system says: " + number.Error() + "."
	default:
		f.Detail = "The connection could not be opened."
	}
}

// unsecured is a proxy with which there is no TLS.
func unsecured(err error, s seen, f *api.Failure) {
	kind, record := f.Kind, tls.RecordHeaderError{}
	theirs := s
	theirs.host, theirs.ca = "the proxy "+s.proxy, s.ca && !s.operated
	switch {
	case untrusted(err, theirs, f):
		f.Kind, f.Phase = kind, api.RungTCP
	case errors.As(err, &record):
		f.Title = "The proxy " + s.proxy + " does not speak TLS"
		f.Detail = "Its answer to the TLS handshake is no TLS."
		f.Try = []string{"Begin the proxy's URL with http://, if name and password may cross the network to it unencrypted.", "Or use the port where it speaks TLS."}
	case late(err):
		f.Title = "The proxy " + s.proxy + " did not finish the TLS handshake in time"
		f.Detail = "It accepted the connection, and then nothing came."
		f.Try = []string{"Check that this port of the proxy speaks TLS: most proxies' URLs begin with http://."}
	default:
		f.Title = "The TLS handshake with the proxy " + s.proxy + " failed"
		f.Detail = shorten(err.Error(), 300)
		if how := ended(err); how != "" {
			f.Detail = "It " + how + " the connection."
		}
		f.Try = []string{"Check that this port of the proxy speaks TLS: most proxies' URLs begin with http://."}
	}
}

// unopened is a proxy that opens no connection to the target.
func unopened(err error, s seen, f *api.Failure) {
	var status *refusedConnect
	var code refusedSOCKS
	switch {
	case errors.As(err, &status):
		refusedByHTTP(status, s, f)
	case errors.As(err, &code):
		refusedBySOCKS(code, s, f)
	case errors.Is(err, errMethod), errors.Is(err, errCredentials):
		unauthenticated("It refused all ways to log in that Firstcall has.", s, f)
	case late(err):
		f.Title = "The proxy " + s.proxy + " did not open the connection to " + s.endpoint() + " in time"
		f.Detail = "It accepted the connection, was asked for the target, and then nothing came." + s.attempts()
		f.Try = []string{"Check host and port of the URL: the proxy may be waiting for them.", "Check the proxy's URL: another service may listen there."}
	case ended(err) != "":
		f.Title = "The proxy " + s.proxy + " " + ended(err) + " the connection"
		f.Detail = "It was asked for the target, and ended the connection without answering." + s.attempts()
		f.Try = []string{"Check the proxy's URL: it may want TLS (https://) or another protocol (socks5://, http://).", "Ask whoever runs the proxy: its log may say more."}
	default:
		f.Title = s.proxy + " is no " + map[bool]string{true: "SOCKS5", false: "HTTP"}[s.socks] + " proxy"
		f.Detail = "Its answer is not in that protocol."
		f.Try = []string{"Check the proxy's URL: another service may listen there, or it wants another protocol (http://, https://, socks5://)."}
	}
}

func refusedByHTTP(e *refusedConnect, s seen, f *api.Failure) {
	answered := "Asked for a connection to " + s.endpoint() + ", it answered " + statusLine(e.status) + "."
	switch {
	case e.status == http.StatusProxyAuthRequired:
		if len(e.schemes) > 0 {
			answered += " It offers to authenticate by " + strings.Join(e.schemes, ", ") + "; Firstcall can do Basic."
		}
		unauthenticated(answered, s, f)
	case e.status/100 == 5:
		unconnected(answered, s, f)
	default:
		forbidden(answered, s, f)
		f.Try = append(f.Try, "Many proxies open connections to port 443 only.")
	}
}

// couldNot are the codes for a target that did not answer the proxy.
func couldNot(code refusedSOCKS) bool { return slices.Contains([]refusedSOCKS{1, 3, 4, 5, 6}, code) }

func refusedBySOCKS(code refusedSOCKS, s seen, f *api.Failure) {
	words := []string{
		"succeeded", "general failure", "not allowed by its rules", "network unreachable", "host unreachable",
		"connection refused", "TTL expired", "command not supported", "kind of address not supported",
	}
	answered := "Asked for a connection to " + s.endpoint() + ", it answered with code " + strconv.Itoa(int(code))
	if int(code) < len(words) {
		answered += ", " + words[code]
	}
	if couldNot(code) {
		unconnected(answered+".", s, f)
		return
	}
	forbidden(answered+".", s, f)
}

func unauthenticated(answered string, s seen, f *api.Failure) {
	f.Title = "The proxy " + s.proxy + " wants a name and password"
	f.Try = []string{"Give them beside the proxy, as name:password."}
	if s.login {
		f.Title = "The proxy " + s.proxy + " did not accept the name and password"
		f.Try = []string{"Check the name and password that were given for the proxy. In a URL, @, /, # and % of theirs are written as %40, %2F, %23 and %25."}
	}
	f.Detail = answered
}

func unconnected(answered string, s seen, f *api.Failure) {
	f.Title = "The proxy " + s.proxy + " could not connect to " + s.endpoint()
	f.Detail = answered + s.attempts()
	f.Try = []string{"Check host and port of the URL.", "Ask whoever runs the proxy whether this host can be reached from there."}
}

func forbidden(answered string, s seen, f *api.Failure) {
	f.Title = "The proxy " + s.proxy + " refused to connect to " + s.endpoint()
	f.Detail = answered + s.attempts()
	f.Try = []string{"Ask whoever runs the proxy whether it may connect to this address and port: Firstcall asks it for an address, never for a name."}
}
