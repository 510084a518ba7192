package snippet

import (
	"fmt"
	"strconv"
	"strings"
)

// bashQuote writes s as a literal of bash: in single quotes, or as $'…' where
// it has characters that can't be seen, or that a terminal acts on when the
// code is pasted. NUL is left out, since no value of bash can hold it.
func bashQuote(s string) string {
	s = strings.ReplaceAll(s, "\x00", "")
	for _, r := range s {
		if r != '\n' && !strconv.IsPrint(r) || r == '\ufffd' {
			return bashEscaped(s)
		}
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// backslashed are the escapes that bash's $'…' and Python's '…' have in common.
var backslashed = map[byte]string{'\'': `\'`, '\\': `\\`, '\n': `\n`, '\r': `\r`, '\t': `\t`}

// bashEscaped writes bytes, not characters, as escapes: \u would hang on the
// locale.
func bashEscaped(s string) string {
	var b strings.Builder
	b.WriteString("$'")
	for i := range len(s) {
		switch c := s[i]; {
		case backslashed[c] != "":
			b.WriteString(backslashed[c])
		case c < 0x20 || c >= 0x7f:
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('\'')
	return b.String()
}

// bashWord writes pieces as one word: in double quotes where the literals are
// plain, else piece by piece.
func bashWord(pieces []piece) string {
	plain, variables := true, false
	for _, p := range pieces {
		plain = plain && bashPlain(p.literal)
		variables = variables || p.variable != nil
	}
	switch {
	case !variables:
		return bashQuote(literals(pieces))
	case plain:
		return `"` + bashDouble(pieces) + `"`
	}
	var b strings.Builder
	for _, p := range pieces {
		if p.variable == nil {
			b.WriteString(bashQuote(p.literal))
		} else {
			b.WriteString(`"$` + p.variable.inBash() + `"`)
		}
	}
	return b.String()
}

// bashDouble is the inside of double quotes. A variable has braces only where
// its name would run into what follows.
func bashDouble(pieces []piece) string {
	var b strings.Builder
	for i, p := range pieces {
		switch {
		case p.variable == nil:
			b.WriteString(p.literal)
		case i+1 < len(pieces) && runsOn(pieces[i+1].literal):
			b.WriteString("${" + p.variable.inBash() + "}")
		default:
			b.WriteString("$" + p.variable.inBash())
		}
	}
	return b.String()
}

func runsOn(s string) bool {
	return s != "" && (s[0] == '_' || s[0] >= '0' && s[0] <= '9' || s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z' || s[0] >= 0x80)
}

func bashPlain(s string) bool {
	for _, r := range s {
		if !strconv.IsPrint(r) || r == '\ufffd' || strings.ContainsRune("\"\\$`!", r) {
			return false
		}
	}
	return true
}

func literals(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.literal)
	}
	return b.String()
}

// inBash is the variable's name there: a secret stays in its environment variable.
func (v *variable) inBash() string {
	if v.env != "" {
		return v.env
	}
	return v.name
}

// pythonQuote writes s as a string literal of Python.
func pythonQuote(s string) string { return "'" + pythonEscape(s) + "'" }

func pythonEscape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r < 0x80 && backslashed[byte(r)] != "":
			b.WriteString(backslashed[byte(r)])
		case strconv.IsPrint(r):
			b.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	return b.String()
}

// pythonWord writes pieces as one expression.
func pythonWord(pieces []piece) string {
	if len(pieces) == 1 && pieces[0].variable != nil {
		return pieces[0].variable.name
	}
	format := strings.NewReplacer("{", "{{", "}", "}}")
	var b strings.Builder
	variables := false
	for _, p := range pieces {
		if p.variable != nil {
			b.WriteString("{" + p.variable.name + "}")
			variables = true
		} else {
			b.WriteString(format.Replace(pythonEscape(p.literal)))
		}
	}
	if !variables {
		return pythonQuote(literals(pieces))
	}
	return "f'" + b.String() + "'"
}
