package app

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components"
	"firstcall/components/tag"
)

// An input is the explorer's bare line of text: its label is for assistive
// technology only, since the bar says what it is by its place.
type input struct {
	goapp.Compo

	ID      string
	Label   string
	Class   string
	Value   string
	List    string // the data list that completes it
	Invalid bool
	OnInput func(ctx goapp.Context, value string)
	OnLeave func(ctx goapp.Context)

	mirror components.Mirror
}

func (i *input) OnMount(ctx goapp.Context)  { i.sync(ctx) }
func (i *input) OnUpdate(ctx goapp.Context) { ctx.Defer(i.sync) }
func (i *input) sync(goapp.Context)         { i.mirror.Show(i.ID, i.Value) }

func (i *input) Render() goapp.UI {
	in := tag.Line().ID(i.ID).Class(i.Class).Aria("label", i.Label).OnInput(i.input).OnChange(i.leave)
	if i.List != "" {
		in.Attr("list", i.List)
	}
	if i.Invalid {
		in.Aria("invalid", "true").Aria("describedby", i.ID+"-says")
	}
	return in.Body()
}

func (i *input) input(ctx goapp.Context, _ goapp.Event) {
	i.Value = ctx.JSSrc().Get("value").String()
	i.mirror.Typed(i.Value)
	i.OnInput(ctx, i.Value)
}

func (i *input) leave(ctx goapp.Context, _ goapp.Event) {
	if i.OnLeave != nil {
		i.OnLeave(ctx)
	}
}

// An editor is a text of several lines. Tab leaves it, as it leaves every other
// field.
type editor struct {
	goapp.Compo

	ID      string
	Label   string
	Value   string
	Invalid bool
	OnInput func(ctx goapp.Context, value string)

	// Numbered has the lines' numbers beside them, some marked and some bad.
	Numbered    bool
	Marked, Bad []int

	mirror components.Mirror
	along  goapp.Func
}

func (e *editor) OnMount(ctx goapp.Context) {
	e.sync(ctx)
	if e.Numbered {
		e.along = components.ScrollAlong(e.ID)
	}
}

func (e *editor) OnDismount() {
	if e.along != nil {
		e.along.Release()
	}
}

func (e *editor) OnUpdate(ctx goapp.Context) { ctx.Defer(e.sync) }
func (e *editor) sync(goapp.Context)         { e.mirror.Show(e.ID, e.Value) }

func (e *editor) input(ctx goapp.Context, _ goapp.Event) {
	e.Value = ctx.JSSrc().Get("value").String()
	e.mirror.Typed(e.Value)
	e.OnInput(ctx, e.Value)
}

func (e *editor) Render() goapp.UI {
	text := tag.Area().Attr("rows", 8).ID(e.ID).Class("editor").
		Aria("label", e.Label).Aria("describedby", e.ID+"-says").OnInput(e.input)
	if e.Invalid {
		text = text.Aria("invalid", "true")
	}
	if !e.Numbered {
		return text.Body()
	}
	return tag.Div().Class("numbered").Body(components.Numbers(e.ID, e.Value, e.Marked, e.Bad), text.Attr("wrap", "off").Body())
}
