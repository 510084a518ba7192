//go:build !js

package server

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"firstcall/app/api"
)

// whenPath is the style sheet that [whenSheet] makes.
const whenPath = "/when.css"

// whenSheet shows each field of the providers that belongs to the form under a
// condition while that holds: choosing another grant works before the program
// is there, which then sets what is shown itself.
func whenSheet(providers []api.Provider) []byte {
	var sheet bytes.Buffer
	for _, p := range providers {
		done := map[string]bool{}
		for _, f := range p.Fields {
			if f.When == "" || f.Advanced || done[f.When] {
				continue
			}
			done[f.When] = true
			for _, has := range conditions(p, f.When, len(p.Fields)) {
				fmt.Fprintf(&sheet, ".platform:has(> .provider > [value=%s]) > .fields%s > .when:not(.set)[data-when=%s] { display: block }\n",
					cssString(p.ID), has, cssString(f.When))
			}
		}
	}
	return sheet.Bytes()
}

// conditions are a condition as selectors, each of which stands for one of the
// ways in which it may hold. A field that is hidden itself has no say, and one
// that is folded away has its default. They hang on each other at most as deep
// as there are fields.
func conditions(p api.Provider, when string, depth int) []string {
	if when == "" {
		return []string{""}
	}
	var all []string
	for one := range strings.SplitSeq(when, " or ") {
		name, wanted, _ := strings.Cut(one, "=")
		f, known := p.Field(strings.TrimSpace(name))
		if !known || depth == 0 {
			continue
		}
		for _, outer := range conditions(p, f.When, depth-1) {
			switch {
			case !f.Advanced:
				all = append(all, outer+":has("+chosen(p, f, wanted)+")")
			case slices.Contains(strings.Split(wanted, "|"), f.Default):
				all = append(all, outer)
			}
		}
	}
	return all
}

// chosen selects the options of a field's list that are wanted.
func chosen(p api.Provider, f api.Field, wanted string) string {
	var options []string
	for want := range strings.SplitSeq(wanted, "|") {
		options = append(options, fmt.Sprintf("[id=%s] > [value=%s]:checked", cssString(api.InputName(p.ID, f.Name)), cssString(want)))
	}
	return strings.Join(options, ", ")
}

// cssString writes a string of CSS (CSS Syntax Level 3, section 4.3.5). A profile
// is data, and nothing of it may end the string.
func cssString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		if r < ' ' || r == '"' || r == '\\' || r == 0x7f {
			fmt.Fprintf(&b, `\%x `, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String() + `"`
}
