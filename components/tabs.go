package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// Tabs chooses one of several views, by click or with the arrow keys, as the
// ARIA Authoring Practices have it.
type Tabs struct {
	app.Compo

	ID       string
	Label    string
	Class    string // "tabs" or "seg"
	Items    []Tab
	Selected string
	OnSelect func(ctx app.Context, id, value string)
}

// A Tab is one view to choose.
type Tab struct {
	Value string
	Label string
	Count string // beside the label, "" for none
}

// PanelID is the id that the chosen view must have.
func PanelID(tabs string) string { return tabs + "-panel" }

// Render draws the tabs.
func (t *Tabs) Render() app.UI {
	body := make([]app.UI, len(t.Items))
	for i, item := range t.Items {
		body[i] = &tab{Tab: item, Of: t.ID, Chosen: item.Value == t.Selected, OnSelect: t.choose}
	}
	return tag.Div().Class(t.Class).ID(t.ID).Attr("role", "tablist").Aria("label", t.Label).
		OnKeyDown(t.key).Body(body...)
}

func (t *Tabs) choose(ctx app.Context, value string) {
	if t.OnSelect != nil {
		t.OnSelect(ctx, t.ID, value)
	}
}

func (t *Tabs) key(ctx app.Context, e app.Event) {
	step := map[string]int{"ArrowRight": 1, "ArrowLeft": -1}[e.Get("key").String()]
	if step == 0 || len(t.Items) == 0 {
		return
	}
	e.PreventDefault()
	at := 0
	for i, item := range t.Items {
		if item.Value == t.Selected {
			at = i
		}
	}
	next := t.Items[(at+step+len(t.Items))%len(t.Items)].Value
	t.choose(ctx, next)
	id := tabID(t.ID, next)
	ctx.Defer(func(app.Context) { Focus(id) })
}

// Focus puts the focus on the element with this id, if there is one, and unfolds
// the [Group] that it is in.
func Focus(id string) {
	e := app.Window().GetElementByID(id)
	if !e.Truthy() {
		return
	}
	if group := e.Call("closest", "details"); group.Truthy() {
		group.Set("open", true)
	}
	e.Call("focus")
}

func tabID(tabs, value string) string { return tabs + "-" + value }

// A tab is a component of its own because go-app compares handlers by code
// pointer and would keep a stale closure over the item.
type tab struct {
	app.Compo

	Tab
	Of       string
	Chosen   bool
	OnSelect func(ctx app.Context, value string)
}

func (t *tab) Render() app.UI {
	b := tag.Button().Attr("role", "tab").ID(tabID(t.Of, t.Value)).
		Aria("selected", t.Chosen).OnClick(t.click)
	if t.Chosen {
		b = b.Aria("controls", PanelID(t.Of))
	} else {
		b = b.TabIndex(-1)
	}
	body := []app.UI{app.Text(t.Label)}
	if t.Count != "" {
		body = append(body, tag.I().Text(t.Count))
	}
	return b.Body(body...)
}

func (t *tab) click(ctx app.Context, _ app.Event) { t.OnSelect(ctx, t.Value) }
