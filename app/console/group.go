package console

import (
	"firstcall/app/api"
	"firstcall/app/wire"
)

// A Group is fields of a provider that are folded away together.
type Group struct {
	Fields []api.Field // those that are shown now
	Set    int         // how many of them have another value than the default
	// Open says that the user is to see them: one can't be right, or has a value
	// that neither the profile nor the sandbox chose.
	Open bool
}

// Groups are the provider's own advanced fields, and those about the way out.
func (m *Model) Groups(p api.Provider) (more, wayOut Group) {
	for _, f := range wire.Shown(p, m.Form.Values(p)) {
		switch {
		case !f.Advanced:
		case f.IsWayOut():
			wayOut.add(m, p, f)
		default:
			more.add(m, p, f)
		}
	}
	return more, wayOut
}

func (g *Group) add(m *Model, p api.Provider, f api.Field) {
	g.Fields = append(g.Fields, f)
	value := m.Form.Value(p.ID, f)
	kept := m.Form.Kept(p.ID, f.Name)
	if value != f.Default && value != "" || kept {
		g.Set++
		g.Open = g.Open || kept && p.Sandbox[f.Name] == "" || !kept && value != p.Sandbox[f.Name]
	}
	g.Open = g.Open || m.Form.Said(p.ID, f.Name).Problem != ""
}

// Unverified reports whether the form asks to trust any certificate. A pinned one
// is verified all the same.
func (m *Model) Unverified() bool {
	values := m.Form.Values(m.Provider())
	return values[api.VerifyField] == "never" && values[api.PinField] == ""
}

// Pin has the form trust one certificate only, by its fingerprint.
func (m *Model) Pin(fingerprint string) {
	provider := m.Form.Provider
	m.Form.Set(provider, api.PinField, fingerprint)
	m.Leave(provider, api.PinField)
	m.Announcement = "The fingerprint is filled in as the pinned certificate. Get the token again to use it."
}
