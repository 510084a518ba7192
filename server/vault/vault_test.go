//go:build !js

package vault_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"firstcall/server/secret"
	"firstcall/server/vault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// grant stands for what the server keeps.
type grant struct {
	Token  secret.String
	Scopes map[string]string
	Count  int
}

func open(t *testing.T, cfg vault.Config) *vault.Vault {
	t.Helper()
	v, err := vault.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.Close)
	return v
}

func create(t *testing.T, v *vault.Vault) string {
	t.Helper()
	id, err := v.Create()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func save(t *testing.T, v *vault.Vault, id, name string, in any) {
	t.Helper()
	if err := v.Save(id, name, in); err != nil {
		t.Fatal(err)
	}
}

// wantLoad checks that the item is there and has a value, or with a nil want
// that it is not there.
func wantLoad(t *testing.T, v *vault.Vault, id, name string, want *grant) {
	t.Helper()
	got := grant{Count: -1}
	found, err := v.Load(id, name, &got)
	if err != nil {
		t.Fatal(err)
	}
	if found != (want != nil) {
		t.Fatalf("Load(%s) found = %v", name, found)
	}
	if want == nil {
		want = &grant{}
	}
	if got.Token.Reveal() != want.Token.Reveal() || got.Count != want.Count || !reflect.DeepEqual(got.Scopes, want.Scopes) {
		t.Errorf("Load(%s) = %+v, want %+v", name, got, *want)
	}
}

func wantGone(t *testing.T, v *vault.Vault, id string) {
	t.Helper()
	var out grant
	if _, err := v.Load(id, "grant", &out); !errors.Is(err, vault.ErrGone) {
		t.Errorf("Load: err = %v, want ErrGone", err)
	}
	if err := v.Save(id, "grant", grant{}); !errors.Is(err, vault.ErrGone) {
		t.Errorf("Save: err = %v, want ErrGone", err)
	}
	if err := v.Drop(id, "grant"); !errors.Is(err, vault.ErrGone) {
		t.Errorf("Drop: err = %v, want ErrGone", err)
	}
	never := func() error { t.Error("Update called change"); return nil }
	if err := v.Update(id, "grant", &out, never); !errors.Is(err, vault.ErrGone) {
		t.Errorf("Update: err = %v, want ErrGone", err)
	}
}

func TestItemsComeBack(t *testing.T) {
	v := open(t, vault.Config{})
	id := create(t, v)
	want := &grant{Token: secret.New("s3cr3t"), Scopes: map[string]string{"a": "b"}, Count: 7}

	wantLoad(t, v, id, "grant", nil)
	save(t, v, id, "grant", want)
	wantLoad(t, v, id, "grant", want)
	wantLoad(t, v, id, "failure", nil)
	save(t, v, id, "grant", grant{})
	wantLoad(t, v, id, "grant", &grant{})
	if err := v.Drop(id, "grant"); err != nil {
		t.Fatal(err)
	}
	wantLoad(t, v, id, "grant", nil)
}

func TestSessionsAreApart(t *testing.T) {
	v := open(t, vault.Config{})
	a, b := create(t, v), create(t, v)
	if a == b {
		t.Fatal("two sessions have one id")
	}
	save(t, v, a, "grant", grant{Count: 1})
	wantLoad(t, v, b, "grant", nil)
	v.Forget(a)
	wantGone(t, v, a)
	wantLoad(t, v, b, "grant", nil)
	wantGone(t, v, "no such id")
	wantGone(t, v, "")
}

func TestUpdateOfWhatIsNotThere(t *testing.T) {
	v := open(t, vault.Config{})
	id := create(t, v)
	got := grant{Count: 40}
	if err := v.Update(id, "grant", &got, func() error { got.Count += 2; return nil }); err != nil {
		t.Fatal(err)
	}
	wantLoad(t, v, id, "grant", &grant{Count: 2})
}

func TestUpdateGivesUpWithChange(t *testing.T) {
	v := open(t, vault.Config{})
	id := create(t, v)
	save(t, v, id, "grant", grant{Count: 1})
	want := errors.New("no")
	var got grant
	if err := v.Update(id, "grant", &got, func() error { got.Count = 2; return want }); err != want {
		t.Errorf("err = %v, want %v", err, want)
	}
	wantLoad(t, v, id, "grant", &grant{Count: 1})
}

func TestUpdatesAreNotLost(t *testing.T) {
	v := open(t, vault.Config{})
	id := create(t, v)
	const writers = 100
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			var g grant
			err := v.Update(id, "grant", &g, func() error {
				if g.Scopes == nil {
					g.Scopes = map[string]string{}
				}
				g.Scopes[fmt.Sprint(i)] = "written"
				g.Count++
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	var got grant
	if _, err := v.Load(id, "grant", &got); err != nil || got.Count != writers || len(got.Scopes) != writers {
		t.Errorf("%d updates and %d entries, want %d (err %v)", got.Count, len(got.Scopes), writers, err)
	}
}

func TestUpdateSurvivesDropAndSave(t *testing.T) {
	v := open(t, vault.Config{})
	id := create(t, v)
	save(t, v, id, "grant", grant{Count: 1})
	runs := 0
	var got grant
	err := v.Update(id, "grant", &got, func() error {
		if runs++; runs == 1 {
			// Another writer removes the item and writes it again meanwhile.
			if err := v.Drop(id, "grant"); err != nil {
				return err
			}
			save(t, v, id, "grant", grant{Count: 10})
		}
		got.Count++
		return nil
	})
	if err != nil || runs != 2 {
		t.Errorf("change ran %d times, err %v; want 2 and none", runs, err)
	}
	wantLoad(t, v, id, "grant", &grant{Count: 11})
}

func TestForgetDuringUpdate(t *testing.T) {
	v := open(t, vault.Config{})
	id := create(t, v)
	save(t, v, id, "grant", grant{Count: 1})
	var got grant
	err := v.Update(id, "grant", &got, func() error { v.Forget(id); return nil })
	if !errors.Is(err, vault.ErrGone) {
		t.Errorf("err = %v, want ErrGone", err)
	}
	wantGone(t, v, id)
}

// clock is set by hand.
type clock struct{ at time.Time }

func newClock() *clock { return &clock{time.Unix(1_700_000_000, 0)} }

func (c *clock) now() time.Time           { return c.at }
func (c *clock) advance(by time.Duration) { c.at = c.at.Add(by) }

func TestSessionsEnd(t *testing.T) {
	cfg := vault.Config{Idle: time.Hour, Lifetime: 3 * time.Hour}
	for _, tc := range []struct {
		name  string
		steps []time.Duration // between two visits
		lives bool
	}{
		{"visited at once", nil, true},
		{"visited within the idle time", []time.Duration{59 * time.Minute, 59 * time.Minute}, true},
		{"idle", []time.Duration{time.Hour}, false},
		{"idle after a visit", []time.Duration{time.Minute, time.Hour}, false},
		{"too old though visited", []time.Duration{50 * time.Minute, 50 * time.Minute, 50 * time.Minute, 30 * time.Minute}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newClock()
			cfg := cfg
			cfg.Now = c.now
			v := open(t, cfg)
			id := create(t, v)
			for _, step := range tc.steps {
				c.advance(step)
				var out grant
				_, _ = v.Load(id, "grant", &out)
			}
			if tc.lives {
				wantLoad(t, v, id, "grant", nil)
			} else {
				wantGone(t, v, id)
			}
		})
	}
}

func wantLimit(t *testing.T, err error, full bool) {
	t.Helper()
	var limit *vault.LimitError
	if !errors.As(err, &limit) {
		t.Fatalf("err = %v, want a LimitError", err)
	}
	if limit.Full != full || limit.Sentence == "" {
		t.Errorf("got %+v, want Full %v", *limit, full)
	}
}

func TestSessionsAreLimited(t *testing.T) {
	c := newClock()
	v := open(t, vault.Config{Sessions: 2, Idle: time.Hour, Now: c.now})
	first := create(t, v)
	create(t, v)
	_, err := v.Create()
	wantLimit(t, err, true)
	v.Forget(first)
	create(t, v)
	_, err = v.Create()
	wantLimit(t, err, true)
	c.advance(time.Hour)
	create(t, v)
}

func TestBytesAreLimited(t *testing.T) {
	half, whole := bytes.Repeat([]byte{1}, 500), bytes.Repeat([]byte{1}, 1000)
	v := open(t, vault.Config{SessionBytes: 1300, TotalBytes: 2000})
	id := create(t, v)
	save(t, v, id, "draft", half)
	wantLimit(t, v.Save(id, "reply", whole), false)
	save(t, v, id, "reply", half)
	if err := v.Drop(id, "draft"); err != nil {
		t.Fatal(err)
	}
	save(t, v, id, "reply", whole)

	other := create(t, v)
	wantLimit(t, v.Save(other, "reply", whole), true)
	v.Forget(id)
	save(t, v, other, "reply", whole)
}

func TestKeyLength(t *testing.T) {
	if _, err := vault.New(vault.Config{Key: []byte("short")}); err == nil {
		t.Error("a short master key was taken")
	}
}

func TestCloseErases(t *testing.T) {
	v, err := vault.New(vault.Config{})
	if err != nil {
		t.Fatal(err)
	}
	id := create(t, v)
	v.Close()
	wantGone(t, v, id)
}
