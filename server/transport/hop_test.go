package transport_test

import (
	"bufio"
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"testing"
)

// A hop is a proxy on loopback that remembers what it was asked for.
type hop struct {
	scheme  string
	address string
	login   string // "name:password" that it wants, "" for none

	mu    sync.Mutex
	asked []string // host:port, names as they were sent
	agent string
}

// newHop starts a proxy of a scheme; cert is for https.
func newHop(t *testing.T, scheme, login string, cert tls.Certificate) *hop {
	t.Helper()
	h := &hop{scheme: scheme, login: login}
	h.address = listen(t, func(c net.Conn) {
		switch scheme {
		case "https":
			h.connect(tls.Server(c, &tls.Config{Certificates: []tls.Certificate{cert}}))
		case "socks5":
			h.socks(c)
		default:
			h.connect(c)
		}
	})
	return h
}

func (h *hop) url(login string) string {
	if login != "" {
		login += "@"
	}
	return h.scheme + "://" + login + h.address
}

func (h *hop) remember(target, agent string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked, h.agent = append(h.asked, target), agent
}

// all is what the proxy was asked for since all was called last.
func (h *hop) all() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	asked := h.asked
	h.asked = nil
	return asked
}

func (h *hop) connect(c net.Conn) {
	from := bufio.NewReader(c)
	req, err := http.ReadRequest(from)
	if err != nil {
		return
	}
	h.remember(req.RequestURI, req.UserAgent())
	name, password, _ := (&http.Request{Header: http.Header{"Authorization": req.Header["Proxy-Authorization"]}}).BasicAuth()
	switch {
	case req.Method != http.MethodConnect || req.Host != req.RequestURI:
		io.WriteString(c, "HTTP/1.1 400 Bad Request\r\n\r\n")
	case h.login != "" && name+":"+password != h.login:
		io.WriteString(c, "HTTP/1.1 407 Who "+req.Header.Get("Proxy-Authorization")+"\r\nProxy-Authenticate: Basic realm=\"x\"\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: SECRET\r\n\r\n")
	default:
		onward, err := net.Dial("tcp", req.RequestURI)
		if err != nil {
			io.WriteString(c, "HTTP/1.1 502 Bad Gateway\r\n\r\n")
			return
		}
		io.WriteString(c, "HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n")
		relay(c, from, onward)
	}
}

// socks is the server's side of RFC 1928, with names too, and of RFC 1929.
func (h *hop) socks(c net.Conn) {
	from := bufio.NewReader(c)
	methods := take(from, int(take(from, 2)[1]))
	switch {
	case h.login == "":
		c.Write([]byte{5, 0})
	case !slices.Contains(methods, 2):
		c.Write([]byte{5, 0xff})
		return
	default:
		c.Write([]byte{5, 2})
		name := string(take(from, int(take(from, 2)[1])))
		if password := string(take(from, int(take(from, 1)[0]))); name+":"+password != h.login {
			c.Write([]byte{1, 9})
			return
		}
		c.Write([]byte{1, 0})
	}
	var host string
	switch kind := take(from, 4)[3]; kind {
	case 3:
		host = string(take(from, int(take(from, 1)[0])))
	default:
		addr, _ := netip.AddrFromSlice(take(from, map[byte]int{1: 4, 4: 16}[kind]))
		host = addr.String()
	}
	target := net.JoinHostPort(host, strconv.Itoa(int(binary.BigEndian.Uint16(take(from, 2)))))
	h.remember(target, "")
	onward, err := net.Dial("tcp", target)
	if err != nil {
		c.Write([]byte{5, 5, 0, 1, 0, 0, 0, 0, 0, 0})
		return
	}
	c.Write(append([]byte{5, 0, 0, 3, 4}, "host\x00\x00"...))
	relay(c, from, onward)
}

// take reads n bytes, or zeros from who sends fewer.
func take(r io.Reader, n int) []byte {
	p := make([]byte, n)
	io.ReadFull(r, p)
	return p
}

func relay(c net.Conn, from io.Reader, onward net.Conn) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		io.Copy(c, onward)
		c.Close()
	}()
	io.Copy(onward, from)
	onward.Close()
	<-done
}

// TestHop has net/http's own proxy client find the test's proxies right.
func TestHop(t *testing.T) {
	ca := newAuthority(t)
	server := serveTLS(t, ca.issue(t, nil), nil)
	trusted := &tls.Config{RootCAs: ca.pool()}
	for _, scheme := range []string{"http", "https", "socks5"} {
		for _, login := range []string{"", "me:SECRET"} {
			h := newHop(t, scheme, login, ca.issue(t, nil))
			through, _ := url.Parse(h.url(login))
			client := &http.Transport{Proxy: http.ProxyURL(through), TLSClientConfig: trusted}
			resp, err := client.RoundTrip(get(t, server.URL))
			if err != nil {
				t.Errorf("%s, login %q: %v", scheme, login, err)
				continue
			}
			resp.Body.Close()
			client.CloseIdleConnections()
			if got := h.all(); !slices.Equal(got, []string{hostOf(server.URL)}) {
				t.Errorf("%s: asked for %q", scheme, got)
			}
		}
	}
}
