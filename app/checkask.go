package app

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/console"
	"firstcall/components"
)

// try makes one of the failure's checks.
func (s *shell) try(ctx goapp.Context, i int) {
	trial, ok := s.model.StartCheck(i)
	if !ok {
		return
	}
	ctx = s.lasting(ctx)
	asked := s.cancellable(ctx)
	ctx.Async(func() {
		tried, err := s.server.try(asked, trial)
		ctx.Dispatch(func(ctx goapp.Context) {
			t := console.Try{Tried: &tried}
			if err != nil {
				t = console.Try{Trouble: s.refused(ctx, err)}
			}
			s.model.FinishCheck(i, t)
		})
	})
}

// keepCheck asks with what worked from now on, beginning now.
func (s *shell) keepCheck(ctx goapp.Context, i int) {
	if s.model.Failure == nil || i >= len(s.model.Failure.Checks) {
		return
	}
	s.keepVariation(ctx, s.model.Failure.Checks[i].Variation, s.getToken)
}

// undoVariation asks as the profile says again.
func (s *shell) undoVariation(ctx goapp.Context, _ goapp.Event) {
	s.keepVariation(ctx, api.Variation{}, func(goapp.Context) {
		s.model.Announcement = "Sent as the profile says again."
		components.Focus("get-token")
	})
}

func (s *shell) keepVariation(ctx goapp.Context, v api.Variation, then func(goapp.Context)) {
	trial := s.model.Keep(v)
	ctx = s.lasting(ctx)
	ctx.Async(func() {
		state, err := s.server.keepTrial(ctx, trial)
		ctx.Dispatch(func(ctx goapp.Context) {
			if err != nil {
				s.model.Trouble = s.refused(ctx, err)
				return
			}
			s.receive(ctx, state)
			then(ctx)
		})
	})
}

// probe asks whether the data center answers, once the user is done with its
// field. Why it could not ask is nothing to disturb with.
func (s *shell) probe(ctx goapp.Context, provider, field string) {
	form, value, ok := s.model.StartProbe(provider, field)
	if !ok {
		return
	}
	ctx = s.lasting(ctx)
	ctx.Async(func() {
		probed, err := s.server.probe(ctx, form)
		if err != nil {
			return
		}
		ctx.Dispatch(func(goapp.Context) { s.model.FinishProbe(provider, value, probed) })
	})
}
