//go:build !js

package transport

import (
	"container/list"
	"errors"
	"sync"
)

// maxPooled bounds how many different Settings keep connections open.
const maxPooled = 64

var errClosed = errors.New("transport: closed")

// A pool has one way for each of the Settings used latest.
type pool struct {
	build func(Settings) (*way, error)

	mu     sync.Mutex
	latest *list.List // of *pooled, the most recently used first
	by     map[Settings]*list.Element
	closed bool
}

type pooled struct {
	settings Settings
	way      *way
}

func newPool(build func(Settings) (*way, error)) *pool {
	return &pool{build: build, latest: list.New(), by: map[Settings]*list.Element{}}
}

func (p *pool) get(s Settings) (*way, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, errClosed
	}
	if e := p.by[s]; e != nil {
		p.latest.MoveToFront(e)
		return e.Value.(*pooled).way, nil
	}
	way, err := p.build(s)
	if err != nil {
		return nil, err
	}
	p.by[s] = p.latest.PushFront(&pooled{settings: s, way: way})
	if p.latest.Len() > maxPooled {
		p.evict(p.latest.Back())
	}
	return way, nil
}

// evict lets requests under way finish: only idle connections are closed, now
// and as they become idle.
func (p *pool) evict(e *list.Element) {
	old := p.latest.Remove(e).(*pooled)
	delete(p.by, old.settings)
	old.way.http.CloseIdleConnections()
}

func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for e := p.latest.Front(); e != nil; e = p.latest.Front() {
		p.evict(e)
	}
}
