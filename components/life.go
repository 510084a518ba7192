package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// A Life is a bar of which some percent remain, with a mark where it is renewed.
type Life struct {
	app.Compo

	ID       string
	Standing string // a CSS class: good, expiring, bad
	Left     int    // percent
	Mark     int    // how much remains at the mark, percent; 0: there is none
}

// OnMount and OnUpdate set the bar's length, as in [Stop].
func (l *Life) OnMount(app.Context)      { l.sync(app.Context{}) }
func (l *Life) OnUpdate(ctx app.Context) { ctx.Defer(l.sync) }
func (l *Life) sync(app.Context) {
	share(l.ID, "--left", l.Left)
	share(l.ID, "--mark", l.Mark)
}

// Render draws the bar. The times beside it say the same in words.
func (l *Life) Render() app.UI {
	body := []app.UI{tag.I().Body()}
	if l.Mark > 0 {
		body = append(body, tag.B().Body())
	}
	return tag.Div().Class("life").Class(l.Standing).ID(l.ID).Aria("hidden", "true").Body(body...)
}
