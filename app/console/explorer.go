package console

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"firstcall/app/api"
	"firstcall/app/jsontext"
	"firstcall/app/wire"
)

// An Explorer is the request being built, and the reply to the latest one sent.
type Explorer struct {
	Request api.Request
	Busy    bool
	Problem string // why the request can't be sent as it is
	Reply   *api.Reply
	Body    Body // of the reply
	// Comparison is the same request's way to another connection, nil for none.
	Comparison *Comparison
	// Offer is the ID of the connection for which the request may be filled in
	// otherwise, before both get it; "" for none.
	Offer string

	of         string // the provider that Request is for
	connection string // the ID of the one that Reply came over
	ticket     int
	underway   map[string]int // the tickets of calls, by connection
}

// A Body is a reply's body made ready to be drawn: once, not at each keystroke.
type Body struct {
	JSON  bool
	Lines []jsontext.Line
	Total int // lines in all
}

// FirstLines is how many lines of a body are drawn before the user asks for more.
const FirstLines = 400

// Rows is which of a request's lists a row is in.
type Rows int

// The lists.
const (
	Query Rows = iota
	Header
)

// OpenStarter makes one of the connected provider's starter requests the one
// being built, its placeholders filled from the connection.
func (m *Model) OpenStarter(i int) {
	starters := m.ConnectedProvider().Requests
	if i < 0 || i >= len(starters) {
		return
	}
	values := m.Connection.Values
	r := starters[i]
	r.Path, _ = wire.Expand(r.Path, values, url.PathEscape)
	r.Body, _ = wire.Expand(r.Body, values, nil)
	r.Query = expandRows(r.Query, values)
	r.Header = expandRows(r.Header, values)
	m.Explorer.Request, m.Explorer.Problem = r, ""
	m.Explorer.of = m.Connection.Provider
}

func expandRows(rows []api.Row, values map[string]string) []api.Row {
	filled := make([]api.Row, len(rows))
	for i, r := range rows {
		r.Value, _ = wire.Expand(r.Value, values, nil)
		filled[i] = r
	}
	return filled
}

// OpenStarterNamed opens the starter request with this name.
func (m *Model) OpenStarterNamed(name string) {
	for i, r := range m.ConnectedProvider().Requests {
		if r.Name == name {
			m.OpenStarter(i)
			return
		}
	}
}

// SetMethod takes over the method as typed.
func (e *Explorer) SetMethod(method string) { e.Request.Method, e.Problem = method, "" }

// SetPath takes over the path as typed.
func (e *Explorer) SetPath(path string) { e.Request.Path, e.Problem = path, "" }

// SetBody takes over the body as typed.
func (e *Explorer) SetBody(body string) { e.Request.Body = body }

// Rows are the rows of a list and an empty one to type the next into.
func (e *Explorer) Rows(list Rows) []api.Row {
	rows := *e.list(list)
	return append(rows[:len(rows):len(rows)], api.Row{})
}

// SetRow takes over a row as typed.
func (e *Explorer) SetRow(list Rows, i int, row api.Row) {
	rows := e.list(list)
	if i < 0 || i > len(*rows) {
		return
	}
	if i == len(*rows) {
		if row == (api.Row{}) {
			return
		}
		*rows = append((*rows)[:i:i], api.Row{})
	}
	(*rows)[i] = row
}

// LeaveRow puts a row right once the user is done with it: a pasted a=1&b=2 in
// an empty query row becomes rows of its own.
func (e *Explorer) LeaveRow(list Rows, i int) {
	rows := e.list(list)
	if list != Query || i < 0 || i >= len(*rows) {
		return
	}
	if pasted := queryRows((*rows)[i]); len(pasted) > 0 {
		*rows = append(append((*rows)[:i:i], pasted...), (*rows)[i+1:]...)
	}
}

// RemoveRow takes a row out.
func (e *Explorer) RemoveRow(list Rows, i int) {
	rows := e.list(list)
	if i >= 0 && i < len(*rows) {
		*rows = append((*rows)[:i:i], (*rows)[i+1:]...)
	}
}

func (e *Explorer) list(list Rows) *[]api.Row {
	if list == Header {
		return &e.Request.Header
	}
	return &e.Request.Query
}

// queryRows splits a pasted query; nil when row is not one.
func queryRows(row api.Row) []api.Row {
	if row.Value != "" || !strings.Contains(row.Name, "=") || !strings.Contains(row.Name, "&") && strings.HasSuffix(row.Name, "=") {
		return nil
	}
	return splitQuery(row.Name)
}

func splitQuery(query string) (rows []api.Row) {
	for _, part := range strings.Split(strings.TrimPrefix(query, "?"), "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		rows = append(rows, api.Row{Name: unescape(name), Value: unescape(value)})
	}
	return rows
}

func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// LeavePath puts the path right once the user is done with it: a whole URL
// below the data center becomes its path, and a query becomes rows.
func (m *Model) LeavePath() {
	e := &m.Explorer
	path := strings.TrimSpace(e.Request.Path)
	if m.Connection != nil {
		if below, ok := strings.CutPrefix(path, m.Connection.DataCenter); ok && (below == "" || strings.ContainsAny(below[:1], "/?")) {
			path = below
		}
	}
	if strings.Contains(path, "://") && !strings.HasPrefix(path, "/") {
		e.Problem = "A call goes only to the connection’s data center. Connect to the other host to call it."
		return
	}
	path, _, _ = strings.Cut(path, "#")
	path, query, _ := strings.Cut(path, "?")
	e.Request.Query = replaced(e.Request.Query, splitQuery(query))
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	e.Request.Path, e.Problem = path, ""
}

