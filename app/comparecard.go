package app

import (
	"strconv"
	"time"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/console"
	"firstcall/app/difference"
	"firstcall/components"
	"firstcall/components/tag"
)

const menuCompare = "compare"

// compareButton sends the request over another connection too, where there is one.
func (s *shell) compareButton() goapp.UI {
	others := s.model.Others(s.now())
	switch {
	case len(others) == 0 || s.model.Explorer.Busy:
		return nil
	case len(others) == 1:
		return tag.Button().ID("compare").Class("button").OnClick(s.clickCompare).
			Title("Send to "+others[0].Name+" too, and compare the replies (Ctrl Shift Enter)").
			Body(components.IconBoth.Draw(), goapp.Text("Send to both"))
	}
	body := make([]goapp.UI, len(others))
	for i := range others {
		body[i] = s.entry(menuCompare, &others[i], "", s.sendToo)
	}
	return &components.Menu{
		ID: menuCompare, Class: "button", Title: "Compare with", Hint: "Send to another connection too, and compare the replies (Ctrl Shift Enter: the latest)",
		Face: []goapp.UI{components.IconBoth.Draw(), tag.Span().Text("Compare with"), components.IconDown.Draw()}, Body: body,
	}
}

// notes are what there is to say of the request before it is sent.
func (s *shell) notes() goapp.UI {
	return tag.Div().ID("request-notes").Aria("live", "polite").Body(s.offer(), s.strange())
}

// offer asks what is to become of the connection's own values in a request that
// is to go to another one.
func (s *shell) offer() goapp.UI {
	id := s.model.Explorer.Offer
	owns := s.model.Foreign(id)
	if len(owns) == 0 {
		return nil
	}
	return tag.Div().ID("offer").Class("card pad gap").Body(
		tag.P().Text(s.model.Offered()),
		ownValues(owns),
		tag.Div().Class("actions").Body(
			tag.Button().ID("compare-filled").Class("button primary small").OnClick(s.compareFilled).Text("Fill in its own and send"),
			tag.Button().ID("compare-as-is").Class("button small").OnClick(s.compareAsIs).Text("Send the same to both"),
			tag.Button().Class("quiet").OnClick(s.dropOffer).Text("Cancel"),
		),
	)
}

func ownValues(owns []console.Own) goapp.UI {
	var rows []goapp.UI
	for _, o := range owns {
		rows = append(rows, tag.Dt().Text(o.Name), tag.Dd().Body(goapp.Text(o.From), tag.Span().Class("muted").Text(" → "), goapp.Text(o.To)))
	}
	return tag.Dl().Class("kv").Body(rows...)
}

// strange says that the request has another connection's own values.
func (s *shell) strange() goapp.UI {
	of, owns := s.model.Strange()
	if len(owns) == 0 || s.model.Explorer.Offer != "" {
		return nil
	}
	return tag.Div().ID("strange").Class("say warn").Body(
		components.IconWarn.Draw(),
		tag.P().Class("grow").Text("In "+owns[0].Where+" is the "+owns[0].Name+" of "+console.NameOf(of)+". This connection has another."),
		tag.Button().ID("fill-own").Class("button small").OnClick(s.fillOwn).Text("Fill in this one’s"),
	)
}

func (s *shell) fillOwn(ctx goapp.Context, _ goapp.Event) {
	s.model.FillOwn()
	s.keepDraft(ctx)
	ctx.Defer(func(goapp.Context) { components.Focus("send") })
}

// comparison is both replies side by side, and what differs.
func (s *shell) comparison(c *console.Comparison) goapp.UI {
	here, there := console.NameOf(s.model.Connection), s.model.Name(c.Connection)
	e := &s.model.Explorer
	body := []goapp.UI{
		tag.Header().Body(
			tag.H2().Text("Two replies to "+e.Request.Method+" "+e.Request.Path),
			tag.Span().Class("end").Body(tag.Button().ID("end-comparison").Class("quiet").OnClick(s.endComparison).Text("Show one only")),
		),
		tag.Div().Class("sides").Body(
			side("mine", here, "", outcome{e.Busy, e.Problem, e.Reply}, s.cancelMine),
			side("theirs", there, filled(c), outcome{c.Busy, c.Problem, c.Reply}, s.cancelOther),
		),
	}
	if d := c.Difference; d != nil {
		body = append(body, tag.P().ID("difference").Class("under").Body(equalIcon(d), tag.Span().Text(d.Says())))
		body = append(body, headersDiffer(d.Header, here, there), s.bodiesDiffer(c, here, there))
	}
	return tag.Section().Class("card comparison").ID("comparison").Aria("label", "Comparison").Body(body...)
}

func filled(c *console.Comparison) string {
	if !c.Filled {
		return ""
	}
	return "Asked for " + c.Path
}

func equalIcon(d *difference.Difference) goapp.UI {
	if d.Status || d.Body {
		return tag.Span().Class("differ").Body(components.IconBoth.Draw())
	}
	return tag.Span().Class("equal").Body(components.IconCheck.Draw())
}

