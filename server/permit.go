//go:build !js

package server

import (
	"net/url"
	"strings"

	"firstcall/app/api"
	"firstcall/app/entry"
	"firstcall/app/wire"
	"firstcall/server/provider"
	"firstcall/server/transport"
)

// permit checks in a hosted run that u may be made use of: the data center, and each endpoint that the server itself asks, must be hosts that the
// operator let in by installing the profile or by --allow-target. nil: it may.
// The user's browser goes to the authorization endpoint, and no secret with it.
//
// Which address a name means is for the transport's guard to judge.
func (s *Server) permit(u use) *api.Failure {
	if !s.set.hosted {
		return nil
	}
	p, values := u.token()
	if f, known := p.Field(api.ProxyField); known && values[f.Name] != "" {
		return fieldFailure(f, "This server is hosted: its operator chooses how it reaches others. Leave the proxy empty.")
	}
	for _, template := range askedBy(p) {
		if u := targetOf(p, template, values); u != nil && !s.permits(p, u) {
			return transport.Refusal(u.Host)
		}
	}
	return nil
}

// askedBy are the templates of what the server itself asks.
func askedBy(p provider.Profile) []string {
	e := p.Endpoints
	return []string{
		"{" + api.DataCenterField + "}", p.Token.URL,
		e.DeviceAuthorization, e.Introspection, e.Revocation, e.JWKS, e.Userinfo,
	}
}

// targetOf is where a template leads, its query aside, of which a request can leave
// out what is empty. nil: it makes no request, which is the exchange's to explain.
// Values go in as [wire.Token] puts them in.
func targetOf(p provider.Profile, template string, values map[string]string) *url.URL {
	put := map[string]string{}
	for _, f := range p.Fields {
		put[f.Name] = url.PathEscape(values[f.Name])
		if f.IsURL() {
			put[f.Name] = entry.Clean(f, values[f.Name]).Value
		}
	}
	path, _, _ := strings.Cut(template, "?")
	text, missing := wire.Expand(path, put, nil)
	u, err := url.Parse(text)
	if err != nil || len(missing) > 0 || u.Host == "" {
		return nil
	}
	return u
}

// permitURL is [Server.permit] for a URL that belongs to no profile in use: any
// of the profiles may permit it.
func (s *Server) permitURL(text string) *api.Failure {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || s.permits(provider.Profile{}, u) {
		return nil
	}
	for _, p := range s.profiles {
		if s.permits(p, u) {
			return nil
		}
	}
	return transport.Refusal(u.Host)
}

// permits is for one URL. The sandbox's in-process hosts are reached without a
// network, so they may do without TLS.
func (s *Server) permits(p provider.Profile, u *url.URL) bool {
	if !s.set.hosted || s.inProcess[u.Hostname()] {
		return true
	}
	return u.Scheme == "https" && (p.Permits(u.Host) || s.set.allowed.permits(u.Host))
}
