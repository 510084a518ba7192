package app

import (
	"strconv"
	"time"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/bench"
	"firstcall/app/console"
	"firstcall/components/tag"
)

// whoAmICard makes the provider's harmless call, and shows its reply. A step's token
// may be for less than that call needs.
func (s *shell) whoAmICard(t bench.Specimen) goapp.UI {
	if t.Provider.WhoAmI == "" || t.Connection.Of != "" {
		return nil
	}
	q := s.bench.WhoAmI[t.Connection.ID]
	heading := []goapp.UI{tag.H2().Text("Who am I")}
	var body goapp.UI = tag.P().Class("pad small muted").Text("A harmless call, “" + t.Provider.WhoAmI + "”, tells whom the token is for.")
	r := t.Connection.WhoAmI
	switch {
	case q.Problem != "":
		body = tag.Div().Class("pad").Body(hint(q.Problem, bench.Bad))
	case r != nil && r.Failure != nil:
		body = tag.Div().Class("pad gap").Body(failedShortly(*r.Failure)...)
	case r != nil:
		heading = append(heading, tag.Span().Class("chip").Class(statusClass(r.Status)).Text(console.Status(r)),
			tag.Span().Class("small muted").Text(console.Took(time.Duration(r.Timing.Total)*time.Microsecond)))
		body = tag.Pre().Class("wire limited").TabIndex(0).Attr("role", "region").Aria("label", "Who am I: reply").Body(append([]goapp.UI{
			tag.B().Text(r.Request.Method), goapp.Text(" " + r.Request.Path + "\n\n"),
		}, firstLines(*r)...)...)
	}
	return tag.Section().Class("card").ID("who-am-i").Body(
		tag.Header().Body(append(heading, tag.Span().Class("end").Body(busyButton("ask-who-am-i", "Ask", "Asking", q.Busy, s.askWhoAmI)))...),
		body,
	)
}

// firstLines are the beginning of a reply's body.
func firstLines(r api.Reply) []goapp.UI {
	const most = 1000
	switch {
	case r.Binary:
		return []goapp.UI{goapp.Text("The body is not text: " + strconv.FormatInt(r.Size, 10) + " bytes.")}
	case len(r.Body) > most:
		return []goapp.UI{goapp.Text(bench.Beginning(r.Body, most) + "…")}
	}
	return bodyText(r.Body)
}
