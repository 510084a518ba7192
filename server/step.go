//go:build !js

package server

import (
	"context"
	"maps"
	"net/http"

	"firstcall/app/api"
	"firstcall/app/entry"
	"firstcall/server/exchange"
)

// step makes a connection by one of the steps that begin with another's token.
func (s *Server) step(w http.ResponseWriter, r *http.Request) error {
	var asked api.StepForm
	if err := readJSON(w, r, formLimit, &asked); err != nil {
		return err
	}
	id, parent, err := s.connected(r, asked.Connection)
	if err != nil {
		return err
	}
	u, err := s.use(id, parent)
	if err != nil {
		return err
	}
	if u.step = stepOf(u.profile, asked.Step); u.step == nil {
		return errNoStep
	}
	failure := u.enterStep(asked.Values)
	u.of = parent.ID
	if failure == nil {
		failure, err = s.makeStep(r.Context(), id, u, parent)
	}
	if err == nil && failure != nil {
		err = s.fail(id, failure)
	}
	if err != nil {
		return err
	}
	return s.answerState(w, r, id)
}

// enterStep puts right what was typed for the step's fields and takes it over.
func (u *use) enterStep(typed map[string]string) *api.Failure {
	u.values = maps.Clone(u.values)
	for _, f := range u.step.Fields {
		cleaned := entry.Clean(f, typed[f.Name])
		if cleaned.Problem != "" {
			return fieldFailure(f, cleaned.Problem)
		}
		u.values[f.Name] = cleaned.Value
	}
	return nil
}

func (s *Server) makeStep(ctx context.Context, id string, u use, parent connection) (*api.Failure, error) {
	if failure := s.permit(u); failure != nil {
		return failure, nil
	}
	if err := s.room(id, u.key()); err != nil {
		return nil, err
	}
	outcome, err := s.runStep(ctx, id, u, parent)
	if err != nil {
		return nil, err
	}
	return s.settle(ctx, id, u, outcome)
}

// runStep asks for the step's token with the parent's, renewed first where that
// is due.
func (s *Server) runStep(ctx context.Context, id string, u use, parent connection) (exchange.Outcome, error) {
	parent, did, err := s.fresh(ctx, id, parent)
	if err != nil {
		return exchange.Outcome{}, err
	}
	if did == api.RenewedFailed && parent.ended(s.set.Now()) {
		return exchange.Outcome{Failure: parent.Renewal.Failure}, nil
	}
	p, values := u.asked()
	return s.exchanger.Step(ctx, p, *u.step, values, parent.AccessToken), nil
}
