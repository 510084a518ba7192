//go:build !js

package vault

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// TestMemoryIsAStore holds what every Store has to; another implementation
// calls testStore too.
func TestMemoryIsAStore(t *testing.T) {
	m := NewMemory(Config{})
	t.Cleanup(m.Close)
	testStore(t, m)
}

func testStore(t *testing.T, s Store) {
	if _, _, err := s.Load("one", "a"); !errors.Is(err, ErrGone) {
		t.Errorf("Load before Create: %v, want ErrGone", err)
	}
	if _, err := s.Swap("one", "a", 0, []byte("x")); !errors.Is(err, ErrGone) {
		t.Errorf("Swap before Create: %v, want ErrGone", err)
	}
	if err := s.Create("one"); err != nil {
		t.Fatal(err)
	}
	wantItem(t, s, "")
	wantSwap(t, s, 99, "x", false)
	wantItem(t, s, "")
	wantSwap(t, s, 0, "first", true)
	first := wantItem(t, s, "first")
	wantSwap(t, s, 0, "x", false)
	wantSwap(t, s, first, "second", true)
	wantSwap(t, s, first, "x", false)
	second := wantItem(t, s, "second")
	if done, err := s.Swap("one", "a", second, nil); !done || err != nil {
		t.Errorf("removing Swap = %v, %v", done, err)
	}
	wantItem(t, s, "")
	wantSwap(t, s, 0, "third", true)
	if third := wantItem(t, s, "third"); third == first || third == second {
		t.Errorf("version %d came again", third)
	}
	s.Delete("one")
	s.Delete("one")
	if _, err := s.Swap("one", "a", 0, []byte("x")); !errors.Is(err, ErrGone) {
		t.Errorf("Swap after Delete: %v, want ErrGone", err)
	}
}

// wantItem checks the item a of session one; "" says that there is none.
func wantItem(t *testing.T, s Store, want string) (version uint64) {
	t.Helper()
	got, version, err := s.Load("one", "a")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want || (version != 0) != (want != "") {
		t.Errorf("Load = %q, version %d; want %q", got, version, want)
	}
	return version
}

func wantSwap(t *testing.T, s Store, version uint64, sealed string, want bool) {
	t.Helper()
	if done, err := s.Swap("one", "a", version, []byte(sealed)); done != want || err != nil {
		t.Errorf("Swap(%d, %q) = %v, %v; want %v", version, sealed, done, err, want)
	}
}

func TestJanitorErasesWhatEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := NewMemory(Config{Idle: time.Hour}).(*memory)
		defer m.Close()
		if err := m.Create("one"); err != nil {
			t.Fatal(err)
		}
		wantSwap(t, m, 0, "sealed", true)
		time.Sleep(time.Hour + sweepEvery)
		synctest.Wait()
		m.mu.Lock()
		defer m.mu.Unlock()
		if len(m.sessions) != 0 || m.bytes != 0 {
			t.Errorf("%d sessions and %d bytes are left", len(m.sessions), m.bytes)
		}
	})
}
