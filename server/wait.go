//go:build !js

package server

import (
	"context"
	"errors"
	"net/http"
	"time"

	"firstcall/app/api"
	"firstcall/server/exchange"
)

// Times of waiting: for how long one request does, how long one question to the
// token endpoint may take, and how often the session is looked at.
const (
	waitTime     = 20 * time.Second
	questionTime = time.Minute
	waitEvery    = 250 * time.Millisecond
)

// wait answers the state once there is something new of the sign-in, or after a
// while all the same. For a device it asks the token endpoint meanwhile, as often
// as that allows whoever else is waiting; when the browser goes away it stops.
func (s *Server) wait(w http.ResponseWriter, r *http.Request) error {
	var ref api.SignInRef
	if err := readJSON(w, r, refLimit, &ref); err != nil {
		return err
	}
	id := s.sessionID(r)
	ctx, cancel := context.WithTimeout(r.Context(), waitTime)
	defer cancel()
	connected, err := s.await(ctx, id, ref.ID)
	if ended := r.Context().Err(); ended != nil {
		return ended
	}
	if err != nil && ctx.Err() == nil {
		return err
	}
	if connected {
		if err := s.rotate(r); err != nil {
			return err
		}
	}
	return s.answerState(w, r, id)
}

// await returns when the sign-in is over, or a question was asked. connected says
// that it brought a token just now.
func (s *Server) await(ctx context.Context, id, name string) (connected bool, err error) {
	for asked := -1; ; {
		var it signIn
		if _, err := s.vault.Load(id, signInItem, &it); err != nil || it.ID == "" || it.ID != name {
			return false, err
		}
		if asked >= 0 && it.Asked != asked {
			return false, nil
		}
		asked = it.Asked
		if it.Device != nil && !it.Used && !s.set.Now().Before(it.Next) {
			over, connected, err := s.question(ctx, id, name)
			if over || err != nil {
				return connected, err
			}
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(waitEvery):
		}
	}
}

// question asks the token endpoint, if it is time to and nobody else does. An
// answer that comes is kept, though the browser goes away meanwhile.
func (s *Server) question(ctx context.Context, id, name string) (over, connected bool, err error) {
	var it signIn
	err = s.vault.Update(id, signInItem, &it, func() error {
		now := s.set.Now()
		if it.ID != name || it.Used || now.Before(it.Next) {
			return errUnchanged
		}
		it.Next = now.Add(questionTime + it.pause())
		it.Asked++
		return nil
	})
	if errors.Is(err, errUnchanged) {
		return false, false, nil
	}
	if err != nil {
		return false, false, err
	}
	type end struct{ over, connected bool }
	ended, err := finish(ctx, s, questionTime, func(ctx context.Context) (end, error) {
		over, connected, err := s.poll(ctx, id, it)
		return end{over, connected}, err
	})
	return ended.over, ended.connected, err
}

// poll asks once.
func (s *Server) poll(ctx context.Context, id string, it signIn) (over, connected bool, err error) {
	u, err := s.signInUse(id, it)
	if err != nil {
		return true, false, errors.Join(err, s.endSignIn(id, it.ID))
	}
	p, values := u.asked()
	polled := exchange.Polled{Outcome: exchange.Outcome{Failure: s.permit(u)}}
	if polled.Failure == nil {
		polled = s.exchanger.Poll(ctx, p, values, *it.Device)
	}
	if polled.Pending || polled.Grant == nil && !refused(*polled.Failure) {
		return false, false, s.askLater(id, it, polled)
	}
	it, taken, err := s.takeSignIn(id, func(now signIn) bool { return now.ID == it.ID })
	if err != nil || !taken {
		return true, false, err
	}
	failure, err := s.settle(ctx, id, u, polled.Outcome)
	return true, failure == nil && err == nil, errors.Join(err, s.endWith(id, it.ID, failure))
}

// askLater says when the next question may be.
func (s *Server) askLater(id string, it signIn, polled exchange.Polled) error {
	var latest signIn
	err := s.vault.Update(id, signInItem, &latest, func() error {
		if latest.ID != it.ID {
			return errUnchanged
		}
		latest.Device.Interval = polled.Interval
		latest.Next = s.set.Now().Add(latest.pause())
		latest.Polled = polled.Transcripts
		return nil
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}
