//go:build !js

package server

import (
	"context"
	"net/http"

	"firstcall/app/api"
	"firstcall/server/exchange"
	"firstcall/server/provider"
)

// connect gets a token for what was typed, or begins a sign-in. That it could
// not is part of the state, not an error.
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

// exchange keeps form and asks p for a token. After a failure the connections
// are as before. It answers the page that shows how it went, too. The cookie is
// rotated at the end, since a browser that went away would never get the new one.
func (s *Server) exchange(r *http.Request, p provider.Profile, form api.Form) (id, page string, err error) {
	if id, err = s.startSession(r); err != nil {
		return "", "", err
	}
	defer s.abandon(r, id)
	u, failure, err := s.enter(id, p, form)
	if err != nil {
		return "", "", err
	}
	page = api.PageConnect
	if failure == nil {
		page, failure, err = s.ask(r, id, u)
	}
	if err == nil && failure != nil {
		err = s.fail(id, failure)
	}
	if err != nil {
		return "", "", err
	}
	return id, page, s.rotate(r)
}

// abandon erases a session that this request began for a browser that is not
// there any more to get its cookie.
func (s *Server) abandon(r *http.Request, id string) {
	if _, err := r.Cookie(s.sessions.Cookie.Name); err != nil && r.Context().Err() != nil {
		s.vault.Forget(id)
	}
}

// enter merges form into what was typed before and puts it right. It answers
// what to go by, or what can't be right about it.
func (s *Server) enter(id string, p provider.Profile, form api.Form) (u use, failure *api.Failure, err error) {
	var t typed
	err = s.vault.Update(id, formItem, &t, func() (err error) {
		failure, err = t.take(p, form)
		return err
	})
	return t.use(p), failure, err
}

// ask asks for a token, or where the user has to be asked first for that. page
// shows what came of it.
func (s *Server) ask(r *http.Request, id string, u use) (page string, failure *api.Failure, err error) {
	if failure := s.permit(u); failure != nil {
		return api.PageConnect, failure, nil
	}
	if err := s.room(id, u.key()); err != nil {
		return "", nil, err
	}
	switch u.grant() {
	case api.GrantCode, api.GrantDevice:
		failure, err = s.beginSignIn(r, id, u)
		return api.PageConnect, failure, err
	}
	p, values := u.asked()
	if values[api.RefreshTokenField], err = s.unused(id, u); err != nil {
		return "", nil, err
	}
	failure, err = s.settle(r.Context(), id, u, s.exchanger.Run(r.Context(), p, values))
	if failure != nil {
		return api.PageConnect, failure, err
	}
	return api.PageToken, nil, err
}

// unused is the refresh token to ask with where one was typed: not that again,
// if it was replaced since, for that would end all that came of it.
func (s *Server) unused(id string, u use) (string, error) {
	typed := u.values[api.RefreshTokenField]
	if u.grant() != api.GrantRefreshToken {
		return typed, nil
	}
	l, err := s.list(id)
	if err != nil {
		return "", err
	}
	c, err := item[connection](s, id, connectionItem+l.with(u.key()).ID)
	if err != nil || c == nil || c.RefreshToken.Empty() || c.Secrets[api.RefreshTokenField].Reveal() != typed {
		return typed, err
	}
	return c.RefreshToken.Reveal(), nil
}

// settle makes a connection of what an exchange brought, unless ctx ended.
func (s *Server) settle(ctx context.Context, id string, u use, outcome exchange.Outcome) (*api.Failure, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if outcome.Grant == nil {
		return outcome.Failure, nil
	}
	c := newConnection(u, outcome, s.set.Now())
	return nil, s.adopt(id, &c)
}

// fail keeps why the latest exchange failed.
func (s *Server) fail(id string, failure *api.Failure) error {
	return s.vault.Save(id, failureItem, failure)
}
