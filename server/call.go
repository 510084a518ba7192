//go:build !js

package server

import (
	"context"
	"errors"
	"net/http"

	"firstcall/app/api"
	"firstcall/app/challenge"
	"firstcall/server/exchange"
	"firstcall/server/relay"
	"firstcall/server/vault"
)

// keptReply is how long, in bytes, the body of a request or a reply may be for
// the reply to be there after a reload.
const keptReply = 1 << 20

// call makes one API request with a connection's token, renewed where that is
// due. When the browser goes away the call upstream ends too.
func (s *Server) call(w http.ResponseWriter, r *http.Request) error {
	req, err := readRequest(w, r, callLimit)
	if err != nil {
		return err
	}
	id, c, err := s.connected(r, req.Connection)
	if err != nil {
		return err
	}
	reply, err := s.send(r.Context(), id, c, req)
	if err != nil {
		return err
	}
	if err := s.keepReply(id, c.ID, reply); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, reply)
	return nil
}

// send makes a call, with a token that is not due, and with another one after a
// 401 if the token at fault can be renewed.
func (s *Server) send(ctx context.Context, id string, c connection, req api.Request) (api.Reply, error) {
	c, renewed, err := s.fresh(ctx, id, c)
	if err != nil {
		return api.Reply{}, err
	}
	reply, err := s.relayed(ctx, id, c, req)
	if err != nil {
		return api.Reply{}, err
	}
	reply.Renewed = renewed
	if reply.Status == http.StatusUnauthorized {
		reply, c, err = s.sendAgain(ctx, id, c, reply)
	} else {
		err = s.approve(id, c)
	}
	reply.Refusal = explained(reply, c)
	return reply, err
}

// explained says why a call was refused that c's token went along with.
func explained(reply api.Reply, c connection) *api.Refusal {
	if reply.Status != http.StatusUnauthorized && reply.Status != http.StatusForbidden {
		return nil
	}
	view := c.view()
	return challenge.Explain(&reply, &view)
}

// sendAgain renews the token that a 401 came to, and repeats the call if that
// can't do twice what it does (RFC 9110 section 9.2.2). It answers whose token the
// reply is to as well.
func (s *Server) sendAgain(ctx context.Context, id string, c connection, first api.Reply) (api.Reply, connection, error) {
	after, err := s.renewRejected(ctx, id, c)
	switch {
	case err != nil:
		return api.Reply{}, c, err
	case after.Renewal.Generation == c.Renewal.Generation:
		if after.Renewal.Tries > c.Renewal.Tries {
			first.Renewed = api.RenewedFailed
		}
		return first, c, nil
	case !idempotent(first.Request.Method):
		first.Renewed = api.RenewedAfter
		return first, c, nil
	}
	again, err := s.relayed(ctx, id, after, first.Request)
	if err != nil {
		return api.Reply{}, c, err
	}
	again.Renewed = api.RenewedAgain
	if again.Status != http.StatusUnauthorized {
		err = s.approve(id, after)
	}
	return again, after, err
}

func idempotent(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPut, http.MethodDelete:
		return true
	}
	return false
}

// relayed makes a call once.
func (s *Server) relayed(ctx context.Context, id string, c connection, req api.Request) (api.Reply, error) {
	u, err := s.use(id, c)
	if err != nil {
		return api.Reply{}, err
	}
	reply, err := s.relayBy(ctx, u, c, req)
	if ended := ctx.Err(); errors.Is(ended, context.Canceled) {
		return api.Reply{}, ended
	}
	if err != nil {
		return api.Reply{}, invalid.says("%s", err)
	}
	return reply, nil
}

// relayBy makes a call by the connection's own way out.
func (s *Server) relayBy(ctx context.Context, u use, c connection, req api.Request) (api.Reply, error) {
	p, values := u.asked()
	settings, failure := exchange.Settings(p, values)
	if failure != nil {
		return api.Reply{At: s.set.Now().Unix(), Request: req, Failure: failure}, nil
	}
	to := relay.Target{DataCenter: c.Key.DataCenter, TokenType: c.TokenType, Token: c.AccessToken, Settings: settings}
	return s.relay.Call(ctx, to, req)
}

// keepReply keeps the latest reply to a connection's call, or none when it is
// too long to be kept.
func (s *Server) keepReply(id, connection string, reply api.Reply) error {
	if len(reply.Body) > keptReply || len(reply.Request.Body) > keptReply {
		return s.vault.Drop(id, replyItem+connection)
	}
	err := s.vault.Save(id, replyItem+connection, reply)
	if limit := (*vault.LimitError)(nil); errors.As(err, &limit) {
		return s.vault.Drop(id, replyItem+connection)
	}
	if err != nil {
		return err
	}
	return s.dropEnded(id, connection)
}
