package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

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

	mirror Mirror
}

// OnMount and OnUpdate set the property, see [Mirror]: the attribute only
// counts until the user chooses.
func (c *Card) OnMount(ctx app.Context)  { c.sync(ctx) }
func (c *Card) OnUpdate(ctx app.Context) { ctx.Defer(c.sync) }
func (c *Card) sync(app.Context)         { c.mirror.Check(c.id(), c.Chosen) }

func (c *Card) id() string { return c.Group + "." + c.Value }

// Render draws the card.
func (c *Card) Render() app.UI {
	radio := tag.Input("radio").ID(c.id()).Attr("name", c.Group).Attr("value", c.Value).OnClick(c.choose)
	if c.Chosen {
		radio.Attr("checked", true)
	}
	return tag.Label().Class("provider").Body(
		radio.Body(),
		tag.Span().Class("glyph").Aria("hidden", "true").Text(c.Glyph),
		tag.Span().Class("title").Body(tag.B().Text(c.Title), tag.Small().Text(c.Summary)),
	)
}

// choose goes by the click, which arrow keys make too: choosing what is chosen
// already is no change, and still the user's word.
func (c *Card) choose(ctx app.Context, _ app.Event) {
	if c.OnChoose != nil {
		c.OnChoose(ctx, c.Value)
	}
}
