package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// A Field is a labelled input with what there is to say about it beneath.
type Field struct {
	app.Compo

	ID       string // of the input, and its name
	Label    string
	Hint     string // where the value comes from, at the label's right
	Tone     string // of the hint, a CSS class: good, warn
	Example  string // shown while the input is empty
	Value    string
	Said     []string // what was put right, a sentence each
	Warning  string
	Problem  string // what can't be put right
	Unit     string // of a number, at the input's right
	Secret   bool   // dots, with a button that reveals
	Wide     bool   // takes the whole row
	Required bool
	Idle     bool // not alive yet: the reveal button waits for the program
	OnInput  func(ctx app.Context, id, value string)
	OnLeave  func(ctx app.Context, id string)

	mirror   Mirror
	revealed bool
}

// OnMount fills the input and OnUpdate follows later changes, see [Mirror].
func (f *Field) OnMount(ctx app.Context)  { f.sync(ctx) }
func (f *Field) OnUpdate(ctx app.Context) { ctx.Defer(f.sync) }
func (f *Field) sync(app.Context)         { f.mirror.Show(f.ID, f.Value) }

// Render draws the field.
func (f *Field) Render() app.UI {
	kind := "text"
	if f.Secret && !f.revealed {
		kind = "password"
	}
	input := tag.Line().ID(f.ID).Attr("name", f.ID).Attr("type", kind).OnInput(f.input).OnChange(f.leave)
	if f.Example != "" {
		input.Attr("placeholder", f.Example)
	}
	if f.Required {
		input.Aria("required", "true")
	}
	if f.Secret {
		// Password managers go by these, each by its own.
		input.DataSet("1p-ignore", "true").DataSet("bwignore", "true").DataSet("lpignore", "true").DataSet("form-type", "other")
	}
	describe(input, f.ID, f.Problem, f.said())
	if f.Unit != "" {
		input.Attr("inputmode", "decimal")
	}
	box := []app.UI{input.Body()}
	switch {
	case f.Secret:
		box = append(box, f.revealButton())
	case f.Unit != "":
		box = append(box, tag.Span().Class("unit").Text(f.Unit))
	}
	return tag.Div().Class(fieldClass(f.Wide)).Body(
		caption(f.ID, f.Label, f.Hint, f.Tone),
		tag.Div().Class("box").Body(box...),
		says(f.ID, f.Said, f.Warning, f.Problem),
	)
}

func (f *Field) said() bool { return len(f.Said) > 0 || f.Warning != "" }

func (f *Field) revealButton() app.UI {
	icon, label := IconEye, "Show "+f.Label
	if f.revealed {
		icon, label = IconEyeOff, "Hide "+f.Label
	}
	b := tag.Button().Class("quiet").Aria("label", label).Title(label).OnClick(f.reveal)
	if f.Idle {
		b.Attr("disabled", true)
	}
	return b.Body(icon.Draw())
}

func (f *Field) reveal(app.Context, app.Event) { f.revealed = !f.revealed }

func (f *Field) input(ctx app.Context, _ app.Event) {
	f.Value = ctx.JSSrc().Get("value").String()
	f.mirror.Typed(f.Value)
	if f.OnInput != nil {
		f.OnInput(ctx, f.ID, f.Value)
	}
}

func (f *Field) leave(ctx app.Context, _ app.Event) {
	if f.OnLeave != nil {
		f.OnLeave(ctx, f.ID)
	}
}

func fieldClass(wide bool) string {
	if wide {
		return "field wide"
	}
	return "field"
}

func caption(id, label, hint, tone string) app.UI {
	body := []app.UI{tag.Label().Attr("for", id).Text(label)}
	if hint != "" {
		body = append(body, tag.Span().Class("where").Class(tone).Title(hint).Text(hint))
	}
	return tag.Div().Class("caption").Body(body...)
}

// says is what there is to say about a field; it is always there, so that a
// screen reader hears it change.
func says(id string, said []string, warning, problem string) app.UI {
	var body []app.UI
	for _, s := range said {
		body = append(body, tag.P().Class("hint good").Body(IconCheck.Draw(), tag.Span().Text(s)))
	}
	if warning != "" {
		body = append(body, tag.P().Class("hint warn").Body(IconWarn.Draw(), tag.Span().Text(warning)))
	}
	if problem != "" {
		body = append(body, tag.P().Class("hint bad").Body(IconCross.Draw(), tag.Span().Text(problem)))
	}
	return tag.Div().Class("says").ID(id+"-says").Aria("live", "polite").Body(body...)
}

// describe ties an input to what is said of it.
func describe(in *tag.Element, id, problem string, said bool) {
	if problem != "" {
		in.Aria("invalid", "true")
	}
	if problem != "" || said {
		in.Aria("describedby", id+"-says")
	}
}
