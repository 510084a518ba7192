package datacenter

import (
	"strings"
	"unicode"
)

// wrapping is what stands around a URL that was copied out of a sentence, a
// mail or a piece of JSON.
const wrapping = "\"'`<>“”„‘’‚«»‹›"

// trailing is the punctuation that a copied URL drags along.
const trailing = ",;"

// unwrap takes off what copying and pasting adds: invisible characters, white
// space, quotes.
func (c *cleaner) unwrap() error {
	seen := strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, c.rest)
	if seen != c.rest {
		c.note("Invisible characters were removed.")
	}
	if bare := strings.TrimSpace(seen); bare != seen {
		c.note("White space around it was removed.")
		seen = bare
	}
	if bare := trimAround(seen); bare != seen {
		c.note("What stood around it, such as quotes, was taken off.")
		seen = bare
	}
	joined := joinBroken(seen)
	if several(seen) || glued(joined) {
		return Refused("Two addresses seem to be here, one after the other. Enter one of them only.")
	}
	if joined != seen {
		c.note("White space inside was removed.")
		seen = joined
	}
	if seen == "" {
		return Refused("Enter the URL, such as https://api.example.com.")
	}
	c.rest = seen
	return nil
}

func trimAround(s string) string {
	s = strings.TrimLeftFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(wrapping, r)
	})
	return strings.TrimRightFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(wrapping+trailing, r)
	})
}

// joinBroken removes white space that can't be meant: a run with a line break
// or a tab (the paste was broken there), and one beside a delimiter. A blank
// between two letters stays, because it may separate two things.
func joinBroken(s string) string {
	const delimiters = ":/.?#"
	var b strings.Builder
	for s != "" {
		start := strings.IndexFunc(s, unicode.IsSpace)
		if start < 0 {
			break
		}
		after := strings.TrimLeftFunc(s[start:], unicode.IsSpace)
		run := s[start : len(s)-len(after)]
		b.WriteString(s[:start])
		beside := start > 0 && strings.ContainsRune(delimiters, rune(s[start-1])) ||
			after != "" && strings.ContainsRune(delimiters, rune(after[0]))
		if !beside && !strings.ContainsAny(run, "\t\n\r") {
			b.WriteString(run)
		}
		s = after
	}
	return b.String() + s
}

// invisible reports characters that nobody can see and no URL has: controls
// other than white space, and Unicode's format characters (zero-width, soft
// hyphen, bidi marks).
func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && !unicode.IsSpace(r)
}
