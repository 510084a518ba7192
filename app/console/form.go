package console

import (
	"errors"
	"slices"
	"time"

	"firstcall/app/api"
	"firstcall/app/entry"
	"firstcall/app/wire"
)

// A Form is what the user types to connect, for each provider apart, so that
// looking at another one loses nothing.
type Form struct {
	Provider string
	Busy     bool // an exchange is under way

	chosen  bool // by the user, so not to be overruled
	entries map[string]*entries
}

// entries are the fields of one provider.
type entries struct {
	values map[string]string
	typed  map[string]bool // by the user in this page, so not to be overruled
	kept   map[string]bool // secrets that the server holds
	said   map[string]entry.Cleaned
	probed map[string]api.Probed // by the data center's value; empty while it is asked
	// variation is what was kept of a check.
	variation api.Variation
}

// Choose makes the form one for another provider.
func (f *Form) Choose(provider string) { f.Provider, f.chosen = provider, true }

func (f *Form) of(provider string) *entries {
	e := f.entries[provider]
	if e == nil {
		e = &entries{
			values: map[string]string{}, typed: map[string]bool{},
			kept: map[string]bool{}, said: map[string]entry.Cleaned{},
		}
		f.entries[provider] = e
	}
	return e
}

// Set takes over what the user typed.
func (f *Form) Set(provider, field, value string) {
	e := f.of(provider)
	e.values[field] = value
	e.typed[field] = true
	delete(e.said, field)
}

// Leave puts a field right once the user is done with it.
func (m *Model) Leave(provider, field string) {
	p := m.provider(provider)
	f, known := p.Field(field)
	if !known {
		return
	}
	e := m.Form.of(provider)
	cleaned := entry.Clean(f, e.values[field])
	e.values[field] = cleaned.Value
	e.said[field] = cleaned
}

// Value is a field's value: as typed, or its default.
func (f *Form) Value(provider string, field api.Field) string {
	e := f.entries[provider]
	if e == nil || e.values[field.Name] == "" && !e.typed[field.Name] {
		return field.Default
	}
	return e.values[field.Name]
}

// Said is what there is to say about a field.
func (f *Form) Said(provider, field string) entry.Cleaned {
	if e := f.entries[provider]; e != nil {
		return e.said[field]
	}
	return entry.Cleaned{}
}

// Kept says that the server holds the field's secret, and nothing else was
// typed since.
func (f *Form) Kept(provider, field string) bool {
	e := f.entries[provider]
	return e != nil && e.kept[field] && e.values[field] == ""
}

// Values are the provider's values with the defaults filled in.
func (f *Form) Values(p api.Provider) map[string]string {
	values := make(map[string]string, len(p.Fields))
	for _, field := range p.Fields {
		values[field.Name] = f.Value(p.ID, field)
	}
	return values
}

// Sandbox fills the form so that it reaches the sandbox, by its own way out and
// as the profile says. The values come with the server's state: asked for
// earlier, it fills them in then.
func (m *Model) Sandbox(provider string) {
	m.Form.Choose(provider)
	if !m.Loaded {
		m.toFill = provider
		return
	}
	m.toFill = ""
	p := m.provider(provider)
	e := m.Form.of(provider)
	clear(e.said)
	e.variation = api.Variation{}
	for _, f := range p.Fields {
		value, ok := p.Sandbox[f.Name]
		switch {
		case ok:
		case f.IsWayOut():
			value = f.Default
		default:
			continue
		}
		e.values[f.Name], e.typed[f.Name] = value, true
		delete(e.kept, f.Name)
	}
	m.Announcement = "Filled in for the sandbox."
}

// Start checks the form and begins an exchange with it. Not ok means that a
// field says what is wrong.
func (m *Model) Start() (form api.Form, ok bool) {
	p := m.Provider()
	for _, f := range p.Fields {
		m.Leave(p.ID, f.Name)
	}
	if !m.ready(p) {
		return api.Form{}, false
	}
	m.Form.Busy, m.Failure, m.SignIn = true, nil, nil
	m.Checks.follow(nil)
	m.Announcement = "Asking for a token."
	return m.Draft(true), true
}

// ready says whether the form can be sent, and marks each field that keeps it
// from that.
func (m *Model) ready(p api.Provider) bool {
	e := m.Form.of(p.ID)
	values := m.Form.Values(p)
	ready := true
	for _, f := range wire.Shown(p, values) {
		switch {
		case m.Form.Kept(p.ID, f.Name):
			values[f.Name] = "kept"
		case values[f.Name] == "" && !f.Optional:
			m.problem(p.ID, f.Name, "Enter the "+wire.Uncapitalize(f.Label)+".")
		}
		ready = ready && e.said[f.Name].Problem == ""
	}
	if !ready {
		return false
	}
	if _, err := m.first(values); err != nil {
		m.problem(p.ID, fieldAtFault(err), err.Error())
		return false
	}
	return true
}

