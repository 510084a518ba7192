//go:build !js

package server

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"time"

	"firstcall/app/api"
	"firstcall/server/exchange"
)

// Times of a renewal: how long it may take, for how long nobody else begins one
// meanwhile, and how often those who wait look.
const (
	renewTime = 2 * time.Minute
	leaseTime = renewTime + 15*time.Second
	lookEvery = 50 * time.Millisecond
)

// fresh answers c with a token that is not due: renewed, where it has to be and
// can be. did is one of the api.Renewed constants, or "".
func (s *Server) fresh(ctx context.Context, id string, c connection) (after connection, did string, err error) {
	u, err := s.use(id, c)
	now := s.set.Now()
	if due := c.due(u); err != nil || due == 0 || now.Unix() < due || !c.automatic(u, now) {
		return c, "", err
	}
	after, err = s.renew(ctx, id, c, connection.automatic)
	switch {
	case after.Renewal.Generation != c.Renewal.Generation:
		did = api.RenewedBefore
	case after.Renewal.Tries > c.Renewal.Tries:
		did = api.RenewedFailed
	}
	return after, did, err
}

// renewRejected renews the token that a 401 came to, unless it is itself what
// an earlier 401 brought: then the token is not what is wrong.
func (s *Server) renewRejected(ctx context.Context, id string, c connection) (connection, error) {
	if c.Renewal.Rejected == c.Renewal.Generation {
		return c, nil
	}
	after, err := s.renew(ctx, id, c, connection.automatic)
	if err != nil || after.Renewal.Generation == c.Renewal.Generation {
		return after, err
	}
	after.Renewal.Rejected = after.Renewal.Generation
	return after, s.mark(id, after, after.Renewal.Rejected)
}

// approve forgets of a token that a 401 brought it, once a call was answered otherwise.
func (s *Server) approve(id string, c connection) error {
	if c.Renewal.Rejected == 0 {
		return nil
	}
	return s.mark(id, c, 0)
}

func (s *Server) mark(id string, c connection, rejected uint64) error {
	return s.change(id, c, func(latest *connection) bool {
		if latest.Renewal.Rejected == rejected {
			return false
		}
		latest.Renewal.Rejected = rejected
		return true
	})
}

// change edits what is kept of a connection, if its tokens are still those of c;
// edit says whether there is something to keep.
func (s *Server) change(id string, c connection, edit func(latest *connection) bool) error {
	var latest connection
	err := s.vault.Update(id, connectionItem+c.ID, &latest, func() error {
		if latest.ID == "" || latest.Renewal.Generation != c.Renewal.Generation || !edit(&latest) {
			return errUnchanged
		}
		return nil
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

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

// attempt asks for new tokens: with the refresh token, and where that is
// refused with the grant, if that needs no user.
func (s *Server) attempt(ctx context.Context, id string, u use, c connection) []exchange.Outcome {
	if failure := s.permit(u); failure != nil {
		return []exchange.Outcome{{Failure: failure}}
	}
	p, values := u.asked()
	switch c.how(u) {
	case api.RefreshToken:
		first := s.exchanger.Refresh(ctx, p, values, c.RefreshToken)
		if first.Grant != nil || !refused(*first.Failure) || !repeats(u) {
			return []exchange.Outcome{first}
		}
		return []exchange.Outcome{first, s.exchanger.Run(ctx, p, values)}
	case api.RenewGrant:
		return []exchange.Outcome{s.exchanger.Run(ctx, p, values)}
	case api.RenewStep:
		return []exchange.Outcome{s.repeatStep(ctx, id, u)}
	}
	return []exchange.Outcome{{Failure: &api.Failure{
		Kind: api.FailureField, Phase: api.RungToken, Title: "Only you can renew this token",
		Detail: "There is no refresh token, and the grant needs you.",
	}}}
}

// repeatStep runs a step again, with the token of the connection it began with.
func (s *Server) repeatStep(ctx context.Context, id string, u use) exchange.Outcome {
	parent, err := s.connection(id, u.of)
	var outcome exchange.Outcome
	if err == nil {
		outcome, err = s.runStep(ctx, id, u, parent)
	}
	if err != nil {
		outcome.Failure = &api.Failure{
			Kind: api.FailureField, Phase: api.RungToken, Title: "The connection that this one began with is gone",
			Detail: "Its token is needed for a new one.", Try: []string{"Connect as before, and take the step again from there."},
		}
	}
	return outcome
}

// renewConnection renews one at the user's wish, or at a page's when the time has come.
func (s *Server) renewConnection(w http.ResponseWriter, r *http.Request) error {
	var asked api.Renew
	if err := readJSON(w, r, refLimit, &asked); err != nil {
		return err
	}
	id, c, err := s.connected(r, asked.Connection)
	if err != nil {
		return err
	}
	if asked.Count == nil || *asked.Count == c.Renewal.Count {
		if _, err := s.renew(r.Context(), id, c, anyway); err != nil {
			return err
		}
	}
	return s.answerState(w, r, id)
}

// anyway is for a renewal that someone asks for.
func anyway(connection, use, time.Time) bool { return true }

// switchRenewal turns a connection's renewal on or off.
func (s *Server) switchRenewal(w http.ResponseWriter, r *http.Request) error {
	var asked api.RenewalSwitch
	if err := readJSON(w, r, refLimit, &asked); err != nil {
		return err
	}
	id, c, err := s.connected(r, asked.Connection)
	if err != nil {
		return err
	}
	err = s.vault.Update(id, connectionItem+c.ID, &c, func() error {
		if c.ID == "" {
			return errNoConnection
		}
		c.Renewal.On = asked.On
		return nil
	})
	if err != nil {
		return err
	}
	return s.answerState(w, r, id)
}
