package components

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// A Stop is one station of the line: how it stands, and the way to its page.
type Stop struct {
	app.Compo

	ID       string
	Href     string
	Title    string
	Text     string
	Icon     Icon
	Standing string // a CSS class: todo, working, good, bad, expiring, unsafe
	Here     bool   // this is the page on screen
	Ring     bool   // drawn as a ring of which Left percent remain
	Left     int
	OnGo     func(ctx app.Context, id string) // before its link is followed
}

// OnMount and OnUpdate turn the ring: its share is a CSS variable, which a
// style attribute can't set under the console's Content-Security-Policy.
func (s *Stop) OnMount(app.Context)      { s.sync(app.Context{}) }
func (s *Stop) OnUpdate(ctx app.Context) { ctx.Defer(s.sync) }
func (s *Stop) sync(app.Context)         { share(s.ID+"-ring", "--left", s.Left) }

// Render draws the stop.
func (s *Stop) Render() app.UI {
	a := tag.A(s.Href).ID(s.ID).Class("stop " + s.Standing).OnClick(s.click)
	if s.Here {
		a = a.Aria("current", "page")
	}
	sign := tag.Span().Class("dot").Body(s.sign().Draw())
	if s.Ring {
		sign = tag.Span().Class("ring").ID(s.ID + "-ring").Body(tag.I().Body(s.Icon.Draw()))
	}
	return a.Body(sign, tag.Span().Body(tag.B().Text(s.Title), tag.Small().Text(s.Text)))
}

func (s *Stop) click(ctx app.Context, e app.Event) {
	elsewhere := e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool() || e.Get("shiftKey").Bool()
	if s.OnGo != nil && !elsewhere {
		s.OnGo(ctx, s.ID)
	}
}

func (s *Stop) sign() Icon {
	switch s.Standing {
	case "good", "expiring":
		return IconCheck
	case "bad":
		return IconCross
	case "unsafe":
		return IconWarn
	}
	return s.Icon
}

// share sets a CSS variable of the element with this id to a number.
func share(id, variable string, value int) {
	if e := app.Window().GetElementByID(id); e.Truthy() {
		e.Get("style").Call("setProperty", variable, strconv.Itoa(value))
	}
}
