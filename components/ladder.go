package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// A Rung is one step of a way, and how far it got.
type Rung struct {
	Name     string
	Evidence string
	Took     string
	State    string // a CSS class: good, failed, todo
}

// Ladder draws rungs one below the other.
func Ladder(rungs []Rung) app.UI {
	items := make([]app.UI, len(rungs))
	for i, r := range rungs {
		icon, state := IconCheck, "done"
		switch r.State {
		case "failed":
			icon, state = IconCross, "failed"
		case "todo":
			state = "not reached"
		}
		items[i] = tag.Li().Class(r.State).Body(
			icon.Draw(),
			tag.B().Body(app.Text(r.Name), tag.Span().Class("sr").Text(": "+state)),
			tag.Span().Class("ev").Text(r.Evidence),
			tag.Span().Class("muted").Text(r.Took),
		)
	}
	return tag.Ol().Class("ladder").Body(items...)
}
