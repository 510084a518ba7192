//go:build !js

package transport

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"syscall"

	"code.dny.dev/ssrf"
)

// A Guard says which addresses may be dialled. It judges the address itself,
// after DNS, so that no name leads around it.
//
// Cloud metadata addresses are refused always, and so are unspecified,
// multicast and broadcast ones. Beyond that a personal run, the zero value, may
// dial what it likes, private and loopback addresses included.
type Guard struct {
	Hosted bool           // refuse all that is not public (IANA's special-purpose registries)
	Allow  []netip.Prefix // what a hosted run may dial nevertheless
}

// Refusals carry no address: they must not tell where a name leads.
var (
	errRefused = errors.New("the address guard refused the target")
	errNever   = errors.New("the address guard never permits the target") // in a personal run
)

// metadata are the addresses where clouds hand credentials to their machines.
var metadata = []netip.Prefix{
	netip.MustParsePrefix("169.254.0.0/16"),         // link-local: AWS, Azure, Google, OpenStack, Oracle, Scaleway, Tencent
	netip.MustParsePrefix("100.100.100.200/32"),     // Alibaba
	netip.MustParsePrefix("168.63.129.16/32"),       // Azure's WireServer, a public address
	netip.MustParsePrefix("192.0.0.192/32"),         // Oracle Classic
	netip.MustParsePrefix("fd00:ec2::/32"),          // AWS: metadata, EKS Pod Identity
	netip.MustParsePrefix("fd20:ce::254/128"),       // Google
	netip.MustParsePrefix("fd00:c1::a9fe:a9fe/128"), // Oracle
	netip.MustParsePrefix("fd00:100::100:200/128"),  // Alibaba
	netip.MustParsePrefix("fd00:42::42/128"),        // Scaleway
	netip.MustParsePrefix("fd00:a9fe:a9fe::1/128"),  // Akamai
	netip.MustParsePrefix("fe80::a9fe:a9fe/128"),    // OpenStack
}

// nowhere are addresses that name no single other host. Linux takes 0.0.0.0
// and :: for itself.
var nowhere = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("::/128"),
	netip.MustParsePrefix("224.0.0.0/4"),
	netip.MustParsePrefix("ff00::/8"),
	netip.MustParsePrefix("255.255.255.255/32"),
}

type judge struct {
	public *ssrf.Guardian // nil in a personal run
}

func newJudge(g Guard) judge {
	if !g.Hosted {
		return judge{}
	}
	var v4, v6 []netip.Prefix
	for _, p := range g.Allow {
		if p.Addr().Is4() {
			v4 = append(v4, p)
		} else {
			v6 = append(v6, p)
		}
	}
	return judge{ssrf.New(ssrf.WithAnyPort(), ssrf.WithAllowedV4Prefixes(v4...), ssrf.WithAllowedV6Prefixes(v6...))}
}

// control is for [net.Dialer.ControlContext], which names the resolved address.
func (j judge) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	if !j.permitsText(address) {
		return j.refusal()
	}
	return nil
}

func (j judge) refusal() error {
	if j.public == nil {
		return errNever
	}
	return errRefused
}

func (j judge) permitsText(address string) bool {
	target, err := netip.ParseAddrPort(address)
	return err == nil && j.permits(target.Addr())
}

// permits takes the zone off first: with one, no prefix contains an address.
func (j judge) permits(addr netip.Addr) bool {
	addr = addr.WithZone("").Unmap()
	if within(nowhere, addr) {
		return false
	}
	return !slices.ContainsFunc(append(embedded(addr), addr), j.denies)
}

func (j judge) denies(addr netip.Addr) bool {
	return within(metadata, addr) || j.public != nil && j.public.SafeAddr(addr) != nil
}

func within(prefixes []netip.Prefix, addr netip.Addr) bool {
	return slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Contains(addr) })
}
