//go:build !js

package server

import (
	"sync"
	"time"
)

// cookieStore keeps the cookies' sessions in memory. It is scs's memstore
// without a goroutine that can't be ended safely: a write sweeps instead, and
// there is one only when a session begins, is rotated or ends.
type cookieStore struct {
	mu       sync.Mutex
	sessions map[string]cookieSession
}

type cookieSession struct {
	data []byte
	ends time.Time
}

// Find answers the data of a session that has not ended.
func (c *cookieStore) Find(token string) (data []byte, found bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	session, found := c.sessions[token]
	if !found || !time.Now().Before(session.ends) {
		return nil, false, nil
	}
	return session.data, true, nil
}

// Commit saves the data of a session.
func (c *cookieStore) Commit(token string, data []byte, ends time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for other, session := range c.sessions {
		if !time.Now().Before(session.ends) {
			delete(c.sessions, other)
		}
	}
	c.sessions[token] = cookieSession{data, ends}
	return nil
}

// Delete ends a session, if there is one.
func (c *cookieStore) Delete(token string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.sessions, token)
	return nil
}
