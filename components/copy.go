package components

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// Copy is a button that puts a text on the clipboard and says so.
type Copy struct {
	app.Compo

	ID    string
	Label string // on the button
	Title string // what is copied, for who can't see what is beside it
	Text  string
	// OnCopy, where set, gets the text when asked for it, in place of Text; ""
	// means that there was none to be had. It runs off the UI goroutine.
	OnCopy func() string

	said string
}

// Render draws the button.
func (c *Copy) Render() app.UI {
	icon, label := IconCopy, c.Label
	if c.said != "" {
		icon, label = IconCheck, c.said
	}
	return tag.Button().ID(c.ID).Class("quiet").Title(c.Title).OnClick(c.click).Body(
		icon.Draw(), tag.Span().Aria("live", "polite").Text(label),
	)
}

func (c *Copy) click(ctx app.Context, _ app.Event) {
	if c.OnCopy == nil {
		c.put(ctx, c.Text)
		return
	}
	get := c.OnCopy
	ctx.Async(func() {
		text := get()
		ctx.Dispatch(func(ctx app.Context) { c.put(ctx, text) })
	})
}

// put writes to the clipboard, which browsers offer to secure pages only:
// over plain HTTP beyond localhost there is none.
func (c *Copy) put(ctx app.Context, text string) {
	clipboard := app.Window().Get("navigator").Get("clipboard")
	switch {
	case text == "":
		c.say(ctx, "Not copied")
	case !clipboard.Truthy():
		c.say(ctx, "Select and copy by hand")
	default:
		done := app.FuncOf(func(app.Value, []app.Value) any {
			ctx.Dispatch(func(ctx app.Context) { c.say(ctx, "Copied") })
			return nil
		})
		failed := app.FuncOf(func(app.Value, []app.Value) any {
			ctx.Dispatch(func(ctx app.Context) { c.say(ctx, "Not permitted") })
			return nil
		})
		clipboard.Call("writeText", text).Call("then", done, failed)
		ctx.After(time.Minute, func(app.Context) { done.Release(); failed.Release() })
	}
}

func (c *Copy) say(ctx app.Context, what string) {
	c.said = what
	ctx.After(2*time.Second, func(app.Context) { c.said = "" })
}
