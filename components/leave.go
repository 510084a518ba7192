package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// Leave is the next step where that leads to another site, in the same tab.
type Leave struct {
	app.Compo

	ID    string
	Href  string
	Label string
}

// Render draws the link as a filled button. The address of the page that the
// user comes from is nobody's business there.
func (l *Leave) Render() app.UI {
	return tag.A(l.Href).ID(l.ID).Class("button primary wide").Attr("rel", "noreferrer").OnClick(l.click).
		Body(app.Text(l.Label), IconArrow.Draw())
}

// click keeps the event from go-app, which would open another site in a new
// window; then the browser follows the link.
func (l *Leave) click(_ app.Context, e app.Event) { e.Call("stopPropagation") }
