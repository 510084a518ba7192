package wire

import "strings"

// Expand replaces each {name} in template by its value, escaped by escape
// (nil: as it is). A name without a value, or with an empty one, stays as it
// stands and is in missing, once each, in the order of the template. Braces
// around anything but a name of letters, digits, "_" and "-" are plain text,
// and so are braces in values.
func Expand(template string, values map[string]string, escape func(string) string) (out string, missing []string) {
	var b strings.Builder
	scan(template, func(text, name string) {
		value := values[name]
		switch {
		case name == "":
			b.WriteString(text)
		case value == "":
			b.WriteString(text)
			missing = addOnce(missing, name)
		case escape != nil:
			b.WriteString(escape(value))
		default:
			b.WriteString(value)
		}
	})
	return b.String(), missing
}

// Names lists the names of a template's placeholders, once each, in order.
func Names(template string) []string {
	var names []string
	scan(template, func(_, name string) {
		if name != "" {
			names = addOnce(names, name)
		}
	})
	return names
}

// scan cuts template into plain text (name is "") and placeholders (text has
// the braces), in order.
func scan(template string, piece func(text, name string)) {
	plain := 0
	for i := 0; i < len(template); i++ {
		if template[i] != '{' {
			continue
		}
		end := i + 1
		for end < len(template) && isNameByte(template[end]) {
			end++
		}
		if end == i+1 || end == len(template) || template[end] != '}' {
			continue
		}
		if plain < i {
			piece(template[plain:i], "")
		}
		piece(template[i:end+1], template[i+1:end])
		i, plain = end, end+1
	}
	if plain < len(template) {
		piece(template[plain:], "")
	}
}

func isNameByte(b byte) bool {
	return b|0x20 >= 'a' && b|0x20 <= 'z' || b >= '0' && b <= '9' || b == '_' || b == '-'
}

func addOnce(names []string, name string) []string {
	for _, n := range names {
		if n == name {
			return names
		}
	}
	return append(names, name)
}
