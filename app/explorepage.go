package app

import (
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/console"
	"firstcall/app/jsontext"
	"firstcall/components"
	"firstcall/components/tag"
)

// explorePage builds requests and shows their replies.
func (s *shell) explorePage() goapp.UI {
	if s.model.Connection == nil {
		return s.empty("No connection yet", "Connect first: calls go out with the token, from the server.")
	}
	return tag.Main().ID("main").Class("explore").OnKeyDown(s.shortcut).Body(
		tag.H1().Class("sr").TabIndex(-1).Text("Call the API"),
		s.tabs("pane", "tabs panes", "Parts of the page", s.views.pane,
			components.Tab{Value: paneCatalog, Label: "Requests"},
			components.Tab{Value: paneRequest, Label: "Call"},
			components.Tab{Value: paneAside, Label: "Token and code"}),
		s.catalog(), s.work(), s.aside(),
	)
}

// pane marks the part that a phone shows.
func (s *shell) pane(class, name string) string {
	if s.views.pane == name {
		return class + " shown"
	}
	return class
}

// paneID is the id that the panes' tabs control: it belongs to the part shown.
func (s *shell) paneID(name string) string {
	if s.views.pane == name {
		return components.PanelID("pane")
	}
	return name
}

// shortcut sends with Ctrl or ⌘ and Enter from anywhere on the page, and with
// Shift besides to another connection too.
func (s *shell) shortcut(ctx goapp.Context, e goapp.Event) {
	if e.Get("key").String() != "Enter" || !e.Get("ctrlKey").Bool() && !e.Get("metaKey").Bool() {
		return
	}
	e.PreventDefault()
	if e.Get("shiftKey").Bool() {
		s.compareAgain(ctx)
		return
	}
	s.send(ctx)
}

// catalog lists the provider's starter requests.
func (s *shell) catalog() goapp.UI {
	p := s.model.ConnectedProvider()
	var body []goapp.UI
	group := ""
	for i, r := range p.Requests {
		if i == 0 || r.API != group {
			group = r.API
			body = append(body, tag.H2().Class("h3").Text(groupTitle(group, p)))
		}
		body = append(body, &components.Operation{
			Method: r.Method, Name: r.Name, Note: r.Note,
			Open: r.Name == s.model.Explorer.Request.Name, OnOpen: s.open,
		})
	}
	return tag.Nav().ID(s.paneID(paneCatalog)).Class(s.pane("side", paneCatalog)).Aria("label", "Requests").Body(body...)
}

func groupTitle(api string, p api.Provider) string {
	if api == "" {
		return p.Name
	}
	return api
}

func (s *shell) open(ctx goapp.Context, name string) {
	s.model.OpenStarterNamed(name)
	s.views.pane = paneRequest
	s.views.request = tabQuery
	if s.model.Explorer.Request.Body != "" {
		s.views.request = tabBody
	}
	s.keepDraft(ctx)
}

// work is the request and its reply.
func (s *shell) work() goapp.UI {
	return tag.Div().ID(s.paneID(paneRequest)).Class(s.pane("work", paneRequest)).Body(s.bar(), s.requestCard(), s.replyCard())
}

func (s *shell) bar() goapp.UI {
	e := &s.model.Explorer
	return tag.Div().Body(
		tag.Div().Class("bar").Body(
			tag.Div().Class("url").Body(
				&input{ID: "method", Label: "Method", Class: "method", Value: e.Request.Method, List: "methods", OnInput: s.setMethod, OnLeave: s.leaveMethod},
				tag.Span().Class("base").Title(s.model.Connection.DataCenter).Text(console.Host(s.model.Connection.DataCenter)),
				&input{ID: "path", Label: "Path", Class: "path", Value: e.Request.Path, Invalid: e.Problem != "", OnInput: s.setPath, OnLeave: s.leavePath},
				methods(),
			),
			s.sendButton(),
			s.compareButton(),
		),
		tag.Div().ID("path-says").Aria("live", "polite").Body(problemHint(e.Problem)),
		s.notes(),
	)
}

func methods() goapp.UI {
	var options []goapp.UI
	for _, m := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "QUERY"} {
		options = append(options, tag.Option(m).Body())
	}
	return tag.DataList().ID("methods").Body(options...)
}

func problemHint(problem string) goapp.UI {
	if problem == "" {
		return nil
	}
	return tag.P().Class("hint bad").Body(components.IconCross.Draw(), tag.Span().Text(problem))
}

func (s *shell) sendButton() goapp.UI {
	if s.model.Explorer.Busy {
		return tag.Button().ID("cancel-call").Class("button").OnClick(s.cancelMine).Body(components.IconStop.Draw(), goapp.Text("Cancel"))
	}
	return tag.Button().ID("send").Class("button primary").OnClick(s.clickSend).Body(
		goapp.Text("Send"), tag.Kbd().Aria("hidden", "true").Text("Ctrl ⏎"),
	)
}