// replaced is rows with those of the same names as in typed given up for them:
// a query typed again into the path is meant in its place.
func replaced(rows, typed []api.Row) []api.Row {
	if len(typed) == 0 {
		return rows
	}
	kept := slices.DeleteFunc(slices.Clone(rows), func(r api.Row) bool {
		return slices.ContainsFunc(typed, func(t api.Row) bool { return t.Name == r.Name })
	})
	return append(kept, typed...)
}

// standard are the methods that are put into upper case when typed otherwise.
// Methods are case-sensitive (RFC 9110 section 9.1), so others stay as typed.
var standard = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"}

// LeaveMethod puts the method right once the user is done with it.
func (e *Explorer) LeaveMethod() {
	method := strings.TrimSpace(e.Request.Method)
	if upper := strings.ToUpper(method); slices.Contains(standard, upper) {
		method = upper
	}
	e.Request.Method = method
}

// StartCall begins a call. The ticket goes back to [Model.FinishCall]; not ok
// means that there is nothing to send or that a call is under way already.
func (m *Model) StartCall() (req api.Request, ticket int, ok bool) {
	e := &m.Explorer
	if e.Busy {
		return api.Request{}, 0, false
	}
	e.LeaveMethod()
	m.LeavePath()
	if e.Problem == "" {
		e.Problem = m.unready()
	}
	if e.Problem != "" {
		m.Announcement = e.Problem
		return api.Request{}, 0, false
	}
	e.Comparison, e.Offer = nil, ""
	m.Announcement = "Sending."
	return m.Built(), e.begin(m.Connection.ID), true
}

// Built is the request being built, for the current connection.
func (m *Model) Built() api.Request {
	r := m.Explorer.Request
	r.Connection = m.current()
	return r
}

// begin takes a ticket for a call over a connection.
func (e *Explorer) begin(connection string) int {
	if e.underway == nil {
		e.underway = map[string]int{}
	}
	e.ticket++
	e.Busy = true
	e.underway[connection] = e.ticket
	return e.ticket
}

// end gives a ticket back, and says over which connection the call went; not ok
// means that there is no such call any more.
func (e *Explorer) end(ticket int) (connection string, ok bool) {
	for connection, t := range e.underway {
		if t == ticket {
			delete(e.underway, connection)
			e.Busy = e.underway[e.connection] != 0
			return connection, true
		}
	}
	return "", false
}

func (m *Model) unready() string {
	if m.Connection == nil {
		return "There is no token yet: connect first."
	}
	if m.Explorer.Request.Method == "" {
		return "Enter a method, such as GET."
	}
	if _, missing := wire.Expand(m.Explorer.Request.Path, nil, nil); len(missing) > 0 {
		return "The path still has {" + strings.Join(missing, "}, {") + "}. Write a value in its place."
	}
	return ""
}

// FinishCall takes over the reply to a call. One to a call that was given up is
// dropped; one that came over another connection than the current is only told of.
func (m *Model) FinishCall(ticket int, reply *api.Reply) {
	e := &m.Explorer
	over, ok := e.end(ticket)
	if !ok {
		return
	}
	said := "Reply: " + StatusLine(reply) + "."
	if reply.Failure != nil {
		said = reply.Failure.Title
	}
	m.Announcement = said
	if over != e.connection {
		m.Announcement = "Over " + m.Name(over) + ". " + said
		return
	}
	m.show(reply)
	m.compare()
}

// FailCall ends a call that never got a reply to show, and says why.
func (m *Model) FailCall(ticket int, why string) {
	e := &m.Explorer
	over, ok := e.end(ticket)
	if !ok {
		return
	}
	m.Announcement = why
	if over != e.connection {
		return
	}
	// The reply to the call before would pass for this one's.
	m.show(nil)
	e.Problem = why
}

// StatusLine is a reply's status in words: "200 OK, 118 ms".
func StatusLine(r *api.Reply) string {
	took := time.Duration(r.Timing.Total) * time.Microsecond
	return Status(r) + ", " + Took(took)
}

// follow makes the explorer the current connection's. The request stays as long
// as the provider is the same; the reply never does.
func (m *Model) follow(s api.State, first bool) {
	e := &m.Explorer
	id := m.current()
	if first && s.Draft != nil && e.Request.Path == "" {
		e.Request = *s.Draft
	}
	if id != "" && (first || id != e.connection) {
		e.connection, e.Problem, e.Offer, e.Comparison = id, "", "", nil
		e.Busy = e.underway[id] != 0
		m.show(s.Reply)
	}
	if e.Comparison != nil && m.Known(e.Comparison.Connection) == nil {
		e.Comparison = nil
	}
	m.settle(s.Draft)
}

// settle gives the explorer a request that the connection can make: what is
// being built stays unless it is for another provider.
func (m *Model) settle(draft *api.Request) {
	e := &m.Explorer
	if m.Connection == nil || e.of == m.Connection.Provider && e.Request.Path != "" {
		return
	}
	switch {
	case e.of == "" && e.Request.Path != "":
	case draft != nil:
		e.Request = *draft
	default:
		e.Request = api.Request{}
		m.OpenStarter(0)
	}
	e.of = m.Connection.Provider
}

// show puts a reply on the page, nil for none.
func (m *Model) show(reply *api.Reply) {
	e := &m.Explorer
	e.Reply, e.Body = reply, Body{}
	e.More(FirstLines)
}

// More makes up to n lines of the reply's body ready to be drawn.
func (e *Explorer) More(n int) {
	if e.Reply == nil || e.Reply.Binary || e.Reply.Body == "" {
		return
	}
	lines, total, ok := jsontext.Lines(e.Reply.Body, n)
	if !ok {
		return
	}
	e.Body = Body{JSON: true, Lines: lines, Total: total}
}
