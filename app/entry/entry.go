// Package entry puts right what users paste into a field: the same way in the
// page, where they see it happen, and on the server, where a form arrives that
// no program looked at.
package entry

import (
	"strings"
	"unicode/utf8"

	"firstcall/app/api"
	"firstcall/app/datacenter"
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

// Clean puts a field's value right: white space around it, and for a URL what
// [datacenter.Clean] does. An empty value stays empty, without a problem.
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
		return cleanCertificate(typed, trimmed)
	case strings.ContainsAny(trimmed, "\r\n"):
		return Cleaned{Value: typed, Problem: "This has a line break inside. Paste one line."}
	case trimmed != typed:
		return Cleaned{Value: trimmed, Notes: []string{"White space around it was taken off."}}
	}
	return Cleaned{Value: typed}
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

func cleanCertificate(typed, trimmed string) Cleaned {
	switch {
	case strings.Contains(trimmed, "PRIVATE KEY-----"):
		return Cleaned{Value: typed, Problem: "This is a private key, which belongs on its server only. Give the certificate of the authority: it begins with -----BEGIN CERTIFICATE-----."}
	case !strings.Contains(trimmed, "-----BEGIN CERTIFICATE-----"):
		return Cleaned{Value: typed, Problem: "No certificate was found. It is text that begins with -----BEGIN CERTIFICATE-----."}
	}
	return Cleaned{Value: trimmed + "\n"}
}
