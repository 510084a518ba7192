//go:build !js

package server

import (
	"cmp"
	"net/http"
)

// keepDraft keeps the request being built, for the connection that it is for. Of
// one that is gone there is nothing to keep.
func (s *Server) keepDraft(w http.ResponseWriter, r *http.Request) error {
	draft, err := readRequest(w, r, draftLimit)
	if err != nil {
		return err
	}
	id, err := s.joinSession(r)
	if err != nil {
		return err
	}
	l, err := s.list(id)
	if err != nil {
		return err
	}
	to := cmp.Or(draft.Connection, l.Current)
	if l.find(to).ID == to {
		err = s.vault.Save(id, draftItem+to, draft)
	}
	if err == nil {
		err = s.dropEnded(id, to)
	}
	if err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
