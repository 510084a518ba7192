package components

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// A Span is a piece of a line in one colour.
type Span struct {
	Class string // a CSS class, "" for plain text
	Text  string
}

// Spans draws spans one after the other.
func Spans(spans []Span) []app.UI {
	out := make([]app.UI, len(spans))
	for i, s := range spans {
		if s.Class == "" {
			out[i] = app.Text(s.Text)
			continue
		}
		out[i] = tag.Span().Class(s.Class).Text(s.Text)
	}
	return out
}

// A Line is one line of a text, indented.
type Line struct {
	Indent int
	Spans  []Span
	Sign   string // in place of its number: "-", "+" or " " for a line of two texts in one
}

// Lines is a numbered text, or two texts in one. It has no func fields on purpose: go-app then
// leaves it alone while its lines stay the same, however often the page is drawn.
type Lines struct {
	app.Compo

	ID    string
	Label string
	Lines []Line
}

// maxIndent is the deepest indentation that the style sheet draws.
const maxIndent = 12

// Render draws the lines.
func (l *Lines) Render() app.UI {
	rows := make([]app.UI, len(l.Lines))
	for i, line := range l.Lines {
		text := tag.Span()
		if line.Indent > 0 {
			text = text.Class("in" + strconv.Itoa(min(line.Indent, maxIndent)))
		}
		row, number := line.row(i)
		rows[i] = row.Body(app.Elem("u").Aria("hidden", "true").Text(number), text.Body(Spans(line.Spans)...))
	}
	// It scrolls, so the keyboard must reach it.
	return tag.Div().ID(l.ID).Class("lines").TabIndex(0).Attr("role", "region").Aria("label", l.Label).Body(rows...)
}

// row is the line's element, and what stands before it. What only one of two
// texts has is del or ins, so that assistive technology tells them apart too.
func (l *Line) row(i int) (*tag.Element, string) {
	switch l.Sign {
	case "-":
		return tag.Del(), "−"
	case "+":
		return tag.Ins(), "+"
	case " ":
		return tag.Div(), " "
	}
	return tag.Div(), strconv.Itoa(i + 1)
}
