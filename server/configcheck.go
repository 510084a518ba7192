//go:build !js

package server

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"firstcall/server/provider"
	"firstcall/server/transport"
)

func (s *settings) checkListen() error {
	host, port, err := net.SplitHostPort(s.Listen)
	if err != nil {
		return fmt.Errorf("--listen %s is no address; write host:port, such as 127.0.0.1:8080", s.Listen)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return fmt.Errorf("--listen %s has no port between 0 and 65535", s.Listen)
	}
	if s.SandboxPort < 0 || s.SandboxPort > 65531 {
		return fmt.Errorf("--sandbox-port %d leaves no room for five ports; choose one up to 65531", s.SandboxPort)
	}
	s.hosted = !loopback(host)
	s.secure = s.TLSCert != ""
	return nil
}

func (s *settings) checkPublicURL() error {
	if s.PublicURL == "" {
		return nil
	}
	u, err := url.Parse(s.PublicURL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" {
		return fmt.Errorf("--public-url %s is no URL of a server; write one such as https://try.example.com", s.PublicURL)
	}
	if strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return fmt.Errorf("--public-url %s may have only a scheme, a host and a port", s.PublicURL)
	}
	s.public = &url.URL{Scheme: u.Scheme, Host: u.Host}
	// A proxy on this machine that the world can reach is no personal run.
	s.hosted = s.hosted || !loopback(u.Hostname())
	s.secure = u.Scheme == "https"
	return nil
}

func (s *settings) checkHosts() error {
	for _, name := range s.Host {
		if name == "" || strings.ContainsAny(name, "/:@ *") {
			return fmt.Errorf("--host %s is no host name; write it without scheme and port, such as try.example.com", name)
		}
	}
	return nil
}

func (s *settings) checkTLS() error {
	if (s.TLSCert == "") != (s.TLSKey == "") {
		return errors.New("--tls-cert and --tls-key belong together")
	}
	if s.TLSCert == "" {
		return nil
	}
	if _, err := tls.LoadX509KeyPair(s.TLSCert, s.TLSKey); err != nil {
		return fmt.Errorf("--tls-cert and --tls-key can't be used: %w", err)
	}
	return nil
}

func (s *settings) checkTimes() error {
	if s.SessionIdle < 0 || s.SessionLifetime < 0 {
		return errors.New("--session-idle and --session-lifetime can't be negative")
	}
	if s.SessionIdle > s.SessionLifetime {
		return fmt.Errorf("--session-idle %v is longer than --session-lifetime %v", s.SessionIdle, s.SessionLifetime)
	}
	return nil
}

// checkProxy quotes nothing of the URL, which may hold a password.
func (s *settings) checkProxy() error {
	if s.Proxy == "" {
		return nil
	}
	if err := transport.ParseProxy(s.Proxy); err != nil {
		return fmt.Errorf("--proxy can't be used: %w", err)
	}
	return nil
}

// allowed is what --allow-target permits.
type allowed struct {
	addresses []netip.Prefix
	hosts     provider.Profile // its Hosts are the patterns
}

func (s *settings) checkTargets() error {
	for _, target := range s.AllowTarget {
		if prefix, ok := parsePrefix(target); ok {
			s.allowed.addresses = append(s.allowed.addresses, prefix)
			continue
		}
		if !provider.ValidPattern(target) {
			return fmt.Errorf("--allow-target %s is neither an address, a CIDR block, nor a host name such as api.example.com, *.example.com or broker.example.com:8443", target)
		}
		s.allowed.hosts.Hosts = append(s.allowed.hosts.Hosts, target)
	}
	return nil
}

// permits reports whether host, as in a URL, was allowed by address or name.
func (a allowed) permits(host string) bool {
	u := url.URL{Host: host}
	// The zero Addr, of a name, is in no prefix.
	addr, _ := netip.ParseAddr(u.Hostname())
	for _, prefix := range a.addresses {
		if prefix.Contains(addr.Unmap()) {
			return true
		}
	}
	return a.hosts.Permits(host)
}

func parsePrefix(s string) (netip.Prefix, bool) {
	if prefix, err := netip.ParsePrefix(s); err == nil {
		return prefix.Masked(), true
	}
	addr, err := netip.ParseAddr(s)
	if err != nil {
		return netip.Prefix{}, false
	}
	addr = addr.Unmap().WithZone("")
	return netip.PrefixFrom(addr, addr.BitLen()), true
}
