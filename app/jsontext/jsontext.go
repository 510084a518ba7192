// Package jsontext lays JSON text out over lines and says where it is wrong.
//
// It owns a scanner of its own, because decoding and encoding again would lose
// what a reader came to see: the digits of a number, the order of members,
// duplicates, escapes. It refuses to know what the JSON means, and changes
// nothing but white space between tokens. Time is linear in the text, and
// nesting costs a byte a level, so that no answer can exhaust the stack.
package jsontext

import "strings"

// Kinds of [Token].
const (
	Key         = "key" // a member's name
	String      = "string"
	Number      = "number"
	Word        = "word"        // true, false, null
	Punctuation = "punctuation" // with the blank after a colon; "{}" and "[]" are one token
)

// A Token is a piece of a line in one colour.
type Token struct {
	Kind string
	Text string // exactly as in the source; control and bidi characters of strings included
}

// A Line is one line of laid-out JSON. Its tokens' texts, joined, are its text.
type Line struct {
	Indent int // levels
	Tokens []Token
}

// Lines lays JSON text (RFC 8259) out and returns its first most lines, or all
// for most <= 0, and how many there are in all. For text that is not JSON ok
// is false and there are no lines; [Check] says why.
func Lines(src string, most int) (lines []Line, total int, ok bool) {
	p := &pages{most: most}
	if scan(src, p.add) != nil {
		return nil, 0, false
	}
	p.flush()
	return p.lines, p.total, true
}

// Check returns nil for valid JSON and an [*Error] otherwise.
func Check(src string) error {
	return scan(src, func(string, string, layout) {})
}

// deepest is where [Format] stops to indent further, lest the white space of
// deeply nested text grow with the square of its length.
const deepest = 100

// Format lays JSON text out with two blanks a level, without a line end after
// the last line. Below a depth of 100 the indent stays as it is. The error is
// an [*Error].
func Format(src string) (string, error) {
	var b strings.Builder
	depth := 0
	err := scan(src, func(_, text string, l layout) {
		if l == closes {
			depth--
			newLine(&b, depth)
		}
		b.WriteString(text)
		if l == opens {
			depth++
		}
		if l == opens || l == ends {
			newLine(&b, depth)
		}
	})
	if err != nil {
		return "", err
	}
	return b.String(), nil
}

func newLine(b *strings.Builder, depth int) {
	b.WriteByte('\n')
	b.WriteString(strings.Repeat("  ", min(depth, deepest)))
}

// pages collects lines up to most and counts the others.
type pages struct {
	most, total int
	lines       []Line
	line        Line
}

func (p *pages) add(kind, text string, l layout) {
	if l == closes {
		indent := p.line.Indent - 1
		p.flush()
		p.line.Indent = indent
	}
	if p.wanted() {
		p.line.Tokens = append(p.line.Tokens, Token{kind, text})
	}
	if l == opens || l == ends {
		p.flush()
	}
	if l == opens {
		p.line.Indent++
	}
}

func (p *pages) wanted() bool { return p.most <= 0 || p.total < p.most }

// flush ends the line; the next begins at the same level.
func (p *pages) flush() {
	if p.wanted() {
		p.lines = append(p.lines, p.line)
	}
	p.total++
	p.line.Tokens = nil
}
