package console

import (
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
)

// two is a session with two connections to one provider and one to another,
// the first of which is the current one.
func two(t *testing.T) (*Model, api.State) {
	t.Helper()
	life := api.Expiry{IssuedAt: local, ExpiresAt: local + 7200}
	s := api.State{
		Now: local, Providers: providers, Form: api.Form{Provider: "plain"}, Current: "one",
		Connections: []api.Connection{
			{ID: "one", Name: "eu.example.com", Provider: "plain", DataCenter: "https://eu.example.com", Expiry: life, Values: map[string]string{"data_center": "https://eu.example.com", "client_id": "client-of-one", "tenant_id": "tenant-1"}},
			{ID: "two", Name: "us.example.com", Provider: "plain", DataCenter: "https://us.example.com", Expiry: life, Values: map[string]string{"data_center": "https://us.example.com", "client_id": "client-of-two", "tenant_id": "tenant-2"}, Unverified: true},
			{ID: "three", Provider: "other", DataCenter: "https://other.example.com", Values: map[string]string{"client_id": "client-of-three"}},
		},
	}
	m := New(providers)
	m.Receive(s, time.Unix(local, 0))
	return m, s
}

// switchTo makes another connection the current one, with what the server keeps for it.
func switchTo(m *Model, s api.State, id string, draft *api.Request, reply *api.Reply) {
	s.Current, s.Draft, s.Reply = id, draft, reply
	m.Switched(s, time.Unix(local, 0))
}

func TestListed(t *testing.T) {
	m, _ := two(t)
	m.Connections[0].Renewal = api.Renewal{Count: 2}
	m.Connections[1].Renewal = api.Renewal{Failure: &api.Failure{}}
	all := m.Listed(time.Unix(local+60, 0))
	for i, want := range []Listed{
		{ID: "one", Number: 1, Name: "eu.example.com", Provider: "Plain", Token: Station{Good, "1 h 59 min left, renewed 2 times", 99}, Current: true},
		{ID: "two", Number: 2, Name: "us.example.com", Provider: "Plain", Token: Station{Bad, "Can’t renew, 1 h 59 min left", 99}, Unverified: true},
		{ID: "three", Number: 3, Name: "other.example.com", Provider: "Other", Token: Station{Good, "No end known", 100}},
	} {
		if all[i] != want {
			t.Errorf("got %+v, want %+v", all[i], want)
		}
	}
	if others := m.Others(time.Unix(local, 0)); len(others) != 2 || others[0].ID != "two" || m.Place() != "1 of 3" {
		t.Errorf("got %+v, %s", others, m.Place())
	}
}

// TestTokenOf words a renewal that failed by whether it is tried again.
func TestTokenOf(t *testing.T) {
	c := api.Connection{Expiry: api.Expiry{IssuedAt: local, ExpiresAt: local + 7200}}
	for _, test := range []struct {
		renewal api.Renewal
		after   int64
		want    Standing
		text    string
	}{
		{api.Renewal{Count: 1}, 0, Good, "2 h 0 min left, renewed once"},
		{api.Renewal{Failure: &api.Failure{}, At: local + 60}, 0, Expiring, "Not renewed, 2 h 0 min left"},
		{api.Renewal{Failure: &api.Failure{}}, 0, Bad, "Can’t renew, 2 h 0 min left"},
		{api.Renewal{Failure: &api.Failure{}}, 7200, Bad, "Expired"},
	} {
		c.Renewal = test.renewal
		if got := TokenOf(&c, time.Unix(local+test.after, 0)); got.State != test.want || got.Text != test.text {
			t.Errorf("%+v: got %+v", test.renewal, got)
		}
	}
}

