package console

import (
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
)

var providers = []api.Provider{
	{
		ID: "plain", Name: "Plain",
		Fields: []api.Field{
			{Name: "data_center", Label: "Data center URL", Kind: api.FieldURL, Example: "https://eu.example.com"},
			{Name: "client_id", Label: "Client ID", Kind: api.FieldText},
			{Name: "client_secret", Label: "Client secret", Kind: api.FieldSecret},
		},
		Token: api.TokenRequest{Method: "POST", URL: "{data_center}/token", Grant: "client_credentials", Place: api.PlaceForm, Client: api.ClientBasic},
		Requests: []api.Request{
			{Name: "Fetch this client", Method: "GET", Path: "/clients/{client_id}"},
			{Name: "Fetch the tenant", Method: "GET", Path: "/tenants/{tenant_id}"},
		},
		Sandbox: map[string]string{"data_center": "http://localhost:8082", "client_id": "sandbox", "client_secret": "s3cret"},
	},
	{ID: "other", Name: "Other", Fields: []api.Field{{Name: "data_center", Label: "Host", Kind: api.FieldURL}, {Name: "grant_type", Kind: api.FieldText, Default: "password"}}},
}

const local = 1_795_320_000

func connected(t *testing.T) *Model {
	t.Helper()
	m := New(providers)
	m.Receive(api.State{
		Now: local, Providers: providers, Form: api.Form{Provider: "plain"},
		Current: "one", Connections: []api.Connection{{
			ID: "one", Provider: "plain", DataCenter: "https://eu.example.com", Values: map[string]string{"client_id": "a b"},
			Expiry: api.Expiry{IssuedAt: local, ExpiresAt: local + 7200, Source: "expires_on"},
		}},
	}, time.Unix(local, 0))
	return m
}

// loaded is a model that has the server's state.
func loaded() *Model {
	m := New(providers)
	m.Receive(api.State{Now: local, Providers: providers}, time.Unix(local, 0))
	return m
}

func TestSandboxAskedForBeforeItsValuesAreHere(t *testing.T) {
	m := New(providers)
	m.Sandbox("plain")
	if got := m.Form.Values(providers[0])["client_id"]; got != "" {
		t.Errorf("filled in %q too early", got)
	}
	m.Receive(api.State{Now: local, Providers: providers}, time.Unix(local, 0))
	if got := m.Form.Values(providers[0])["client_id"]; got != "sandbox" {
		t.Errorf("got %q", got)
	}
}

func TestSandboxFillsTheForm(t *testing.T) {
	m := loaded()
	m.Sandbox("plain")
	form, ok := m.Start()
	if !ok || form.Provider != "plain" || form.Values["client_secret"] != "s3cret" || !m.Form.Busy {
		t.Errorf("got %+v, %v", form, ok)
	}
}

func TestStartSaysWhatIsMissing(t *testing.T) {
	m := New(providers)
	m.Form.Set("plain", "data_center", "https://eu.example.com")
	if _, ok := m.Start(); ok {
		t.Fatal("an empty client ID went out")
	}
	if provider, field := m.Problem(); provider != "plain" || field != "client_id" {
		t.Errorf("got the problem at %s.%s", provider, field)
	}
	if m.Form.Busy || m.Announcement == "" {
		t.Errorf("busy %v, announced %q", m.Form.Busy, m.Announcement)
	}
}

func TestLeavePutsRightVisibly(t *testing.T) {
	for _, test := range []struct{ field, typed, want, said string }{
		{"data_center", " eu.example.com/api/2/ ", "https://eu.example.com", "/api/2"},
		{"client_id", "\tabc\n", "abc", "White space"},
		{"client_secret", "abc ", "abc", "White space"},
		{"client_id", "a\nb", "a\nb", "line break"},
		{"data_center", "ftp://x", "ftp://x", ""},
	} {
		m := New(providers)
		m.Form.Set("plain", test.field, test.typed)
		m.Leave("plain", test.field)
		f, _ := providers[0].Field(test.field)
		said := m.Form.Said("plain", test.field)
		all := strings.Join(said.Notes, " ") + said.Problem
		if got := m.Form.Value("plain", f); got != test.want || all == "" || !strings.Contains(all, test.said) {
			t.Errorf("%s %q: got %q saying %q", test.field, test.typed, got, all)
		}
	}
}

