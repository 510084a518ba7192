package jsontext

import "strings"

// A layout says where a token stands in its line.
type layout int

const (
	within layout = iota
	opens         // a bracket: the line ends after it, the next is one level deeper
	closes        // a bracket: begins a line one level less deep
	ends          // a comma: the line ends after it
)

type scanner struct {
	src  string
	pos  int
	open []byte // the brackets that are open, outermost first
	emit func(kind, text string, l layout)
}

// scan hands src's tokens to emit in order. The error is an [*Error] or nil.
func scan(src string, emit func(kind, text string, l layout)) error {
	s := &scanner{src: src, emit: emit}
	if s.peek() == 0 && s.pos == len(src) {
		return s.fail("the text is empty")
	}
	for {
		opened, err := s.value()
		if err == nil && !opened {
			var done bool
			if done, err = s.afterValue(); done {
				return err
			}
		}
		if err == nil && s.open[len(s.open)-1] == '{' {
			err = s.key()
		}
		if err != nil {
			return err
		}
	}
}

// value scans a scalar or an empty container, or opens a container.
func (s *scanner) value() (opened bool, err error) {
	switch c := s.peek(); {
	case c == '{' || c == '[':
		return s.container(c), nil
	case c == '"':
		return false, s.str(String)
	case c == '-' || isDigit(c):
		return false, s.number()
	case isLetter(c):
		return false, s.word()
	default:
		return false, s.unexpected("a value")
	}
}

// container reports whether there is something in it.
func (s *scanner) container(bracket byte) bool {
	s.pos++
	if s.peek() == closing(bracket) {
		s.pos++
		s.emit(Punctuation, string([]byte{bracket, closing(bracket)}), within)
		return false
	}
	s.open = append(s.open, bracket)
	s.emit(Punctuation, string(rune(bracket)), opens)
	return true
}

// afterValue scans closing brackets up to a comma, or to the text's end (done).
func (s *scanner) afterValue() (done bool, err error) {
	for len(s.open) > 0 {
		bracket := s.open[len(s.open)-1]
		switch s.peek() {
		case ',':
			s.pos++
			s.emit(Punctuation, ",", ends)
			return false, nil
		case closing(bracket):
			s.pos++
			s.open = s.open[:len(s.open)-1]
			s.emit(Punctuation, string(rune(closing(bracket))), closes)
		default:
			return true, s.unexpected("a comma or " + visible(rune(closing(bracket))))
		}
	}
	s.peek()
	if s.pos < len(s.src) {
		return true, s.unexpected("the end of the text")
	}
	return true, nil
}

// key scans a member's name and the colon after it.
func (s *scanner) key() error {
	if s.peek() != '"' {
		return s.unexpected("a name in double quotes")
	}
	if err := s.str(Key); err != nil {
		return err
	}
	if s.peek() != ':' {
		return s.unexpected("a colon")
	}
	s.pos++
	s.emit(Punctuation, ": ", within)
	return nil
}

// peek skips white space and returns the byte after it, 0 at the end.
func (s *scanner) peek() byte {
	for s.pos < len(s.src) && strings.IndexByte(" \t\r\n", s.src[s.pos]) >= 0 {
		s.pos++
	}
	return s.at()
}

// at returns the byte at pos, 0 at the end.
func (s *scanner) at() byte {
	if s.pos < len(s.src) {
		return s.src[s.pos]
	}
	return 0
}

// closing returns the bracket that closes one: in ASCII, two further on.
func closing(bracket byte) byte { return bracket + 2 }
