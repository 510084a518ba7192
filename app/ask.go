package app

import (
	"context"
	"errors"
	"time"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/bench"
	"firstcall/app/console"
	"firstcall/app/fetch"
	"firstcall/app/profile"
	"firstcall/components"
)

// How long the page waits before it keeps what was typed, and before it asks
// again a server that did not answer.
const (
	keepAfter  = 300 * time.Millisecond
	retryAfter = 3 * time.Second
)

// load asks for the state, again and again while the server does not answer.
func (s *shell) load(ctx goapp.Context) {
	ctx.Async(func() {
		state, err := s.server.state(ctx)
		ctx.Dispatch(func(ctx goapp.Context) {
			if err != nil {
				// A cookie that another tab just had renewed is refused for a moment:
				// asking again is all there is to do.
				var refusal *fetch.Error
				if !errors.As(err, &refusal) || refusal.Status >= 500 {
					s.model.Trouble = s.refused(ctx, err)
				}
				ctx.After(retryAfter, s.load)
				return
			}
			s.receive(ctx, state)
			s.resumeProfile(ctx)
		})
	})
}

// receive takes over the server's state, and does what it calls for.
func (s *shell) receive(ctx goapp.Context, state api.State) {
	s.model.Receive(state, time.Now())
	s.startClock(ctx)
	s.follow(ctx)
	s.verifyShown(ctx)
}

// refused takes an error of the server into the model and returns the
// sentence for where it was asked.
func (s *shell) refused(ctx goapp.Context, err error) string {
	var refusal *fetch.Error
	if errors.As(err, &refusal) {
		s.model.Answered()
		switch refusal.Problem.Kind {
		case api.KindSessionGone:
			s.model.SessionGone()
		case api.KindChanged:
			s.model.Trouble = refusal.Error()
			s.load(s.lasting(ctx))
		}
		if id := refusal.Problem.RequestID; id != "" && refusal.Status >= 500 {
			return refusal.Error() + " (request " + id + ")"
		}
		return refusal.Error()
	}
	if errors.Is(err, context.Canceled) {
		return "Cancelled."
	}
	s.model.Unreachable()
	return s.model.Trouble
}

// getToken runs an exchange with the form as it is.
func (s *shell) getToken(ctx goapp.Context) {
	ctx = s.lasting(ctx)
	if s.model.Form.Busy {
		return
	}
	form, ok := s.model.Start()
	if !ok {
		provider, field := s.model.Problem()
		ctx.Defer(func(goapp.Context) { components.Focus(api.InputName(provider, field)) })
		return
	}
	s.unfollow()      // a new exchange takes the place of a sign-in
	s.saves["form"]++ // what was typed goes along
	asked := s.cancellable(ctx)
	ctx.Async(func() {
		state, err := s.server.connect(asked, form)
		ctx.Dispatch(func(ctx goapp.Context) { s.gotToken(ctx, state, err) })
	})
}

func (s *shell) gotToken(ctx goapp.Context, state api.State, err error) {
	clear(s.revealed)
	if err != nil {
		why := s.refused(ctx, err)
		s.model.GiveUp(why)
		if !errors.Is(err, context.Canceled) {
			s.model.Trouble = why
		}
		return
	}
	if !s.model.Finish(state, time.Now()) {
		at := s.attention()
		s.startClock(ctx)
		s.follow(ctx)
		if s.page != api.PageConnect {
			ctx.Navigate(api.PageConnect)
		}
		ctx.Defer(func(goapp.Context) { components.Focus(at) })
		return
	}
	s.startClock(ctx)
	s.verifyShown(ctx)
	ctx.Navigate(api.PageToken)
}

// attention is the id of what the user is to look at where there is no token yet.
func (s *shell) attention() string {
	if s.model.SignIn != nil {
		return "signin-title"
	}
	if provider, field := s.model.Problem(); field != "" {
		return api.InputName(provider, field)
	}
	return "failure-title"
}

// cancellable returns a context for one request that [shell.giveUp] ends.
func (s *shell) cancellable(ctx context.Context) context.Context {
	asked, cancel := context.WithCancel(ctx)
	s.cancel = cancel
	return asked
}

