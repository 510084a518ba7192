package components

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// A Menu is a button that opens a list beneath it, a native popover: a click
// elsewhere or Esc closes it, and the focus goes back to the button. The arrow
// keys go through what is in it.
type Menu struct {
	app.Compo

	ID    string // of the button
	Class string // of the button
	Hint  string // what the button is for, besides what Face says
	Title string // of the list
	Face  []app.UI
	Body  []app.UI
}

func listID(menu string) string { return menu + "-list" }

// Render draws the button and the list.
func (m *Menu) Render() app.UI {
	return tag.Div().Class("menu").Body(
		tag.Button().ID(m.ID).Class(m.Class).Title(m.Hint).
			Attr("popovertarget", listID(m.ID)).OnClick(m.place).Body(m.Face...),
		tag.Div().ID(listID(m.ID)).Class("menulist").Attr("popover", "auto").Attr("role", "group").
			Aria("label", m.Title).OnKeyDown(m.key).Body(m.Body...),
	)
}

// OnResize follows the button.
func (m *Menu) OnResize(app.Context) { m.sync() }

func (m *Menu) place(app.Context, app.Event) { m.sync() }

// sync puts the list beneath the button: what is on top of the page knows
// nothing of where the button is.
func (m *Menu) sync() {
	button := app.Window().GetElementByID(m.ID)
	if !button.Truthy() {
		return
	}
	at := button.Call("getBoundingClientRect")
	share(listID(m.ID), "--x", at.Get("left").Int())
	share(listID(m.ID), "--y", at.Get("bottom").Int()+app.Window().Get("scrollY").Int())
}

// key moves the focus with the arrow keys, Home and End.
func (m *Menu) key(_ app.Context, e app.Event) {
	list := app.Window().GetElementByID(listID(m.ID))
	if !list.Truthy() {
		return
	}
	all := list.Call("querySelectorAll", "button, a")
	count, at := all.Get("length").Int(), -1
	focused := app.Window().Get("document").Get("activeElement")
	for i := range count {
		if all.Index(i).Equal(focused) {
			at = i
		}
	}
	next := map[string]int{"ArrowDown": at + 1, "ArrowUp": at - 1 + count, "Home": count, "End": count - 1}
	to, known := next[e.Get("key").String()]
	if !known || count == 0 {
		return
	}
	e.PreventDefault()
	all.Index(to % count).Call("focus")
}

// CloseMenu closes the list of the menu with this id.
func CloseMenu(id string) {
	if e := app.Window().GetElementByID(listID(id)); e.Truthy() {
		e.Call("hidePopover")
	}
}

// An Entry is one thing of a [Menu] to choose.
type Entry struct {
	app.Compo

	Menu     string // the menu's ID
	Value    string
	Number   int // from 1
	Title    string
	Text     string
	Warning  string // in amber behind the text
	Key      string // that chooses it too, "" for none
	Standing string // a CSS class: good, expiring, bad
	Current  bool
	OnChoose func(ctx app.Context, value string)
}

// Render draws the entry.
func (n *Entry) Render() app.UI {
	b := tag.Button().ID(n.Menu + "-" + strconv.Itoa(n.Number)).Class("entry " + n.Standing).OnClick(n.choose)
	sign := tag.Span().Class("sign").Body()
	if n.Current {
		b = b.Aria("current", "true").Attr("autofocus", true)
		sign = tag.Span().Class("sign").Body(IconCheck.Draw())
	}
	text := []app.UI{app.Text(n.Text)}
	if n.Warning != "" {
		text = append(text, tag.Span().Class("warn").Text(", "+n.Warning))
	}
	body := []app.UI{sign, tag.Span().Class("grow").Body(tag.B().Text(n.Title), tag.Small().Body(text...))}
	if n.Key != "" {
		body = append(body, app.Elem("kbd").Text(n.Key))
	}
	return b.Body(body...)
}

func (n *Entry) choose(ctx app.Context, _ app.Event) {
	CloseMenu(n.Menu)
	n.OnChoose(ctx, n.Value)
}
