package components

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// An Operation is a request to open, in the catalog.
type Operation struct {
	app.Compo

	Method string
	Name   string
	Note   string
	Open   bool
	OnOpen func(ctx app.Context, name string)
}

// Render draws the operation.
func (o *Operation) Render() app.UI {
	b := tag.Button().Class("op").OnClick(o.open)
	if o.Note != "" {
		b = b.Title(o.Note)
	}
	if o.Open {
		b = b.Aria("current", "true")
	}
	return b.Body(
		tag.Span().Class("verb").Class(strings.ToLower(o.Method)).Text(o.Method),
		tag.Span().Text(o.Name),
	)
}

func (o *Operation) open(ctx app.Context, _ app.Event) { o.OnOpen(ctx, o.Name) }