func TestTypingWinsOverTheServersMemory(t *testing.T) {
	m := New(providers)
	m.Form.Set("plain", "client_id", "typed")
	m.Receive(api.State{Now: local, Providers: providers, Form: api.Form{
		Provider: "other", Values: map[string]string{"data_center": "https://kept.example.com"},
	}}, time.Unix(local, 0))
	if m.Form.Provider != "plain" {
		t.Errorf("the form jumped to %s", m.Form.Provider)
	}
	f, _ := providers[0].Field("client_id")
	if got := m.Form.Value("plain", f); got != "typed" {
		t.Errorf("got %q", got)
	}
}

func TestReloadRestores(t *testing.T) {
	m := New(providers)
	m.Receive(api.State{Now: local, Providers: providers, Form: api.Form{
		Provider: "other", Values: map[string]string{"data_center": "https://kept.example.com"}, Kept: []string{"client_secret"},
	}}, time.Unix(local, 0))
	if m.Form.Provider != "other" || !m.Form.Kept("other", "client_secret") {
		t.Errorf("got %s, kept %v", m.Form.Provider, m.Form.Kept("other", "client_secret"))
	}
	if draft := m.Draft(false); draft.Values["data_center"] != "https://kept.example.com" {
		t.Errorf("got %+v", draft)
	}
}

func TestSecretLeavesThePageAfterTheExchange(t *testing.T) {
	m := loaded()
	m.Sandbox("plain")
	m.Start()
	m.Finish(api.State{
		Now: local, Providers: providers, Form: api.Form{Provider: "plain", Kept: []string{"client_secret"}},
		Current: "two", Connections: []api.Connection{{ID: "two", Provider: "plain", DataCenter: "http://localhost:8082"}},
	}, time.Unix(local, 0))
	if got := m.Form.Values(providers[0])["client_secret"]; got != "" {
		t.Errorf("the page still holds %q", got)
	}
	if form, ok := m.Start(); !ok || len(form.Kept) != 1 {
		t.Errorf("asking again: got %+v, %v", form, ok)
	}
}

func TestDraftWithoutSecrets(t *testing.T) {
	m := loaded()
	m.Sandbox("plain")
	if _, there := m.Draft(false).Values["client_secret"]; there {
		t.Error("the secret went along")
	}
}

func TestStarterIsFilled(t *testing.T) {
	m := connected(t)
	if got := m.Explorer.Request.Path; got != "/clients/a%20b" {
		t.Errorf("got %q", got)
	}
	m.OpenStarterNamed("Fetch the tenant")
	if _, _, ok := m.StartCall(); ok || !strings.Contains(m.Explorer.Problem, "{tenant_id}") {
		t.Errorf("an unfilled path: sent %v, said %q", ok, m.Explorer.Problem)
	}
	m.OpenStarter(-1)
	m.OpenStarter(99)
}

func TestLeavePath(t *testing.T) {
	for _, test := range []struct{ typed, path, problem string }{
		{"https://eu.example.com/a/b?x=1&y=%20z#f", "/a/b", ""},
		{"https://eu.example.com", "/", ""},
		{"https://eu.example.com.evil.example/a", "", "only to the connection"},
		{" a ", "/a", ""},
		{"/a?x=1&y=%20z", "/a", ""},
	} {
		m := connected(t)
		m.Explorer.Request.Query = nil
		m.Explorer.SetPath(test.typed)
		m.LeavePath()
		if test.problem != "" {
			if !strings.Contains(m.Explorer.Problem, test.problem) {
				t.Errorf("%q: said %q", test.typed, m.Explorer.Problem)
			}
			continue
		}
		if m.Explorer.Request.Path != test.path || m.Explorer.Problem != "" {
			t.Errorf("%q: got %q, said %q", test.typed, m.Explorer.Request.Path, m.Explorer.Problem)
		}
		if strings.Contains(test.typed, "x=1") && (len(m.Explorer.Request.Query) != 2 || m.Explorer.Request.Query[1].Value != " z") {
			t.Errorf("%q: rows %+v", test.typed, m.Explorer.Request.Query)
		}
	}
}

