package console

import (
	"strings"

	"firstcall/app/api"
)

// StartProbe is the form to ask with whether the data center answers, once for
// each value of it that can be right.
func (m *Model) StartProbe(provider, field string) (form api.Form, value string, ok bool) {
	e := m.Form.of(provider)
	value = e.values[field]
	if field != api.DataCenterField || provider != m.Form.Provider || !m.Loaded || value == "" || e.said[field].Problem != "" {
		return api.Form{}, "", false
	}
	if _, asked := e.probed[value]; asked {
		return api.Form{}, "", false
	}
	if e.probed == nil {
		e.probed = map[string]api.Probed{}
	}
	e.probed[value] = api.Probed{}
	return m.Draft(true), value, true
}

// FinishProbe takes over what a data center answered.
func (m *Model) FinishProbe(provider, value string, p api.Probed) {
	m.Form.of(provider).probed[value] = p
	if text, _ := m.Form.Probed(provider, api.DataCenterField); text == p.Text && text != "" {
		m.Announcement = "Data center: " + text
	}
}

// Probed is what the data center in a field answered, "" where nothing is known.
func (f *Form) Probed(provider, field string) (text string, good bool) {
	e := f.entries[provider]
	if e == nil || field != api.DataCenterField || e.said[field].Problem != "" {
		return "", false
	}
	p := e.probed[e.values[field]]
	return strings.TrimSuffix(p.Text, "."), p.Good
}
