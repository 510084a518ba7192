package datacenter

import (
	"strings"

	"firstcall/app/quote"
)

// scheme takes the scheme off. Near misses (https:/host, https//host, the
// scheme twice) are put right.
func (c *cleaner) scheme() error {
	for {
		name, after, ok := cutWebScheme(c.rest)
		if !ok {
			break
		}
		prefix := c.rest[:len(c.rest)-len(after)]
		if c.schemeOf != "" {
			// https://http:8443 and https://http//token have a host of that name.
			if !strings.HasSuffix(prefix, "://") {
				break
			}
			c.note("A second scheme was taken off.")
		}
		c.schemeOf, c.rest = name, after
		c.upperCase = c.upperCase || strings.ToLower(prefix) != prefix
		if len(prefix) != len(name+"://") {
			c.note("The beginning was made “" + name + "://”.")
		}
	}
	if c.schemeOf == "" {
		if other := otherScheme(c.rest); other != "" {
			return Refused("A URL with " + quote.Text(other+":") + " can't be used here. Enter one with https:// or http://.")
		}
		c.rest, _ = strings.CutPrefix(c.rest, "//")
	}
	if c.rest == "" || strings.ContainsRune("/?#", rune(c.rest[0])) {
		return Refused("The host is missing: only the scheme, a path or a query was seen. Enter a URL such as https://api.example.com.")
	}
	return nil
}

// cutWebScheme cuts "https:" or "http:" with its slashes, or "https//".
func cutWebScheme(s string) (name, rest string, ok bool) {
	for _, name := range []string{"https", "http"} {
		if !hasPrefixFold(s, name) {
			continue
		}
		rest, colon := strings.CutPrefix(s[len(name):], ":")
		if colon || strings.HasPrefix(rest, "//") {
			return name, cutSlashes(rest), true
		}
	}
	return "", s, false
}

// cutSlashes takes at most two off: after a third there is a path and no host.
func cutSlashes(s string) string {
	s, _ = strings.CutPrefix(s, "/")
	s, _ = strings.CutPrefix(s, "/")
	return s
}

// otherScheme returns the scheme that s begins with, "" if it has none. A name
// before a colon is a host, not a scheme, when it has a dot, or is localhost,
// or when a port follows.
func otherScheme(s string) string {
	name, after, ok := strings.Cut(s, ":")
	if !ok || name == "" || !isLetter(name[0]) || !all(name, isSchemeByte) {
		return ""
	}
	if strings.HasPrefix(after, "//") {
		return name
	}
	if strings.Contains(name, ".") || strings.EqualFold(name, "localhost") ||
		after == "" || isDigit(after[0]) || after[0] == '/' || strings.Contains(after, "@") {
		return ""
	}
	return name
}

// noUserInfo refuses every @, wherever it stands: in https://id:pa/ss@host the
// password itself cuts the URL, and no later sentence may repeat a part of it.
func (c *cleaner) noUserInfo() error {
	before, _, found := strings.Cut(c.rest, "@")
	switch {
	case !found:
		return nil
	case c.schemeOf == "" && (!strings.Contains(before, ":") || hasPrefixFold(before, "mailto:")):
		return Refused("This looks like an e-mail address. Enter the URL of the data center, such as https://api.example.com.")
	default:
		return Refused("There is an “@”. Credentials don't belong into the URL: take them out of it and enter them in their own fields.")
	}
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// cutFragment takes the fragment off, and the punctuation that was before it.
func (c *cleaner) cutFragment() error {
	before, _, found := strings.Cut(c.rest, "#")
	if found {
		c.rest = strings.TrimRight(before, trailing)
		c.note("The fragment, from “#” on, was taken off.")
	}
	return nil
}

// cutQuery takes the query off the rest, and keeps it if it belongs to the URL.
// The note doesn't repeat it, since it may hold a secret.
func (c *cleaner) cutQuery() error {
	i := strings.IndexByte(c.rest, '?')
	if i < 0 {
		return nil
	}
	query := c.rest[i:]
	c.rest = c.rest[:i]
	if c.keep != Whole {
		c.note("The query, from “?” on, was taken off.")
		return nil
	}
	if bad := firstBad(query); bad != "" {
		return Refused("The query has " + quote.Text(bad) + ", which can't be in a URL as it is.")
	}
	c.queryOf = query
	return nil
}

// cutPath takes the path off the rest, and keeps it if it belongs to the URL.
func (c *cleaner) cutPath() error {
	i := strings.IndexByte(c.rest, '/')
	if i < 0 {
		c.rest = strings.TrimRight(c.rest, trailing)
		return nil
	}
	typed := c.rest[i:]
	path := strings.TrimRight(typed, "/"+trailing)
	if c.keep == Whole {
		path = typed
	}
	c.rest = c.rest[:i]
	if c.keep != Origin {
		if bad := firstBad(path); bad != "" {
			return Refused("The path has " + quote.Text(bad) + ", which can't be in a URL as it is.")
		}
		c.pathOf = path
	}
	switch {
	case path == typed && c.keep != Origin:
	case path == "" || c.keep == Path:
		c.note("The slash at the end was taken off.")
	default:
		c.note(quote.Text(path) + " was taken off the end.")
	}
	return nil
}

// firstBad returns the first character of a path or query that RFC 3986
// sections 3.3 and 3.4 don't allow, or "". A single quote, which they allow, is
// refused because at the end it would be taken for one around the URL; so is
// an @.
func firstBad(part string) string {
	for i, r := range part {
		ok := r < 0x80 && (isLetter(byte(r)) || isDigit(byte(r)) || strings.ContainsRune("/?-._~!$&()*+,;=:", r))
		if r == '%' {
			ok = i+2 < len(part) && isHex(part[i+1]) && isHex(part[i+2])
		}
		if !ok {
			return string(r)
		}
	}
	return ""
}