func (s *shell) clickSend(ctx goapp.Context, _ goapp.Event) { s.send(ctx) }

func (s *shell) setMethod(ctx goapp.Context, v string) {
	s.model.Explorer.SetMethod(v)
	s.afterwards(ctx, "draft", s.keepDraft)
}

func (s *shell) setPath(ctx goapp.Context, v string) {
	s.model.Explorer.SetPath(v)
	s.afterwards(ctx, "draft", s.keepDraft)
}

func (s *shell) leaveMethod(goapp.Context) { s.model.Explorer.LeaveMethod() }

func (s *shell) leavePath(goapp.Context) { s.model.LeavePath() }

func (s *shell) setBody(ctx goapp.Context, body string) {
	s.model.Explorer.SetBody(body)
	s.afterwards(ctx, "draft", s.keepDraft)
}

func (s *shell) requestCard() goapp.UI {
	r := s.model.Explorer.Request
	return tag.Section().Class("card").Aria("label", "Request").Body(
		s.tabs("request", "tabs", "Request", s.views.request,
			components.Tab{Value: tabQuery, Label: "Query", Count: count(r.Query)},
			components.Tab{Value: tabHeaders, Label: "Headers", Count: count(r.Header)},
			components.Tab{Value: tabBody, Label: "Body", Count: sizeOrNone(r.Body)}),
		tag.Div().ID(components.PanelID("request")).Attr("role", "tabpanel").Aria("label", "Part of the request").Body(s.requestPart()),
	)
}

func count(rows []api.Row) string {
	n := 0
	for _, r := range rows {
		if r.Name != "" && !r.Off {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func sizeOrNone(body string) string {
	if body == "" {
		return ""
	}
	return console.Size(int64(len(body)))
}

func (s *shell) requestPart() goapp.UI {
	switch s.views.request {
	case tabHeaders:
		return s.rows("header", "header", s.model.Explorer.Rows(console.Header), tag.P().Class("under muted").Body(
			tag.Span().Class("k mono").Text("Authorization:"), tag.Span().Class("mono").Text(s.model.Connection.Authorization),
			goapp.Text("is added by the server.")))
	case tabBody:
		return s.bodyEditor()
	}
	return s.rows("query", "query parameter", s.model.Explorer.Rows(console.Query), tag.P().Class("under muted").Body(
		tag.Span().Body(goapp.Text("Type a name, or paste "), tag.Code().Text("a=1&b=2"), goapp.Text("."))))
}

func (s *shell) rows(list, kind string, rows []api.Row, under goapp.UI) goapp.UI {
	body := make([]goapp.UI, len(rows))
	for i, r := range rows {
		body[i] = &components.Row{
			List: list, Index: i, Name: r.Name, Value: r.Value, Off: r.Off, New: i == len(rows)-1, Kind: kind,
			OnEdit: s.editRow, OnLeave: s.leaveRow, OnRemove: s.removeRow,
		}
	}
	return tag.Div().Body(tag.Div().Class("rows").Body(body...), under)
}

func rowList(name string) console.Rows {
	if name == "header" {
		return console.Header
	}
	return console.Query
}

func (s *shell) editRow(ctx goapp.Context, list string, i int, name, value string, off bool) {
	s.model.Explorer.SetRow(rowList(list), i, api.Row{Name: name, Value: value, Off: off})
	s.afterwards(ctx, "draft", s.keepDraft)
}

func (s *shell) leaveRow(ctx goapp.Context, list string, i int) {
	s.model.Explorer.LeaveRow(rowList(list), i)
	s.afterwards(ctx, "draft", s.keepDraft)
}

func (s *shell) removeRow(ctx goapp.Context, list string, i int) {
	s.model.Explorer.RemoveRow(rowList(list), i)
	s.afterwards(ctx, "draft", s.keepDraft)
}

func (s *shell) bodyEditor() goapp.UI {
	body := s.model.Explorer.Request.Body
	said, bad := "Sent as typed. JSON goes out as application/json.", false
	if body != "" {
		if err := jsontext.Check(body); err != nil {
			said, bad = "Not JSON. "+err.Error(), true
		} else {
			said = "Valid JSON. Sent as typed."
		}
	}
	hint := tag.Span().Class("grow muted").ID("body-says").Text(said)
	if bad {
		hint = tag.Span().Class("grow hint warn").ID("body-says").Text(said)
	}
	return tag.Div().Body(
		&editor{ID: "body", Label: "Body", Value: body, OnInput: s.setBody},
		tag.Div().Class("under").Body(hint,
			tag.Button().Class("quiet").Attr("disabled", bad || body == "").OnClick(s.formatBody).Text("Format")),
	)
}

func (s *shell) formatBody(ctx goapp.Context, _ goapp.Event) {
	if pretty, err := jsontext.Format(s.model.Explorer.Request.Body); err == nil {
		s.model.Explorer.SetBody(pretty)
		s.keepDraft(ctx)
	}
}
