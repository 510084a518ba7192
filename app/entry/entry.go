// Package entry puts right what users paste into a field: the same way in the
// page, where they see it happen, and on the server, where a form arrives that
// no program looked at.
package entry

import (
	"strings"
	"unicode/utf8"

	"firstcall/app/api"
	"firstcall/app/datacenter"
	"firstcall/app/wire"
)

// Limit is how many bytes one value may have.
const Limit = 64 << 10

// Cleaned is a value put right.
type Cleaned struct {
	Value   string
	Notes   []string // what was put right, a sentence each
	Warning string   // what the user should know all the same
	Problem string   // what can't be put right; Value is then as typed
}

// Clean puts a field's value right: white space around it, for a URL what
// [datacenter.Clean] does, and what its kind or name asks for besides. An empty
// value stays empty, without a problem. No sentence repeats what may be secret.
func Clean(f api.Field, typed string) Cleaned {
	if len(typed) > Limit {
		return Cleaned{Value: typed, Problem: "This is longer than 64 kB; nothing of that length belongs here."}
	}
	if !utf8.ValidString(typed) {
		return Cleaned{Value: typed, Problem: "This is not text: it has bytes that are not UTF-8."}
	}
	trimmed := strings.TrimFunc(typed, blank)
	switch {
	case trimmed == "":
		return Cleaned{}
	case f.IsURL():
		return cleanURL(f, typed)
	case f.Kind == api.FieldCertificate:
		return cleanCertificate(f, typed, trimmed)
	case f.Kind == api.FieldKey:
		return cleanKey(f, typed, trimmed)
	case f.Kind == api.FieldParameters:
		return cleanParameters(typed, trimmed)
	case strings.ContainsAny(trimmed, "\r\n"):
		return Cleaned{Value: typed, Problem: "This has a line break inside. Paste one line."}
	}
	cleaned := cleanLine(f, trimmed)
	switch {
	case cleaned.Problem != "":
		cleaned.Value = typed
	case trimmed != typed && len(cleaned.Notes) == 0:
		cleaned.Notes = []string{"White space around it was taken off."}
	}
	return cleaned
}

// cleanLine is for one line without white space around it.
func cleanLine(f api.Field, line string) Cleaned {
	switch {
	case f.Kind == api.FieldSeconds:
		return cleanSeconds(line)
	case f.Name == api.PinField:
		return cleanPin(line)
	case f.Name == api.ProxyField:
		return cleanProxy(line)
	case f.Name == api.VerifyField && line == "never":
		return Cleaned{Value: line, Warning: "The certificate is not verified: anyone on the way can read the secret and the token."}
	}
	return Cleaned{Value: line}
}

// cleanParameters leaves the lines as they are typed.
func cleanParameters(typed, trimmed string) Cleaned {
	if _, err := wire.ParseParameters(trimmed); err != nil {
		return Cleaned{Value: typed, Problem: err.Error()}
	}
	return Cleaned{Value: trimmed}
}

func cleanURL(f api.Field, typed string) Cleaned {
	clean, err := datacenter.Clean(typed, datacenter.KeepOf(f))
	if err != nil {
		return Cleaned{Value: typed, Problem: err.Error()}
	}
	return Cleaned{Value: clean.URL, Notes: clean.Notes, Warning: clean.Warning}
}

// blank is white space, and what looks like none at all but is pasted along
// from documents: zero-width characters and the byte order mark.
func blank(r rune) bool {
	switch r {
	case ' ', '\t', '\r', '\n', '\u00a0', '\u2028', '\u2029', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff':
		return true
	}
	return false
}
