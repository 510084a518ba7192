package console

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
)

func TestOwns(t *testing.T) {
	p := api.Provider{Fields: []api.Field{
		{Name: "client_id", Kind: api.FieldText},
		{Name: "grant_type", Kind: api.FieldChoice},
		{Name: "data_center", Kind: api.FieldURL},
		{Name: "timeout", Kind: api.FieldText, Advanced: true},
	}}
	from := api.Connection{Values: map[string]string{"client_id": "a b/c", "tenant_id": "t-100", "grant_type": "password", "data_center": "https://eu.example.com", "timeout": "1000", "short": "abc", "same": "equal", "alone": "lonely"}}
	to := api.Connection{Values: map[string]string{"client_id": "d e", "tenant_id": "t-200", "grant_type": "client_credentials", "data_center": "https://us.example.com", "timeout": "2000", "short": "xyz", "same": "equal"}}
	for _, test := range []struct {
		name    string
		r, want api.Request
		where   string
	}{
		{"the path, escaped", api.Request{Path: "/clients/a%20b%2Fc/x"}, api.Request{Path: "/clients/d%20e/x"}, "client_id in the path"},
		{"the query", api.Request{Query: []api.Row{{Name: "q", Value: "id=t-100"}}}, api.Request{Query: []api.Row{{Name: "q", Value: "id=t-200"}}}, "tenant_id in the query"},
		{"a header", api.Request{Header: []api.Row{{Name: "X", Value: "t-100"}}}, api.Request{Header: []api.Row{{Name: "X", Value: "t-200"}}}, "tenant_id in a header"},
		{"the body, twice", api.Request{Body: `["t-100","t-100"]`}, api.Request{Body: `["t-200","t-200"]`}, "tenant_id in the body"},
		{"both", api.Request{Path: "/t-100", Body: "a b/c"}, api.Request{Path: "/t-200", Body: "d e"}, "client_id in the body, tenant_id in the path"},
		{"part of a longer word", api.Request{Path: "/t-1000/xt-100/t-100x"}, api.Request{Path: "/t-1000/xt-100/t-100x"}, ""},
		{"after such a part", api.Request{Path: "/t-1000/t-100"}, api.Request{Path: "/t-1000/t-200"}, "tenant_id in the path"},
		{"a row that is off", api.Request{Query: []api.Row{{Value: "t-100", Off: true}}}, api.Request{Query: []api.Row{{Value: "t-100", Off: true}}}, ""},
		{"what is no value of requests", api.Request{Path: "/password/1000/abc/equal/lonely"}, api.Request{Path: "/password/1000/abc/equal/lonely"}, ""},
	} {
		owns := Owns(&test.r, &p, &from, &to)
		var where []string
		for _, o := range owns {
			where = append(where, o.Name+" in "+o.Where)
		}
		if got := strings.Join(where, ", "); got != test.where {
			t.Errorf("%s: got %q", test.name, got)
		}
		if got := WithOwn(test.r, owns); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: got %+v", test.name, got)
		}
	}
}

// TestCompare asks about own values first, and compares once both replies are here.
func TestCompare(t *testing.T) {
	m, s := two(t)
	pair := m.Compare("two")
	if pair != nil || m.Explorer.Offer != "two" || !strings.Contains(m.Announcement, "client_id in the path. us.example.com has others.") {
		t.Fatalf("got %+v, announced %q", pair, m.Announcement)
	}
	pair = m.CompareNow("two", true)
	if pair == nil || pair.Mine.Path != "/clients/client-of-one" || pair.Mine.Connection != "one" || pair.Theirs.Path != "/clients/client-of-two" || pair.Theirs.Connection != "two" || m.Explorer.Offer != "" {
		t.Fatalf("got %+v", pair)
	}
	ticket := pair.Ticket
	if m.CompareNow("two", true) != nil {
		t.Error("sent twice")
	}
	m.FinishOther(ticket+1, &api.Reply{})
	m.FinishOther(ticket, &api.Reply{Status: 200, Body: `{"a":1}`})
	c := m.Explorer.Comparison
	if c == nil || c.Busy || c.Difference != nil || !m.Explorer.Busy {
		t.Fatalf("got %+v", c)
	}
	m.FinishCall(ticket, &api.Reply{Status: 200, Body: `{ "a": 2 }`})
	if c.Difference == nil || !c.Difference.Body || m.Announcement != "They differ: body in 2 lines. The status is equal." {
		t.Errorf("got %+v, announced %q", c.Difference, m.Announcement)
	}
	m.StartCall()
	if m.Explorer.Comparison != nil {
		t.Error("a new call keeps the comparison")
	}
	if m.Compare("gone") != nil {
		t.Error("compared with a connection that is gone")
	}
	switchTo(m, s, "three", &api.Request{Method: "GET", Path: "/"}, nil)
	if m.Compare("one") == nil {
		t.Error("asked without own values")
	}
}

// TestComparisonWithoutAReply keeps the reply that came.
func TestComparisonWithoutAReply(t *testing.T) {
	m, _ := two(t)
	ticket := m.CompareNow("three", false).Ticket
	m.FailOther(ticket, "Cancelled.")
	m.FinishCall(ticket, &api.Reply{Status: 200})
	if c := m.Explorer.Comparison; c.Problem != "Cancelled." || c.Difference != nil || m.Explorer.Reply == nil {
		t.Errorf("got %+v", c)
	}
	ticket = m.CompareNow("three", false).Ticket
	m.FinishOther(ticket, &api.Reply{Status: 200})
	m.FinishCall(ticket, &api.Reply{Failure: &api.Failure{Title: "No connection"}})
	if c := m.Explorer.Comparison; c.Difference != nil || m.Announcement != "No connection" {
		t.Errorf("got %+v, announced %q", c, m.Announcement)
	}
}

// TestStrange finds another connection's own values, and fills in the current one's.
func TestStrange(t *testing.T) {
	m, s := two(t)
	if _, owns := m.Strange(); len(owns) != 0 {
		t.Errorf("the first one's own are strange to it: %+v", owns)
	}
	switchTo(m, s, "two", nil, nil)
	of, owns := m.Strange()
	if of.ID != "one" || len(owns) != 1 || owns[0] != (Own{"client_id", "client-of-one", "client-of-two", "the path"}) {
		t.Errorf("got %s, %+v", of.ID, owns)
	}
	m.FillOwn()
	if m.Explorer.Request.Path != "/clients/client-of-two" {
		t.Errorf("got %q", m.Explorer.Request.Path)
	}
	m.Receive(s, time.Unix(local, 0))
}
