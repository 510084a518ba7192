//go:build !js

package verify

import (
	"context"
	"sync"
	"time"

	"firstcall/app/api"
	"firstcall/server/transport"
)

// mostSources bounds how many key sets are kept.
const mostSources = 64

// A source is where a key set comes from, and how it is asked for: what one
// connection trusts is nothing to another.
type source struct {
	url      string
	settings transport.Settings
}

// A cache keeps key sets for a while. Its zero value is empty.
type cache struct {
	mu sync.Mutex
	by map[source]*entry
}

// An entry is one key set. Whoever holds turn may read and replace it, so that
// several who ask at once make one request.
type entry struct {
	turn chan struct{}
	set  keySet
	at   time.Time // when it came, zero before

	used time.Time // the cache's
}

// entry finds or makes the entry for a source, and drops those that nobody used
// for a while.
func (c *cache) entry(at source, now time.Time) *entry {
	c.mu.Lock()
	defer c.mu.Unlock()
	var oldest source
	for s, e := range c.by {
		if now.Sub(e.used) > fresh {
			delete(c.by, s)
		} else if before := c.by[oldest]; before == nil || e.used.Before(before.used) {
			oldest = s
		}
	}
	e := c.by[at]
	if e == nil {
		if len(c.by) >= mostSources {
			delete(c.by, oldest)
		}
		if c.by == nil {
			c.by = map[source]*entry{}
		}
		e = &entry{turn: make(chan struct{}, 1)}
		c.by[at] = e
	}
	e.used = now
	return e
}

// keys answers the key set of a source, no older than age; fetched says that it
// was asked for just now.
func (v *Verifier) keys(ctx context.Context, at source, age time.Duration) (set keySet, fetched bool, failure *api.Failure) {
	e := v.cache.entry(at, v.now())
	select {
	case e.turn <- struct{}{}:
		defer func() { <-e.turn }()
	case <-ctx.Done():
		return keySet{}, false, transport.Explain(ctx.Err())
	}
	if !e.at.IsZero() && v.now().Sub(e.at) < age {
		return e.set, false, nil
	}
	set, failure = v.fetchKeys(ctx, at)
	if failure != nil {
		return keySet{}, false, failure
	}
	e.set, e.at = set, v.now()
	return set, true, nil
}
