//go:build !js

package server

import (
	"net/http"
	"net/url"
	"strings"

	"firstcall/app/api"
)

// redirectURI is where an authorization server sends the browser back to: to
// the name of this server that the browser used, which [Server.guardHost] let
// pass, since only under that name it has the session's cookie.
func (s *Server) redirectURI(r *http.Request) string {
	host := (&url.URL{Host: r.Host}).Hostname()
	if public := s.set.public; public != nil && strings.EqualFold(host, public.Hostname()) {
		return public.String() + api.CallbackPath
	}
	scheme := s.set.scheme()
	if s.set.secure && !loopback(strings.ToLower(host)) {
		// Whatever ends TLS for the public name does so for the others.
		scheme = "https"
	}
	return scheme + "://" + r.Host + api.CallbackPath
}
