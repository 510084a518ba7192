package app

import (
	"context"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/bench"
	"firstcall/components"
)

// ask asks the server about something, and notes its answer among questions.
func ask[T any](ctx goapp.Context, s *shell, questions bench.Questions[T], about string, do func(context.Context) (T, error), then func(goapp.Context, T)) {
	if !questions.Ask(about) {
		return
	}
	ctx = s.lasting(ctx)
	ctx.Async(func() {
		answer, err := do(ctx)
		ctx.Dispatch(func(ctx goapp.Context) {
			if err != nil {
				questions.Refuse(about, s.refused(ctx, err))
				return
			}
			s.model.Answered()
			questions.Answer(about, answer)
			then(ctx, answer)
		})
	})
}

// verifyShown has the signature of the token on the page checked, once.
func (s *shell) verifyShown(ctx goapp.Context) {
	t, ok := s.onBench()
	if !ok || s.page != api.PageToken || t.Token.JWT == nil || t.Token.Encrypted {
		return
	}
	if _, asked := s.bench.Verdicts[t.ID()]; !asked {
		s.verify(ctx, t, api.Verify{TokenRef: t.Ref()})
	}
}

func (s *shell) verify(ctx goapp.Context, t bench.Specimen, question api.Verify) {
	ask(ctx, s, s.bench.Verdicts, t.ID(), func(ctx context.Context) (*api.Verdict, error) {
		return s.server.verify(ctx, question)
	}, func(goapp.Context, *api.Verdict) {
		words, _ := s.bench.Verdict(t)
		s.model.Announcement = bench.Title(t.Token.Kind) + ": " + words + "."
	})
}

func (s *shell) checkAgain(ctx goapp.Context, _ goapp.Event) {
	if s.page == api.PageInspect {
		s.checkPasted(ctx)
		return
	}
	if t, ok := s.onBench(); ok {
		s.verify(ctx, t, api.Verify{TokenRef: t.Ref()})
	}
}

func (s *shell) introspect(ctx goapp.Context, _ goapp.Event) {
	t, ok := s.onBench()
	if !ok {
		return
	}
	ask(ctx, s, s.bench.Introspections, t.ID(), func(ctx context.Context) (*api.Introspection, error) {
		return s.server.introspect(ctx, t.Ref())
	}, func(_ goapp.Context, i *api.Introspection) {
		s.model.Announcement = introspected(i)
	})
}

func introspected(i *api.Introspection) string {
	if i.Failure != nil {
		return i.Failure.Title
	}
	return bench.Active(i.Active)
}

func (s *shell) revoke(ctx goapp.Context, _ goapp.Event) {
	components.CloseDialog(dialogRevoke)
	t, ok := s.onBench()
	if !ok {
		return
	}
	ask(ctx, s, s.bench.Revocations, t.ID(), func(ctx context.Context) (*api.Revocation, error) {
		return s.server.revoke(ctx, t.Ref())
	}, func(ctx goapp.Context, r *api.Revocation) {
		if s.model.Announcement = "The token was revoked."; r.Failure != nil {
			s.model.Announcement = r.Failure.Title
		}
		s.load(ctx)
	})
}

// change asks the server to change something and takes over the state that it
// answers; done is told why there was none, "" for nothing.
func (s *shell) change(ctx goapp.Context, do func(context.Context) (api.State, error), done func(ctx goapp.Context, why string)) {
	ctx = s.lasting(ctx)
	ctx.Async(func() {
		state, err := do(ctx)
		ctx.Dispatch(func(ctx goapp.Context) {
			if err != nil {
				done(ctx, s.refused(ctx, err))
				return
			}
			s.receive(ctx, state)
			done(ctx, "")
		})
	})
}

// renewNow renews the current connection's token at the user's wish.
func (s *shell) renewNow(ctx goapp.Context, _ goapp.Event) {
	if s.model.Connection != nil {
		s.renew(ctx, *s.model.Connection, false)
	}
}

// renewDue renews what is due. Each tab asks; the server renews once.
func (s *shell) renewDue(ctx goapp.Context) {
	if c, due := s.bench.Due(s.model.Connections, s.now().Unix()); due {
		s.renew(ctx, c, true)
	}
}

func (s *shell) renew(ctx goapp.Context, c api.Connection, due bool) {
	if !s.bench.Renew(c) {
		return
	}
	s.change(ctx, func(ctx context.Context) (api.State, error) {
		return s.server.renew(ctx, api.Renew{Connection: c.ID, Due: due})
	}, func(_ goapp.Context, why string) {
		if why != "" {
			s.bench.NotRenewed(c.ID, why, s.now().Unix())
			return
		}
		s.bench.Renewed(c.ID)
		s.model.Announcement = s.renewed(c.ID)
	})
}

// renewed says how a renewal ended.
func (s *shell) renewed(id string) string {
	for _, c := range s.model.Connections {
		if c.ID == id && c.Renewal.Failure != nil {
			return "The token was not renewed. " + c.Renewal.Failure.Title
		}
	}
	return "The token was renewed."
}

func (s *shell) switchRenewal(ctx goapp.Context, _ string, on bool) {
	c := s.model.Connection
	if c == nil {
		return
	}
	to := api.RenewalSwitch{Connection: c.ID, On: on}
	s.bench.Switch(to.Connection, on)
	s.change(ctx, func(ctx context.Context) (api.State, error) { return s.server.renewal(ctx, to) }, func(_ goapp.Context, why string) {
		if s.bench.Switched(to.Connection); why != "" {
			s.model.Trouble = "The renewal was not switched. " + why
		}
	})
}

func (s *shell) askWhoAmI(ctx goapp.Context, _ goapp.Event) {
	c := s.model.Connection
	if c == nil || !s.bench.WhoAmI.Ask(c.ID) {
		return
	}
	id := c.ID
	s.change(ctx, func(ctx context.Context) (api.State, error) { return s.server.whoAmI(ctx, id) }, func(_ goapp.Context, why string) {
		if why != "" {
			s.bench.WhoAmI.Refuse(id, why)
			return
		}
		s.bench.WhoAmI.Answer(id, nil)
		s.model.Announcement = "Who am I: the answer is here."
	})
}
