//go:build !js

package discovery

import (
	"slices"
	"strconv"
	"strings"

	"firstcall/app/api"
)

// A sheet is a profile's text being written, line by line.
type sheet struct {
	text    strings.Builder
	filled  []string // keys that the metadata filled
	missing []string // what the user has to add
}

// line writes a line of ours.
func (s *sheet) line(indent int, text string) {
	s.text.WriteString(strings.Repeat(" ", indent))
	s.text.WriteString(text)
	s.text.WriteByte('\n')
}

// pair writes a key with a value of ours.
func (s *sheet) pair(indent int, key, value string) { s.line(indent, key+": "+scalar(value)) }

// from writes a line that the metadata fills, and notes it under name. What is
// before its value, such as "default: ", is ours.
func (s *sheet) from(name string, indent int, before, value string) {
	s.line(indent, before+scalar(value)+" "+api.FromMetadata)
	if !slices.Contains(s.filled, name) {
		s.filled = append(s.filled, name)
	}
}

// plain are the characters of a YAML scalar that needs no quotes, when it
// begins with a letter and no space follows a colon.
const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:;=()+~, "

// scalar writes a text as one YAML scalar on one line. What Go escapes in
// double quotes YAML reads the same.
func scalar(text string) string {
	letter := text != "" && (text[0]|0x20) >= 'a' && (text[0]|0x20) <= 'z'
	word := slices.Contains([]string{"true", "false", "null", "yes", "no", "on", "off", "y", "n"}, strings.ToLower(text))
	if letter && !word && strings.Trim(text, plain) == "" && !strings.Contains(text, ": ") &&
		!strings.HasSuffix(text, ":") && !strings.HasSuffix(text, " ") {
		return text
	}
	return strconv.Quote(text)
}
