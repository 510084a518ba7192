// Package profile holds what the page of profiles knows: the text being
// edited, what is wrong with it, and what an import brought. It imports neither
// go-app nor a transport, so all of it runs in an ordinary test.
package profile

import (
	"strings"

	"firstcall/app/api"
)

// A Model is the state of the page. The zero Model has not been opened yet.
type Model struct {
	Text string
	// From is the provider whose profile the user would begin with.
	From   string
	Issuer string // as typed
	Opened bool   // the text that was edited last has arrived
	Busy   bool   // something is asked for that changes the text or the offer

	// Faults are those of the text as it was checked last, and Provider is it as
	// it would be offered, nil while there are any.
	Faults   []api.ProfileFault
	Provider *api.Provider
	Checked  bool // the two are of Text as it is now

	Imported api.Imported // of the latest import
	Problem  string       // what keeps the page from working, a sentence

	before string // Text before another took its place
	turn   int    // counts texts, so that an answer about an older one is dropped
}

// Edit takes over what the user typed, with the line ends that a browser gives it.
func (m *Model) Edit(text string) {
	m.Text, m.Checked, m.Problem = strings.ReplaceAll(text, "\r\n", "\n"), false, ""
	m.turn++
}

// Draft is the text as the server is to check and keep it, with the turn that
// goes back to [Model.Check].
func (m *Model) Draft() (draft api.Profile, turn int) {
	return api.Profile{ID: m.From, YAML: m.Text}, m.turn
}

// Check takes over what the server makes of a text. It reports whether that is
// the one on screen.
func (m *Model) Check(turn int, checked api.Checked) bool {
	if turn != m.turn {
		return false
	}
	m.Checked, m.Faults, m.Provider = true, checked.Faults, checked.Provider
	return true
}

// Open begins with the text of p. What was there can be brought back.
func (m *Model) Open(p api.Profile) {
	m.Imported = api.Imported{}
	m.replace(p.YAML)
	if p.ID != "" {
		m.From = p.ID
	}
}

// Resume takes over the text that was edited last, before a reload.
func (m *Model) Resume(draft api.Profile) {
	m.Opened = true
	if m.Text == "" {
		m.Edit(draft.YAML)
	}
	if draft.ID != "" {
		m.From = draft.ID
	}
}

// Receive takes over what an import brought. A failed one leaves the text.
func (m *Model) Receive(imported api.Imported) {
	m.Imported = imported
	if imported.Failure == nil {
		m.replace(imported.YAML)
	}
}

func (m *Model) replace(text string) {
	if text != m.Text && strings.TrimSpace(m.Text) != "" {
		m.before = m.Text
	}
	m.Edit(text)
}

// Replaced says that there is a text to bring back.
func (m *Model) Replaced() bool { return m.before != "" && m.before != m.Text }

// BringBack exchanges the text with the one before it.
func (m *Model) BringBack() {
	before := m.before
	m.before = m.Text
	m.Edit(before)
}

// ID is the id that the text gives the profile, as far as it can be seen
// without reading YAML.
func (m *Model) ID() string {
	if m.Checked && m.Provider != nil {
		return m.Provider.ID
	}
	for _, line := range m.lines() {
		if rest, ok := strings.CutPrefix(line, "id:"); ok {
			rest, _, _ = strings.Cut(rest, "#")
			return strings.Trim(strings.TrimSpace(rest), `"'`)
		}
	}
	return ""
}

// File is a name for the text as a file.
func (m *Model) File() string {
	id := m.ID()
	if id == "" || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return "profile.yaml"
	}
	return id + ".yaml"
}

// Own is the session's own profile that has the text's id, if there is one.
func (m *Model) Own(providers []api.Provider) (api.Provider, bool) {
	return m.offered(providers, true)
}

// Replaces is the server's provider in whose place the profile would be offered.
func (m *Model) Replaces(providers []api.Provider) (api.Provider, bool) {
	return m.offered(providers, false)
}

func (m *Model) offered(providers []api.Provider, own bool) (api.Provider, bool) {
	id := m.ID()
	for _, p := range providers {
		if p.ID == id && p.Own == own {
			return p, true
		}
	}
	return api.Provider{}, false
}

// Offered is what the profile's card would say, "" while there is none.
func (m *Model) Offered() string {
	switch {
	case m.Provider == nil:
		return ""
	case m.Provider.Summary == "":
		return m.Provider.Name
	}
	return m.Provider.Name + ": " + m.Provider.Summary
}

// Notes say what using the profile means, a sentence or two each.
func (m *Model) Notes(providers []api.Provider, hosted bool) (notes []string) {
	if p, there := m.Replaces(providers); there {
		notes = append(notes, "It takes the place of "+p.Name+" in this session. Give it an id of its own to have both.")
	}
	notes = append(notes, "It is offered in this session only, until that ends. Download it to keep it.")
	if hosted {
		notes = append(notes, "On this server a profile of your own reaches only hosts that whoever runs it has allowed. What it says under hosts does not count here.")
	}
	return notes
}
