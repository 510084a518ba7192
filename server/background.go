//go:build !js

package server

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// background is work that goes on when the request that began it has ended.
type background struct {
	mu     sync.Mutex
	closed bool
	all    sync.WaitGroup
	ctx    context.Context // of all of it
	cancel context.CancelFunc
}

func newBackground() *background {
	ctx, cancel := context.WithCancel(context.Background())
	return &background{ctx: ctx, cancel: cancel}
}

// begin runs f beside the caller, and reports whether there is still time for it.
func (b *background) begin(f func()) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.closed {
		b.all.Go(f)
	}
	return !b.closed
}

// close takes no more work, and waits for what is under way: patience, then
// only until it noticed.
func (b *background) close() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	defer time.AfterFunc(patience, b.cancel).Stop()
	b.all.Wait()
	b.cancel()
}

var errClosing = unavailable.says("The server is being ended. Try again later.")

var errPanicked = errors.New("work in the background panicked")

// finish runs f to its end, for limit at most, whatever becomes of ctx; f gets a
// context of its own. If ctx ends first its error is the answer.
func finish[T any](ctx context.Context, s *Server, limit time.Duration, f func(context.Context) (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	begun := s.background.begin(func() {
		ctx, cancel := context.WithTimeout(s.background.ctx, limit)
		defer cancel()
		got := result{err: errPanicked}
		defer func() {
			if value := recover(); value != nil {
				s.logPanic("", value)
			}
			done <- got
		}()
		got.value, got.err = f(ctx)
	})
	if !begun {
		return *new(T), errClosing
	}
	select {
	case got := <-done:
		return got.value, got.err
	case <-ctx.Done():
		return *new(T), fmt.Errorf("server: %w", ctx.Err())
	}
}
