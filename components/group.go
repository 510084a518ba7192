package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// A Group folds away what few people need, beneath a heading that says how
// things stand there. It unfolds by itself once Open is set, and never folds by
// itself: that would take away what the user is at.
type Group struct {
	app.Compo

	ID    string
	Title string
	Note  string // beside the title
	Class string // of the note
	Open  bool
	Body  []app.UI

	unfolded string // the ID for which Open was seen to
}

// OnMount and OnUpdate unfold through the DOM: an attribute that goes away
// again would fold what the user is at.
func (g *Group) OnMount(app.Context)      { g.sync(app.Context{}) }
func (g *Group) OnUpdate(ctx app.Context) { ctx.Defer(g.sync) }

func (g *Group) sync(app.Context) {
	switch {
	case !g.Open:
		g.unfolded = ""
	case g.unfolded != g.ID:
		g.unfolded = g.ID
		if e := app.Window().GetElementByID(g.ID); e.Truthy() {
			e.Set("open", true)
		}
	}
}

// Render draws the group.
func (g *Group) Render() app.UI {
	title := []app.UI{tag.Span().Text(g.Title)}
	if g.Note != "" {
		title = append(title, tag.Span().Class(g.Class).Text(g.Note))
	}
	return tag.Details().Class("group").ID(g.ID).Body(
		tag.Summary().Body(title...),
		tag.Div().Class("within").Body(g.Body...),
	)
}
