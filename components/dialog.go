package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// A Dialog is a native modal dialog: Esc closes it, and the focus goes back to
// where it was. [OpenDialog] opens it.
type Dialog struct {
	app.Compo

	ID    string
	Title string
	Body  []app.UI
}

// Render draws the dialog.
func (d *Dialog) Render() app.UI {
	return app.Elem("dialog").ID(d.ID).Aria("labelledby", d.ID+"-title").Body(
		tag.Header().Body(
			tag.H2().ID(d.ID+"-title").Text(d.Title),
			tag.Button().Class("quiet").Aria("label", "Close").OnClick(d.close).Body(IconCross.Draw()),
		),
		tag.Div().Class("body").Body(d.Body...),
	)
}

func (d *Dialog) close(app.Context, app.Event) { CloseDialog(d.ID) }

// OpenDialog shows the dialog with this id.
func OpenDialog(id string) {
	if e := app.Window().GetElementByID(id); e.Truthy() && !e.Get("open").Bool() {
		e.Call("showModal")
	}
}

// CloseDialog closes the dialog with this id.
func CloseDialog(id string) {
	if e := app.Window().GetElementByID(id); e.Truthy() {
		e.Call("close")
	}
}
