package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// A Switch is a checkbox with its label, and a line on what it does.
type Switch struct {
	app.Compo

	ID       string
	Label    string
	Note     string
	On       bool
	Idle     bool // can't be switched now
	OnSwitch func(ctx app.Context, id string, on bool)

	mirror Mirror
}

// OnMount and OnUpdate set the property, see [Mirror].
func (s *Switch) OnMount(ctx app.Context)  { s.sync(ctx) }
func (s *Switch) OnUpdate(ctx app.Context) { ctx.Defer(s.sync) }
func (s *Switch) sync(app.Context)         { s.mirror.Check(s.ID, s.On) }

// Render draws the switch.
func (s *Switch) Render() app.UI {
	box := tag.Input("checkbox").ID(s.ID).Aria("describedby", s.ID+"-note").OnChange(s.change)
	if s.Idle {
		box.Attr("disabled", true)
	}
	return tag.Div().Class("switch").Body(
		box.Body(),
		tag.Label().Attr("for", s.ID).Text(s.Label),
		tag.Span().ID(s.ID+"-note").Class("muted").Text(s.Note),
	)
}

func (s *Switch) change(ctx app.Context, _ app.Event) {
	s.OnSwitch(ctx, s.ID, ctx.JSSrc().Get("checked").Bool())
}
