package app

import (
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/bench"
	"firstcall/components"
	"firstcall/components/tag"
)

// compareCard lays two of the tokens side by side, first beginning on the left;
// nil where there are no two to compare.
func (s *shell) compareCard(all []bench.Specimen, first bench.Specimen) goapp.UI {
	c := s.bench.Compare(all, first)
	if c == nil {
		return nil
	}
	options := make([]components.Option, 0, len(all))
	for _, t := range bench.Comparable(all) {
		options = append(options, components.Option{Value: t.Slot(), Label: t.Label()})
	}
	rows := make([]goapp.UI, len(c.Rows))
	for i, d := range c.Rows {
		rows[i] = comparedRow(d)
	}
	return tag.Section().Class("card compare").ID("compare").Aria("labelledby", "compare-title").Body(
		tag.Header().Body(
			tag.H2().ID("compare-title").Text("Side by side"),
			tag.Span().Class("end small muted").Aria("live", "polite").Text(strconv.Itoa(c.Different)+" of "+strconv.Itoa(len(c.Rows))+" members differ"),
		),
		tag.Div().Class("pad two").Body(
			&components.Choice{ID: "compare-a", Label: "Token A", Value: c.A.Slot(), Options: options, OnChoose: s.compareWith},
			&components.Choice{ID: "compare-b", Label: "Token B", Value: c.B.Slot(), Options: options, OnChoose: s.compareWith},
		),
		tag.Table().Class("claims").Body(
			tag.THead().Body(tag.Tr().Body(column("Member"), column("A"), column("B"), column("Difference"))),
			tag.TBody().Body(rows...),
		),
	)
}

func column(title string) goapp.UI { return tag.Th().Attr("scope", "col").Text(title) }

func comparedRow(d bench.Difference) goapp.UI {
	name := []goapp.UI{goapp.Text(d.Name)}
	if d.Part == api.PartHeader {
		name = append(name, tag.Small().Text("header"))
	}
	row := tag.Tr()
	if d.Same {
		row = row.Class("same")
	}
	return row.Body(
		tag.Th().Attr("scope", "row").Body(name...),
		tag.Td().Class("value").Text(d.Left),
		tag.Td().Class("value").Text(d.Right),
		tag.Td().Class("means").Text(d.Words),
	)
}

func (s *shell) compareWith(_ goapp.Context, id, slot string) {
	if id == "compare-a" {
		s.bench.Left = slot
		return
	}
	s.bench.Right = slot
}
