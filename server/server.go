//go:build !js

package server

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"firstcall/app/api"
	"firstcall/server/discovery"
	"firstcall/server/exchange"
	"firstcall/server/provider"
	"firstcall/server/relay"
	"firstcall/server/sandbox"
	"firstcall/server/secret"
	"firstcall/server/transport"
	"firstcall/server/vault"
	"firstcall/server/verify"
)

// A Server is all of Firstcall but its listener.
type Server struct {
	set        settings
	profiles   []provider.Profile
	providers  []api.Provider   // what the page knows of the profiles
	box        *sandbox.Sandbox // nil where there is none
	inProcess  map[string]bool  // the sandbox's hosts, when it has no ports
	assets     assets
	vault      *vault.Vault
	cookies    *cookieStore
	sessions   *scs.SessionManager
	transport  *transport.Transport
	exchanger  *exchange.Exchanger
	importer   *discovery.Importer
	verifier   *verify.Verifier
	relay      *relay.Relay
	probes     probePaces
	handler    http.Handler
	background *background
	closers    []func() error // in the order of closing
}

// New builds a server. Its errors are sentences for whoever starts it.
func New(cfg Config) (*Server, error) {
	set, err := cfg.check()
	if err != nil {
		return nil, err
	}
	s := &Server{set: set, inProcess: map[string]bool{}}
	if err := s.build(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Server) build() error {
	box, err := s.startSandbox()
	if err != nil {
		return err
	}
	s.box = box
	if err := s.loadProfiles(); err != nil {
		return err
	}
	if s.assets, err = newAssets(s.set.Files, s.providers); err != nil {
		return err
	}
	if err := s.openVault(); err != nil {
		return err
	}
	s.background = newBackground()
	s.cookies = &cookieStore{sessions: map[tokenHash]cookieSession{}}
	s.sessions = newSessions(s.set, s.cookies)
	s.transport = s.newTransport(box)
	s.exchanger = exchange.New(s.transport, s.set.Now)
	s.importer = discovery.New(s.transport, s.permitsImport)
	s.verifier = verify.New(s.transport, s.set.Now)
	s.relay = relay.New(s.transport, s.set.Now)
	s.probes = newProbePaces()
	s.handler = s.routes()
	return nil
}

// openVault closes at the end only a store of the server's own.
func (s *Server) openVault() (err error) {
	s.vault, err = vault.New(vault.Config{
		Idle: s.set.SessionIdle, Lifetime: s.set.SessionLifetime, Now: s.set.Now, Store: s.set.Store, Key: s.set.Key,
	})
	if err == nil && s.set.Store == nil {
		s.closers = append(s.closers, func() error { s.vault.Close(); return nil })
	}
	return err
}

// startSandbox answers nil when there is to be none. A hosted run reaches it
// in process, so that its guard needs no exception.
func (s *Server) startSandbox() (*sandbox.Sandbox, error) {
	if !s.set.sandbox {
		return nil, nil
	}
	box, err := sandbox.New(sandbox.Config{Now: s.set.Now, Log: s.set.Logger})
	if err != nil {
		return nil, err
	}
	s.closers = append(s.closers, func() error {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		return box.Close(ctx)
	})
	if s.set.hosted {
		return box, nil
	}
	return box, box.Listen(s.set.SandboxPort)
}

// unreachable tells the users of a hosted run why the code for its sandbox fails.
const unreachable = "This sandbox is inside the server: only Firstcall reaches it, so the code that is generated for it can't run elsewhere."

// loadProfiles reads the profiles and leaves out what is of no use without the
// sandbox.
func (s *Server) loadProfiles() error {
	profiles, err := provider.Builtin()
	if err == nil && s.set.Providers != "" {
		profiles, err = provider.Load(profiles, s.set.Providers)
	}
	if err != nil {
		return err
	}
	for _, p := range profiles {
		p = s.withSandbox(p)
		if p.SandboxOnly && p.Sandbox == nil {
			continue
		}
		if p.SandboxOnly && s.set.hosted {
			p.Token.Note = strings.TrimSpace(p.Token.Note + " " + unreachable)
		}
		s.profiles = append(s.profiles, p)
		s.providers = append(s.providers, p.Provider)
	}
	return nil
}

// withSandbox offers the sandbox with a profile that it can speak for: of what that has
// to fill in, the values of the profile's own fields.
func (s *Server) withSandbox(p provider.Profile) provider.Profile {
	if s.box == nil || p.SandboxDialect == "" {
		return p
	}
	p.Sandbox = s.box.Fill(p.SandboxDialect)
	maps.DeleteFunc(p.Sandbox, func(name, _ string) bool {
		_, own := p.Field(name)
		return !own && !slices.ContainsFunc(p.Steps, func(step api.Step) bool { return step.Has(name) })
	})
	return p
}

func (s *Server) newTransport(box *sandbox.Sandbox) *transport.Transport {
	cfg := transport.Config{
		Guard:     transport.Guard{Hosted: s.set.hosted, Allow: s.set.allowed.addresses},
		Proxy:     secret.New(s.set.Proxy),
		UserAgent: fmt.Sprintf("Firstcall/%s", s.set.Build),
	}
	if box != nil && s.set.hosted {
		cfg.Local = map[string]transport.Dialer{}
		for host, dial := range box.Local() {
			cfg.Local[host] = dial
			s.inProcess[host] = true
		}
	}
	t := transport.New(cfg)
	s.closers = append(s.closers, func() error { t.Close(); return nil })
	return t
}

// Handler answers requests.
func (s *Server) Handler() http.Handler { return s.handler }

// Close erases every session and ends the sandbox. Call it once, after the last
// request was answered.
func (s *Server) Close() error {
	if s.background != nil {
		s.background.close()
	}
	var errs []error
	for _, end := range s.closers {
		errs = append(errs, end())
	}
	return errors.Join(errs...)
}
