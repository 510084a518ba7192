//go:build !js

package mask

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"firstcall/app/wire"
)

// Text answers the beginning of s without what is secret, and whether s goes on.
func (m *Mask) Text(s string) (masked string, cut bool) {
	s, cut = m.known(s)
	s = named(m.members, s, `"`+wire.Mask+`"`)
	s = named(m.pairs, s, wire.Mask)
	return jwtLike.ReplaceAllStringFunc(s, func(found string) string { return found[:11] + "…••••••" }), cut
}

// Line is Text for what is short.
func (m *Mask) Line(s string) string {
	s, _ = m.Text(s)
	return s
}

// named replaces the values that stand by a sensitive name and are not masked yet.
func named(names *regexp.Regexp, s, instead string) string {
	return names.ReplaceAllStringFunc(s, func(found string) string {
		parts := names.FindStringSubmatch(found)
		if strings.Contains(parts[2], "•") || parts[2] == `""` || parts[2] == "null" {
			return found
		}
		return parts[1] + instead
	})
}

// A span is a part of a text to be masked.
type span struct {
	start, end int
	instead    string
}

// known replaces the needles in the beginning of s. One that begins there is
// masked to its end, so that the cut leaves no half of it.
func (m *Mask) known(s string) (masked string, cut bool) {
	cut = len(s) > shown
	s = s[:min(len(s), shown+margin)]
	var out strings.Builder
	done := 0
	for _, found := range m.spans(s) {
		if found.start >= done && found.start < shown {
			out.WriteString(s[done:found.start] + found.instead)
		}
		if found.start < max(done, shown) {
			done = max(done, found.end)
		}
	}
	if done < shown {
		out.WriteString(s[done:min(len(s), shown)])
	}
	return strings.ToValidUTF8(out.String(), "\uFFFD"), cut
}

// spans finds the needles in all views of s, in order, of those that begin
// together the longest first.
func (m *Mask) spans(s string) []span {
	var all []span
	for _, v := range views(s) {
		for i := 0; i < len(v.text); {
			instead, length := m.at(v.text[i:])
			if length > 0 {
				all = append(all, span{v.from[i], v.from[i+length], instead})
			}
			i += max(1, length)
		}
	}
	slices.SortStableFunc(all, func(a, b span) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	return all
}

// at finds the needle that takes most of the beginning of s. A long one need
// not be there to its end: a token that was cut off is one too, and the time
// stays in proportion to the text.
func (m *Mask) at(s string) (instead string, length int) {
	for _, n := range m.needles[s[0]] {
		if same := common(s, n.text); same >= min(len(n.text), decisive) && same > length {
			instead, length = n.instead, same
		}
	}
	return instead, length
}

// common is how many bytes two texts begin with together.
func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