func (s *shell) giveUp(goapp.Context, goapp.Event) {
	if s.cancel != nil {
		s.cancel()
	}
}

// afterwards runs save once what kept changing stays as it is.
func (s *shell) afterwards(ctx goapp.Context, what string, save func(goapp.Context)) {
	ctx = s.lasting(ctx)
	s.saves[what]++
	turn := s.saves[what]
	ctx.After(keepAfter, func(ctx goapp.Context) {
		ctx.PreventUpdate()
		if s.saves[what] == turn {
			save(ctx)
		}
	})
}

// keepForm has the server keep what was typed. That it could not is no reason
// to disturb: the page still has it, and the next change tries again.
func (s *shell) keepForm(secrets bool) func(goapp.Context) {
	return func(ctx goapp.Context) {
		ctx = s.lasting(ctx)
		form := s.model.Draft(secrets)
		ctx.Async(func() { _ = s.server.keep(ctx, form) })
	}
}

func (s *shell) keepDraft(ctx goapp.Context) {
	ctx = s.lasting(ctx)
	draft := s.model.Built()
	ctx.Async(func() { _ = s.server.draft(ctx, draft) })
}

// listen has what was typed last kept when the page goes away.
func (s *shell) listen(goapp.Context) {
	if goapp.IsServer {
		return
	}
	s.listenForKeys()
	// The page's own end ends this listener too, so it is never released.
	goapp.Window().Call("addEventListener", "pagehide", goapp.FuncOf(func(goapp.Value, []goapp.Value) any {
		if s.model.Form.Typed() {
			fetch.Last(api.FormPath, s.model.Draft(true))
		}
		if s.model.Connection != nil {
			fetch.Last(api.DraftPath, s.model.Built())
		}
		// A browser may keep the page as it is, to go back to.
		s.bench.Pasted.Clear()
		if s.profile.Opened && !s.profile.Checked {
			draft, _ := s.profile.Draft()
			fetch.Last(api.CheckPath, draft)
		}
		return nil
	}))
}

// rawToken asks for a token as it is, to be copied.
func (s *shell) rawToken(of api.TokenRef, pick func(api.Revealed) string) func() string {
	return func() string {
		revealed, err := s.server.reveal(context.Background(), of)
		if err != nil {
			s.own.Dispatch(func(ctx goapp.Context) { s.model.Trouble = s.refused(ctx, err) })
			return ""
		}
		return pick(revealed)
	}
}

func token(r api.Revealed) string         { return r.Token }
func authorization(r api.Revealed) string { return "Authorization: " + r.Authorization }

// reveal shows a token as it is, or hides it again.
func (s *shell) reveal(ctx goapp.Context, t bench.Specimen) {
	ctx = s.lasting(ctx)
	id := t.ID()
	if s.revealed[id] != "" {
		delete(s.revealed, id)
		return
	}
	ctx.Async(func() {
		revealed, err := s.server.reveal(ctx, t.Ref())
		ctx.Dispatch(func(ctx goapp.Context) {
			if err != nil {
				s.model.Trouble = s.refused(ctx, err)
				return
			}
			s.revealed[id] = revealed.Token
		})
	})
}

// forget erases the session, here and on the server.
func (s *shell) forget(ctx goapp.Context, _ goapp.Event) {
	components.CloseDialog(dialogForget)
	s.giveUp(ctx, goapp.Event{})
	s.cancelCalls()
	ctx = s.lasting(ctx)
	ctx.Async(func() {
		err := s.server.forget(ctx)
		ctx.Dispatch(func(ctx goapp.Context) {
			if err != nil {
				s.model.Trouble = "Nothing was erased. " + s.refused(ctx, err)
				return
			}
			clear(s.revealed)
			s.unfollow()
			s.model.Forgotten()
			s.bench = bench.New()
			s.profile = profile.Model{}
			s.load(ctx)
			ctx.Navigate(api.PageConnect)
		})
	})
}

// standing is the CSS class of a station.
func standing(st console.Station) string { return string(st.State) }
