package inspect

import (
	"encoding/json"

	"firstcall/app/api"
	"firstcall/app/quote"
)

const (
	mostDuplicates = 10       // findings about them in one part
	mostNested     = 64 << 10 // bytes of a value whose insides are looked at
	mostLevels     = 16       // of objects and arrays, into which is looked
)

// duplicates finds members that occur more than once, in objects within too.
func (r *review) duplicates(part string, members []api.Member) {
	source := map[string]string{api.PartHeader: "RFC 7515 section 4", api.PartClaims: "RFC 7519 section 4"}[part]
	found := 0
	add := func(name, text, source string) {
		found++
		r.add(&api.Finding{Severity: api.FindingBad, Title: "A member that occurs twice", Text: text, Source: source, Part: part, Claim: name})
	}
	first := make(map[string]json.RawMessage, len(members))
	for _, m := range members {
		if found >= mostDuplicates {
			return
		}
		if before, again := first[m.Name]; again {
			add(m.Name, quote.Text(m.Name)+" is "+quote.Text(string(before))+", and then "+quote.Text(string(m.Value))+". "+differ, source)
		} else {
			first[m.Name] = m.Value
		}
		if name := nestedDuplicate(m.Value, mostLevels); name != "" {
			add(m.Name, "Within "+quote.Text(m.Name)+", "+quote.Text(name)+" occurs twice. "+differ, "RFC 8259 section 4")
		}
	}
}

const differ = "Readers differ in which of them they take, so that one may check what another does not use."

// nestedDuplicate is the first name that occurs twice in one object within raw.
func nestedDuplicate(raw json.RawMessage, levels int) string {
	if levels == 0 || len(raw) > mostNested || len(raw) == 0 {
		return ""
	}
	var inner []json.RawMessage
	switch raw[0] {
	case '[':
		_ = json.Unmarshal(raw, &inner) // it was read before
	case '{':
		all, _ := members(raw)
		names := make(map[string]bool, len(all))
		for _, m := range all {
			if names[m.Name] {
				return m.Name
			}
			names[m.Name] = true
			inner = append(inner, m.Value)
		}
	}
	for _, value := range inner {
		if name := nestedDuplicate(value, levels-1); name != "" {
			return name
		}
	}
	return ""
}
