package app

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/bench"
	"firstcall/components"
	"firstcall/components/tag"
)

// A pasteBox is an input for a token of any length. A paste that is too long to
// be laid out by the browser never gets into it.
type pasteBox struct {
	goapp.Compo

	ID      string
	Value   string
	OnPaste func(ctx goapp.Context, text string)

	mirror components.Mirror
}

func (p *pasteBox) OnMount(ctx goapp.Context)  { p.sync(ctx) }
func (p *pasteBox) OnUpdate(ctx goapp.Context) { ctx.Defer(p.sync) }
func (p *pasteBox) sync(goapp.Context)         { p.mirror.Show(p.ID, p.Value) }

// Render draws the input. Browsers that keep what was typed into a form for when
// it comes back leave one out that does not complete.
func (p *pasteBox) Render() goapp.UI {
	return tag.Area().ID(p.ID).Class("editor").Attr("rows", 6).
		Attr("placeholder", "eyJhbGciOi…").Aria("describedby", "paste-says").OnInput(p.input).On("paste", p.paste).Body()
}

func (p *pasteBox) input(ctx goapp.Context, _ goapp.Event) {
	p.Value = ctx.JSSrc().Get("value").String()
	p.mirror.Typed(p.Value)
	p.OnPaste(ctx, p.Value)
}

func (p *pasteBox) paste(ctx goapp.Context, e goapp.Event) {
	data := e.Get("clipboardData")
	if !data.Truthy() {
		return
	}
	if text := data.Call("getData", "text").String(); len(text) > bench.Bearable {
		e.PreventDefault()
		p.OnPaste(ctx, text)
	}
}
