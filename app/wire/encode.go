package wire

import (
	"net/url"
	"strings"
)

func encodeForm(params []Param) string {
	var b strings.Builder
	for i, p := range params {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(p.Name))
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(p.Value))
	}
	return b.String()
}

func encodeJSON(params []Param) string {
	var b strings.Builder
	b.WriteByte('{')
	for i, member := range ByName(params) {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(Quote(member[0].Name))
		b.WriteByte(':')
		if len(member) == 1 {
			b.WriteString(Quote(member[0].Value))
			continue
		}
		for j, p := range member {
			b.WriteByte("[,"[min(j, 1)])
			b.WriteString(Quote(p.Value))
		}
		b.WriteByte(']')
	}
	b.WriteByte('}')
	return b.String()
}

// ByName groups params by their names, since members of a JSON object have names
// of their own (RFC 8259 section 4).
func ByName(params []Param) [][]Param {
	var members [][]Param
	at := make(map[string]int, len(params))
	for _, p := range params {
		i, there := at[p.Name]
		if !there {
			i = len(members)
			at[p.Name] = i
			members = append(members, nil)
		}
		members[i] = append(members[i], p)
	}
	return members
}

// Quote writes s as a JSON string (RFC 8259 section 7), escaping only what
// must be: the quote, the backslash and controls. Bytes that are not UTF-8
// become U+FFFD.
func Quote(s string) string {
	const hex = "0123456789abcdef"
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < 0x20:
			b.WriteString(`\u00`)
			b.WriteByte(hex[r>>4])
			b.WriteByte(hex[r&0xf])
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
