//go:build !js

package server

import (
	"crypto/sha256"
	"sync"
	"time"
)

// underWay is how long a request with the cookie before a rotation may still
// arrive.
const underWay = 5 * time.Second

// cookieStore keeps the cookies' sessions in memory. It is scs's memstore
// without a goroutine that can't be ended safely: a write sweeps instead, and
// there is one only when a session begins, is rotated or ends. It also knows
// which tokens were replaced just now.
type cookieStore struct {
	mu       sync.Mutex
	sessions map[tokenHash]cookieSession
}

// A tokenHash stands for a token, so that the time of a look-up tells nothing
// about those that there are.
type tokenHash [sha256.Size]byte

type cookieSession struct {
	data     []byte
	ends     time.Time
	replaced bool // by another; nothing is left of it but that
}

func hashOf(token string) tokenHash { return sha256.Sum256([]byte(token)) }

// Find answers the data of a session that has not ended.
func (c *cookieStore) Find(token string) (data []byte, found bool, err error) {
	session := c.find(token)
	return session.data, session.data != nil, nil
}

// replaced reports whether a rotation replaced the token just now.
func (c *cookieStore) replaced(token string) bool { return c.find(token).replaced }

func (c *cookieStore) find(token string) cookieSession {
	c.mu.Lock()
	defer c.mu.Unlock()
	session := c.sessions[hashOf(token)]
	if !time.Now().Before(session.ends) {
		return cookieSession{}
	}
	return session
}

// Commit saves the data of a session.
func (c *cookieStore) Commit(token string, data []byte, ends time.Time) error {
	c.put(token, cookieSession{data: data, ends: ends})
	return nil
}

// replace ends a session whose cookie is replaced by another.
func (c *cookieStore) replace(token string) {
	c.put(token, cookieSession{ends: time.Now().Add(underWay), replaced: true})
}

func (c *cookieStore) put(token string, it cookieSession) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for other, session := range c.sessions {
		if !time.Now().Before(session.ends) {
			delete(c.sessions, other)
		}
	}
	c.sessions[hashOf(token)] = it
}

// Delete ends a session, if there is one.
func (c *cookieStore) Delete(token string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.sessions, hashOf(token))
	return nil
}
