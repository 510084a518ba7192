package components

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// A Mirror carries a value into an input through the DOM: go-app neither
// clears an input whose Value becomes "" nor overrules what the user typed.
//
// It writes only what changed since it last wrote or was told. go-app may
// draw a frame within the browser's click event, before the change event that
// tells of the user's choice: writing the old value again would undo it.
type Mirror struct {
	id, last string
	used     bool
}

// Show gives the input with this id a value.
func (m *Mirror) Show(id, value string) {
	if m.used && m.id == id && m.last == value {
		return
	}
	*m = Mirror{id: id, last: value, used: true}
	// Setting the value that is there already would move the caret.
	if in := app.Window().GetElementByID(id); in.Truthy() && in.Get("value").String() != value {
		in.Set("value", value)
	}
}

// Check checks or clears the radio button or checkbox with this id. A radio
// button is never cleared: checking another one does that.
func (m *Mirror) Check(id string, checked bool) {
	state := "off"
	if checked {
		state = "on"
	}
	if m.used && m.id == id && m.last == state {
		return
	}
	*m = Mirror{id: id, last: state, used: true}
	in := app.Window().GetElementByID(id)
	if in.Truthy() && (checked || in.Get("type").String() != "radio") {
		in.Set("checked", checked)
	}
}

// Typed notes what the user typed into the input.
func (m *Mirror) Typed(value string) { m.last = value }
