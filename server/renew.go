//go:build !js

package server

import (
	"context"
	"net/http"
	"time"

	"firstcall/app/api"
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
	may := anyway
	if asked.Due {
		may = soon
	}
	if _, err := s.renew(r.Context(), id, c, may); err != nil {
		return err
	}
	return s.answerState(w, r, id)
}

// anyway is for a renewal that a user asks for.
func anyway(connection, use, time.Time) bool { return true }

// soon is for one that a page asks for, whose clock may be ahead a little.
func soon(c connection, u use, now time.Time) bool {
	at := c.at(u)
	return at != 0 && now.Unix() >= at-5
}

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