// An outcome is how far one of the two calls is.
type outcome struct {
	busy    bool
	problem string
	reply   *api.Reply
}

// side is one of the two replies in short.
func side(id, name, note string, o outcome, cancel goapp.EventHandler) goapp.UI {
	body := []goapp.UI{tag.H3().Text(name)}
	if note != "" {
		body = append(body, tag.P().Class("small muted").Text(note))
	}
	switch r := o.reply; {
	case o.busy:
		body = append(body, tag.Div().Class("actions").Body(
			tag.Span().Class("muted").Text("Waiting for the reply."),
			tag.Button().ID("cancel-"+id).Class("quiet framed").OnClick(cancel).Body(components.IconStop.Draw(), goapp.Text("Cancel"))))
	case o.problem != "":
		body = append(body, problemHint(o.problem))
	case r == nil:
	case r.Failure != nil:
		body = append(body, problemHint(r.Failure.Title+". "+r.Failure.Detail))
	default:
		body = append(body, tag.Div().Class("facts").Body(
			tag.Span().ID("status-"+id).Class("chip "+statusClass(r.Status)).Text(console.Status(r)),
			tag.Span().Text(console.Took(time.Duration(r.Timing.Total)*time.Microsecond)),
			tag.Span().Class("muted").Text(console.Size(r.Size)),
			tag.Span().Class("muted").Text(renewedShortly(r)),
		))
	}
	return tag.Div().ID("side-" + id).Class("oneside").Body(body...)
}

func headersDiffer(all []difference.Header, here, there string) goapp.UI {
	if len(all) == 0 {
		return nil
	}
	rows := make([]goapp.UI, len(all))
	for i, h := range all {
		rows[i] = tag.Tr().Body(tag.Th().Attr("scope", "row").Text(h.Name), headerValue(h.A, here), headerValue(h.B, there))
	}
	return tag.Table().ID("headers-differ").Class("claims headers").Aria("label", "Headers that differ").Body(tag.TBody().Body(rows...))
}

func headerValue(value, of string) goapp.UI {
	said := tag.Span().Class("sr").Text(of + ": ")
	if value == "" {
		return tag.Td().Class("value").Body(said, tag.Span().Class("muted").Text("not there"))
	}
	return tag.Td().Class("value").Body(said, goapp.Text(value))
}

// drawnLines is how many lines of two bodies are drawn at most.
const drawnLines = 2000

func (s *shell) bodiesDiffer(c *console.Comparison, here, there string) goapp.UI {
	d := c.Difference
	if len(d.Lines) == 0 || !d.Body && !c.Whole {
		return tag.Div().Body(s.compareFoot(c, false))
	}
	lines, cut := s.changes(c)
	return tag.Div().Body(
		tag.P().Class("under small").Body(
			tag.Span().Class("gone").Text("− only "+here), tag.Span().Class("come").Text("+ only "+there)),
		&components.Lines{ID: "changes", Label: "The bodies, line by line", Lines: lines},
		s.compareFoot(c, cut),
	)
}

// changes are made once for each comparison, as [shell.lines] are.
func (s *shell) changes(c *console.Comparison) ([]components.Line, bool) {
	if s.changed.of == c.Difference && s.changed.whole == c.Whole {
		return s.changed.lines, s.changed.cut
	}
	shown, cut := difference.Fold(c.Difference.Lines, drawnLines)
	if c.Whole {
		shown, cut = difference.Whole(c.Difference.Lines, drawnLines)
	}
	lines := make([]components.Line, len(shown))
	for i, line := range shown {
		span := components.Span{Text: line.Text}
		if line.Left > 0 {
			span = components.Span{Class: "left", Text: leftOut(line.Left)}
		}
		lines[i] = components.Line{Sign: line.Sign, Spans: []components.Span{span}}
	}
	s.changed = changed{of: c.Difference, whole: c.Whole, lines: lines, cut: cut}
	return lines, cut
}

func leftOut(lines int) string {
	if lines == 1 {
		return "1 equal line"
	}
	return strconv.Itoa(lines) + " equal lines"
}

// changed are a comparison's lines as drawn, and of which comparison.
type changed struct {
	of    *difference.Difference
	whole bool
	lines []components.Line
	cut   bool
}

func (s *shell) compareFoot(c *console.Comparison, cut bool) goapp.UI {
	note := c.Difference.Note
	if cut {
		note += " Only " + strconv.Itoa(drawnLines) + " lines are shown."
	}
	foot := []goapp.UI{tag.Span().Class("grow muted").Text(note)}
	if len(c.Difference.Lines) > 0 {
		label := "Show equal lines too"
		if c.Whole {
			label = "Show only what differs"
		}
		foot = append(foot, tag.Button().ID("whole").Class("quiet").OnClick(s.toggleWhole).Text(label))
	}
	return tag.Div().Class("under").Body(foot...)
}

func (s *shell) toggleWhole(goapp.Context, goapp.Event) {
	if c := s.model.Explorer.Comparison; c != nil {
		c.Whole = !c.Whole
	}
}
