//go:build !js

package relay

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
)

// address joins the data center, the path with its query as typed, and the
// query rows. It goes to the data center's scheme, host and base path, or is
// refused.
func address(dataCenter string, req api.Request) (*url.URL, error) {
	base, err := center(dataCenter)
	if err != nil {
		return nil, err
	}
	if err := checkPath(req.Path); err != nil {
		return nil, err
	}
	path, query, _ := strings.Cut(req.Path, "?")
	if err := checkSegments(path); err != nil {
		return nil, err
	}
	text := base.Scheme + "://" + base.Host + strings.TrimRight(base.EscapedPath(), "/") + escape(path)
	if query = joinQuery(escape(query), req.Query); query != "" {
		text += "?" + query
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != base.Scheme || u.Host != base.Host || u.User != nil || u.Opaque != "" {
		return nil, refusal("The path leads to another host than the data center.")
	}
	return u, nil
}

func center(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return nil, refusal("The connection's data center is not a URL that begins with https:// or http://.")
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, refusal("The connection's data center has more than a scheme, a host and a path.")
	}
	return u, nil
}

func checkPath(path string) error {
	switch {
	case !strings.HasPrefix(path, "/"):
		return refusal("The path has to begin with “/”. The host is the connection's data center.")
	case strings.HasPrefix(path, "//"):
		return refusal("The path begins with “//”, which would name another host. Begin it with one “/”.")
	case strings.Contains(path, "#"):
		return refusal("The path has a “#”. What follows it never reaches a server; write %23 for the sign itself.")
	case strings.Contains(path, `\`):
		return refusal(`The path has a “\”, which some servers take for “/”. Write %5C for the sign itself.`)
	}
	for _, r := range path {
		if isControl(r) {
			return refusef("The path has the control character %U. Remove it.", r)
		}
	}
	if missing := wire.Names(path); len(missing) > 0 {
		return refusal("The path still has {" + strings.Join(missing, "} and {") + "}. Put a value in its place; braces themselves are written %7B and %7D.")
	}
	return nil
}

// checkSegments refuses what a server would resolve to a path outside of the
// base path (RFC 3986 section 5.2.4), and broken percent-encoding.
func checkSegments(path string) error {
	for segment := range strings.SplitSeq(path, "/") {
		plain, err := url.PathUnescape(segment)
		if err != nil {
			return refusal("The path has a “%” without two hexadecimal digits after it. Write %25 for the sign itself.")
		}
		if slices.ContainsFunc(strings.FieldsFunc(plain, isSlash), isDots) {
			return refusal("The path has “.” or “..” as a segment. Write the path that it leads to.")
		}
	}
	return nil
}

func isSlash(r rune) bool { return r == '/' || r == '\\' }

// isDots takes a segment's parameters off, as some servers do before they
// resolve it.
func isDots(segment string) bool {
	name, _, _ := strings.Cut(segment, ";")
	return name == "." || name == ".."
}

// joinQuery appends the rows that are on to what was typed; duplicates and
// order stay.
func joinQuery(typed string, rows []api.Row) string {
	var parts []string
	if typed != "" {
		parts = append(parts, typed)
	}
	for _, row := range rows {
		if !row.Off && row.Name != "" {
			parts = append(parts, url.QueryEscape(row.Name)+"="+url.QueryEscape(row.Value))
		}
	}
	return strings.Join(parts, "&")
}

// escape encodes the bytes that can't stand in a path or query (RFC 3986
// section 3.3), and leaves all others, encoded ones too, as typed.
func escape(s string) string {
	const plain = "-._~!$&'()*+,;=:@/?%[]"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || strings.IndexByte(plain, c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func isControl(r rune) bool { return r < 0x20 || r >= 0x7f && r < 0xa0 }
