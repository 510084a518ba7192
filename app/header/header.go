// Package header knows which header fields go with a call that the user left
// open, and what a field may look like: so that the call that is made and the
// code that makes it again send the same.
//
// It refuses to know the connection's Authorization, and how anything is sent.
package header

import (
	"encoding/json"
	"strings"

	"firstcall/app/api"
)

// Defaults are the fields that r goes out with where none of its rows that are
// on has their name: Accept, and with a body its Content-Type.
func Defaults(r api.Request) []api.Pair {
	var defaults []api.Pair
	if !has(r.Header, "Accept") {
		defaults = append(defaults, api.Pair{Name: "Accept", Value: "application/json"})
	}
	if r.Body != "" && !has(r.Header, "Content-Type") {
		defaults = append(defaults, api.Pair{Name: "Content-Type", Value: contentType(r.Body)})
	}
	return defaults
}

func has(rows []api.Row, name string) bool {
	for _, row := range rows {
		if !row.Off && strings.EqualFold(row.Name, name) {
			return true
		}
	}
	return false
}

// contentType takes what begins like JSON for JSON, so that a mistake in it is
// the server's to name.
func contentType(body string) string {
	start := strings.TrimLeft(body, " \t\r\n")
	if strings.HasPrefix(start, "{") || strings.HasPrefix(start, "[") || json.Valid([]byte(body)) {
		return "application/json"
	}
	return "text/plain; charset=utf-8"
}

// IsToken reports whether s is a token (RFC 9110 section 5.6.2), as the names of
// fields and methods are.
func IsToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !(c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || strings.IndexByte("!#$%&'*+-.^_`|~", c) >= 0) {
			return false
		}
	}
	return s != ""
}

// IsControl reports whether r is a control character that no field's value may
// have (RFC 9110 section 5.5): all but the tab.
func IsControl(r rune) bool { return r < 0x20 && r != '\t' || r == 0x7f }
