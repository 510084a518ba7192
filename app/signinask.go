package app

import (
	"context"
	"errors"
	"time"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/fetch"
	"firstcall/components"
)

// follow waits for news of the sign-in while there is one: one question at a
// time, that the server answers once there is something new.
func (s *shell) follow(ctx goapp.Context) {
	in := s.model.SignIn
	if in == nil {
		s.unfollow()
		return
	}
	if s.followed == in.ID {
		return
	}
	s.unfollow()
	ctx = s.lasting(ctx)
	asked, stop := context.WithCancel(ctx)
	s.followed, s.stopFollowing = in.ID, stop
	s.wait(ctx, asked, in.ID, false)
}

func (s *shell) unfollow() {
	if s.stopFollowing != nil {
		s.stopFollowing()
	}
	s.followed, s.stopFollowing = "", nil
}

// wait asks once, and again as long as the sign-in is followed. missed says that
// the server did not answer the last time: a question that ends because the user
// goes to sign in is no reason to disturb.
func (s *shell) wait(ctx goapp.Context, asked context.Context, id string, missed bool) {
	ctx.Async(func() {
		state, err := s.server.wait(asked, api.SignInRef{ID: id})
		ctx.Dispatch(func(ctx goapp.Context) {
			var refusal *fetch.Error
			switch {
			case asked.Err() != nil:
				ctx.PreventUpdate()
			case errors.As(err, &refusal) && refusal.Status < 500:
				// The server knows of another state than the page.
				s.model.Trouble = s.refused(ctx, err)
				s.unfollow()
				ctx.After(retryAfter, s.load)
			case err != nil:
				if missed {
					s.model.Trouble = s.refused(ctx, err)
				}
				ctx.After(retryAfter, func(ctx goapp.Context) { s.askOn(ctx, asked, id, true) })
			default:
				s.waited(ctx, state)
				s.askOn(ctx, asked, id, false)
			}
		})
	})
}

func (s *shell) askOn(ctx goapp.Context, asked context.Context, id string, missed bool) {
	if asked.Err() == nil {
		s.wait(ctx, asked, id, missed)
	}
}

// waited takes over what is new of the sign-in. Whoever went on to another page
// meanwhile is told, and stays there.
func (s *shell) waited(ctx goapp.Context, state api.State) {
	token := s.model.Waited(state, time.Now())
	s.follow(ctx)
	s.startClock(ctx)
	switch {
	case s.page != api.PageConnect:
	case token:
		ctx.Navigate(api.PageToken)
	case s.model.SignIn == nil:
		ctx.Defer(func(goapp.Context) { components.Focus("failure-title") })
	}
}

// cancelSignIn gives the sign-in up.
func (s *shell) cancelSignIn(ctx goapp.Context, _ goapp.Event) {
	in := s.model.SignIn
	if in == nil {
		return
	}
	s.unfollow()
	ctx = s.lasting(ctx)
	ctx.Async(func() {
		state, err := s.server.cancel(ctx, api.SignInRef{ID: in.ID})
		ctx.Dispatch(func(ctx goapp.Context) {
			if err != nil {
				s.model.Trouble = "The sign-in was not cancelled. " + s.refused(ctx, err)
				s.follow(ctx)
				return
			}
			s.receive(ctx, state)
			s.model.Announcement = "The sign-in was cancelled."
			ctx.Defer(func(goapp.Context) { components.Focus("get-token") })
		})
	})
}
