//go:build !js

package server

import (
	"net/url"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/provider"
	"firstcall/server/transport"
)

// permit checks in a hosted run that p may be asked for a token with values:
// the data center, and where the token request goes, must be hosts that the
// operator let in by installing the profile or by --allow-target. nil: it may.
//
// Which address a name means is for the transport's guard to judge.
func (s *Server) permit(p provider.Profile, values map[string]string) *api.Failure {
	if !s.set.hosted {
		return nil
	}
	targets := []string{values[api.DataCenterField]}
	// Without a request, which is the exchange's to explain, there is none to refuse.
	if req, err := wire.Token(p.Provider, values); err == nil {
		targets = append(targets, req.URL)
	}
	for _, target := range targets {
		if u, err := url.Parse(target); err == nil && u.Host != "" && !s.permits(p, u) {
			return transport.Refusal(u.Host)
		}
	}
	return nil
}

// permits is for one URL. The sandbox's in-process hosts are reached without a
// network, so they may do without TLS.
func (s *Server) permits(p provider.Profile, u *url.URL) bool {
	if s.inProcess[u.Hostname()] {
		return true
	}
	return u.Scheme == "https" && (p.Permits(u.Host) || s.set.allowed.permits(u.Host))
}
