package transport_test

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// resolve is a resolver that knows the names given; others do not exist, and
// a name with no addresses is answered with an error of the server.
func resolve(t *testing.T, names map[string][]string) *net.Resolver {
	t.Helper()
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() {
		buf := make([]byte, 1500)
		for n, from, err := server.ReadFrom(buf); err == nil; n, from, err = server.ReadFrom(buf) {
			if reply := dnsReply(buf[:n], names); reply != nil {
				server.WriteTo(reply, from)
			}
		}
	})
	t.Cleanup(func() { server.Close(); running.Wait() })
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", server.LocalAddr().String())
	}}
}

func dnsReply(query []byte, names map[string][]string) []byte {
	var m dnsmessage.Message
	if err := m.Unpack(query); err != nil || len(m.Questions) != 1 {
		return nil
	}
	q := m.Questions[0]
	name := q.Name.String()
	addrs, known := names[name[:len(name)-1]]
	m.Response, m.Authoritative, m.Additionals = true, true, nil
	switch {
	case !known:
		m.RCode = dnsmessage.RCodeNameError
	case len(addrs) == 0:
		m.RCode = dnsmessage.RCodeServerFailure
	}
	for _, a := range addrs {
		if r, ok := record(q, netip.MustParseAddr(a)); ok {
			m.Answers = append(m.Answers, r)
		}
	}
	out, err := m.Pack()
	if err != nil {
		return nil
	}
	return out
}

func record(q dnsmessage.Question, addr netip.Addr) (dnsmessage.Resource, bool) {
	header := dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: 1}
	switch {
	case q.Type == dnsmessage.TypeA && addr.Is4():
		return dnsmessage.Resource{Header: header, Body: &dnsmessage.AResource{A: addr.As4()}}, true
	case q.Type == dnsmessage.TypeAAAA && addr.Is6():
		return dnsmessage.Resource{Header: header, Body: &dnsmessage.AAAAResource{AAAA: addr.As16()}}, true
	}
	return dnsmessage.Resource{}, false
}
