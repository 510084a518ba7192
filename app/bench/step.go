package bench

import (
	"slices"

	"firstcall/app/api"
	"firstcall/app/entry"
	"firstcall/app/wire"
)

// StepID names a step of a connection.
func StepID(connection, step string) string { return connection + "/" + step }

// SetStep takes over what was typed into a field of a step.
func (m *Model) SetStep(id, field, value string) {
	delete(m.faults, id)
	if m.typed[id] == nil {
		m.typed[id] = map[string]string{}
	}
	m.typed[id][field] = value
}

// DropStep forgets what was typed for a step, secrets among it.
func (m *Model) DropStep(id string) { delete(m.typed, id) }

// StepsOf are the steps that p has for c, filled in where c is with the sandbox.
func StepsOf(c api.Connection, p api.Provider) []api.Step {
	if p.Sandbox == nil || c.DataCenter != p.Sandbox[api.DataCenterField] {
		return p.Steps
	}
	steps := slices.Clone(p.Steps)
	for i, step := range steps {
		steps[i].Fields = slices.Clone(step.Fields)
		for j, f := range step.Fields {
			if value := p.Sandbox[f.Name]; value != "" {
				steps[i].Fields[j].Default = value
			}
		}
	}
	return steps
}

// StepValue is a field of a step: as typed, or its default.
func (m *Model) StepValue(id string, f api.Field) string {
	if value, typed := m.typed[id][f.Name]; typed {
		return value
	}
	if f.Default == "" && f.Kind == api.FieldChoice && len(f.Choices) > 0 {
		return f.Choices[0].Value
	}
	return f.Default
}

// A fault is what is wrong with a field.
type fault struct{ field, problem string }

// StepFault is what is wrong with a field of a step, "" for nothing.
func (m *Model) StepFault(id, field string) string {
	if m.faults[id].field == field {
		return m.faults[id].problem
	}
	return ""
}

// StepForm is what a step is asked with. Not ok means that a field says what is
// wrong, the one that it names.
func (m *Model) StepForm(c api.Connection, step api.Step) (form api.StepForm, field string, ok bool) {
	id := StepID(c.ID, step.ID)
	form = api.StepForm{Connection: c.ID, Step: step.ID, Values: map[string]string{}}
	for _, f := range step.Fields {
		cleaned := entry.Clean(f, m.StepValue(id, f))
		switch {
		case cleaned.Problem != "":
			m.faults[id] = fault{f.Name, cleaned.Problem}
			return form, f.Name, false
		case cleaned.Value == "" && !f.Optional:
			m.faults[id] = fault{f.Name, "Enter the " + wire.Uncapitalize(f.Label) + "."}
			return form, f.Name, false
		}
		form.Values[f.Name] = cleaned.Value
	}
	return form, "", true
}
