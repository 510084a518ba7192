package datacenter

import (
	"net/netip"
	"strconv"
	"strings"

	"firstcall/app/quote"
)

// port takes the port off the rest.
func (c *cleaner) port() error {
	i := strings.LastIndexByte(c.rest, ':')
	if i < strings.LastIndexByte(c.rest, ']') {
		return nil
	}
	if i < 0 {
		return nil
	}
	if _, err := netip.ParseAddr(c.rest); err == nil {
		return Refused("An IPv6 address stands in square brackets in a URL, such as https://[2001:db8::7]:8443.")
	}
	digits := c.rest[i+1:]
	c.rest = c.rest[:i]
	if digits == "" {
		c.note("The colon at the end was taken off.")
		return nil
	}
	n, err := strconv.ParseUint(digits, 10, 16)
	if err != nil || n == 0 || digits[0] == '0' {
		return Refused("The port is " + quote.Text(digits) + ", it has to be a number from 1 to 65535.")
	}
	c.portOf = digits
	return nil
}

// host judges what is left: an IPv6 address in brackets, an IPv4 address, or a
// name.
func (c *cleaner) host() error {
	if c.rest == "" {
		return Refused("The host is missing before the port.")
	}
	if c.rest[0] == '[' {
		return c.ipv6()
	}
	if bare, dot := strings.CutSuffix(c.rest, "."); dot {
		c.note("The dot at the end was taken off.")
		c.rest = bare
	}
	lower := strings.ToLower(c.rest)
	if err := checkName(lower); err != nil {
		return err
	}
	c.upperCase = c.upperCase || lower != c.rest
	c.address = lower
	c.loopback = lower == "localhost"
	if endsInNumber(lower) {
		return c.ipv4()
	}
	return nil
}

func (c *cleaner) ipv6() error {
	inside, ok := strings.CutSuffix(c.rest[1:], "]")
	addr, err := netip.ParseAddr(inside)
	if !ok || err != nil || !addr.Is6() || addr.Zone() != "" {
		return Refused(quote.Text(c.rest) + " is no IPv6 address in square brackets, such as [2001:db8::7].")
	}
	c.address = "[" + addr.String() + "]"
	c.loopback = addr.Unmap().IsLoopback()
	if c.address != c.rest {
		c.note("The IPv6 address was written in its usual form.")
	}
	return nil
}

// ipv4 accepts four decimal parts only. Octal, hexadecimal, shortened and
// one-number spellings mean different addresses to different programs
// (RFC 6943 section 3.1.1), and are used to slip past address checks.
func (c *cleaner) ipv4() error {
	addr, err := netip.ParseAddr(c.address)
	if err != nil || !addr.Is4() {
		return Refused(quote.Text(c.address) + " is not a usual way to write an IP address. Write four decimal numbers from 0 to 255, such as 192.0.2.7.")
	}
	c.loopback = addr.IsLoopback()
	return nil
}

// endsInNumber reports whether programs would take the host for an IPv4
// address: its last label is a decimal or hexadecimal number
// (https://url.spec.whatwg.org/#ends-in-a-number-checker).
func endsInNumber(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	if hex, ok := strings.CutPrefix(last, "0x"); ok {
		return all(hex, isHex)
	}
	return all(last, isDigit)
}

// checkName holds a lower-case host name to letters, digits, hyphens and dots,
// and to the lengths of RFC 1123 section 2.1 and RFC 1035 section 2.3.4.
func checkName(host string) error {
	for _, r := range host {
		switch {
		case r < 0x80 && (isLetter(byte(r)) || isDigit(byte(r)) || r == '-' || r == '.'):
		case r == ' ':
			return Refused("A host name has no space, and this has one: " + quote.Text(host) + ".")
		case r >= 0x80:
			return Refused("The host has " + quote.Text(string(r)) + ". Enter its ASCII form, in which such a name begins with “xn--”.")
		default:
			return Refused("The host has " + quote.Text(string(r)) + ". It may have letters, digits, “-” and “.” only.")
		}
	}
	if len(host) > 253 {
		return Refused("The host is longer than 253 characters, which no host name is.")
	}
	for label := range strings.SplitSeq(host, ".") {
		switch {
		case label == "":
			return Refused("The host has a dot too many: " + quote.Text(host) + ".")
		case len(label) > 63:
			return Refused("A part of the host is longer than 63 characters: " + quote.Text(label) + ".")
		case label[0] == '-' || label[len(label)-1] == '-':
			return Refused("A part of the host begins or ends with a hyphen: " + quote.Text(label) + ".")
		}
	}
	return nil
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isHex(b byte) bool { return isDigit(b) || b|0x20 >= 'a' && b|0x20 <= 'f' }

func isSchemeByte(b byte) bool { return isLetter(b) || isDigit(b) || strings.IndexByte("+-.", b) >= 0 }

func all(s string, is func(byte) bool) bool {
	for i := range len(s) {
		if !is(s[i]) {
			return false
		}
	}
	return true
}
