//go:build !js

package server

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"time"

	"firstcall/app/api"
	"firstcall/server/vault"
)

// redeemTime is how long it may take to make a token of a code.
const redeemTime = 90 * time.Second

// callback is where an authorization server sends the browser back to (RFC 6749
// section 4.1.2). It always leads on to a URL that has nothing of the response:
// not in the address bar, the history, or a Referer.
func (s *Server) callback(w http.ResponseWriter, r *http.Request) error {
	if r.URL.RawQuery == "" {
		return errNoSignIn
	}
	page, err := s.answered(r, r.URL.Query())
	if err != nil {
		return err
	}
	http.Redirect(w, r, page, http.StatusSeeOther)
	return nil
}

var errNoSignIn = invalid.says("Nothing in this browser waits for this answer. The sign-in was finished, given up or replaced by another one; or it began at another address of this server, such as localhost in the place of 127.0.0.1. Open the connect page and sign in again there.")

// answered takes an authorization response to the sign-in that waits for it, and
// answers the page that shows what came of it. A response with another state
// leaves that alone: any site can send the browser here.
func (s *Server) answered(r *http.Request, response url.Values) (page string, err error) {
	id := s.sessionID(r)
	it, taken, err := s.takeSignIn(id, func(it signIn) bool { return it.awaits(response.Get("state")) })
	if errors.Is(err, vault.ErrGone) || err == nil && !taken {
		return api.CallbackPath, nil
	}
	if err != nil {
		return "", err
	}
	failure, err := finish(r.Context(), s, redeemTime, func(ctx context.Context) (*api.Failure, error) {
		return s.redeem(ctx, id, it, response)
	})
	if err != nil {
		return "", err
	}
	if err := s.rotate(r); err != nil || failure != nil {
		return api.PageConnect, err
	}
	return api.PageToken, nil
}

// awaits reports whether it is the sign-in that a state belongs to.
func (it signIn) awaits(state string) bool {
	return it.Authorization != nil && state != "" &&
		subtle.ConstantTimeCompare([]byte(it.Authorization.State.Reveal()), []byte(state)) == 1
}

// redeem makes a connection of an authorization response, and ends the sign-in.
func (s *Server) redeem(ctx context.Context, id string, it signIn, response url.Values) (*api.Failure, error) {
	u, err := s.signInUse(id, it)
	if err != nil {
		return nil, errors.Join(err, s.endSignIn(id, it.ID))
	}
	failure := s.permit(u)
	if failure == nil {
		p, values := u.asked()
		failure, err = s.settle(ctx, id, u, s.exchanger.Redeem(ctx, p, values, *it.Authorization, response))
	}
	return failure, errors.Join(err, s.endWith(id, it.ID, failure))
}

// endWith ends a sign-in, with a failure if there is one.
func (s *Server) endWith(id, name string, failure *api.Failure) error {
	if failure == nil {
		return s.endSignIn(id, name)
	}
	return errors.Join(s.fail(id, failure), s.endSignIn(id, name))
}