func TestRows(t *testing.T) {
	var e Explorer
	e.SetRow(Query, 0, api.Row{Name: "a"})
	e.SetRow(Query, 0, api.Row{Name: "a", Value: "1"})
	e.SetRow(Query, 1, api.Row{Name: "b=2&c=%26"})
	e.LeaveRow(Query, 1)
	e.LeaveRow(Query, 99)
	e.SetRow(Query, 99, api.Row{Name: "lost"})
	e.SetRow(Query, -1, api.Row{Name: "lost"})
	want := []api.Row{{Name: "a", Value: "1"}, {Name: "b", Value: "2"}, {Name: "c", Value: "&"}}
	if len(e.Request.Query) != 3 || e.Request.Query[2] != want[2] || len(e.Rows(Query)) != 4 {
		t.Errorf("got %+v", e.Request.Query)
	}
	e.RemoveRow(Query, 1)
	e.RemoveRow(Query, 99)
	if len(e.Request.Query) != 2 || e.Request.Query[1].Name != "c" {
		t.Errorf("got %+v", e.Request.Query)
	}
}

func TestOnlyTheLatestReplyIsShown(t *testing.T) {
	m := connected(t)
	_, first, _ := m.StartCall()
	if _, _, again := m.StartCall(); again {
		t.Error("a double click sent twice")
	}
	m.FailCall(first, "Cancelled.")
	_, second, _ := m.StartCall()
	m.FinishCall(first, &api.Reply{Status: 500})
	m.FinishCall(second, &api.Reply{Status: 200, StatusText: "OK", Body: `{"id": 944455285181775872}`})
	if m.Explorer.Reply.Status != 200 || !m.Explorer.Body.JSON || m.Explorer.Body.Lines[1].Tokens[2].Text != "944455285181775872" {
		t.Errorf("got %+v %+v", m.Explorer.Reply, m.Explorer.Body)
	}
}

func TestLine(t *testing.T) {
	m := connected(t)
	at := func(after int64) Station { return m.Token(time.Unix(local+after, 0)) }
	for _, test := range []struct {
		after int64
		want  Standing
		text  string
		left  int
	}{
		{0, Good, "2 h 0 min left", 100},
		{3600, Good, "1 h 0 min left", 50},
		{7200 - 300, Expiring, "5 min 0 s left", 4},
		{7200 - 9, Expiring, "9 s left", 0},
		{7200, Bad, "Expired", 0},
	} {
		if got := at(test.after); got.State != test.want || got.Text != test.text || got.Left != test.left {
			t.Errorf("after %d s: got %+v", test.after, got)
		}
	}
	m.Failure = &api.Failure{Kind: api.FailureEndpoint, Error: "invalid_client"}
	if got := m.Credentials(); got.State != Bad || got.Text != "invalid_client" {
		t.Errorf("got %+v", got)
	}
}

func TestServersClockCounts(t *testing.T) {
	m := New(providers)
	m.Receive(api.State{Now: local + 90, Providers: providers}, time.Unix(local, 0))
	if got := m.Now(time.Unix(local+10, 0)).Unix(); got != local+100 {
		t.Errorf("got %d", got)
	}
}

func TestSessionGoneKeepsWhatWasTyped(t *testing.T) {
	m := connected(t)
	m.Form.Set("plain", "client_id", "typed")
	m.SessionGone()
	if m.Connection != nil || m.Trouble == "" || m.Form.Values(providers[0])["client_id"] != "typed" || m.Explorer.Request.Path == "" {
		t.Errorf("got %+v", m)
	}
}

func TestForgottenIsEmpty(t *testing.T) {
	m := connected(t)
	m.Sandbox("plain")
	m.Forgotten()
	if m.Anything() || m.Form.Values(providers[0])["client_secret"] != "" || m.Explorer.Request.Path != "" {
		t.Errorf("something stayed: %+v", m)
	}
}

func TestPreviewMasksAndNamesWhatIsMissing(t *testing.T) {
	m := New(providers)
	m.Form.Set("plain", "client_secret", "hunter2-hunter2")
	legs := m.Preview()
	if got := legText(legs); len(legs) != 1 || strings.Contains(got, "hunter2") || !strings.Contains(got, "https://eu.example.com/token") || !strings.Contains(got, "client_credentials") {
		t.Errorf("got\n%s", got)
	}
}

func legText(legs []Leg) string {
	var text strings.Builder
	for _, leg := range legs {
		text.WriteString(leg.Title + "\n")
		for _, line := range leg.Lines {
			for _, s := range line {
				text.WriteString(s.Text)
			}
			text.WriteByte('\n')
		}
	}
	return text.String()
}
