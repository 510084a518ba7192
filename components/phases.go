package components

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// Phases is how long each phase of a call took, as a bar drawn to scale.
type Phases struct {
	app.Compo

	ID     string
	Title  string // the same in words
	Shares []int
}

// OnMount and OnUpdate set the shares, as in [Stop].
func (p *Phases) OnMount(app.Context)      { p.sync(app.Context{}) }
func (p *Phases) OnUpdate(ctx app.Context) { ctx.Defer(p.sync) }

func (p *Phases) sync(app.Context) {
	for i, n := range p.Shares {
		share(p.id(i), "--share", n)
	}
}

func (p *Phases) id(i int) string { return p.ID + "-" + strconv.Itoa(i) }

// Render draws the bar.
func (p *Phases) Render() app.UI {
	parts := make([]app.UI, len(p.Shares))
	for i := range p.Shares {
		parts[i] = tag.I().ID(p.id(i)).Body()
	}
	return tag.Span().Class("phases").Attr("role", "img").Aria("label", p.Title).Title(p.Title).Body(parts...)
}
