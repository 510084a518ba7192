//go:build !js

package server

import (
	"context"
	"net/http"

	"firstcall/app/api"
	"firstcall/server/provider"
)

// connect gets a token for what was typed. That it could not is part of the
// state, not an error.
func (s *Server) connect(w http.ResponseWriter, r *http.Request) error {
	form, p, err := s.readTyped(w, r)
	if err != nil {
		return err
	}
	id, _, err := s.exchange(r, p, form)
	if err != nil {
		return err
	}
	return s.answerState(w, r, id)
}

// exchange keeps form and asks p for a token. Success replaces the connection;
// after a failure, which it answers too, an older one stays. The cookie is
// rotated at the end, since a browser that went away would never get the new
// one.
func (s *Server) exchange(r *http.Request, p provider.Profile, form api.Form) (id string, failure *api.Failure, err error) {
	if id, err = s.startSession(r); err != nil {
		return "", nil, err
	}
	defer s.abandon(r, id)
	values, failure, err := s.enter(id, p, form)
	if err != nil {
		return "", nil, err
	}
	if failure == nil {
		failure = s.permit(p, values)
	}
	if failure == nil {
		failure, err = s.run(r.Context(), id, p, values)
	}
	if err == nil && failure != nil {
		err = s.vault.Save(id, failureItem, failure)
	}
	if err != nil {
		return "", nil, err
	}
	return id, failure, s.rotate(r)
}

// abandon erases a session that this request began for a browser that is not
// there any more to get its cookie.
func (s *Server) abandon(r *http.Request, id string) {
	if _, err := r.Cookie(s.sessions.Cookie.Name); err != nil && r.Context().Err() != nil {
		s.vault.Forget(id)
	}
}

// enter merges form into what was typed before and puts it right. It answers
// the values to go by, or what can't be right about them.
func (s *Server) enter(id string, p provider.Profile, form api.Form) (values map[string]string, failure *api.Failure, err error) {
	var t typed
	err = s.vault.Update(id, formItem, &t, func() (err error) {
		failure, err = t.take(p, form)
		return err
	})
	return t.of(p), failure, err
}

// run makes the exchange and saves what it brought, unless ctx ended.
func (s *Server) run(ctx context.Context, id string, p provider.Profile, values map[string]string) (*api.Failure, error) {
	if err := s.room(id, keyOf(p, values)); err != nil {
		return nil, err
	}
	outcome := s.exchanger.Run(ctx, p, values)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if outcome.Grant == nil {
		return outcome.Failure, nil
	}
	c := newConnection(p, values, outcome, s.set.Now())
	return nil, s.adopt(id, &c)
}
