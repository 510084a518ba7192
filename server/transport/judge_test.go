package transport

import (
	"net/netip"
	"testing"
)

// TestPermitted has the addresses that must stay reachable. The front door
// can't show them without leaving the machine.
func TestPermitted(t *testing.T) {
	personal, hosted := newJudge(Guard{}), newJudge(Guard{Hosted: true})
	lan := newJudge(Guard{Hosted: true, Allow: []netip.Prefix{
		netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd12::/16"), netip.MustParsePrefix("64:ff9b::/96"),
	}})
	for _, c := range []struct {
		addr                  string
		personal, hosted, lan bool
	}{
		{"8.8.8.8", true, true, true},
		{"168.63.129.17", true, true, true},
		{"2606:4700::1111", true, true, true},
		{"2001:4860::5efe:8.8.8.8", true, true, true},
		{"::ffff:8.8.8.8", true, true, true},
		{"10.1.2.3", true, false, true},
		{"::ffff:10.1.2.3", true, false, true},
		{"192.168.1.1", true, false, false},
		{"100.100.100.201", true, false, false},
		{"127.0.0.1", true, false, false},
		{"::1", true, false, false},
		{"fd12:3456::1", true, false, true},
		{"fe80::1%eth0", true, false, false},
		{"64:ff9b::8.8.8.8", true, false, true},
		{"64:ff9b::10.1.2.3", true, false, true},
		{"64:ff9b::127.0.0.1", true, false, false},
		{"64:ff9b:1::8.8.8.8", true, false, false},
		{"169.254.169.254", false, false, false},
	} {
		addr := netip.MustParseAddr(c.addr)
		got := [3]bool{personal.permits(addr), hosted.permits(addr), lan.permits(addr)}
		if want := [3]bool{c.personal, c.hosted, c.lan}; got != want {
			t.Errorf("%s: personal, hosted, allowed: got %v, want %v", c.addr, got, want)
		}
	}
}
