//go:build !js

package transport

import (
	"bufio"
	"encoding/base64"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// maxProxyHead is how many bytes an HTTP proxy may answer before the tunnel.
const maxProxyHead = 64 << 10

// errNoProxy says that the answer is not in the proxy's protocol.
var errNoProxy = errors.New("what answered is no proxy of this kind")

// A refusedConnect is an HTTP proxy's answer to CONNECT that is no 2xx.
type refusedConnect struct {
	status  int
	schemes []string // of authentication that it offers
}

func (e *refusedConnect) Error() string { return "the proxy answered " + statusLine(e.status) }

func statusLine(status int) string {
	return strings.TrimSpace(strconv.Itoa(status) + " " + http.StatusText(status))
}

// connect asks an HTTP proxy for a tunnel (RFC 9110 section 9.3.6), from which
// the reader reads.
func (p *proxy) connect(c net.Conn, to netip.AddrPort) (io.Reader, error) {
	req := &http.Request{
		Method: http.MethodConnect, URL: &url.URL{Opaque: to.String()}, Host: to.String(),
		Header: http.Header{"User-Agent": {p.agent}},
	}
	if p.user != nil {
		password, _ := p.user.Password()
		credentials := base64.StdEncoding.EncodeToString([]byte(p.user.Username() + ":" + password))
		req.Header.Set("Proxy-Authorization", "Basic "+credentials)
	}
	if err := req.Write(c); err != nil {
		return nil, err
	}
	head := &io.LimitedReader{R: c, N: maxProxyHead}
	answer := bufio.NewReader(head)
	resp, err := http.ReadResponse(answer, req)
	switch {
	case err != nil && head.N <= 0:
		return nil, errNoProxy
	case err != nil:
		return nil, notHTTP(err)
	case resp.StatusCode/100 != 2:
		return nil, &refusedConnect{resp.StatusCode, schemes(resp.Header)}
	}
	head.N = math.MaxInt64
	return answer, nil
}

// notHTTP leaves out what an error quotes of the proxy's answer, which may
// repeat what it was sent.
func notHTTP(err error) error {
	var network net.Error
	if errors.As(err, &network) || ended(err) != "" {
		return err
	}
	return errNoProxy
}

// schemes are the authentication schemes of a 407 (RFC 9110 section 11.7.1)
// that are widely known. Anything else may be a repetition of what was sent.
func schemes(header http.Header) []string {
	var names []string
	for _, challenge := range header.Values("Proxy-Authenticate") {
		name, _, _ := strings.Cut(challenge, " ")
		known := []string{"Basic", "Bearer", "Digest", "Kerberos", "Negotiate", "NTLM"}
		if i := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, name) }); i >= 0 {
			names = append(names, known[i])
		}
	}
	return names
}
