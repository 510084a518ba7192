//go:build !js

package server

import (
	"errors"
	"net/http"

	"github.com/alexedwards/scs/v2"

	"firstcall/server/vault"
)

// vaultKey is the only thing in the cookie's session: the id of the vault's,
// which holds all else. Two overlapping requests would lose one's writes here.
const vaultKey = "vault"

// The vault's items.
const (
	formItem        = "form"        // typed
	connectionsItem = "connections" // connections
	failureItem     = "failure"     // api.Failure, of the latest exchange
	signInItem      = "sign-in"     // signIn

	profilesItem     = "profiles"      // []provider.Profile, the session's own
	profileDraftItem = "profile-draft" // api.Profile, being edited

	// Of these there is one for each connection, with its ID after the name.
	connectionItem = "connection/" // connection
	draftItem      = "draft/"      // api.Request
	replyItem      = "reply/"      // api.Reply
)

// newSessions makes what ties a browser to its session. The idle time is the
// vault's alone: with one here, each answer would set the cookie again, and
// that of a long call would bring back the one from before a rotation. The
// cookie ends with the browser.
func newSessions(set settings, store *cookieStore) *scs.SessionManager {
	// scs.New would start a store of its own that can't be stopped.
	m := &scs.SessionManager{
		Lifetime: set.SessionLifetime,
		Store:    store,
		Codec:    scs.GobCodec{},
		ErrorFunc: func(w http.ResponseWriter, r *http.Request, _ error) {
			answerFault(w, r, &fault{internal, internalSentence})
		},
		Cookie: scs.SessionCookie{Name: "firstcall", Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode},
	}
	if set.secure {
		// The prefix keeps other hosts of the domain from planting one.
		m.Cookie.Name = "__Host-firstcall"
		m.Cookie.Secure = true
	}
	return m
}

// sessionID is the id of the browser's session in the vault, which may have
// ended; "" when the browser has none.
func (s *Server) sessionID(r *http.Request) string {
	return s.sessions.GetString(r.Context(), vaultKey)
}

// lives reports whether the vault still has the session.
func (s *Server) lives(id string) bool {
	var f typed
	_, err := s.vault.Load(id, formItem, &f)
	return !errors.Is(err, vault.ErrGone)
}

// startSession answers the browser's session, a new one if it has none that
// lives.
func (s *Server) startSession(r *http.Request) (id string, err error) {
	if id := s.sessionID(r); id != "" && s.lives(id) {
		return id, nil
	}
	if err := s.overtaken(r); err != nil {
		return "", err
	}
	if id, err = s.vault.Create(); err != nil {
		return "", err
	}
	s.sessions.Put(r.Context(), vaultKey, id)
	return id, nil
}

// rotate replaces the browser's cookie.
func (s *Server) rotate(r *http.Request) error {
	old := s.sessions.Token(r.Context())
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	if old != "" {
		s.cookies.replace(old)
	}
	return nil
}

// overtaken answers a fault if a rotation replaced r's cookie while r was under
// way: the cookie of a new session could overwrite the one being handed out.
func (s *Server) overtaken(r *http.Request) error {
	if c, err := r.Cookie(s.sessions.Cookie.Name); err == nil && s.cookies.replaced(c.Value) {
		return gone.says("The session got another cookie while this was under way. Ask again.")
	}
	return nil
}

// joinSession is [Server.startSession] for what a page saves on the side. With
// a cookie of a session that is gone it answers a fault: a new cookie could
// overwrite one that a rotation, just under way, is handing out.
func (s *Server) joinSession(r *http.Request) (id string, err error) {
	if _, err := r.Cookie(s.sessions.Cookie.Name); err == nil && !s.lives(s.sessionID(r)) {
		return "", vault.ErrGone
	}
	return s.startSession(r)
}

// forget erases the session, here and in the browser.
func (s *Server) forget(w http.ResponseWriter, r *http.Request) error {
	s.vault.Forget(s.sessionID(r))
	if err := s.sessions.Destroy(r.Context()); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
