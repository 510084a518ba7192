package datacenter

import (
	"net/netip"
	"strings"
)

// several reports whether more than one of the pieces between white space is an
// address of its own.
func several(s string) bool {
	found := false
	for piece := range strings.FieldsSeq(s) {
		if !isAddress(trimAround(piece)) {
			continue
		}
		if found {
			return true
		}
		found = true
	}
	return false
}

// isAddress reports whether s is a URL with a host, or a host alone, which then
// has to have a dot or to be localhost, so that no other word is taken for one.
func isAddress(s string) bool {
	_, rest, withScheme := cutWebScheme(s)
	if !withScheme {
		return isHost(strings.TrimSuffix(rest, "/"), true)
	}
	host := authority(rest)
	return isHost(host[strings.LastIndexByte(host, '@')+1:], false)
}

// isHost judges a host with or without a port.
func isHost(s string, dotted bool) bool {
	if i := strings.LastIndexByte(s, ':'); i > strings.LastIndexByte(s, ']') && all(s[i+1:], isDigit) {
		s = s[:i]
	}
	if inside, bracket := strings.CutPrefix(s, "["); bracket {
		addr, err := netip.ParseAddr(strings.TrimSuffix(inside, "]"))
		return err == nil && addr.Is6()
	}
	s = strings.ToLower(s)
	return checkName(s) == nil && (!dotted || s == "localhost" || strings.Contains(s, "."))
}

// glued reports whether a second URL follows a host without anything between,
// as in https://a.examplehttps://b.example.
func glued(s string) bool {
	for {
		_, rest, ok := cutWebScheme(s)
		if !ok {
			break
		}
		s = rest
	}
	host := authority(s)
	if !strings.HasPrefix(s[len(host):], "//") {
		return false
	}
	host = strings.ToLower(host)
	before, ok := strings.CutSuffix(host, "https:")
	if !ok {
		before, ok = strings.CutSuffix(host, "http:")
	}
	return ok && isHost(before, false)
}

// authority is what comes before the path, the query or the fragment.
func authority(s string) string {
	if i := strings.IndexAny(s, "/?#"); i >= 0 {
		return s[:i]
	}
	return s
}
