//go:build !js

package server

import (
	"context"

	"firstcall/app/api"
	"firstcall/server/exchange"
)

// attempt asks for new tokens: with the refresh token, and where that is
// refused with the grant, if that needs no user.
func (s *Server) attempt(ctx context.Context, id string, u use, c connection) []exchange.Outcome {
	if failure := s.permit(u); failure != nil {
		return []exchange.Outcome{{Failure: failure}}
	}
	p, values := u.asked()
	switch c.how(u) {
	case api.RefreshToken:
		first := s.exchanger.Refresh(ctx, p, values, c.RefreshToken)
		if first.Grant != nil || !refused(*first.Failure) || !repeats(u) {
			return []exchange.Outcome{first}
		}
		return []exchange.Outcome{first, s.exchanger.Run(ctx, p, values)}
	case api.RenewGrant:
		return []exchange.Outcome{s.exchanger.Run(ctx, p, values)}
	case api.RenewStep:
		return []exchange.Outcome{s.repeatStep(ctx, id, u)}
	}
	return []exchange.Outcome{{Failure: &api.Failure{
		Kind: api.FailureField, Phase: api.RungToken, Title: "Only you can renew this token",
		Detail: "There is no refresh token, and the grant needs you.",
	}}}
}

// repeatStep runs a step again, with the token of the connection it began with.
func (s *Server) repeatStep(ctx context.Context, id string, u use) exchange.Outcome {
	parent, err := s.connection(id, u.of)
	var outcome exchange.Outcome
	if err == nil {
		outcome, err = s.runStep(ctx, id, u, parent)
	}
	if err != nil {
		outcome.Failure = &api.Failure{
			Kind: api.FailureField, Phase: api.RungToken, Title: "The connection that this one began with is gone",
			Detail: "Its token is needed for a new one.", Try: []string{"Connect as before, and take the step again from there."},
		}
	}
	return outcome
}
