//go:build !js

package server

import (
	"errors"
	"net/http"

	"firstcall/app/api"
	"firstcall/server/vault"
)

// showState answers all that the page needs to draw itself. It starts the
// session of a browser that has none that lives, so that what the page saves
// and asks for at the same time afterwards belongs to the same one. That this
// server has no room for it is said only when there is something to keep.
func (s *Server) showState(w http.ResponseWriter, r *http.Request) error {
	id, err := s.startSession(r)
	var limit *vault.LimitError
	if err != nil && !errors.As(err, &limit) {
		return err
	}
	return s.answerState(w, r, id)
}

func (s *Server) answerState(w http.ResponseWriter, r *http.Request, id string) error {
	state, err := s.state(id)
	state.RedirectURI = s.redirectURI(r)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, state)
	return nil
}

// state reads the session with this id. For one that is gone it is that of
// someone new.
func (s *Server) state(id string) (api.State, error) {
	providers, err := s.providersOf(id)
	if err != nil {
		return api.State{}, err
	}
	state := api.State{
		Version: s.set.Build, Hosted: s.set.hosted, Now: s.set.Now().Unix(), Providers: providers,
	}
	err = s.fillState(&state, id)
	if errors.Is(err, vault.ErrGone) {
		err = nil
	}
	return state, err
}

func (s *Server) fillState(state *api.State, id string) error {
	var form typed
	if _, err := s.vault.Load(id, formItem, &form); err != nil {
		return err
	}
	// A profile that is gone has no form any more.
	if p, err := s.profile(id, form.Provider); err == nil {
		state.Form = form.shown(p)
	}
	l, err := s.list(id)
	if err != nil {
		return err
	}
	state.Current = l.Current
	if state.Connections, err = s.views(id, l); err != nil {
		return err
	}
	pending, err := item[signIn](s, id, signInItem)
	if err != nil {
		return err
	}
	if pending != nil {
		state.SignIn = pending.view()
	}
	if state.Failure, err = item[api.Failure](s, id, failureItem); err != nil {
		return err
	}
	if state.Draft, err = item[api.Request](s, id, draftItem+l.Current); err != nil {
		return err
	}
	state.Reply, err = item[api.Reply](s, id, replyItem+l.Current)
	return err
}

// views are the connections as the page may know them.
func (s *Server) views(id string, l connections) ([]api.Connection, error) {
	var views []api.Connection
	for i, name := range names(l.keys()) {
		c, err := item[connection](s, id, connectionItem+l.All[i].ID)
		if err != nil {
			return nil, err
		}
		if c == nil { // it is being made or ended at this moment
			continue
		}
		view := c.view()
		view.Name = name
		// A profile that is gone renews nothing any more.
		if u, err := s.use(id, *c); err == nil {
			view.Renewal = c.renewalView(u)
		}
		views = append(views, view)
	}
	return views, nil
}

// item loads one of the vault's items, nil if it isn't there.
func item[T any](s *Server, id, name string) (*T, error) {
	var out T
	if found, err := s.vault.Load(id, name, &out); err != nil || !found {
		return nil, err
	}
	return &out, nil
}
