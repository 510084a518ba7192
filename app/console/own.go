package console

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"firstcall/app/api"
)

// An Own is a connection's own value in a request, where another connection has
// another: a tenant's ID in the path, say.
type Own struct {
	Name     string // of the value, as in {tenant_id}
	From, To string
	Where    string // "the path", "the query", "a header", "the body"
}

// shortest is how long a value has to be to be no coincidence.
const shortest = 4

// Owns finds from's own values in a request of provider p that is to go to the
// connection to.
func Owns(r *api.Request, p *api.Provider, from, to *api.Connection) (owns []Own) {
	for _, name := range slices.Sorted(maps.Keys(from.Values)) {
		value := from.Values[name]
		theirs := to.Values[name]
		if len(value) < shortest || theirs == "" || theirs == value || !fills(p, name) {
			continue
		}
		if where := whereIs(value, r); where != "" {
			owns = append(owns, Own{Name: name, From: value, To: theirs, Where: where})
		}
	}
	return owns
}

// fills says that a value belongs into requests: it was read out of the token,
// or is a text that the user typed. Where and how to connect does not.
func fills(p *api.Provider, name string) bool {
	f, typed := p.Field(name)
	return !typed || f.Kind == api.FieldText && !f.Advanced
}

func whereIs(value string, r *api.Request) string {
	switch {
	case has(r.Path, url.PathEscape(value)):
		return "the path"
	case anyRow(r.Query, value):
		return "the query"
	case anyRow(r.Header, value):
		return "a header"
	case has(r.Body, value):
		return "the body"
	}
	return ""
}

func anyRow(rows []api.Row, value string) bool {
	return slices.ContainsFunc(rows, func(row api.Row) bool { return !row.Off && has(row.Value, value) })
}

// WithOwn is r with the values of its connection replaced by the other's.
func WithOwn(r api.Request, owns []Own) api.Request {
	for _, o := range owns {
		r.Path = replace(r.Path, url.PathEscape(o.From), url.PathEscape(o.To))
		r.Body = replace(r.Body, o.From, o.To)
		r.Query = replaceIn(r.Query, o)
		r.Header = replaceIn(r.Header, o)
	}
	return r
}

func replaceIn(rows []api.Row, o Own) []api.Row {
	out := slices.Clone(rows)
	for i := range out {
		out[i].Value = replace(out[i].Value, o.From, o.To)
	}
	return out
}

func has(text, word string) bool { return find(text, word) >= 0 }

// find is where word stands in text by itself: "12" is not in "3124".
func find(text, word string) int {
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return -1
		}
		i += from
		if end := i + len(word); (i == 0 || !joins(text[i-1])) && (end == len(text) || !joins(text[end])) {
			return i
		}
		from = i + 1
	}
}

// joins says that a character continues a word.
func joins(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '_' || c >= 0x80
}

func replace(text, word, by string) string {
	var b strings.Builder
	for {
		i := find(text, word)
		if i < 0 {
			break
		}
		b.WriteString(text[:i])
		b.WriteString(by)
		text = text[i+len(word):]
	}
	b.WriteString(text)
	return b.String()
}
