//go:build !js

package transport

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"time"

	"firstcall/app/api"
)

// A way is how requests with the same Settings leave.
type way struct {
	*route
	http *http.Transport
}

func (t *Transport) build(s Settings) (*way, error) {
	roots, err := rootsWith(s.CA)
	if err != nil {
		return nil, err
	}
	secured, err := t.tlsFor(s, roots)
	if err != nil {
		return nil, err
	}
	proxy, err := t.proxyFor(s, roots)
	if err != nil {
		return nil, err
	}
	r := &route{t, proxy, t.config.ConnectTimeout}
	if s.ConnectTimeout > 0 {
		r.timeout = s.ConnectTimeout
	}
	return &way{r, t.httpFor(r, secured, s.Timeout)}, nil
}

// httpFor waits for headers as long as the Settings let it, if that is longer.
func (t *Transport) httpFor(r *route, secured *tls.Config, total time.Duration) *http.Transport {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	return &http.Transport{
		Proxy:                  nil, // it would hide the address from the guard, be it the environment's or ours
		DialContext:            r.dial,
		TLSClientConfig:        secured,
		TLSHandshakeTimeout:    t.config.TLSTimeout,
		ResponseHeaderTimeout:  max(t.config.HeaderTimeout, total),
		MaxResponseHeaderBytes: maxHeaderBytes,
		MaxIdleConnsPerHost:    idlePerHost,
		IdleConnTimeout:        idleTimeout,
		Protocols:              protocols,
	}
}

// tlsFor skips the usual verification for a pinned certificate, which is verified
// by its fingerprint, and for those who want none.
func (t *Transport) tlsFor(s Settings, roots *x509.CertPool) (*tls.Config, error) {
	client, err := parseClient(s.ClientCertificate, s.ClientKey.Reveal())
	if err != nil {
		return nil, err
	}
	cfg := &tls.Config{
		MinVersion:           tls.VersionTLS12,
		RootCAs:              roots,
		Time:                 t.config.Now,
		InsecureSkipVerify:   s.SkipVerify || s.Pin != "",
		GetClientCertificate: offer(client),
	}
	if s.Pin != "" {
		pin, err := ParsePin(s.Pin)
		if err != nil {
			return nil, err
		}
		cfg.VerifyConnection = pinned(pin)
	}
	return cfg, nil
}

// proxyFor is the Settings' or the operator's, nil for none. The Settings' CA
// counts for their own too; their pin and client certificate are for targets.
func (t *Transport) proxyFor(s Settings, roots *x509.CertPool) (*proxy, error) {
	text := cmp.Or(s.Proxy, t.config.Proxy)
	switch {
	case text.Empty():
		return nil, nil
	case !s.Proxy.Empty() && t.config.Guard.Hosted:
		return nil, &settingError{api.ProxyField, "This Firstcall is hosted for many: requests leave as its operator has set it up, and a connection can't bring a proxy of its own."}
	}
	p, err := parseProxy(text.Reveal())
	if err != nil {
		return nil, err
	}
	if p.operated = s.Proxy.Empty(); p.operated {
		roots = nil // the system's
	}
	host, _, _ := net.SplitHostPort(p.address)
	p.agent = t.config.UserAgent
	p.dialer = net.Dialer{Resolver: t.config.Resolver, ControlContext: notMetadata}
	p.tls = &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots, Time: t.config.Now, ServerName: host, NextProtos: []string{"http/1.1"}}
	return p, nil
}

// describe tells the trace what is known of the way beforehand.
func (w *way) describe(t *Trace) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if p := w.proxy; p != nil && !t.seen.local {
		t.seen.proxy, t.seen.socks = p.address, p.scheme == "socks5"
		t.seen.login, t.seen.operated = p.user != nil, p.operated
	}
}
