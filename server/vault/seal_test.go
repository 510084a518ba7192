//go:build !js

package vault

import (
	"bytes"
	"slices"
	"testing"
)

const canary = "canary-4f1d9a"

// newSealed returns a vault with one session that holds the canary.
func newSealed(t *testing.T, key []byte) (*Vault, *memory, string) {
	t.Helper()
	v, err := New(Config{Key: key})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.Close)
	id, err := v.Create()
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Save(id, "form", canary); err != nil {
		t.Fatal(err)
	}
	return v, v.store.(*memory), id
}

// TestStoreTellsNothing reads the store as a thief would.
func TestStoreTellsNothing(t *testing.T) {
	_, store, id := newSealed(t, nil)
	for key, s := range store.sessions {
		if key == id {
			t.Error("the store knows a session by its id")
		}
		for name, it := range s.items {
			if bytes.Contains(it.sealed, []byte(canary)) {
				t.Errorf("item %s lies open", name)
			}
		}
	}
	if len(store.sessions) != 1 {
		t.Fatalf("%d sessions, want 1", len(store.sessions))
	}
}

func TestTamperedItemsDoNotOpen(t *testing.T) {
	key := bytes.Repeat([]byte{7}, keySize)
	for name, tamper := range map[string]func(*memory, *session){
		"first bit flipped": func(_ *memory, s *session) { flip(s, 0) },
		"last bit flipped":  func(_ *memory, s *session) { flip(s, len(s.items["form"].sealed)-1) },
		"cut":               func(_ *memory, s *session) { s.items["form"] = item{s.items["form"].sealed[:5], 1} },
		"emptied":           func(_ *memory, s *session) { s.items["form"] = item{[]byte{}, 1} },
		"of another item":   func(_ *memory, s *session) { s.items["form"] = s.items["grant"] },
		"of another session": func(m *memory, s *session) {
			for _, other := range m.sessions {
				if other != s {
					s.items["form"] = other.items["form"]
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			v, store, id := newSealed(t, key)
			other, err := v.Create()
			if err != nil {
				t.Fatal(err)
			}
			for _, err := range []error{v.Save(id, "grant", canary), v.Save(other, "form", canary)} {
				if err != nil {
					t.Fatal(err)
				}
			}
			tamper(store, store.sessions[lookup(id)])
			var got string
			if found, err := v.Load(id, "form", &got); err == nil || found || got != "" {
				t.Errorf("Load = %v, %q, %v; want an error", found, got, err)
			}
		})
	}
}

func flip(s *session, at int) {
	sealed := slices.Clone(s.items["form"].sealed)
	sealed[at] ^= 1
	s.items["form"] = item{sealed, 1}
}

func TestAnotherMasterKeyOpensNothing(t *testing.T) {
	_, store, id := newSealed(t, bytes.Repeat([]byte{1}, keySize))
	thief := &Vault{key: bytes.Repeat([]byte{2}, keySize), store: store}
	var got string
	if found, err := thief.Load(id, "form", &got); err == nil || found {
		t.Errorf("Load = %v, %v; want an error", found, err)
	}
}
