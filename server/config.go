//go:build !js

// Package server is the half of Firstcall that a browser must not be: it holds
// the secrets, asks for tokens and makes the calls. It owns the configuration,
// the routes, the session of a browser and the one place where an error
// becomes a status. What the nouns mean is the business of its subpackages.
package server

import (
	"cmp"
	"io/fs"
	"log/slog"
	"maps"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"firstcall/server/vault"
)

// Config says how Firstcall is to run. The zero Config, with Files, is a
// personal run on loopback. The tags describe flags and environment variables.
type Config struct {
	// Listen is host:port. Beyond loopback the run is a hosted one. Empty: 127.0.0.1:8080.
	Listen string `default:"127.0.0.1:8080" help:"Address to listen on. Beyond loopback Firstcall is hosted: only data centers that the profiles or --allow-target permit can be reached."`
	// PublicURL is where browsers find the server, scheme and host. Empty: Listen.
	PublicURL string `placeholder:"URL" help:"Where browsers find this server, such as https://try.example.com, when that differs from --listen. A name that is not loopback makes Firstcall hosted."`
	// Host lists further names, without port, that requests may ask for.
	Host []string `placeholder:"NAME" help:"A further host name that requests may ask for. Loopback names and the one of --public-url are always served. Repeatable."`
	// Providers is a directory of profiles. Empty: the built-in ones alone.
	Providers string `placeholder:"DIR" help:"Directory of provider profiles (YAML) that add to the built-in ones, or replace one by its id."`

	// Sandbox overrides the default: on in a personal run, off in a hosted one.
	Sandbox *bool `negatable:"" help:"Run the built-in sandbox. It is on by default, and off by default when hosted; there it has no port and is reached in process."`
	// SandboxPort is the first of the sandbox's loopback ports. Zero: any free ones.
	SandboxPort int `default:"8081" help:"First of the five loopback ports of the sandbox. One that is taken is replaced by a free one."`
	// AllowTarget lists what a hosted run may reach besides the profiles' hosts.
	AllowTarget []string `placeholder:"TARGET" help:"What a hosted Firstcall may reach besides the hosts of its profiles: an address or CIDR block, or a host name (*.example.com for all below it) with an optional :port, 443 if none. A name with a private address needs the address too. Repeatable."`

	// Proxy is what all that the server asks leaves through. Empty: nothing.
	Proxy string `placeholder:"URL" help:"HTTP or SOCKS5 proxy that requests to providers leave through, such as http://user:password@proxy.example:3128. The sandbox is reached without it."`

	// TLSCert and TLSKey are PEM files. Empty: plain HTTP.
	TLSCert string `name:"tls-cert" placeholder:"FILE" help:"Certificate chain in PEM to serve HTTPS with. Needs --tls-key."`
	TLSKey  string `name:"tls-key" placeholder:"FILE" help:"Private key in PEM to serve HTTPS with. Needs --tls-cert."`

	// SessionIdle ends a session that is not used. Zero: 8 hours.
	SessionIdle time.Duration `default:"8h" help:"Erase a session that was not used for so long."`
	// SessionLifetime ends a session whatever happens. Zero: 24 hours.
	SessionLifetime time.Duration `default:"24h" help:"Erase a session that is so old."`

	// Log is the format of the log, "text" or "json". Empty: text.
	Log string `default:"text" enum:"text,json" help:"Format of the log on standard error: text or json."`

	// Store keeps the sessions, sealed with Key, and may be shared by several
	// servers. Nil: this process's memory, for this server alone.
	Store vault.Store `kong:"-"`
	// Key seals what Store keeps: 32 random bytes. Nil: one is drawn.
	Key []byte `kong:"-"`

	// Build names the program's version. Empty: dev.
	Build string `kong:"-"`
	// Files are what the browser loads, app.wasm among them.
	Files fs.FS `kong:"-"`
	// Now is the clock. Nil: time.Now.
	Now func() time.Time `kong:"-"`
	// Logger takes the log. Nil: it is discarded.
	Logger *slog.Logger `kong:"-"`
}

// settings are a Config that was checked, with its defaults filled in and its
// texts parsed.
type settings struct {
	Config
	public  *url.URL // nil without a public URL
	hosted  bool
	sandbox bool
	secure  bool // browsers come over HTTPS
	allowed allowed
}

// check fills the defaults in and answers the first mistake as a sentence.
func (c Config) check() (settings, error) {
	c.Listen = cmp.Or(c.Listen, "127.0.0.1:8080")
	c.SandboxPort = cmp.Or(c.SandboxPort, 8081)
	c.SessionIdle = cmp.Or(c.SessionIdle, 8*time.Hour)
	c.SessionLifetime = cmp.Or(c.SessionLifetime, 24*time.Hour)
	c.Log = cmp.Or(c.Log, "text")
	c.Build = cmp.Or(c.Build, "dev")
	if c.Now == nil {
		c.Now = time.Now
	}
	c.Logger = cmp.Or(c.Logger, slog.New(slog.DiscardHandler))
	s := settings{Config: c}
	for _, step := range []func() error{s.checkListen, s.checkPublicURL, s.checkHosts, s.checkTLS, s.checkTimes, s.checkTargets, s.checkProxy} {
		if err := step(); err != nil {
			return settings{}, err
		}
	}
	s.sandbox = !s.hosted
	if c.Sandbox != nil {
		s.sandbox = *c.Sandbox
	}
	return s, nil
}

// loopback reports whether host is this machine's own name or address.
func loopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.Unmap().IsLoopback()
}

// scheme is that of the server's own listener.
func (c Config) scheme() string {
	if c.TLSCert != "" {
		return "https"
	}
	return "http"
}

// ready is what to say once the server listens at bound: its address, and for
// a hosted run by which names alone it can be reached.
func (s settings) ready(bound net.Addr) string {
	line := "Firstcall is ready at " + s.address(bound)
	if !s.hosted {
		return line
	}
	names := strings.Join(slices.Sorted(maps.Keys(s.hostNames())), ", ")
	return line + " (hosted; it answers to the names " + names + "; --host adds others)"
}

// address is where a browser on this machine finds the server that listens at
// bound.
func (s settings) address(bound net.Addr) string {
	if s.public != nil {
		return s.public.String()
	}
	host, port, err := net.SplitHostPort(bound.String())
	if err != nil {
		return s.scheme() + "://" + bound.String()
	}
	if addr, err := netip.ParseAddr(host); err != nil || addr.IsUnspecified() || addr.IsLoopback() {
		host = "localhost"
	}
	return s.scheme() + "://" + net.JoinHostPort(host, port)
}
