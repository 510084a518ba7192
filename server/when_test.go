//go:build !js

package server

import (
	"strings"
	"testing"

	"firstcall/app/api"
)

// TestNothingOfAProfileEndsAString holds the style sheet to its own rules,
// whatever a profile has as a value.
func TestNothingOfAProfileEndsAString(t *testing.T) {
	hostile := "x\"] { } * { display: none } [y=\"\n\\"
	sheet := string(whenSheet([]api.Provider{{ID: "p", Fields: []api.Field{
		{Name: "f", Kind: api.FieldChoice, Choices: []api.Choice{{Value: hostile}}},
		{Name: "g", When: "f=" + hostile},
	}}}))
	if strings.Count(sheet, "\n") != 1 || strings.Count(sheet, `"`) != 8 || strings.Contains(sheet, `\"`) {
		t.Errorf("got %s", sheet)
	}
}

// TestConditionsThatHangOnEachOther ends with a profile whose fields do so in a
// circle.
func TestConditionsThatHangOnEachOther(t *testing.T) {
	p := api.Provider{ID: "p", Fields: []api.Field{
		{Name: "a", Kind: api.FieldChoice, When: "b=1"},
		{Name: "b", Kind: api.FieldChoice, When: "a=1"},
		{Name: "outer", Kind: api.FieldChoice},
		{Name: "inner", Kind: api.FieldChoice, When: "outer=1|2"},
		{Name: "innermost", When: "inner=3"},
	}}
	if got := conditions(p, "a=1", len(p.Fields)); len(got) != 0 {
		t.Errorf("a circle holds: %q", got)
	}
	const want = `:has([id="p.outer"] > [value="1"]:checked, [id="p.outer"] > [value="2"]:checked):has([id="p.inner"] > [value="3"]:checked)`
	if got := conditions(p, "inner=3", len(p.Fields)); len(got) != 1 || got[0] != want {
		t.Errorf("got %q", got)
	}
}
