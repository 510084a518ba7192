package bench

import (
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/app/claim"
	"firstcall/app/inspect"
)

// A Comparison is two tokens side by side.
type Comparison struct {
	A, B      Specimen
	Rows      []Difference
	Different int // how many rows differ
}

// A Difference is one member of the two tokens.
type Difference struct {
	api.ClaimDiff
	Same        bool
	Left, Right string // the values as a reader wants them
	Words       string
}

type comparisonCache struct {
	of string
	c  Comparison
}

// Comparable are the specimens that have something to compare.
func Comparable(all []Specimen) []Specimen {
	return slices.DeleteFunc(slices.Clone(all), func(s Specimen) bool { return s.Token.JWT == nil })
}

// Compare compares the two chosen of all, or first and the next of them while
// nothing is chosen; nil where there are no two.
func (m *Model) Compare(all []Specimen, first Specimen) *Comparison {
	all = Comparable(all)
	if len(all) < 2 {
		return nil
	}
	a := pick(all, m.Left, first.Slot(), "")
	b := pick(all, m.Right, "", a.Slot())
	if of := a.ID() + " " + b.ID(); m.compared.of != of {
		m.compared = comparisonCache{of: of, c: compare(a, b)}
	}
	return &m.compared.c
}

// pick finds the chosen slot, else the preferred, else the first that is not taken.
func pick(all []Specimen, chosen, preferred, taken string) Specimen {
	for _, slot := range []string{chosen, preferred} {
		for _, s := range all {
			if slot != "" && s.Slot() == slot {
				return s
			}
		}
	}
	for _, s := range all {
		if s.Slot() != taken {
			return s
		}
	}
	return all[0]
}

func compare(a, b Specimen) Comparison {
	c := Comparison{A: a, B: b}
	most := 16 << 10
	if a.Token.Length > heavy || b.Token.Length > heavy {
		most = brief
	}
	for _, d := range inspect.Compare(*a.Token.JWT, *b.Token.JWT) {
		row := Difference{ClaimDiff: d, Same: d.Kind == api.DiffSame, Left: cut(d.A, most), Right: cut(d.B, most), Words: words(d)}
		if !row.Same {
			c.Different++
		}
		c.Rows = append(c.Rows, row)
	}
	return c
}

func cut(raw []byte, most int) string {
	value := Text(raw)
	if len(value) > most {
		return Beginning(value, most) + "…"
	}
	return value
}

// words says how the two values differ.
func words(d api.ClaimDiff) string {
	switch d.Kind {
	case api.DiffSame:
		return "the same"
	case api.DiffRemoved:
		return "only in A"
	case api.DiffAdded:
		return "only in B"
	}
	if text := later(d); text != "" {
		return text
	}
	if text := listDifference(d); text != "" {
		return text
	}
	return "different"
}

// later words the difference of two times.
func later(d api.ClaimDiff) string {
	if !claim.Explain(api.Member{Name: d.Name, Value: d.A}, claim.Context{}).Unix {
		return ""
	}
	a, _, problemA := claim.NumericDate(d.A)
	b, _, problemB := claim.NumericDate(d.B)
	switch {
	case problemA != "" || problemB != "":
		return ""
	case b > a:
		return "B is " + claim.Span(b-a) + " later"
	case b < a:
		return "B is " + claim.Span(a-b) + " earlier"
	}
	return "less than a second apart"
}

// listDifference words what one list has and the other lacks. A scope is a list
// with spaces between (RFC 6749 section 3.3).
func listDifference(d api.ClaimDiff) string {
	a, okA := list(d.Name, d.A)
	b, okB := list(d.Name, d.B)
	if !okA || !okB || len(a)+len(b) < 3 {
		return ""
	}
	more, less := lacking(a, b), lacking(b, a)
	var parts []string
	if len(more) > 0 {
		parts = append(parts, "B has also "+some(more))
	}
	if len(less) > 0 {
		parts = append(parts, "B lacks "+some(less))
	}
	if parts == nil {
		return "the same values otherwise written"
	}
	return strings.Join(parts, "; ")
}

func list(name string, raw []byte) (texts []string, ok bool) {
	texts, ok = claim.Texts(raw)
	if ok && slices.Contains([]string{"scope", "scp", "scopes"}, name) {
		return strings.Fields(strings.Join(texts, " ")), true
	}
	return texts, ok
}

// lacking are those of b that a lacks.
func lacking(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(b), func(s string) bool { return slices.Contains(a, s) })
}

// some quotes the first few.
func some(texts []string) string {
	const most = 5
	var b strings.Builder
	for i, t := range texts {
		switch {
		case i == most:
			b.WriteString(" and more")
			return b.String()
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString("“" + Beginning(t, 60) + "”")
	}
	return b.String()
}
