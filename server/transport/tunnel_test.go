package transport

import (
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// TestEarlyBytes: what a target says at once, in the packet of the proxy's
// answer, is not lost. HTTP's servers wait, so the front door can't show it.
func TestEarlyBytes(t *testing.T) {
	banner := strings.Repeat("220 mail.example ESMTP\r\n", 10_000)
	for scheme, reply := range map[string]string{
		"http":   "HTTP/1.1 200 Fine\r\nA: b\r\n\r\n",
		"socks5": "\x05\x00\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50",
	} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			c, err := l.Accept()
			if err != nil {
				return
			}
			defer c.Close()
			c.Read(make([]byte, 3)) // the beginning of what is asked
			io.WriteString(c, reply+banner)
			io.Copy(io.Discard, c)
		}()
		p, err := parseProxy(scheme + "://" + l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		c, err := p.open(t.Context(), netip.MustParseAddrPort("192.0.2.1:25"), nil)
		if err != nil {
			t.Fatal(err)
		}
		c.SetReadDeadline(time.Now().Add(20 * time.Second)) // in case it was lost
		got := make([]byte, len(banner))
		if n, err := io.ReadFull(c, got); err != nil || string(got) != banner {
			t.Errorf("%s: got %d bytes of the banner, %v", scheme, n, err)
		}
		if got := c.RemoteAddr().String(); got != "192.0.2.1:25" {
			t.Errorf("%s: remote %s", scheme, got)
		}
		c.Close()
		l.Close()
	}
}
