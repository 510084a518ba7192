//go:build !js

// Package fault is a token endpoint that misbehaves on demand, for the tests of
// whoever has to bear such endpoints. The first part of the path names the
// fault and the second, where there is one, its degree:
//
//	server := httptest.NewServer(fault.New(fault.Config{}))
//	http.Post(server.URL+"/skewed/3600", …)
//
// It is as faulty as its names say and otherwise answers as RFC 6749 has it,
// to any method and without looking at credentials. Names lists the faults.
package fault

import (
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Config is what an endpoint is made with.
type Config struct {
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Elsewhere is the base URL that redirect-host leads to: another Endpoint,
	// whose Requests show what came along.
	Elsewhere string
}

// An Endpoint is a http.Handler. It may be used by several requests at once.
type Endpoint struct {
	now        func() time.Time
	elsewhere  string
	behaviours map[string]behaviour

	mu       sync.Mutex
	requests []Request
	families families
}

// A Request is one that came, with its body.
type Request struct {
	Method string
	URL    *url.URL
	Header http.Header
	Body   string
}

// New makes an endpoint on which nothing was asked yet.
func New(cfg Config) *Endpoint {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	return &Endpoint{now: cfg.Now, elsewhere: cfg.Elsewhere, behaviours: behaviours(), families: newFamilies()}
}

// A behaviour answers a request. degree is the second part of the path, or "".
type behaviour func(e *Endpoint, w http.ResponseWriter, r *http.Request, degree string)

// behaviours are all that there are, by name.
func behaviours() map[string]behaviour {
	all := map[string]behaviour{}
	for _, some := range []map[string]behaviour{answers(), refusals(), transfers(), renewals()} {
		maps.Copy(all, some)
	}
	return all
}

// Names are those of the faults, in order; good is none.
func Names() []string { return slices.Sorted(maps.Keys(behaviours())) }

// ServeHTTP answers 404 to a name that there is not. Bodies are read up to a
// megabyte.
func (e *Endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	e.mu.Lock()
	e.requests = append(e.requests, Request{r.Method, r.URL, r.Header.Clone(), string(body)})
	e.mu.Unlock()
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	name, degree, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	do, ok := e.behaviours[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	do(e, w, r, degree)
}

// Requests returns all that came until now.
func (e *Endpoint) Requests() []Request {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.requests)
}
