//go:build !js

package server

import (
	"net/http"

	"firstcall/app/api"
	"firstcall/server/relay"
)

// reveal answers one raw token, the only secret that ever goes back to the
// browser.
func (s *Server) reveal(w http.ResponseWriter, r *http.Request) error {
	var asked api.Reveal
	if err := readJSON(w, r, refLimit, &asked); err != nil {
		return err
	}
	_, c, err := s.connected(r, asked.Connection)
	if err != nil {
		return err
	}
	raw := c.token(asked.Token).Reveal()
	if raw == "" {
		return errNoToken
	}
	answer := api.Revealed{Token: raw}
	if asked.Token == api.AccessToken {
		answer.Authorization = relay.Authorization(c.TokenType, raw)
	}
	writeJSON(w, http.StatusOK, answer)
	return nil
}

var errNoToken = invalid.says("The connection has no such token.")
