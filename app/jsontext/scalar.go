package jsontext

import "strings"

// str scans a string, of which the opening quote was seen.
func (s *scanner) str(kind string) error {
	start := s.pos
	for s.pos++; s.pos < len(s.src); s.pos++ {
		switch c := s.src[s.pos]; {
		case c == '"':
			s.pos++
			s.emit(kind, s.src[start:s.pos], within)
			return nil
		case c == '\\':
			if err := s.escape(); err != nil {
				return err
			}
		case c < 0x20:
			return s.fail("a string has a control character as it is; line breaks are written \\n, tabs \\t")
		}
	}
	s.pos = start
	return s.fail("the string that begins here has no end")
}

// escape leaves pos on the escape's last byte.
func (s *scanner) escape() error {
	rest := s.src[s.pos+1:]
	switch {
	case rest == "":
		return nil
	case rest[0] == 'u':
		if len(rest) < 5 || !isHex(rest[1]) || !isHex(rest[2]) || !isHex(rest[3]) || !isHex(rest[4]) {
			return s.fail("after \\u there have to be four hexadecimal digits")
		}
		s.pos += 5
	case strings.IndexByte(`"\/bfnrt`, rest[0]) >= 0:
		s.pos++
	default:
		return s.fail("the backslash begins no escape that JSON knows; a backslash itself is written \\\\")
	}
	return nil
}

func (s *scanner) number() error {
	start := s.pos
	if s.at() == '-' {
		s.pos++
	}
	if s.at() == '0' {
		s.pos++
		if isDigit(s.at()) {
			return s.fail("a number can't begin with a 0 before other digits")
		}
	} else if err := s.digits(); err != nil {
		return err
	}
	if s.at() == '.' {
		s.pos++
		if err := s.digits(); err != nil {
			return err
		}
	}
	if s.at()|0x20 == 'e' {
		s.pos++
		if s.at() == '+' || s.at() == '-' {
			s.pos++
		}
		if err := s.digits(); err != nil {
			return err
		}
	}
	s.emit(Number, s.src[start:s.pos], within)
	return nil
}

func (s *scanner) digits() error {
	if !isDigit(s.at()) {
		return s.unexpected("a digit")
	}
	for isDigit(s.at()) {
		s.pos++
	}
	return nil
}

func (s *scanner) word() error {
	start := s.pos
	for isLetter(s.at()) {
		s.pos++
	}
	switch word := s.src[start:s.pos]; word {
	case "true", "false", "null":
		s.emit(Word, word, within)
		return nil
	}
	s.pos = start
	return s.fail("a word that is none of true, false and null; a text stands in double quotes")
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

func isHex(b byte) bool { return isDigit(b) || b|0x20 >= 'a' && b|0x20 <= 'f' }
