//go:build !js

package server

import (
	"sync"

	"golang.org/x/time/rate"
)

// maxPaced is how many names a pace keeps count of.
const maxPaced = 10_000

// A pace limits how often something is done, for each of many names apart.
type pace struct {
	every rate.Limit
	burst int

	mu    sync.Mutex
	names map[string]*rate.Limiter
}

func newPace(every rate.Limit, burst int) *pace {
	return &pace{every: every, burst: burst, names: map[string]*rate.Limiter{}}
}

// allows reports whether it may be done for name now, and counts it.
func (p *pace) allows(name string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	limiter := p.names[name]
	if limiter == nil {
		if len(p.names) >= maxPaced {
			p.sweep()
		}
		if len(p.names) >= maxPaced {
			return false
		}
		limiter = rate.NewLimiter(p.every, p.burst)
		p.names[name] = limiter
	}
	return limiter.Allow()
}

// sweep forgets the names that are as good as new.
func (p *pace) sweep() {
	for name, limiter := range p.names {
		if limiter.Tokens() >= float64(p.burst) {
			delete(p.names, name)
		}
	}
}
