//go:build !js

package transport

import (
	"context"
	"errors"
	"net/url"
	"time"

	"firstcall/app/api"
)

// Probe opens a connection to the URL's host as a request would, TLS included,
// and closes it at once: nothing is asked. It tells how long that took and the
// rungs URL, DNS, TCP and TLS, also beside an error, which is like those of
// [Transport.Do]. Of a failure it does not tell the time.
func (t *Transport) Probe(ctx context.Context, u *url.URL, s Settings) (took time.Duration, rungs []api.Rung, err error) {
	ctx, cancel := s.deadline(ctx)
	defer cancel()
	trace := t.trace(u, s)
	if err := t.probe(trace.attach(ctx), u, s, trace); err != nil {
		err = trace.fail(ctx, err)
		return 0, trace.Rungs(), err
	}
	trace.finish()
	seen := trace.snapshot()
	return seen.end.Sub(seen.start), seen.rungs(), nil
}

func (t *Transport) probe(ctx context.Context, u *url.URL, s Settings, trace *Trace) error {
	way, err := t.pool.get(s)
	if err != nil {
		return err
	}
	way.describe(trace)
	if u.Hostname() == "" {
		return errors.New("the URL has no host")
	}
	c, err := way.http.NewClientConn(ctx, u.Scheme, hostPort(u.Scheme, u.Host))
	if err != nil {
		return err
	}
	return c.Close()
}
