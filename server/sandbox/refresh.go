//go:build !js

package sandbox

import (
	"errors"
	"sync"
	"time"
)

// A grant is what a user granted to a client, and a refresh token stands for.
type grant struct {
	client  string
	subject string
	scope   string // separated by blanks
	since   int64  // when the user signed in, Unix seconds
	nonce   string // for the first ID token
	actor   *actor // who acts for the subject, if anybody
}

// refreshLifetime is league/oauth2-server's default of a month.
const refreshLifetime = 30 * 24 * time.Hour

// maxFamilies limits the memory that refresh tokens take; the oldest go first.
const maxFamilies = 1000

// Why a refresh token is refused.
var (
	errRefreshUnknown = errors.New("unknown")
	errRefreshUsed    = errors.New("used before")
	errRefreshExpired = errors.New("expired")
)

// refreshes keeps refresh tokens. Each is good once: using it gives the next
// of its family, and using it again ends the family, since one of the two who
// used it stole it (RFC 9700 section 4.14.2).
type refreshes struct {
	now    func() time.Time
	length int // bytes of a token, 16 of which name its family

	mu       sync.Mutex
	families map[string]*family
	order    []string // of families, oldest first
}

type family struct {
	current  string
	previous string // the one that current replaced
	expires  time.Time
	grant    grant
}

func newRefreshes(length int, now func() time.Time) *refreshes {
	return &refreshes{now: now, length: length, families: map[string]*family{}}
}

// issue begins a family and returns its first token, in hexadecimal.
func (s *refreshes) issue(g grant) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.order) >= maxFamilies {
		delete(s.families, s.order[0])
		s.order = s.order[1:]
	}
	id := randomHex(16)
	s.order = append(s.order, id)
	s.families[id] = &family{grant: g}
	return s.next(id)
}

// rotate exchanges a token for the next of its family. check may refuse the
// grant, and then the token stays good.
func (s *refreshes) rotate(token string, check func(grant) error) (string, grant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := familyOf(token)
	f, ok := s.families[id]
	switch {
	case ok && same(token, f.previous):
		delete(s.families, id)
		return "", grant{}, errRefreshUsed
	case !ok || !same(token, f.current):
		return "", grant{}, errRefreshUnknown
	case !s.now().Before(f.expires):
		return "", grant{}, errRefreshExpired
	}
	if err := check(f.grant); err != nil {
		return "", grant{}, err
	}
	return s.next(id), f.grant, nil
}

func (s *refreshes) next(id string) string {
	f := s.families[id]
	f.previous, f.current = f.current, id+randomHex(s.length-16)
	f.expires = s.now().Add(refreshLifetime)
	return f.current
}

// familyOf names the family of a token.
func familyOf(token string) string { return token[:min(len(token), 32)] }

// alive reports whether a family has not ended.
func (s *refreshes) alive(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.families[id] != nil
}

// find returns what a token that is good now stands for, and until when.
func (s *refreshes) find(token string) (grant, time.Time, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.families[familyOf(token)]
	if f == nil || !same(token, f.current) || !s.now().Before(f.expires) {
		return grant{}, time.Time{}, false
	}
	return f.grant, f.expires, true
}

// end makes every token of a family useless.
func (s *refreshes) end(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.families, id)
}
