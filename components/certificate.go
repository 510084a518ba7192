package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// A Certificate is a field for PEM text, pasted or read from a file.
type Certificate struct {
	app.Compo

	ID      string
	Label   string
	Hint    string
	Value   string
	Problem string
	Idle    bool // not alive yet: choosing a file waits for the program
	OnInput func(ctx app.Context, id, value string)
	OnLeave func(ctx app.Context, id string)

	mirror Mirror
}

// OnMount fills the text and OnUpdate follows later changes, see [Mirror].
func (c *Certificate) OnMount(ctx app.Context)  { c.sync(ctx) }
func (c *Certificate) OnUpdate(ctx app.Context) { ctx.Defer(c.sync) }
func (c *Certificate) sync(app.Context)         { c.mirror.Show(c.ID, c.Value) }

// Render draws the field.
func (c *Certificate) Render() app.UI {
	text := app.Textarea().ID(c.ID).Name(c.ID).Rows(3).Spellcheck(false).Attr("autocapitalize", "none").
		Placeholder("-----BEGIN CERTIFICATE-----").OnInput(c.input).OnChange(c.leave)
	if c.Problem != "" {
		text = text.Aria("invalid", "true").Aria("describedby", c.ID+"-says")
	}
	file := app.Input().Type("file").ID(c.ID+"-file").Class("sr").Accept(".pem,.crt,.cer,.ca-bundle,application/x-pem-file").
		Aria("label", c.Label+": choose a file").OnChange(c.choose)
	if c.Idle {
		file = file.Disabled(true)
	}
	return tag.Div().Class("field wide").Body(
		caption(c.ID, c.Label, c.Hint),
		tag.Div().Class("box tall").Body(
			text,
			tag.Label().Class("quiet framed file").Attr("for", c.ID+"-file").Body(file, IconFile.Draw(), app.Text("Choose file")),
		),
		says(c.ID, nil, "", c.Problem),
	)
}

func (c *Certificate) input(ctx app.Context, _ app.Event) {
	value := ctx.JSSrc().Get("value").String()
	c.mirror.Typed(value)
	c.report(ctx, value)
}

func (c *Certificate) leave(ctx app.Context, _ app.Event) {
	if c.OnLeave != nil {
		c.OnLeave(ctx, c.ID)
	}
}

// choose reads the chosen file as text. A CA file has a few kilobytes; of a
// large one that was chosen by mistake only the beginning is read.
func (c *Certificate) choose(ctx app.Context, _ app.Event) {
	file := ctx.JSSrc().Get("files").Index(0)
	if !file.Truthy() {
		return
	}
	file.Call("slice", 0, 64<<10).Call("text").Then(func(text app.Value) {
		ctx.Dispatch(func(ctx app.Context) {
			c.report(ctx, text.String())
			c.leave(ctx, app.Event{})
		})
	})
	ctx.JSSrc().Set("value", "")
}

func (c *Certificate) report(ctx app.Context, value string) {
	c.Value = value
	if c.OnInput != nil {
		c.OnInput(ctx, c.ID, value)
	}
}
