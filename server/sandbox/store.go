//go:build !js

package sandbox

import (
	"sync"
	"time"
)

// maxKept limits how much a store keeps.
const maxKept = 10_000

// A store keeps values by name until their time is up. When it is full, what
// would end soonest goes first.
type store[T any] struct {
	now func() time.Time

	mu   sync.Mutex
	kept map[string]*kept[T]
}

type kept[T any] struct {
	value   T
	expires time.Time
}

func newStore[T any](now func() time.Time) *store[T] {
	return &store[T]{now: now, kept: map[string]*kept[T]{}}
}

// put keeps a value unless there is one of that name, and reports whether it
// did.
func (s *store[T]) put(name string, value T, expires time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.live(name) != nil {
		return false
	}
	if len(s.kept) >= maxKept {
		s.sweep()
	}
	s.kept[name] = &kept[T]{value, expires}
	return true
}

func (s *store[T]) get(name string) (value T, ok bool) {
	ok = s.change(name, func(v *T) { value = *v })
	return value, ok
}

// take returns a value that nobody gets after.
func (s *store[T]) take(name string) (value T, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.live(name); e != nil {
		value, ok = e.value, true
	}
	delete(s.kept, name)
	return value, ok
}

// change lets nobody else at a value meanwhile. It reports whether there is one.
func (s *store[T]) change(name string, do func(*T)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.live(name)
	if e == nil {
		return false
	}
	do(&e.value)
	return true
}

func (s *store[T]) live(name string) *kept[T] {
	e := s.kept[name]
	if e == nil || !s.now().Before(e.expires) {
		delete(s.kept, name)
		return nil
	}
	return e
}

// sweep drops what is over, or else the one that ends soonest.
func (s *store[T]) sweep() {
	var soonest string
	for name := range s.kept {
		e := s.live(name)
		if e != nil && (soonest == "" || e.expires.Before(s.kept[soonest].expires)) {
			soonest = name
		}
	}
	if len(s.kept) >= maxKept {
		delete(s.kept, soonest)
	}
}
