package jsontext

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// An Error says where and why a text is not JSON.
type Error struct {
	Offset int    // bytes before the place
	Line   int    // from 1
	Column int    // from 1, in characters
	Reason string // a sentence without its capital and full stop
}

// Error returns position and reason as one sentence.
func (e *Error) Error() string {
	return "Line " + strconv.Itoa(e.Line) + ", column " + strconv.Itoa(e.Column) + ": " + e.Reason + "."
}

// fail makes the error for the scanner's position.
func (s *scanner) fail(reason string) error {
	before := s.src[:s.pos]
	return &Error{
		Offset: s.pos,
		Line:   1 + strings.Count(before, "\n"),
		Column: 1 + utf8.RuneCountInString(before[1+strings.LastIndexByte(before, '\n'):]),
		Reason: reason,
	}
}

func (s *scanner) unexpected(want string) error {
	if s.pos == len(s.src) {
		return s.fail(want + " was expected, the text ends")
	}
	r, _ := utf8.DecodeRuneInString(s.src[s.pos:])
	return s.fail(want + " was expected, " + visible(r) + " was seen")
}

// visible spells a character that can't be shown, or turns the line around, as
// its code point.
func visible(r rune) string {
	if strconv.IsPrint(r) {
		return "“" + string(r) + "”"
	}
	return fmt.Sprintf("%U", r)
}
