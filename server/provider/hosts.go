//go:build !js

package provider

import (
	"net/netip"
	"strconv"
	"strings"
)

// Permits reports whether a hosted run may reach host, which is a name or
// address with or without a port, as in a URL. A pattern "*.example.com" stands
// for one or more labels before the dot; a pattern without a port for the port
// of HTTPS alone. A profile without patterns permits none.
func (p Profile) Permits(host string) bool {
	name, port := splitPort(strings.ToLower(host))
	name = strings.TrimSuffix(name, ".")
	if name == "" {
		return false
	}
	for _, pattern := range p.Hosts {
		wantName, wantPort := splitPort(strings.ToLower(pattern))
		if port == wantPort && matches(wantName, name) {
			return true
		}
	}
	return false
}

func matches(pattern, name string) bool {
	suffix, wild := strings.CutPrefix(pattern, "*")
	if !wild {
		return pattern == name
	}
	return len(name) > len(suffix) && name[0] != '.' && strings.HasSuffix(name, suffix)
}

// splitPort cuts the port off; it is "443" where there is none. An IPv6 address
// keeps its brackets.
func splitPort(host string) (name, port string) {
	i := strings.LastIndexByte(host, ':')
	if i < 0 || strings.HasSuffix(host, "]") {
		return host, "443"
	}
	return host[:i], host[i+1:]
}

// ValidPattern reports whether [Profile.Permits] can make sense of pattern.
func ValidPattern(pattern string) bool {
	name, port := splitPort(strings.ToLower(pattern))
	if number, err := strconv.ParseUint(port, 10, 16); err != nil || number == 0 {
		return false
	}
	if inner, bracketed := strings.CutPrefix(name, "["); bracketed {
		inner, closed := strings.CutSuffix(inner, "]")
		address, err := netip.ParseAddr(inner)
		return closed && err == nil && address.Is6()
	}
	for label := range strings.SplitSeq(strings.TrimPrefix(name, "*."), ".") {
		if !validLabel(label) {
			return false
		}
	}
	return true
}

// validLabel holds a label to the letters, digits and hyphens of RFC 1123 section 2.1.
func validLabel(label string) bool {
	if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
		return false
	}
	return strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
