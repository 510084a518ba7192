package console

import (
	"firstcall/app/api"
	"firstcall/app/wire"
)

// A Group is fields of a provider that are folded away together.
type Group struct {
	Fields []api.Field // those that are shown now
	Set    int         // how many of them have another value than the default
	Faulty bool        // one of them can't be right
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
	if value := m.Form.Value(p.ID, f); value != f.Default && value != "" || m.Form.Kept(p.ID, f.Name) {
		g.Set++
	}
	g.Faulty = g.Faulty || m.Form.Said(p.ID, f.Name).Problem != ""
}

// Unverified reports whether the form asks to skip the verification of certificates.
func (m *Model) Unverified() bool {
	p := m.Provider()
	f, _ := p.Field(api.VerifyField)
	return m.Form.Value(p.ID, f) == "never"
}

// Pin has the form trust one certificate only, by its fingerprint.
func (m *Model) Pin(fingerprint string) {
	provider := m.Form.Provider
	m.Form.Set(provider, api.PinField, fingerprint)
	m.Leave(provider, api.PinField)
	m.Announcement = "The fingerprint is filled in as the pinned certificate. Get the token again to use it."
}