// TestSwitch keeps the request with the same provider, and never a reply.
func TestSwitch(t *testing.T) {
	m, s := two(t)
	_, ticket, _ := m.StartCall()
	m.FinishCall(ticket, &api.Reply{Status: 200, Body: "{}"})
	m.Explorer.SetPath("/mine")

	switchTo(m, s, "two", &api.Request{Method: "GET", Path: "/kept"}, nil)
	e := &m.Explorer
	if e.Reply != nil || e.Body.JSON || e.Request.Path != "/mine" || m.Built().Connection != "two" {
		t.Errorf("same provider: got %+v", e)
	}
	if m.Announcement != "Connection 2 of 3: us.example.com, 2 h 0 min left." {
		t.Errorf("announced %q", m.Announcement)
	}
	m.OpenStarter(1)
	if e.Request.Path != "/tenants/tenant-2" {
		t.Errorf("a starter has %q", e.Request.Path)
	}
	switchTo(m, s, "three", &api.Request{Method: "GET", Path: "/kept"}, &api.Reply{Status: 418})
	if e.Reply == nil || e.Reply.Status != 418 || e.Request.Path != "/kept" {
		t.Errorf("another provider: got %+v", e)
	}
	switchTo(m, s, "one", nil, &api.Reply{Status: 204})
	if e.Reply.Status != 204 || e.Request.Path != "/clients/client-of-one" {
		t.Errorf("back, without a draft: got %+v", e)
	}
}

// TestReplyAfterASwitch is told of, and not shown as another connection's.
func TestReplyAfterASwitch(t *testing.T) {
	m, s := two(t)
	_, first, _ := m.StartCall()
	switchTo(m, s, "two", nil, nil)
	if m.Explorer.Busy {
		t.Error("the second connection waits for the first one's call")
	}
	_, second, ok := m.StartCall()
	if !ok {
		t.Fatal("the second connection can't send")
	}
	m.FinishCall(first, &api.Reply{Status: 200, StatusText: "OK"})
	if m.Explorer.Reply != nil || !m.Explorer.Busy || !strings.HasPrefix(m.Announcement, "Over eu.example.com. Reply: 200 OK") {
		t.Errorf("got %+v, announced %q", m.Explorer.Reply, m.Announcement)
	}
	m.FinishCall(second, &api.Reply{Status: 201})
	if m.Explorer.Reply == nil || m.Explorer.Reply.Status != 201 || m.Explorer.Busy {
		t.Errorf("got %+v", m.Explorer.Reply)
	}
	m.FinishCall(second, &api.Reply{Status: 500})
	if m.Explorer.Reply.Status != 201 {
		t.Error("a call ended twice")
	}
}

// TestBackToACall finds it still under way.
func TestBackToACall(t *testing.T) {
	m, s := two(t)
	_, ticket, _ := m.StartCall()
	switchTo(m, s, "two", nil, nil)
	switchTo(m, s, "one", nil, nil)
	if _, _, again := m.StartCall(); again || !m.Explorer.Busy {
		t.Error("the call under way is forgotten")
	}
	m.FailCall(ticket, "Cancelled.")
	if m.Explorer.Problem != "Cancelled." || m.Explorer.Busy {
		t.Errorf("got %+v", m.Explorer)
	}
}

func TestDisconnected(t *testing.T) {
	m, s := two(t)
	if m.CompareNow("two", false) == nil {
		t.Fatal("not sent")
	}
	s.Connections = append(s.Connections[:1:1], s.Connections[2])
	m.Disconnected("us.example.com", s, time.Unix(local, 0))
	if m.Explorer.Comparison != nil || m.Announcement != "us.example.com was disconnected. The current connection is eu.example.com." {
		t.Errorf("got %+v, announced %q", m.Explorer.Comparison, m.Announcement)
	}
	m.Disconnected("the rest", api.State{Now: local, Providers: providers}, time.Unix(local, 0))
	if m.Connection != nil || m.Place() != "0" {
		t.Errorf("got %+v", m.Connection)
	}
}

func TestRefill(t *testing.T) {
	m, s := two(t)
	s.Form = api.Form{Provider: "plain", Values: map[string]string{"data_center": "https://us.example.com", "client_id": "client-of-two"}, Kept: []string{"client_secret"}}
	m.Receive(s, time.Unix(local, 0))
	m.Refill(&s.Connections[1])
	if !m.Form.Kept("plain", "client_secret") {
		t.Error("the form was this connection's, and its secret was dropped")
	}
	m.Refill(&s.Connections[0])
	if got := m.Form.Values(providers[0]); got["client_id"] != "client-of-one" || got["data_center"] != "https://eu.example.com" || m.Form.Kept("plain", "client_secret") {
		t.Errorf("got %v, kept %v", got, m.Form.Kept("plain", "client_secret"))
	}
}
