//go:build !js

package server

import (
	"errors"
	"net/http"

	"firstcall/app/api"
	"firstcall/server/relay"
	"firstcall/server/transport"
	"firstcall/server/vault"
)

// keptReply is how long, in bytes, the body of a request or a reply may be for
// the reply to be there after a reload.
const keptReply = 1 << 20

// call makes one API request with the connection's token. When the browser
// goes away the call upstream ends too.
func (s *Server) call(w http.ResponseWriter, r *http.Request) error {
	req, err := readRequest(w, r, callLimit)
	if err != nil {
		return err
	}
	id, g, err := s.connected(r)
	if err != nil {
		return err
	}
	if req.Connection != "" && req.Connection != g.ID {
		return changed.says("The connection was changed in another tab: it is with %s now. Nothing was sent. Look at the request, and send it again.", g.DataCenter)
	}
	to := relay.Target{
		DataCenter: g.DataCenter, TokenType: g.TokenType, Token: g.AccessToken,
		Settings: transport.Settings{CA: g.CA},
	}
	reply, err := s.relay.Call(r.Context(), to, req)
	if ended := r.Context().Err(); ended != nil {
		return ended
	}
	if err != nil {
		return invalid.says("%s", err)
	}
	if err := s.keepReply(id, reply); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, reply)
	return nil
}

// keepReply keeps the latest reply, or none when it is too long to be kept.
func (s *Server) keepReply(id string, reply api.Reply) error {
	if len(reply.Body) > keptReply || len(reply.Request.Body) > keptReply {
		return s.vault.Drop(id, replyItem)
	}
	err := s.vault.Save(id, replyItem, reply)
	if limit := (*vault.LimitError)(nil); errors.As(err, &limit) {
		return s.vault.Drop(id, replyItem)
	}
	return err
}

// connected answers the session and its connection.
func (s *Server) connected(r *http.Request) (id string, g grant, err error) {
	_, cookie := r.Cookie(s.sessions.Cookie.Name)
	id = s.sessionID(r)
	found, err := s.vault.Load(id, grantItem, &g)
	if errors.Is(err, vault.ErrGone) && cookie != nil || err == nil && !found {
		err = changed.says("There is no token any more: it was forgotten in another tab, or the server was started anew. Nothing was sent. Connect again.")
	}
	return id, g, err
}

// keepDraft keeps the request being built.
func (s *Server) keepDraft(w http.ResponseWriter, r *http.Request) error {
	draft, err := readRequest(w, r, draftLimit)
	if err != nil {
		return err
	}
	id, err := s.joinSession(r)
	if err != nil {
		return err
	}
	if err := s.vault.Save(id, draftItem, draft); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// reveal answers one raw token, the only secret that ever goes back to the
// browser.
func (s *Server) reveal(w http.ResponseWriter, r *http.Request) error {
	var asked api.Reveal
	if err := readJSON(w, r, revealLimit, &asked); err != nil {
		return err
	}
	_, g, err := s.connected(r)
	if err != nil {
		return err
	}
	raw := g.token(asked.Token).Reveal()
	if raw == "" {
		return invalid.says("The connection has no such token.")
	}
	answer := api.Revealed{Token: raw}
	if asked.Token == api.AccessToken {
		answer.Authorization = relay.Authorization(g.TokenType, raw)
	}
	writeJSON(w, http.StatusOK, answer)
	return nil
}
