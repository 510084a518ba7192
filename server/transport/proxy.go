//go:build !js

package transport

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"firstcall/app/api"
)

// A proxy opens connections to addresses. It never gets a name to look up, so
// that the guard's judgement holds.
type proxy struct {
	scheme   string // http, https or socks5
	address  string // host and port
	user     *url.Userinfo
	operated bool   // it is the operator's
	agent    string // the User-Agent
	dialer   net.Dialer
	tls      *tls.Config // for https
}

// proxyPorts are the schemes that a proxy's URL may have.
var proxyPorts = map[string]string{"http": "80", "https": "443", "socks5": "1080"}

// ParseProxy checks a proxy's URL: http, https or socks5, a host, perhaps a
// port, and perhaps a name and password. The error is a sentence, fit to be
// shown; it quotes nothing of the URL, in which there may be a password.
func ParseProxy(text string) error {
	_, err := parseProxy(text)
	return err
}

func parseProxy(text string) (*proxy, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	wrong := ""
	switch {
	case strings.TrimSpace(text) == "":
		wrong = "There is no proxy: the text is empty."
	case !strings.Contains(text, "://"):
		wrong = "The proxy's URL must begin with http://, https:// or socks5://."
	case err != nil:
		wrong = "The proxy's URL can't be read. In its name and password, characters such as @, /, # and % are written as %40, %2F, %23 and %25."
	case proxyPorts[u.Scheme] == "":
		wrong = "The proxy's URL must begin with http://, https:// or socks5://; other kinds of proxy are not supported."
	default:
		wrong = unfitProxy(u)
	}
	if wrong != "" {
		return nil, &settingError{api.ProxyField, wrong}
	}
	port := cmp.Or(u.Port(), proxyPorts[u.Scheme])
	return &proxy{scheme: u.Scheme, address: net.JoinHostPort(u.Hostname(), port), user: u.User}, nil
}

func unfitProxy(u *url.URL) string {
	port, err := strconv.ParseUint(cmp.Or(u.Port(), "1"), 10, 16)
	password, _ := u.User.Password()
	switch {
	case u.Hostname() == "":
		return "The proxy's URL has no host."
	case err != nil || port == 0:
		return "The port in the proxy's URL is not one: ports are 1 to 65535."
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "":
		return "The proxy's URL must end after the host and port."
	case u.Scheme == "socks5" && u.User != nil && (u.User.Username() == "" || password == "" || len(u.User.Username()) > 255 || len(password) > 255):
		return "A SOCKS5 proxy takes a name and a password of 1 to 255 bytes each."
	case u.Scheme != "socks5" && strings.Contains(u.User.Username(), ":"):
		return "The name for the proxy must have no colon."
	}
	return ""
}

// A proxyError is what the way through the proxy stopped at.
type proxyError struct {
	step proxyStep
	err  error
}

func (e *proxyError) Error() string { return "the proxy did not open the connection" }
func (e *proxyError) Unwrap() error { return e.err }

// A proxyStep is how far the way through the proxy went.
type proxyStep int

const (
	proxyReach  proxyStep = iota // its name, TCP
	proxySecure                  // TLS with the proxy
	proxyAsk                     // for the target
)

// errNeverProxy is of no guard: that judges targets.
var errNeverProxy = errors.New("the proxy has an address that is never called")

// notMetadata holds also for an operator's proxy, which may be anywhere else.
func notMetadata(_ context.Context, _, address string, _ syscall.RawConn) error {
	if !(judge{}).permitsText(address) {
		return errNeverProxy
	}
	return nil
}

// quiet keeps the dial of the proxy from being recorded as the target's.
type quiet struct{ context.Context }

func (quiet) Value(any) any { return nil }

// open gives a connection to the target's address. Its error is a *proxyError.
func (p *proxy) open(ctx context.Context, to netip.AddrPort, trace *Trace) (net.Conn, error) {
	reached := proxyReach
	fail := func(err error) (net.Conn, error) { return nil, &proxyError{reached, err} }
	step := func(next proxyStep) {
		reached = next
		trace.note(func(s *seen) { s.step = next })
	}
	step(proxyReach)
	c, err := p.dialer.DialContext(quiet{ctx}, "tcp", p.address)
	if err != nil {
		return fail(err)
	}
	if p.scheme == "https" {
		step(proxySecure)
		secured := tls.Client(c, p.tls)
		if err := secured.HandshakeContext(ctx); err != nil {
			c.Close()
			return fail(err)
		}
		c = secured
	}
	step(proxyAsk)
	through, err := p.ask(ctx, c, to)
	if err != nil {
		c.Close()
		return fail(err)
	}
	return through, nil
}

// ask asks the proxy for the target, no longer than ctx lasts.
func (p *proxy) ask(ctx context.Context, c net.Conn, to netip.AddrPort) (net.Conn, error) {
	stop := context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Unix(1, 0)) })
	ask := p.connect
	if p.scheme == "socks5" {
		ask = p.socks
	}
	answer, err := ask(c, to)
	if !stop() {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	return &tunnel{c, answer, net.TCPAddrFromAddrPort(to)}, nil
}
