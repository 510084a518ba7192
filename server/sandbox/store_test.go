//go:build !js

package sandbox

import (
	"strconv"
	"testing"
	"time"
)

func TestStore(t *testing.T) {
	c := newClock()
	s := newStore[int](c.Now)
	if !s.put("a", 1, c.Now().Add(time.Minute)) || s.put("a", 2, c.Now().Add(time.Hour)) {
		t.Error("a name was given twice")
	}
	s.change("a", func(n *int) { *n = 3 })
	if got, ok := s.get("a"); got != 3 || !ok {
		t.Errorf("got %d, %t", got, ok)
	}
	c.Advance(time.Minute)
	if _, ok := s.get("a"); ok || !s.put("a", 4, c.Now().Add(time.Minute)) {
		t.Error("what is over is still there")
	}
	if got, ok := s.take("a"); got != 4 || !ok {
		t.Errorf("got %d, %t", got, ok)
	}
	if _, ok := s.take("a"); ok {
		t.Error("it was taken twice")
	}
}

func TestStoreIsLimited(t *testing.T) {
	c := newClock()
	s := newStore[int](c.Now)
	for i := range maxKept {
		s.put(strconv.Itoa(i), i, c.Now().Add(time.Hour-time.Duration(i)*time.Millisecond))
	}
	s.put("one more", 0, c.Now().Add(time.Hour))
	if _, ok := s.get(strconv.Itoa(maxKept - 1)); ok || len(s.kept) != maxKept {
		t.Errorf("%d are kept, or what ends soonest is", len(s.kept))
	}
	if _, ok := s.get("0"); !ok {
		t.Error("another was dropped")
	}
	c.Advance(2 * time.Hour)
	s.put("later", 0, c.Now().Add(time.Hour))
	if len(s.kept) != 1 {
		t.Errorf("%d are kept of which one is good", len(s.kept))
	}
}
