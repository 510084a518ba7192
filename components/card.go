package components

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// A Card is one of several things to choose from, a radio button at heart.
type Card struct {
	app.Compo

	Group    string // the radio buttons' name
	Value    string
	Title    string
	Summary  string
	Glyph    string // two letters
	Chosen   bool
	OnChoose func(ctx app.Context, value string)
}

// OnMount and OnUpdate set the property: the attribute only counts until the
// user chooses, and go-app can't undo a click by Checked(false).
func (c *Card) OnMount(app.Context)      { c.sync(app.Context{}) }
func (c *Card) OnUpdate(ctx app.Context) { ctx.Defer(c.sync) }

func (c *Card) sync(app.Context) {
	if in := app.Window().GetElementByID(c.id()); in.Truthy() && c.Chosen {
		in.Set("checked", true)
	}
}

func (c *Card) id() string { return c.Group + "." + c.Value }

// Render draws the card.
func (c *Card) Render() app.UI {
	radio := app.Input().Type("radio").ID(c.id()).Name(c.Group).Value(c.Value).OnChange(c.choose)
	if c.Chosen {
		radio = radio.Checked(true)
	}
	return app.Label().Class("provider").Body(
		radio,
		app.Span().Class("glyph").Aria("hidden", "true").Text(c.Glyph),
		app.Span().Class("title").Body(app.B().Text(c.Title), app.Small().Text(c.Summary)),
	)
}

func (c *Card) choose(ctx app.Context, _ app.Event) {
	if c.OnChoose != nil {
		c.OnChoose(ctx, c.Value)
	}
}
