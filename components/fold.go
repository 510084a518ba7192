package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// A Fold is one of a list of headings, at most one of which is unfolded.
type Fold struct {
	app.Compo

	ID     string
	Index  int
	Open   bool
	Title  []app.UI
	Body   []app.UI // drawn while it is open
	OnFold func(ctx app.Context, index int)
}

// Render draws the heading, and what is beneath while it is open.
func (f *Fold) Render() app.UI {
	head := tag.Button().Class("foldhead").ID(f.ID).Aria("expanded", f.state()).OnClick(f.fold)
	if !f.Open {
		return tag.Div().Class("fold").Body(head.Body(append([]app.UI{IconRight.Draw()}, f.Title...)...))
	}
	head = head.Aria("controls", f.ID+"-body")
	return tag.Div().Class("fold").Body(
		head.Body(append([]app.UI{IconDown.Draw()}, f.Title...)...),
		tag.Div().ID(f.ID+"-body").Body(f.Body...),
	)
}

// state is a text: go-app leaves an attribute out that is false.
func (f *Fold) state() string {
	if f.Open {
		return "true"
	}
	return "false"
}

func (f *Fold) fold(ctx app.Context, _ app.Event) { f.OnFold(ctx, f.Index) }
