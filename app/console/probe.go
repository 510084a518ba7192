package console

import (
	"firstcall/app/api"
	"firstcall/app/entry"
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
}

// withProbe adds to what there is to say about the data center what it answered.
func (e *entries) withProbe(said entry.Cleaned) entry.Cleaned {
	p := e.probed[e.values[api.DataCenterField]]
	text := sentence(p.Text)
	switch {
	case text == "" || said.Problem != "":
	case p.Good:
		said.Notes = append([]string{text}, said.Notes...)
	case said.Warning == "":
		said.Warning = text
	}
	return said
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	if s[0] >= 'a' && s[0] <= 'z' {
		s = string(s[0]-'a'+'A') + s[1:]
	}
	if s[len(s)-1] != '.' {
		s += "."
	}
	return s
}
