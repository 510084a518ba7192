package console

import (
	"strings"

	"firstcall/app/api"
	"firstcall/app/difference"
)

// A Comparison is the way of the explorer's request to another connection,
// beside the call itself.
type Comparison struct {
	Connection string // the other's ID
	Path       string // of the request
	Filled     bool   // with the other connection's own values
	Busy       bool
	Problem    string // why there is no reply
	Reply      *api.Reply
	// Difference is there once both replies are.
	Difference *difference.Difference
	Whole      bool // the equal lines are shown too

	ticket int
}

// Foreign are the current connection's own values in the request that a
// connection with this ID has others for.
func (m *Model) Foreign(id string) []Own {
	to := m.Known(id)
	if to == nil || m.Connection == nil {
		return nil
	}
	p := m.ConnectedProvider()
	return Owns(&m.Explorer.Request, &p, m.Connection, to)
}

// Strange are values in the request that are another connection's own, where
// the current one, of the same provider, has others.
func (m *Model) Strange() (of *api.Connection, owns []Own) {
	p := m.ConnectedProvider()
	for i := range m.Connections {
		c := &m.Connections[i]
		if m.Connection == nil || c.ID == m.Connection.ID || c.Provider != m.Connection.Provider {
			continue
		}
		if owns := Owns(&m.Explorer.Request, &p, c, m.Connection); len(owns) > 0 {
			return c, owns
		}
	}
	return nil, nil
}

// FillOwn puts the current connection's own values into the request.
func (m *Model) FillOwn() {
	_, owns := m.Strange()
	m.Explorer.Request = WithOwn(m.Explorer.Request, owns)
	m.Announcement = "Filled in. The path is " + m.Explorer.Request.Path + "."
}

// A Pair is one request's way over two connections. The ticket goes back to
// [Model.FinishCall] and [Model.FinishOther].
type Pair struct {
	Mine, Theirs api.Request
	Ticket       int
}

// Compare begins to send the request over the current connection and another
// one. It is nil where nothing can be sent, and where the request has the
// current one's own values: then it makes an [Explorer.Offer].
func (m *Model) Compare(id string) *Pair {
	if len(m.Foreign(id)) > 0 && !m.Explorer.Busy {
		m.Explorer.Offer = id
		m.Announcement = m.Offered()
		return nil
	}
	return m.CompareNow(id, false)
}

// Offered says which of its own values the request has.
func (m *Model) Offered() string {
	var words []string
	for _, o := range m.Foreign(m.Explorer.Offer) {
		words = append(words, o.Name+" in "+o.Where)
	}
	return "The request has values of this connection’s own: " + strings.Join(words, ", ") + ". " + m.Name(m.Explorer.Offer) + " has others."
}

// CompareNow is [Model.Compare] without asking; fill puts the other one's own
// values into its request.
func (m *Model) CompareNow(id string, fill bool) *Pair {
	if m.Known(id) == nil {
		return nil
	}
	mine, ticket, ok := m.StartCall()
	if !ok {
		return nil
	}
	p := &Pair{Mine: mine, Theirs: mine, Ticket: ticket}
	if fill {
		p.Theirs = WithOwn(mine, m.Foreign(id))
	}
	p.Theirs.Connection = id
	m.Explorer.Comparison = &Comparison{Connection: id, Path: p.Theirs.Path, Filled: fill, Busy: true, ticket: ticket}
	m.show(nil)
	m.Announcement = "Sending to both."
	return p
}

// FinishOther takes over the reply of the other connection.
func (m *Model) FinishOther(ticket int, reply *api.Reply) {
	if c := m.Explorer.Comparison; c != nil && c.ticket == ticket {
		c.Busy, c.Reply = false, reply
		m.compare()
	}
}

// FailOther ends the other connection's call that never got a reply, and says why.
func (m *Model) FailOther(ticket int, why string) {
	if c := m.Explorer.Comparison; c != nil && c.ticket == ticket {
		c.Busy, c.Problem = false, why
		m.Announcement = why
	}
}

// compare compares the replies, once both are here.
func (m *Model) compare() {
	e := &m.Explorer
	c := e.Comparison
	if c == nil || c.Reply == nil || e.Reply == nil || e.Reply.Failure != nil || c.Reply.Failure != nil {
		return
	}
	c.Difference = difference.Of(e.Reply, c.Reply)
	m.Announcement = c.Difference.Says()
}

// EndComparison leaves the current connection's reply alone on the page.
func (m *Model) EndComparison() { m.Explorer.Comparison = nil }
