package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// An Area is a field for a text of several lines, pasted or read from a file.
type Area struct {
	app.Compo

	ID       string
	Label    string
	Hint     string
	Example  string // shown while it is empty
	Value    string
	Problem  string
	Secret   bool // dots
	Required bool
	Accept   string // what kinds of file may be read; "": none
	Idle     bool   // not alive yet: choosing a file waits for the program
	OnInput  func(ctx app.Context, id, value string)
	OnLeave  func(ctx app.Context, id string)

	mirror Mirror
}

// OnMount fills the text and OnUpdate follows later changes, see [Mirror].
func (a *Area) OnMount(ctx app.Context)  { a.sync(ctx) }
func (a *Area) OnUpdate(ctx app.Context) { ctx.Defer(a.sync) }
func (a *Area) sync(app.Context)         { a.mirror.Show(a.ID, a.Value) }

// Render draws the field.
func (a *Area) Render() app.UI {
	text := tag.Area().Attr("rows", 3).ID(a.ID).Attr("name", a.ID).OnInput(a.input).OnChange(a.leave)
	if a.Example != "" {
		text.Attr("placeholder", a.Example)
	}
	if a.Secret {
		text.Class("dots")
	}
	if a.Required {
		text.Aria("required", "true")
	}
	if a.Problem != "" {
		text.Aria("invalid", "true").Aria("describedby", a.ID+"-says")
	}
	box := []app.UI{text.Body()}
	if a.Accept != "" {
		box = append(box, a.file())
	}
	return tag.Div().Class("field wide").Body(
		caption(a.ID, a.Label, a.Hint, ""),
		tag.Div().Class("box tall").Body(box...),
		says(a.ID, nil, "", a.Problem),
	)
}

func (a *Area) file() app.UI {
	file := tag.Input("file").ID(a.ID+"-file").Class("sr").Attr("accept", a.Accept).
		Aria("label", a.Label+": choose a file").OnChange(a.choose)
	if a.Idle {
		file.Attr("disabled", true)
	}
	return tag.Label().Class("quiet framed file").Attr("for", a.ID+"-file").Body(file.Body(), IconFile.Draw(), app.Text("Choose file"))
}

func (a *Area) input(ctx app.Context, _ app.Event) {
	value := ctx.JSSrc().Get("value").String()
	a.mirror.Typed(value)
	a.report(ctx, value)
}

func (a *Area) leave(ctx app.Context, _ app.Event) {
	if a.OnLeave != nil {
		a.OnLeave(ctx, a.ID)
	}
}

// choose reads the chosen file as text. A file of keys or certificates has a
// few kilobytes; of a large one that was chosen by mistake only the beginning
// is read.
func (a *Area) choose(ctx app.Context, _ app.Event) {
	file := ctx.JSSrc().Get("files").Index(0)
	if !file.Truthy() {
		return
	}
	file.Call("slice", 0, 64<<10).Call("text").Then(func(text app.Value) {
		ctx.Dispatch(func(ctx app.Context) {
			a.report(ctx, text.String())
			a.leave(ctx, app.Event{})
		})
	})
	ctx.JSSrc().Set("value", "")
}

func (a *Area) report(ctx app.Context, value string) {
	a.Value = value
	if a.OnInput != nil {
		a.OnInput(ctx, a.ID, value)
	}
}
