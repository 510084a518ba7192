//go:build !js

package server

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"firstcall/app/api"
)

// echo is a data center whose calls are answered with its name and the token.
func echo(t *testing.T, name string) string {
	t.Helper()
	return upstream(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/token" {
			_, _ = w.Write([]byte(name + " " + r.Header.Get("Authorization")))
			return
		}
		client, _, _ := r.BasicAuth()
		issue(w, "token-for-"+client+"-"+r.PostFormValue("scope"))
	}).URL
}

// with is form with some values changed.
func with(form api.Form, changed map[string]string) api.Form {
	form.Values = maps.Clone(form.Values)
	maps.Copy(form.Values, changed)
	return form
}

func ids(state api.State) []string {
	var all []string
	for _, c := range state.Connections {
		all = append(all, c.ID)
	}
	return all
}

func TestSeveralConnections(t *testing.T) {
	b := start(t, bare).browser()
	form := formFor(echo(t, "one"))
	other := formFor(echo(t, "two"))
	b.connect(form)
	b.connect(other)
	b.connect(with(form, map[string]string{"client_id": "another id"}))
	state := b.connect(with(form, map[string]string{"scope": "read"}))
	if len(state.Connections) != 4 || state.Current != state.Connections[3].ID || state.Connection().RequestedScope != "read" {
		t.Fatalf("%d connections, current %s", len(state.Connections), state.Current)
	}
	names := map[string]bool{}
	for i, want := range []string{"one Bearer token-for-an+id-", "two Bearer token-for-an+id-", "one Bearer token-for-another+id-", "one Bearer token-for-an+id-read"} {
		c := state.Connections[i]
		names[c.Name] = true
		if got := b.call(api.Request{Method: "GET", Path: "/", Connection: c.ID}).Body; got != want {
			t.Errorf("%s answers %q, want %q", c.Name, got, want)
		}
	}
	if len(names) != 4 || names[""] {
		t.Errorf("the names do not tell four connections apart: %v", names)
	}
}

// TestConnectingAgain wants a connection replaced where all of its key is the
// same, under its ID if a page that shows it stays right.
func TestConnectingAgain(t *testing.T) {
	b := start(t, bare).browser()
	dc := echo(t, "one")
	before := b.connect(formFor(dc))
	for _, tc := range []struct {
		name    string
		changed map[string]string
		same    bool
	}{
		{"as before", nil, true},
		{"another secret", map[string]string{"client_secret": "a new secret"}, true},
		{"another token URL", map[string]string{"token_url": dc + "/token?x=1"}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			after := b.connect(with(formFor(dc), tc.changed))
			if len(after.Connections) != 1 || (after.Current == before.Current) != tc.same {
				t.Errorf("connections %v, before %s: want the same ID %v", ids(after), before.Current, tc.same)
			}
		})
	}
	stale := api.Request{Method: "GET", Path: "/", Connection: before.Current}
	wantProblem(t, b.ask("POST", api.CallPath, stale), 409, api.KindChanged)
}

func TestSwitchAndDisconnect(t *testing.T) {
	b := start(t, bare).browser()
	var all []string
	for _, name := range []string{"one", "two", "three"} {
		all = append(all, b.connect(formFor(echo(t, name))).Current)
	}
	step := func(method, path, connection, current string, left int) {
		t.Helper()
		state := decode[api.State](t, b.want(200, method, path, api.ConnectionRef{Connection: connection}))
		if state.Current != current || len(state.Connections) != left {
			t.Errorf("%s %s: current %s of %v, want %s of %d", path, connection, state.Current, ids(state), current, left)
		}
	}
	step("PUT", api.CurrentPath, all[1], all[1], 3)
	if got := b.call(api.Request{Method: "GET", Path: "/"}).Body; !strings.HasPrefix(got, "two ") {
		t.Errorf("a call without a connection's name went to %q", got)
	}
	step("POST", api.DisconnectPath, all[2], all[1], 2)
	step("POST", api.DisconnectPath, all[1], all[0], 1)
	for path, method := range map[string]string{api.CurrentPath: "PUT", api.DisconnectPath: "POST", api.RenewPath: "POST", api.RenewalPath: "PUT"} {
		wantProblem(t, b.ask(method, path, api.ConnectionRef{Connection: all[1]}), 409, api.KindChanged)
	}
	step("POST", api.DisconnectPath, all[0], "", 0)
	wantProblem(t, b.ask("POST", api.RevealPath, api.Reveal{Connection: all[0], Token: api.AccessToken}), 409, api.KindChanged)
}

func TestRevealOfAnotherConnection(t *testing.T) {
	b := start(t, bare).browser()
	first := b.connect(formFor(echo(t, "one"))).Current
	b.connect(with(formFor(echo(t, "two")), map[string]string{"client_id": "other"}))
	got := decode[api.Revealed](t, b.want(200, "POST", api.RevealPath, api.Reveal{Connection: first, Token: api.AccessToken}))
	if got.Token != "token-for-an+id-" {
		t.Errorf("got %q", got.Token)
	}
}

// TestRoomForConnections wants no exchange made that there is no room for.
func TestRoomForConnections(t *testing.T) {
	b := start(t, bare).browser()
	asked := 0
	dc := upstream(t, func(w http.ResponseWriter, _ *http.Request) { asked++; issue(w, "a-token") }).URL
	form := func(i int) api.Form { return with(formFor(dc), map[string]string{"client_id": strconv.Itoa(i)}) }
	for i := range maxConnections {
		b.connect(form(i))
	}
	got := b.ask("POST", api.ConnectPath, form(maxConnections))
	wantProblem(t, got, 400, api.KindInvalid)
	if asked != maxConnections || !strings.Contains(got.body, "Disconnect one") {
		t.Errorf("%d exchanges; %s", asked, got.body)
	}
	if again := b.connect(form(3)); len(again.Connections) != maxConnections || again.Current != again.Connections[3].ID {
		t.Errorf("connecting again as one that is there: %d connections", len(again.Connections))
	}
	b.want(200, "POST", api.DisconnectPath, api.ConnectionRef{})
	if got := b.connect(form(maxConnections)); len(got.Connections) != maxConnections {
		t.Errorf("%d connections after one made room", len(got.Connections))
	}
}

// TestDraftAndReplyBelongToAConnection switches between two of one provider.
func TestDraftAndReplyBelongToAConnection(t *testing.T) {
	b := start(t, bare).browser()
	one := b.connect(formFor(echo(t, "one"))).Current
	b.want(204, "PUT", api.DraftPath, api.Request{Method: "GET", Path: "/mine", Connection: one})
	b.call(api.Request{Method: "GET", Path: "/mine", Connection: one})
	two := b.connect(formFor(echo(t, "two")))
	if two.Reply != nil || two.Draft == nil || two.Draft.Path != "/mine" || two.Draft.Connection != two.Current {
		t.Errorf("the new connection begins with reply %+v and draft %+v", two.Reply, two.Draft)
	}
	b.want(204, "PUT", api.DraftPath, api.Request{Method: "GET", Path: "/other", Connection: two.Current})
	b.call(api.Request{Method: "GET", Path: "/other", Connection: two.Current})
	for connection, path := range map[string]string{one: "/mine", two.Current: "/other"} {
		got := decode[api.State](t, b.want(200, "PUT", api.CurrentPath, api.ConnectionRef{Connection: connection}))
		if got.Draft.Path != path || got.Reply.Request.Path != path {
			t.Errorf("draft %s and reply to %s, want %s", got.Draft.Path, got.Reply.Request.Path, path)
		}
	}
}
