//go:build !js

package server

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"firstcall/app/api"
	"firstcall/server/vault"
)

// A ledger is a store that tells which items it has, of all its sessions.
type ledger struct {
	vault.Store
	mu    sync.Mutex
	items map[string]bool
}

func newLedger(t *testing.T) *ledger {
	l := &ledger{Store: vault.NewMemory(vault.Config{}), items: map[string]bool{}}
	t.Cleanup(l.Close)
	return l
}

func (l *ledger) Swap(session, item string, version uint64, sealed []byte) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	done, err := l.Store.Swap(session, item, version, sealed)
	if done {
		l.items[item] = sealed != nil
	}
	return done, err
}

// left are the items of connections that are not among those that a state has.
func (l *ledger) left(state api.State) (left []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for item, there := range l.items {
		_, id, ofOne := strings.Cut(item, "/")
		listed := false
		for _, c := range state.Connections {
			listed = listed || c.ID == id
		}
		if there && ofOne && !listed {
			left = append(left, item)
		}
	}
	return left
}

// TestDisconnectDuringCall ends a connection while a call is under way, whose reply
// must not outlive it.
func TestDisconnectDuringCall(t *testing.T) {
	arrived, goOn := make(chan bool), make(chan bool)
	store := newLedger(t)
	site := start(t, Config{Sandbox: bare.Sandbox, Store: store})
	b := connected(t, site, func(w http.ResponseWriter, _ *http.Request) {
		arrived <- true
		<-goOn
		_, _ = w.Write([]byte("private"))
	})
	r := b.request("POST", api.CallPath, api.Request{Method: "GET", Path: "/slow"})
	called := make(chan answer, 1)
	go func() { called <- b.send(r) }()
	<-arrived
	b.want(200, "POST", api.DisconnectPath, api.ConnectionRef{})
	close(goOn)
	if got := <-called; got.status != 200 {
		t.Errorf("the call: %d %s", got.status, got.body)
	}
	if left := store.left(b.state()); left != nil {
		t.Errorf("the session still has %q", left)
	}
}

// TestConnectTwiceAtOnce has two tabs connect in the same way at the same time.
func TestConnectTwiceAtOnce(t *testing.T) {
	store := newLedger(t)
	site := start(t, Config{Sandbox: bare.Sandbox, Store: store})
	names := []string{"one", "two", "three", "four"}
	var arrived sync.WaitGroup
	dc := upstream(t, func(w http.ResponseWriter, _ *http.Request) {
		arrived.Done()
		arrived.Wait()
		issue(w, "a-token")
	})
	for range 20 {
		b := site.browser()
		b.state()
		arrived.Add(len(names))
		var all sync.WaitGroup
		for _, name := range names {
			// With another value pages have to learn of it, and so it gets another ID.
			r := b.request("POST", api.ConnectPath, with(formFor(dc.URL), map[string]string{"extra": "x=" + name}))
			all.Go(func() {
				if resp, err := b.Do(r); err != nil {
					t.Error(err)
				} else {
					resp.Body.Close()
				}
			})
		}
		all.Wait()
		state := b.state()
		if left := store.left(state); left != nil || len(state.Connections) != 1 {
			t.Fatalf("%d connections, and the session still has %q", len(state.Connections), left)
		}
		b.want(204, "POST", api.ForgetPath, nil)
		clear(store.items)
	}
}
