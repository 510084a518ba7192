package claim

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// A value is a member's value: one text, several, or the raw JSON only.
type value struct {
	raw   json.RawMessage
	text  string
	texts []string // the one text, or an array's
	ok    bool     // it is a text or an array of texts
}

func parse(raw json.RawMessage) value {
	v := value{raw: raw}
	if json.Unmarshal(raw, &v.text) == nil && isKind(raw, '"') {
		v.texts, v.ok = []string{v.text}, true
		return v
	}
	v.text = ""
	v.ok = isKind(raw, '[') && json.Unmarshal(raw, &v.texts) == nil
	if !v.ok {
		v.texts = nil
	}
	return v
}

// Texts are the texts of a value that is one, or a list of them; ok is false for
// others. An audience and a scope have both forms.
func Texts(raw json.RawMessage) (texts []string, ok bool) {
	v := parse(raw)
	return v.texts, v.ok
}

// isKind reports whether the JSON value begins with c, which tells null from
// an empty text or array.
func isKind(raw json.RawMessage, c byte) bool {
	trimmed := strings.TrimLeft(string(raw), " \t\r\n")
	return trimmed != "" && trimmed[0] == c
}

// object decodes into out, whose members all have to fit.
func (v value) object(out any) bool {
	return isKind(v.raw, '{') && json.Unmarshal(v.raw, out) == nil
}

// quote shows a foreign text: cut to what fits into a sentence, and without
// characters that would vanish or turn it around.
func quote(s string) string { return "“" + clip(s, 60) + "”" }

func clip(s string, most int) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n++; n > most {
			b.WriteString("…")
			break
		}
		if strconv.IsPrint(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "%U", r)
		}
	}
	return b.String()
}

// list quotes texts for a sentence, the first ten of them.
func list(texts []string) string {
	const most = 10
	var b strings.Builder
	for i, t := range texts {
		if i == most {
			fmt.Fprintf(&b, " and %d more", len(texts)-most)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(quote(t))
	}
	return b.String()
}
