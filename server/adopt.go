//go:build !js

package server

import (
	"cmp"
	"errors"

	"firstcall/app/api"
	"firstcall/server/vault"
)

// adopt makes c the current connection, gives it an ID and keeps it. The failure
// and the reply before it are of the past.
func (s *Server) adopt(id string, c *connection) error {
	var l connections
	var before connection     // with the same key
	var replaced, last listed // that one, and the one that was current
	err := s.vault.Update(id, connectionsItem, &l, func() error {
		if err := l.room(c.Key); err != nil {
			return err
		}
		replaced, last = l.with(c.Key), l.find(l.Current)
		if _, err := s.vault.Load(id, connectionItem+replaced.ID, &before); err != nil {
			return err
		}
		c.follow(before)
		l.put(listed{c.ID, c.Key})
		return nil
	})
	if err != nil {
		return err
	}
	err = s.hold(id, func(slim bool) error { return s.vault.Save(id, connectionItem+c.ID, c.fit(slim)) })
	if err != nil {
		return errors.Join(err, s.disconnect(id, c.ID))
	}
	errs := []error{s.vault.Drop(id, failureItem), s.vault.Drop(id, replyItem+c.ID)}
	if last.Key.Provider == c.Key.Provider {
		errs = append(errs, s.passDraft(id, cmp.Or(replaced.ID, last.ID), c.ID))
	}
	if replaced.ID != "" && replaced.ID != c.ID {
		errs = append(errs, s.dropItems(id, replaced.ID))
	}
	return errors.Join(append(errs, s.dropEnded(id, c.ID))...)
}

// passDraft has a connection begin with the draft of another.
func (s *Server) passDraft(id, from, to string) error {
	draft, err := item[api.Request](s, id, draftItem+from)
	if err != nil || draft == nil || from == to {
		return err
	}
	draft.Connection = to
	err = s.vault.Save(id, draftItem+to, draft)
	if limit := (*vault.LimitError)(nil); errors.As(err, &limit) {
		return nil
	}
	return err
}

// hold keeps tokens, which must not be lost: replies make room for them, and
// then what is only shown of the connection.
func (s *Server) hold(id string, save func(slim bool) error) error {
	err := save(false)
	limit := (*vault.LimitError)(nil)
	if !errors.As(err, &limit) {
		return err
	}
	l, err := s.list(id)
	if err != nil {
		return err
	}
	for _, it := range l.All {
		if err := s.vault.Drop(id, replyItem+it.ID); err != nil {
			return err
		}
	}
	if err = save(false); errors.As(err, &limit) {
		err = save(true)
	}
	return err
}

// disconnect erases a connection.
func (s *Server) disconnect(id, connection string) error {
	var l connections
	err := s.vault.Update(id, connectionsItem, &l, func() error {
		l.remove(connection)
		return nil
	})
	return errors.Join(err, s.dropItems(id, connection))
}

// dropEnded erases what was kept of a connection just now if it was ended or
// replaced meanwhile. Looking afterwards leaves no gap: whoever ends one takes it
// off the list first.
func (s *Server) dropEnded(id, connection string) error {
	l, err := s.list(id)
	if err != nil || l.find(connection).ID == connection {
		return err
	}
	return s.dropItems(id, connection)
}

func (s *Server) dropItems(id, connection string) error {
	var errs []error
	for _, of := range []string{connectionItem, draftItem, replyItem} {
		errs = append(errs, s.vault.Drop(id, of+connection))
	}
	return errors.Join(errs...)
}

// change edits what is kept of a connection, if its tokens are still those of c;
// edit says whether there is something to keep.
func (s *Server) change(id string, c connection, edit func(latest *connection) bool) error {
	var latest connection
	err := s.hold(id, func(slim bool) error {
		return s.vault.Update(id, connectionItem+c.ID, &latest, func() error {
			if latest.ID == "" || latest.Renewal.Generation != c.Renewal.Generation || !edit(&latest) {
				return errUnchanged
			}
			latest = latest.fit(slim)
			return nil
		})
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}
