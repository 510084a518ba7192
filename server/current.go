//go:build !js

package server

import (
	"cmp"
	"errors"
	"net/http"

	"firstcall/app/api"
	"firstcall/server/vault"
)

// chooseCurrent makes another connection the current one.
func (s *Server) chooseCurrent(w http.ResponseWriter, r *http.Request) error {
	return s.withConnection(w, r, func(id string, c connection) error {
		var l connections
		return s.vault.Update(id, connectionsItem, &l, func() error {
			if l.find(c.ID).ID == "" {
				return errNoConnection
			}
			l.Current = c.ID
			return nil
		})
	})
}

// endConnection erases one.
func (s *Server) endConnection(w http.ResponseWriter, r *http.Request) error {
	return s.withConnection(w, r, func(id string, c connection) error { return s.disconnect(id, c.ID) })
}

// withConnection reads which connection is meant, does something with it and
// answers the state then.
func (s *Server) withConnection(w http.ResponseWriter, r *http.Request, do func(id string, c connection) error) error {
	var ref api.ConnectionRef
	if err := readJSON(w, r, refLimit, &ref); err != nil {
		return err
	}
	id, c, err := s.connected(r, ref.Connection)
	if err != nil {
		return err
	}
	if err := do(id, c); err != nil {
		return err
	}
	return s.answerState(w, r, id)
}

var errNoConnection = changed.says("This connection is not there any more: it was ended or replaced in another tab. Nothing was sent. Choose one that is there, or connect again.")

const noToken = "There is no token any more: it was forgotten in another tab, or the server was started anew. Nothing was sent. Connect again."

// connected answers the session and one of its connections, the current one for "".
func (s *Server) connected(r *http.Request, name string) (id string, c connection, err error) {
	_, noCookie := r.Cookie(s.sessions.Cookie.Name)
	id = s.sessionID(r)
	l, err := s.list(id)
	switch {
	case errors.Is(err, vault.ErrGone) && noCookie != nil, err == nil && l.Current == "":
		return id, c, changed.says(noToken)
	case err != nil:
		return id, c, err
	}
	c, err = s.connection(id, l.find(cmp.Or(name, l.Current)).ID)
	return id, c, err
}

// connection loads one of a session's connections.
func (s *Server) connection(id, name string) (c connection, err error) {
	found, err := s.vault.Load(id, connectionItem+name, &c)
	if err == nil && !found {
		err = errNoConnection
	}
	return c, err
}
