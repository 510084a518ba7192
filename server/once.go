//go:build !js

package server

import (
	"context"
	"crypto/rand"
	"errors"
	"time"
)

// Times of a renewal: how long it may take, for how long nobody else begins one
// meanwhile, and how often those who wait look.
const (
	renewTime = 2 * time.Minute
	leaseTime = renewTime + 15*time.Second
	lookEvery = 50 * time.Millisecond
)

// renew brings a connection beyond the generation of c, whoever does the work:
// of all who ask at the same time, in this process and others that share the
// store, one does it. The others wait and get what came of it. Whether it is
// to be done at all, may says anew for each.
//
// A failure is in the connection; the error is of the session, or of ctx.
func (s *Server) renew(ctx context.Context, id string, c connection, may func(connection, use, time.Time) bool) (connection, error) {
	u, err := s.use(id, c)
	if err != nil {
		return c, err
	}
	for {
		latest, turn, err := s.claim(id, c, func(c connection) bool { return may(c, u, s.set.Now()) })
		switch {
		case err != nil || turn == nobodys:
			return latest, err
		case turn == ours:
			return finish(ctx, s, renewTime, func(ctx context.Context) (connection, error) { return s.renewNow(ctx, id, u, latest) })
		}
		select {
		case <-ctx.Done():
			return latest, ctx.Err()
		case <-time.After(lookEvery):
		}
	}
}

// A turn says whose it is to renew a connection.
type turn int

const (
	nobodys turn = iota // there is nothing to do, or nothing that may be done
	ours
	theirs
)

// claim takes the turn to renew c, if nobody has it and it is still to be done.
func (s *Server) claim(id string, c connection, may func(connection) bool) (latest connection, t turn, err error) {
	now := s.set.Now()
	err = s.hold(id, func(slim bool) error {
		return s.vault.Update(id, connectionItem+c.ID, &latest, func() error {
			if latest.ID == "" {
				return errNoConnection
			}
			if t = latest.turn(c.Renewal.Generation, now, may); t != ours {
				return errUnchanged
			}
			latest = latest.fit(slim)
			latest.Renewal.Owner, latest.Renewal.Until = rand.Text(), now.Add(leaseTime)
			return nil
		})
	})
	if errors.Is(err, errUnchanged) {
		err = nil
	}
	return latest, t, err
}

// turn says whose it is to bring c beyond a generation.
func (c connection) turn(generation uint64, now time.Time, may func(connection) bool) turn {
	switch it := c.Renewal; {
	case it.Generation != generation:
		return nobodys
	case now.Before(it.Until):
		return theirs
	case !may(c):
		return nobodys
	}
	return ours
}

// errUnchanged ends an update that has nothing to save.
var errUnchanged = errors.New("nothing to save")

// renewNow does the work of whoever has the turn, and keeps what came of it. If
// the connection got other tokens meanwhile, those stay.
func (s *Server) renewNow(ctx context.Context, id string, u use, c connection) (latest connection, err error) {
	attempts := s.attempt(ctx, id, u, c)
	now := s.set.Now()
	err = s.hold(id, func(slim bool) error {
		return s.vault.Update(id, connectionItem+c.ID, &latest, func() error {
			switch it := &latest.Renewal; {
			case latest.ID == "":
				return errNoConnection
			case it.Generation != c.Renewal.Generation:
				return errUnchanged
			case it.Owner == c.Renewal.Owner:
				it.Owner, it.Until = "", time.Time{}
			}
			latest.renewed(u, attempts, now)
			latest = latest.fit(slim)
			return nil
		})
	})
	if errors.Is(err, errUnchanged) {
		err = nil
	}
	return latest, err
}
