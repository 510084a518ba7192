//go:build !js

package vault

import (
	"cmp"
	"sync"
	"time"
)

// sweepEvery is how often sessions that ended are erased. Until then they are
// only unreachable.
const sweepEvery = time.Minute

// memory is the [Store] of a single process.
type memory struct {
	idle, lifetime time.Duration
	now            func() time.Time

	maxSessions, maxSessionBytes, maxTotalBytes int

	mu       sync.Mutex
	sessions map[string]*session
	bytes    int // of all sessions

	stop chan struct{}
	done chan struct{}
}

type session struct {
	items    map[string]item
	bytes    int
	versions uint64 // the latest one given out
	created  time.Time
	seen     time.Time
}

type item struct {
	sealed  []byte
	version uint64
}

// NewMemory is a store in this process's memory, within the limits of cfg. Whoever
// makes it closes it, once.
func NewMemory(cfg Config) Store {
	m := &memory{
		idle:            cmp.Or(cfg.Idle, 8*time.Hour),
		lifetime:        cmp.Or(cfg.Lifetime, 24*time.Hour),
		now:             cfg.Now,
		maxSessions:     cmp.Or(cfg.Sessions, 50_000),
		maxSessionBytes: cmp.Or(cfg.SessionBytes, 8<<20),
		maxTotalBytes:   cmp.Or(cfg.TotalBytes, 1<<30),
		sessions:        map[string]*session{},
		stop:            make(chan struct{}),
		done:            make(chan struct{}),
	}
	if m.now == nil {
		m.now = time.Now
	}
	go m.janitor()
	return m
}

func (m *memory) Create(key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.sessions) >= m.maxSessions {
		m.sweep()
	}
	if len(m.sessions) >= m.maxSessions {
		return &LimitError{Full: true, Sentence: "This server holds as many sessions as it can. Try again later."}
	}
	now := m.now()
	m.sessions[key] = &session{items: map[string]item{}, created: now, seen: now}
	return nil
}

func (m *memory) Load(key, name string) ([]byte, uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, err := m.visit(key)
	if err != nil {
		return nil, 0, err
	}
	it := s.items[name]
	return it.sealed, it.version, nil
}

func (m *memory) Swap(key, name string, version uint64, sealed []byte) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, err := m.visit(key)
	if err != nil {
		return false, err
	}
	old := s.items[name]
	if old.version != version {
		return false, nil
	}
	grown := len(sealed) - len(old.sealed)
	if err := m.fits(s, grown); err != nil {
		return false, err
	}
	s.bytes += grown
	m.bytes += grown
	if sealed == nil {
		delete(s.items, name)
		return true, nil
	}
	s.versions++
	s.items[name] = item{sealed, s.versions}
	return true, nil
}

func (m *memory) Delete(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.erase(key)
}

// Close erases everything.
func (m *memory) Close() {
	close(m.stop)
	<-m.done
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.sessions)
	m.bytes = 0
}

// visit finds a session that lives and prolongs its idle time.
func (m *memory) visit(key string) (*session, error) {
	s, ok := m.sessions[key]
	if !ok {
		return nil, ErrGone
	}
	now := m.now()
	if m.ended(s, now) {
		m.erase(key)
		return nil, ErrGone
	}
	s.seen = now
	return s, nil
}

func (m *memory) ended(s *session, now time.Time) bool {
	return now.Sub(s.seen) >= m.idle || now.Sub(s.created) >= m.lifetime
}

// fits checks the limits. What shrinks always fits.
func (m *memory) fits(s *session, grown int) error {
	switch {
	case grown <= 0:
		return nil
	case s.bytes+grown > m.maxSessionBytes:
		return &LimitError{Sentence: "This session holds more than the server keeps for one. Make what you are sending smaller, or forget the session and begin anew."}
	case m.bytes+grown > m.maxTotalBytes:
		return &LimitError{Full: true, Sentence: "This server holds as much as it can for all its sessions. Try again later."}
	}
	return nil
}

func (m *memory) erase(key string) {
	if s, ok := m.sessions[key]; ok {
		m.bytes -= s.bytes
		delete(m.sessions, key)
	}
}

func (m *memory) sweep() {
	now := m.now()
	for key, s := range m.sessions {
		if m.ended(s, now) {
			m.erase(key)
		}
	}
}

func (m *memory) janitor() {
	defer close(m.done)
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-m.stop:
			return
		case <-tick.C:
			m.mu.Lock()
			m.sweep()
			m.mu.Unlock()
		}
	}
}
