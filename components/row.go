package components

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// A Row is a name and a value that can be edited, switched off and removed.
type Row struct {
	app.Compo

	List     string // which list it is in: the beginning of its ids
	Index    int
	Name     string
	Value    string
	Off      bool
	New      bool // the empty one at the end, where the next is typed
	Kind     string
	OnEdit   func(ctx app.Context, list string, index int, name, value string, off bool)
	OnLeave  func(ctx app.Context, list string, index int)
	OnRemove func(ctx app.Context, list string, index int)

	name, value, on Mirror
}

// OnMount fills the inputs and OnUpdate follows later changes, see [Mirror].
func (r *Row) OnMount(ctx app.Context)  { r.sync(ctx) }
func (r *Row) OnUpdate(ctx app.Context) { ctx.Defer(r.sync) }

func (r *Row) sync(app.Context) {
	r.name.Show(r.id("name"), r.Name)
	r.value.Show(r.id("value"), r.Value)
	if !r.New {
		r.on.Check(r.id("on"), !r.Off)
	}
}

func (r *Row) id(part string) string { return r.List + "-" + strconv.Itoa(r.Index) + "-" + part }

// Render draws the row.
func (r *Row) Render() app.UI {
	number := r.Kind + " " + strconv.Itoa(r.Index+1)
	class := "row"
	if r.Off {
		class = "row off"
	}
	on, remove := tag.Span().Body(), tag.Span().Body()
	if !r.New {
		on = tag.Input("checkbox").ID(r.id("on")).Aria("label", "Send "+number).OnChange(r.toggle).Body()
		remove = tag.Button().Class("quiet").Aria("label", "Remove "+number).Title("Remove").
			OnClick(r.remove).Body(IconCross.Draw())
	}
	return tag.Div().Class(class).Body(
		on,
		r.input("name", "Name").OnInput(r.editName).OnChange(r.leave).Body(),
		r.input("value", "Value").OnInput(r.editValue).Body(),
		remove,
	)
}

func (r *Row) input(part, label string) *tag.Element {
	return tag.Line().ID(r.id(part)).Attr("placeholder", label).Aria("label", label+" of "+r.Kind+" "+strconv.Itoa(r.Index+1))
}

func (r *Row) editName(ctx app.Context, _ app.Event) {
	r.Name = ctx.JSSrc().Get("value").String()
	r.name.Typed(r.Name)
	r.edit(ctx)
}

func (r *Row) editValue(ctx app.Context, _ app.Event) {
	r.Value = ctx.JSSrc().Get("value").String()
	r.value.Typed(r.Value)
	r.edit(ctx)
}

func (r *Row) leave(ctx app.Context, _ app.Event) { r.OnLeave(ctx, r.List, r.Index) }

func (r *Row) toggle(ctx app.Context, _ app.Event) {
	r.Off = !ctx.JSSrc().Get("checked").Bool()
	r.edit(ctx)
}

func (r *Row) edit(ctx app.Context) {
	r.OnEdit(ctx, r.List, r.Index, r.Name, r.Value, r.Off)
}

func (r *Row) remove(ctx app.Context, _ app.Event) { r.OnRemove(ctx, r.List, r.Index) }
