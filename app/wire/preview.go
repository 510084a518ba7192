package wire

import (
	"net/url"
	"strings"

	"firstcall/app/api"
)

// Mask stands for a secret wherever one is shown.
const Mask = "••••••••"

// toBeSigned stands for an assertion that is not signed yet.
const toBeSigned = "eyJ… signed when sent"

// Kinds of [Segment].
const (
	KindMethod = "method"
	KindURL    = "url"
	KindKey    = "key"
	KindValue  = "value"
	KindSecret = "secret" // its Text is [Mask], or says what comes there
	KindPlain  = "plain"  // punctuation and blanks
)

// A Segment is a piece of a line in one colour.
type Segment struct{ Kind, Text string }

// A Line is one line of a preview, without its end.
type Line []Segment

// Preview is the request as it goes over the wire, to be shown: request line,
// headers, and after an empty line the body if there is one, each secret
// masked. A JSON body is spread over lines.
func (r Request) Preview() []Line {
	start := Line{{KindMethod, r.Method}, {KindPlain, " "}, {KindURL, r.URL}}
	if len(r.Query) > 0 {
		start = append(append(start, Segment{KindPlain, r.beforeQuery()}), formSegments(r.Query)...)
	}
	lines := []Line{start}
	if scheme, _ := r.authorization(); scheme != "" {
		lines = append(lines, Line{{KindKey, "Authorization"}, {KindPlain, ": "}, {KindValue, scheme + " "}, {KindSecret, Mask}})
	}
	for _, h := range r.Header {
		lines = append(lines, Line{{KindKey, h.Name}, {KindPlain, ": "}, masked(h, h.Value)})
	}
	switch {
	case r.Place == api.PlaceJSON:
		lines = append(append(lines, Line{}), jsonLines(r.Body)...)
	case len(r.Body) > 0:
		lines = append(lines, Line{}, formSegments(r.Body))
	}
	return lines
}

func masked(p Param, shown string) Segment {
	switch {
	case strings.Contains(p.Value, unsigned):
		return Segment{KindSecret, toBeSigned}
	case p.Secret:
		return Segment{KindSecret, Mask}
	}
	return Segment{KindValue, shown}
}

func formSegments(params []Param) Line {
	var line Line
	for i, p := range params {
		if i > 0 {
			line = append(line, Segment{KindPlain, "&"})
		}
		line = append(line, Segment{KindKey, url.QueryEscape(p.Name)}, Segment{KindPlain, "="}, masked(p, url.QueryEscape(p.Value)))
	}
	return line
}

func jsonLines(params []Param) []Line {
	lines := []Line{{{KindPlain, "{"}}}
	members := ByName(params)
	for i, member := range members {
		line := Line{{KindPlain, "  "}, {KindKey, Quote(member[0].Name)}, {KindPlain, ": "}}
		if len(member) > 1 {
			line = append(line, Segment{KindPlain, "["})
		}
		for j, p := range member {
			if j > 0 {
				line = append(line, Segment{KindPlain, ", "})
			}
			line = append(line, jsonValue(p)...)
		}
		if len(member) > 1 {
			line = append(line, Segment{KindPlain, "]"})
		}
		if i < len(members)-1 {
			line = append(line, Segment{KindPlain, ","})
		}
		lines = append(lines, line)
	}
	return append(lines, Line{{KindPlain, "}"}})
}

func jsonValue(p Param) []Segment {
	if p.Secret {
		return []Segment{{KindPlain, `"`}, masked(p, ""), {KindPlain, `"`}}
	}
	return []Segment{masked(p, Quote(p.Value))}
}
