package components

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// A Change is a line of one text, of another, or of both.
type Change struct {
	Sign string // "-", "+" or " "
	Text string
	Left int // in place of a line: how many equal ones are left out
}

// Changes are two texts in one. It has no func fields, as [Lines] hasn't, so that it is left
// alone while its lines stay the same.
type Changes struct {
	app.Compo

	ID    string
	Label string
	Lines []Change
}

// Render draws the lines. What only one text has is del or ins, so that
// assistive technology tells them apart too.
func (c *Changes) Render() app.UI {
	rows := make([]app.UI, len(c.Lines))
	for i, line := range c.Lines {
		rows[i] = line.draw()
	}
	return tag.Div().ID(c.ID).Class("changes").TabIndex(0).Attr("role", "region").Aria("label", c.Label).Body(rows...)
}

func (l Change) draw() app.UI {
	switch {
	case l.Left == 1:
		return tag.Div().Class("left").Text("1 equal line")
	case l.Left > 1:
		return tag.Div().Class("left").Text(strconv.Itoa(l.Left) + " equal lines")
	case l.Sign == "-":
		return app.Elem("del").Body(app.Elem("u").Text("−"), tag.Span().Text(l.Text))
	case l.Sign == "+":
		return app.Elem("ins").Body(app.Elem("u").Text("+"), tag.Span().Text(l.Text))
	}
	return tag.Div().Body(app.Elem("u").Text(" "), tag.Span().Text(l.Text))
}