func fieldAtFault(err error) string {
	var at *wire.FieldError
	if errors.As(err, &at) && at.Field != "" {
		return at.Field
	}
	return api.DataCenterField
}

// Changed says whether the form is another one than the connection was made
// with: then a new token would be another connection's.
func (m *Model) Changed() bool {
	p := m.ConnectedProvider()
	e := m.Form.of(p.ID)
	for _, f := range p.Fields {
		value := m.Form.Value(p.ID, f)
		if f.IsSecret() {
			if value != "" {
				return true
			}
			continue
		}
		if value != m.Connection.Values[f.Name] {
			return true
		}
	}
	return len(e.kept) == 0
}

func (m *Model) problem(provider, field, problem string) {
	e := m.Form.of(provider)
	said := e.said[field]
	said.Value, said.Problem = e.values[field], problem
	e.said[field] = said
	m.Announcement = problem
}

// Draft is the form as the server should keep it; without secrets, those that
// the server has stay as they are there. What is too long to be right is left out.
func (m *Model) Draft(secrets bool) api.Form {
	p := m.Provider()
	e := m.Form.of(p.ID)
	form := api.Form{Provider: p.ID, Values: map[string]string{}, Variation: e.variation}
	for _, f := range p.Fields {
		switch {
		case f.IsSecret() && !secrets, len(e.values[f.Name]) > entry.Limit:
		case m.Form.Kept(p.ID, f.Name):
			form.Kept = append(form.Kept, f.Name)
		case e.typed[f.Name] || e.values[f.Name] != "":
			form.Values[f.Name] = e.values[f.Name]
		}
	}
	return form
}

// Problem names the input that the user should mend first, "" when there is none.
func (m *Model) Problem() (provider, field string) {
	p := m.Provider()
	for _, f := range p.Fields {
		if m.Form.Said(p.ID, f.Name).Problem != "" {
			return p.ID, f.Name
		}
	}
	return "", ""
}

// Finish takes over the state after an exchange, received at local. It reports whether there is
// a token now.
func (m *Model) Finish(s api.State, local time.Time) bool {
	m.Form.Busy = false
	m.Form.handOver(s.Form)
	m.Receive(s, local)
	if m.Failure != nil {
		m.Announcement = m.Failure.Title
		if m.Failure.Field != "" && m.Failure.Kind == api.FailureField {
			m.problem(m.Form.Provider, m.Failure.Field, m.Failure.Detail)
		}
		return false
	}
	if m.SignIn != nil {
		m.Announcement = waitingFor(*m.SignIn)
		return false
	}
	m.Announcement = "A token was issued."
	return m.Connection != nil
}

// GiveUp ends an exchange that the user cancelled or that never reached the server.
func (m *Model) GiveUp(why string) {
	m.Form.Busy = false
	m.Announcement = why
}

// handOver drops the secrets that the server now keeps from the page's memory.
func (f *Form) handOver(kept api.Form) {
	e := f.of(kept.Provider)
	for _, field := range kept.Kept {
		delete(e.values, field)
		delete(e.typed, field)
		e.kept[field] = true
	}
}

func (f *Form) receive(s api.Form, m *Model) {
	if !slices.ContainsFunc(m.Providers, func(p api.Provider) bool { return p.ID == s.Provider }) {
		return
	}
	if f.untouched() {
		f.Provider = s.Provider
	}
	e := f.of(s.Provider)
	for name, value := range s.Values {
		if !e.typed[name] {
			e.values[name] = value
		}
	}
	for _, name := range s.Kept {
		if !e.typed[name] {
			e.kept[name] = true
		}
	}
	e.variation = s.Variation
}

// Typed says that the user typed something in this page.
func (f *Form) Typed() bool {
	for _, e := range f.entries {
		if len(e.typed) > 0 {
			return true
		}
	}
	return false
}

// untouched says that the user has neither chosen nor typed anything yet.
func (f *Form) untouched() bool { return !f.chosen && !f.Typed() }

func (f *Form) empty() bool {
	for _, e := range f.entries {
		if len(e.kept) > 0 {
			return false
		}
		for _, v := range e.values {
			if v != "" {
				return false
			}
		}
	}
	return true
}

func (f *Form) dropKept() {
	for _, e := range f.entries {
		clear(e.kept)
	}
}
