package inspect

import (
	"bytes"
	"encoding/json"
	"reflect"

	"firstcall/app/api"
)

// Compare lays the members of two tokens side by side: header before claims, in
// a's order, then those that only b has. Values are the same when they mean the
// same JSON; a number keeps its digits, so that 1.0 is not 1.
func Compare(a, b api.JWT) []api.ClaimDiff {
	return append(compare(api.PartHeader, a.Header, b.Header), compare(api.PartClaims, a.Claims, b.Claims)...)
}

// An occurrence is a member by its name and how often that came before.
type occurrence struct {
	name string
	nth  int
}

func compare(part string, a, b []api.Member) []api.ClaimDiff {
	others := occurrences(b)
	var diffs []api.ClaimDiff
	seen := map[occurrence]bool{}
	each(a, func(o occurrence, m api.Member) {
		seen[o] = true
		other, both := others[o]
		d := api.ClaimDiff{Part: part, Name: m.Name, Kind: api.DiffRemoved, A: m.Value}
		if both {
			d.B, d.Kind = other.Value, api.DiffChanged
			if m.Whole == other.Whole && sameJSON(m.Value, other.Value) {
				d.Kind = api.DiffSame
			}
		}
		diffs = append(diffs, d)
	})
	each(b, func(o occurrence, m api.Member) {
		if !seen[o] {
			diffs = append(diffs, api.ClaimDiff{Part: part, Name: m.Name, Kind: api.DiffAdded, B: m.Value})
		}
	})
	return diffs
}

func occurrences(members []api.Member) map[occurrence]api.Member {
	all := make(map[occurrence]api.Member, len(members))
	each(members, func(o occurrence, m api.Member) { all[o] = m })
	return all
}

func each(members []api.Member, visit func(occurrence, api.Member)) {
	count := map[string]int{}
	for _, m := range members {
		visit(occurrence{m.Name, count[m.Name]}, m)
		count[m.Name]++
	}
}

func sameJSON(a, b json.RawMessage) bool {
	if bytes.Equal(a, b) {
		return true
	}
	x, errA := value(a)
	y, errB := value(b)
	return errA == nil && errB == nil && reflect.DeepEqual(x, y)
}

// value decodes JSON, numbers with their digits.
func value(raw json.RawMessage) (v any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	err = decoder.Decode(&v)
	return v, err
}
