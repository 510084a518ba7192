package app

import (
	"context"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/console"
	"firstcall/components"
)

// otherCall names the call to the connection that is compared with among
// [shell.calls], which are by their connections' IDs otherwise.
const otherCall = "other"

// send makes the call that the explorer shows.
func (s *shell) send(ctx goapp.Context) {
	ctx = s.lasting(ctx)
	req, ticket, ok := s.model.StartCall()
	if !ok {
		return
	}
	s.cancelCall(otherCall)
	s.keepDraft(ctx)
	s.sendOver(ctx, &req, ticket)
}

// sendOver makes a call over its connection.
func (s *shell) sendOver(ctx goapp.Context, req *api.Request, ticket int) {
	s.call(ctx, req.Connection, req, func(reply *api.Reply) { s.model.FinishCall(ticket, reply) },
		func(why string) { s.model.FailCall(ticket, why) })
}

// call makes a call that [shell.cancelCall] ends by its name. Where it changed the
// state, as the token was renewed or could not be, it asks for that.
func (s *shell) call(ctx goapp.Context, name string, req *api.Request, done func(*api.Reply), failed func(why string)) {
	s.cancelCall(name)
	asked, cancel := context.WithCancel(ctx)
	s.calls[name] = cancel
	ctx.Async(func() {
		reply, err := s.server.call(asked, req)
		ctx.Dispatch(func(ctx goapp.Context) {
			if err != nil {
				failed(s.refused(ctx, err))
				return
			}
			s.model.Answered()
			done(reply)
			if reply.Renewed != "" {
				s.load(ctx)
			}
		})
	})
}

func (s *shell) cancelCall(name string) {
	if cancel := s.calls[name]; cancel != nil {
		cancel()
	}
}

func (s *shell) cancelCalls() {
	for name := range s.calls {
		s.cancelCall(name)
	}
}

func (s *shell) cancelMine(goapp.Context, goapp.Event) {
	if s.model.Connection != nil {
		s.cancelCall(s.model.Connection.ID)
	}
}

func (s *shell) cancelOther(goapp.Context, goapp.Event) { s.cancelCall(otherCall) }

// sendToo sends the request over another connection too. Where it has this
// one's own values, the user says first what is to become of them.
func (s *shell) sendToo(ctx goapp.Context, id string) {
	ctx = s.lasting(ctx)
	s.views.compared = id
	s.sendBoth(ctx, s.model.Compare(id))
	if s.model.Explorer.Offer != "" {
		ctx.Defer(func(goapp.Context) { components.Focus("compare-filled") })
	}
}

func (s *shell) compareFilled(ctx goapp.Context, _ goapp.Event) { s.compareNow(ctx, true) }
func (s *shell) compareAsIs(ctx goapp.Context, _ goapp.Event)   { s.compareNow(ctx, false) }

func (s *shell) compareNow(ctx goapp.Context, fill bool) {
	s.sendBoth(s.lasting(ctx), s.model.CompareNow(s.model.Explorer.Offer, fill))
}

func (s *shell) dropOffer(ctx goapp.Context, _ goapp.Event) {
	s.model.Explorer.Offer = ""
	ctx.Defer(func(goapp.Context) { components.Focus("send") })
}

func (s *shell) sendBoth(ctx goapp.Context, pair *console.Pair) {
	if pair == nil {
		return
	}
	s.views.pane = paneRequest
	s.keepDraft(ctx)
	s.sendOver(ctx, &pair.Mine, pair.Ticket)
	s.call(ctx, otherCall, &pair.Theirs, func(reply *api.Reply) { s.model.FinishOther(pair.Ticket, reply) },
		func(why string) { s.model.FailOther(pair.Ticket, why) })
}

// compareAgain compares with the connection of the time before, or else with
// the first other one.
func (s *shell) compareAgain(ctx goapp.Context) {
	others := s.model.Others(s.now())
	if len(others) == 0 {
		return
	}
	to := others[0].ID
	for _, o := range others {
		if o.ID == s.views.compared {
			to = o.ID
		}
	}
	s.sendToo(ctx, to)
}

func (s *shell) clickCompare(ctx goapp.Context, _ goapp.Event) { s.compareAgain(ctx) }

func (s *shell) endComparison(ctx goapp.Context, _ goapp.Event) {
	s.cancelCall(otherCall)
	s.model.EndComparison()
	ctx.Defer(func(goapp.Context) { components.Focus("send") })
}
