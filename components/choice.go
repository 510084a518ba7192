package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// A Choice is a labelled list of values, one of which is chosen.
type Choice struct {
	app.Compo

	ID       string
	Label    string
	Hint     string
	Value    string
	Options  []Option
	Problem  string
	OnChoose func(ctx app.Context, id, value string)

	mirror Mirror
}

// An Option is one value of a Choice.
type Option struct{ Value, Label string }

// OnMount chooses the value and OnUpdate follows later changes, see [Mirror]:
// the selected attribute only counts until the user chooses.
func (c *Choice) OnMount(ctx app.Context)  { c.sync(ctx) }
func (c *Choice) OnUpdate(ctx app.Context) { ctx.Defer(c.sync) }

func (c *Choice) sync(app.Context) {
	// go-app drops an empty value, and an option without one has its text as value.
	for i, o := range c.Options {
		if e := app.Window().GetElementByID(c.ID); o.Value == "" && e.Truthy() && e.Get("options").Length() > i {
			e.Get("options").Index(i).Call("setAttribute", "value", "")
		}
	}
	c.mirror.Show(c.ID, c.Value)
}

// Render draws the choice.
func (c *Choice) Render() app.UI {
	options := make([]app.UI, len(c.Options))
	for i, o := range c.Options {
		option := tag.Option(o.Value)
		if o.Value == c.Value {
			option.Attr("selected", true)
		}
		options[i] = option.Text(o.Label)
	}
	return tag.Div().Class("field").Body(
		caption(c.ID, c.Label, c.Hint, ""),
		tag.Div().Class("box").Body(
			tag.Select().ID(c.ID).Attr("name", c.ID).OnChange(c.choose).Body(options...),
		),
		says(c.ID, nil, "", c.Problem),
	)
}

func (c *Choice) choose(ctx app.Context, _ app.Event) {
	c.Value = ctx.JSSrc().Get("value").String()
	c.mirror.Typed(c.Value)
	if c.OnChoose != nil {
		c.OnChoose(ctx, c.ID, c.Value)
	}
}
