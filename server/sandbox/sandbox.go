//go:build !js

// Package sandbox is a data center inside the program. It speaks the standard
// OAuth 2.0 dialect and those of the built-in vendors, as strictly as their
// documentation: what they would refuse, it refuses, in their words. It owns
// its credentials, which are random per start, its keys, its certificate and
// the believable data behind its APIs.
//
// It knows nothing of profiles, sessions or of whoever calls it: it is reached
// over loopback or in process, like any other server. Where a vendor documents
// nothing, the choice made here is said at the spot.
package sandbox

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"
)

// Config is what a sandbox is made with.
type Config struct {
	// Now is the clock for tokens and data; nil means time.Now. The certificate
	// of the DCV dialect goes by the real one, as those who check it do.
	Now func() time.Time
	// Log gets what goes wrong with connections, at debug level; nil means none.
	Log *slog.Logger
	// RedirectURIs are those that the standard dialect's clients may name to the
	// authorization endpoint, besides http loopback ones with any port and the
	// path /callback (RFC 8252 section 7.3). They must be the same to the letter.
	RedirectURIs []string
	// DeviceInterval is how long a device must wait between two polls, in whole
	// seconds; 0 means the 5 of RFC 8628.
	DeviceInterval time.Duration
}

// A Sandbox holds one data center for each dialect, Acronis and CyberApp
// sharing one. The standard one has a second address, for mutual TLS. It is reachable after Listen, Local or both.
type Sandbox struct {
	centers []*center // in the order of their ports
	keys    *clientKeys
	values  map[string]func() map[string]string
	stop    context.CancelFunc

	mu        sync.Mutex
	listening bool
}

// New makes a sandbox that is not reachable yet. Its credentials, keys and
// certificate are new each time.
func New(cfg Config) (*Sandbox, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.DeviceInterval == 0 {
		cfg.DeviceInterval = 5 * time.Second
	}
	broker, err := newDCV(cfg.Now)
	if err != nil {
		return nil, err
	}
	plain, err := newStandard(cfg)
	if err != nil {
		return nil, err
	}
	platform, laravel := newAcronis(cfg.Now), newPassport(cfg.Now)
	ctx, stop := context.WithCancel(context.Background())
	return &Sandbox{
		stop: stop,
		centers: []*center{
			newCenter(ctx, cfg.Log, plain.at, plain.handler(), nil),
			newCenter(ctx, cfg.Log, platform.at, platform.handler(), nil),
			newCenter(ctx, cfg.Log, broker.at, broker.handler(), &tls.Config{Certificates: []tls.Certificate{broker.certificate}}),
			newCenter(ctx, cfg.Log, laravel.at, laravel.handler(), nil),
			newCenter(ctx, cfg.Log, plain.mutual.at, plain.handler(), plain.mutual.config()),
		},
		keys: plain.keys,
		values: map[string]func() map[string]string{
			"standard": plain.values,
			"oauth":    plain.anyValues,
			"brief":    plain.briefValues,
			"public":   plain.publicValues,
			"acronis":  platform.values,
			"cyberapp": platform.appValues,
			"dcv":      broker.values,
			"passport": laravel.values,
		},
	}, nil
}

// Fill returns the form values that reach a dialect's data center, by field
// name; nil for a dialect that there is not. standard has two more clients than
// its own: that of the dialect brief, whose tokens live for a minute, and that
// of public, which has no secret. They name the in-process hosts
// until Listen, and the loopback ports from then on. Tokens say where they were
// issued, so those from before Listen are no good after it.
func (s *Sandbox) Fill(dialect string) map[string]string {
	if values, ok := s.values[dialect]; ok {
		return values()
	}
	return nil
}

// PrivateKey returns a key of the standard dialect's clients, as PKCS #8 in PEM,
// and its ID. There is one for each algorithm of RFC 7518 and RFC 8037 that is
// in use, and it is made when it is first asked for. Fill's private_key is the
// one for ES256.
func (s *Sandbox) PrivateKey(algorithm string) (id, key string, err error) {
	return s.keys.private(algorithm)
}

// Listen makes the data centers reachable over loopback: standard at basePort,
// Acronis, DCV (TLS), Passport and standard with mutual TLS at the four after
// it. A port that is taken
// gives way to any free one, and so does 0. It can be called once.
func (s *Sandbox) Listen(basePort int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listening {
		return errors.New("sandbox: listens already")
	}
	s.listening = true
	for i, c := range s.centers {
		port := 0
		if basePort != 0 {
			port = basePort + i
		}
		if err := c.listen(port); err != nil {
			return err
		}
	}
	return nil
}

// Local makes the data centers reachable in process and returns how to dial
// them, by host name. Those names are reserved (RFC 6761), so they never mean
// a host of the network. No browser gets there, so that without Listen there is
// no page to sign in at: the grants authorization_code and device_code need it.
func (s *Sandbox) Local() map[string]func(ctx context.Context) (net.Conn, error) {
	dials := make(map[string]func(ctx context.Context) (net.Conn, error), len(s.centers))
	for _, c := range s.centers {
		dials[c.at.host] = c.local()
	}
	return dials
}

// Close ends every call under way and every listener. It waits for them, a
// second or until ctx ends, and then cuts what is left.
func (s *Sandbox) Close(ctx context.Context) error {
	s.stop()
	errs := make([]error, len(s.centers))
	var closing sync.WaitGroup
	for i, c := range s.centers {
		closing.Go(func() { errs[i] = c.close(ctx) })
	}
	closing.Wait()
	return errors.Join(errs...)
}
