// Package difference compares two replies: what of them differs, and what to
// say about that.
//
// It refuses to know whose replies they are, and which of the two is right.
package difference

import (
	"slices"
	"strconv"
	"strings"

	"firstcall/app/api"
	"firstcall/app/diff"
	"firstcall/app/jsontext"
)

// most is how many lines of each body are compared.
const most = 20_000

// A Difference is how two replies differ.
type Difference struct {
	Status bool     // the status does
	Header []Header // the fields that do
	// Lines are both bodies in one, laid out where they are JSON; none where they
	// are not text, and where both are empty.
	Lines   []api.DiffLine
	Changed int  // how many of Lines are in one body only
	Body    bool // the bodies differ
	// Note says what of the bodies was not compared line by line, "" for nothing.
	Note string
}

// A Header is a field of which the two replies have different values, "" where
// one has none.
type Header struct{ Name, A, B string }

// Of compares two replies.
func Of(a, b *api.Reply) *Difference {
	d := &Difference{Status: a.Status != b.Status, Header: headers(a.Header, b.Header)}
	if a.Binary || b.Binary {
		d.Body = a.Binary != b.Binary || a.Body != b.Body
		d.Note = "Bodies that are not text are compared as a whole only."
		return d
	}
	from, to := laidOut(a.Body), laidOut(b.Body)
	d.Body = !slices.Equal(from, to)
	if len(from) > most || len(to) > most {
		d.Note = "Only the first " + strconv.Itoa(most) + " lines of each body are compared."
		from, to = from[:min(len(from), most)], to[:min(len(to), most)]
	}
	if a.Truncated != "" || b.Truncated != "" {
		d.Note = strings.TrimSpace("Not all of the bodies is here, so not all of them is compared. " + d.Note)
	}
	d.Lines = diff.Lines(from, to)
	for _, line := range d.Lines {
		if line.Sign != " " {
			d.Changed++
		}
	}
	return d
}

// laidOut are a body's lines. JSON is laid out first, so that only its content counts.
func laidOut(body string) []string {
	if body == "" {
		return nil
	}
	if pretty, err := jsontext.Format(body); err == nil {
		body = pretty
	}
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(body, "\r\n", "\n"), "\n"), "\n")
}

// headers are the fields that differ, in the order of a and then of b. Date is left out: it always does.
func headers(a, b []api.Pair) []Header {
	var out []Header
	seen := map[string]bool{"date": true}
	for _, p := range append(slices.Clone(a), b...) {
		name := strings.ToLower(p.Name)
		if seen[name] {
			continue
		}
		seen[name] = true
		if from, to := values(a, name), values(b, name); from != to {
			out = append(out, Header{p.Name, from, to})
		}
	}
	return out
}

// values are all of a field, in their order.
func values(header []api.Pair, name string) string {
	var all []string
	for _, p := range header {
		if strings.EqualFold(p.Name, name) {
			all = append(all, p.Value)
		}
	}
	return strings.Join(all, ", ")
}

// Says sums the difference up in a sentence.
func (d *Difference) Says() string {
	headers := count(len(d.Header), " header")
	if !d.Status && !d.Body {
		switch len(d.Header) {
		case 0:
			return "The replies are equal: status, headers and body."
		case 1:
			return "Status and body are equal; " + headers + " differs."
		}
		return "Status and body are equal; " + headers + " differ."
	}
	var differ []string
	equal := ""
	if d.Status {
		differ = append(differ, "status")
	} else {
		equal = " The status is equal."
	}
	switch {
	case !d.Body:
		equal = " The body is equal."
	case d.Changed > 0:
		differ = append(differ, "body in "+count(d.Changed, " line"))
	default:
		differ = append(differ, "body")
	}
	if len(d.Header) > 0 {
		differ = append(differ, headers)
	}
	return "They differ: " + strings.Join(differ, ", ") + "." + equal
}

func count(n int, noun string) string {
	if n == 1 {
		return "1" + noun
	}
	return strconv.Itoa(n) + noun + "s"
}
