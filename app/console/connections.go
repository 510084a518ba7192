package console

import (
	"strconv"
	"time"

	"firstcall/app/api"
)

// A Listed is one of the session's connections as the line offers it.
type Listed struct {
	ID         string
	Number     int // from 1
	Name       string
	Provider   string
	Token      Station
	Unverified bool
	Current    bool
}

// Listed are the session's connections in the order they were made, at now by
// the server's clock.
func (m *Model) Listed(now time.Time) []Listed {
	all := make([]Listed, len(m.Connections))
	for i := range m.Connections {
		c := &m.Connections[i]
		all[i] = Listed{
			ID: c.ID, Number: i + 1, Name: NameOf(c), Provider: m.provider(c.Provider).Name,
			Token: TokenOf(c, now), Unverified: c.Unverified, Current: c.ID == m.current(),
		}
	}
	return all
}

// Others are the connections besides the current one.
func (m *Model) Others(now time.Time) []Listed {
	all := m.Listed(now)
	for i := range all {
		if all[i].Current {
			return append(all[:i], all[i+1:]...)
		}
	}
	return all
}

// Place says which of how many connections is the current one: "2 of 3".
func (m *Model) Place() string {
	for i := range m.Connections {
		if m.Connections[i].ID == m.current() {
			return strconv.Itoa(i+1) + " of " + strconv.Itoa(len(m.Connections))
		}
	}
	return strconv.Itoa(len(m.Connections))
}

// NameOf is a connection's name, told from the session's others.
func NameOf(c *api.Connection) string {
	if c.Name != "" {
		return c.Name
	}
	return Host(c.DataCenter)
}

// Name is that of the connection with this ID, "" for none.
func (m *Model) Name(id string) string {
	if c := m.Known(id); c != nil {
		return NameOf(c)
	}
	return ""
}

// Known finds a connection by its ID, nil for none.
func (m *Model) Known(id string) *api.Connection {
	for i := range m.Connections {
		if m.Connections[i].ID == id {
			return &m.Connections[i]
		}
	}
	return nil
}

// current is the ID of the current connection, "" for none.
func (m *Model) current() string {
	if m.Connection == nil {
		return ""
	}
	return m.Connection.ID
}

// Switched takes over the state after another connection was made the current one.
func (m *Model) Switched(s api.State, local time.Time) {
	m.Receive(s, local)
	if m.Connection != nil {
		m.Announcement = "Connection " + m.Place() + ": " + NameOf(m.Connection) + ", " + m.Token(m.Now(local)).Text + "."
	}
}

// Disconnected takes over the state after the connection with this name was erased.
func (m *Model) Disconnected(name string, s api.State, local time.Time) {
	m.Receive(s, local)
	m.Announcement = name + " was disconnected."
	if m.Connection != nil {
		m.Announcement += " The current connection is " + NameOf(m.Connection) + "."
	}
}

// Refill makes the form that of a connection, to connect as it once more. The
// secrets that the server keeps with the form may be others, so they are to be
// entered again.
func (m *Model) Refill(c *api.Connection) {
	m.Form.Choose(c.Provider)
	p := m.provider(c.Provider)
	if m.filledAs(&p, c) {
		return
	}
	e := m.Form.of(p.ID)
	for _, f := range p.Fields {
		if f.IsSecret() {
			delete(e.values, f.Name)
			delete(e.kept, f.Name)
			continue
		}
		m.Form.Set(p.ID, f.Name, c.Values[f.Name])
	}
}

// filledAs says that the form has the connection's values already.
func (m *Model) filledAs(p *api.Provider, c *api.Connection) bool {
	values := m.Form.Values(*p)
	for _, f := range p.Fields {
		if !f.IsSecret() && f.Shown(values) && values[f.Name] != c.Values[f.Name] {
			return false
		}
	}
	return true
}
