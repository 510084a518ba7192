package app

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/console"
	"firstcall/components"
)

// A handover is where the user was in the first page's form when the program
// took over. go-app builds the page anew, in the same task of the browser, so
// nothing can be typed between reading and restoring.
type handover struct {
	focus      string
	start, end goapp.Value
	values     map[string]string
}

// readHandover takes what was typed and chosen in the first page into m.
func readHandover(m *console.Model) handover {
	h := handover{values: map[string]string{}}
	if goapp.IsServer {
		return h
	}
	for i, p := range m.Providers {
		if radio := goapp.Window().GetElementByID(api.ProviderInput + "." + p.ID); i > 0 && radio.Truthy() && radio.Get("checked").Bool() {
			m.Form.Choose(p.ID)
		}
		for _, f := range p.Fields {
			id := api.InputName(p.ID, f.Name)
			in := goapp.Window().GetElementByID(id)
			if !in.Truthy() {
				continue
			}
			if value := in.Get("value").String(); value != f.Default {
				m.Form.Set(p.ID, f.Name, value)
			}
		}
	}
	h.readFocus()
	return h
}

func (h *handover) readFocus() {
	at := goapp.Window().Get("document").Get("activeElement")
	if !at.Truthy() || at.Get("id").String() == "" {
		return
	}
	h.focus = at.Get("id").String()
	h.start, h.end = at.Get("selectionStart"), at.Get("selectionEnd")
	if in := at.Get("value"); in.Type() == goapp.TypeString {
		h.values[h.focus] = in.String()
	}
}

// restore puts value, focus and caret back. The value comes first: setting it
// afterwards would move the caret.
func (h *handover) restore() {
	in := goapp.Window().GetElementByID(h.focus)
	if h.focus == "" || !in.Truthy() {
		return
	}
	if value, typed := h.values[h.focus]; typed && in.Get("value").String() != value {
		in.Set("value", value)
	}
	in.Call("focus", map[string]any{"preventScroll": true})
	if h.start.Type() == goapp.TypeNumber && h.end.Type() == goapp.TypeNumber {
		in.Call("setSelectionRange", h.start, h.end)
	}
}

// focusOn moves the focus to an element of the page, or else to its heading.
func focusOn(id string) {
	if goapp.Window().GetElementByID(id).Truthy() {
		components.Focus(id)
		return
	}
	focusHeading()
}

// focusHeading moves the focus to the page's heading.
func focusHeading() {
	if h := goapp.Window().Get("document").Call("querySelector", "#main h1"); h.Truthy() {
		h.Call("focus", map[string]any{"preventScroll": false})
	}
}
