package profile

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"firstcall/app/api"
)

func TestAnswersAboutOlderTextsAreDropped(t *testing.T) {
	var m Model
	m.Edit("id: a")
	_, first := m.Draft()
	m.Edit("id: ab")
	draft, second := m.Draft()
	if m.Check(first, api.Checked{Faults: []api.ProfileFault{{Line: 1, Reason: "old"}}}) || m.Checked || m.Faults != nil {
		t.Errorf("an answer about another text counts: %+v", m)
	}
	if !m.Check(second, api.Checked{Provider: &api.Provider{ID: "ab"}}) || !m.Checked || m.Provider.ID != "ab" || draft.YAML != "id: ab" {
		t.Errorf("the answer about this text does not count: %+v", m)
	}
	if m.Edit("id: abc"); m.Checked {
		t.Error("what was typed since counts as checked")
	}
}

// TestNoTextIsLost replaces texts in every way and brings them back.
func TestNoTextIsLost(t *testing.T) {
	var m Model
	m.Resume(api.Profile{ID: "acronis", YAML: "typed before the reload"})
	if m.Text != "typed before the reload" || m.From != "acronis" || m.Replaced() {
		t.Fatalf("%+v", m)
	}
	m.Edit("mine")
	for _, replace := range []func(){
		func() { m.Open(api.Profile{ID: "dcv", YAML: "id: dcv"}) },
		func() { m.Receive(api.Imported{YAML: "id: imported"}) },
	} {
		if replace(); m.Text == "mine" || !m.Replaced() {
			t.Fatalf("not replaced: %+v", m)
		}
		other := m.Text
		if m.BringBack(); m.Text != "mine" {
			t.Errorf("brought back %q", m.Text)
		}
		if m.BringBack(); m.Text != other {
			t.Errorf("then there is %q, want %q again", m.Text, other)
		}
		m.BringBack()
	}
	m.Receive(api.Imported{Failure: &api.Failure{Title: "Not found"}})
	if m.Text != "mine" || m.Imported.Failure == nil {
		t.Errorf("a failed import left %q", m.Text)
	}
	late := Model{Text: "typed meanwhile"}
	if late.Resume(api.Profile{YAML: "from the server"}); late.Text != "typed meanwhile" {
		t.Errorf("what was typed meanwhile is %q", late.Text)
	}
}

func TestIDAndFile(t *testing.T) {
	for text, want := range map[string]string{
		"id: globex":                      "globex.yaml",
		"# a comment\nid: \"globex\" # b": "globex.yaml",
		"name: x\r\nid: 'a-1'\r\n":        "a-1.yaml",
		"id: ../../etc":                   "profile.yaml",
		"":                                "profile.yaml",
		"  id: nested":                    "profile.yaml",
	} {
		m := Model{Text: text}
		if got := m.File(); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	providers := []api.Provider{{ID: "globex", Own: true}, {ID: "acronis"}}
	m := Model{Text: "id: globex"}
	if p, ok := m.Own(providers); !ok || p.ID != "globex" {
		t.Error("the own profile is not found")
	}
	if _, ok := m.Replaces(providers); ok {
		t.Error("an own profile counts as the server's")
	}
	if m.Edit("id: acronis"); m.Text != "" {
		if p, ok := m.Replaces(providers); !ok || p.ID != "acronis" {
			t.Error("the server's profile is not found")
		}
	}
}

func TestLines(t *testing.T) {
	m := Model{
		Faults: []api.ProfileFault{{Line: 0, Reason: "whole"}, {Line: 2, Reason: "a"}, {Line: 2, Reason: "b"}, {Line: 9, Reason: "beyond"}},
	}
	m.Edit("id: a " + api.FromMetadata + "\nname: 𝔘nicode é\r\nlast " + api.FromMetadata + " or not\n\nissuer: x " + api.FromMetadata)
	if got := m.Filled(); !slices.Equal(got, []int{1, 5}) {
		t.Errorf("filled %v", got)
	}
	if got := m.Faulty(); !slices.Equal(got, []int{2, 2, 9}) {
		t.Errorf("faulty %v", got)
	}
	text := utf16.Encode([]rune(m.Text))
	for n, want := range []string{"", "id: a " + api.FromMetadata, "name: 𝔘nicode é", "last " + api.FromMetadata + " or not", "", "issuer: x " + api.FromMetadata, "", ""} {
		start, end := m.Span(n)
		if n == 0 {
			continue
		}
		if got := string(utf16.Decode(text[start:end])); got != want {
			t.Errorf("line %d is %q, want %q", n, got, want)
		}
	}
}

// TestWords wants what is said of a profile to fit where it is offered.
func TestWords(t *testing.T) {
	m := Model{Text: "id: acronis"}
	if m.Offered() != "" {
		t.Errorf("unchecked it is %q", m.Offered())
	}
	_, turn := m.Draft()
	m.Check(turn, api.Checked{Provider: &api.Provider{ID: "acronis", Name: "Mine", Summary: "of my own"}})
	if got := m.Offered(); got != "Mine: of my own" {
		t.Errorf("%q", got)
	}
	server := []api.Provider{{ID: "acronis", Name: "Acronis"}}
	if notes := m.Notes(server, true); len(notes) != 3 || !strings.Contains(notes[0], "place of Acronis") || !strings.Contains(notes[2], "hosts") {
		t.Errorf("%q", notes)
	}
	m.Edit("id: another")
	if notes := m.Notes(server, false); len(notes) != 1 {
		t.Errorf("%q", notes)
	}
}
