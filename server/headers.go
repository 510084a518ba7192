//go:build !js

package server

import (
	"net"
	"net/http"
	"net/url"
	"strings"

	"firstcall/app/api"
	"firstcall/app/quote"
)

// contentSecurityPolicy lets nothing run or load but the server's own files.
// WebAssembly needs 'wasm-unsafe-eval'; nothing is inline.
const contentSecurityPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// protect sets the headers that every answer has. What the API and the native
// form answer is stored nowhere.
func protect(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		// With no-referrer a form posts itself with Origin: null (Fetch, "append a
		// request Origin header"), and over plain HTTP to another machine there is
		// no Sec-Fetch-Site to tell it from another site's.
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("X-Frame-Options", "DENY")
		if r.URL.Path == api.CallbackPath {
			h.Set("Referrer-Policy", "no-referrer") // its query is an authorization response
		}
		if strings.HasPrefix(r.URL.Path, "/api/") || r.URL.Path == api.SubmitPath || r.URL.Path == api.CallbackPath {
			h.Set("Cache-Control", "no-store")
		}
		next.ServeHTTP(w, r)
	})
}

// guardHost lets through only what is addressed to this server by one of its
// names. Otherwise any name could be pointed at a loopback address, and the
// pages under it would be of the same origin as this server (DNS rebinding).
func (s *Server) guardHost(next http.Handler) http.Handler {
	names := s.set.hostNames()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host := (&url.URL{Host: r.Host}).Hostname(); !names[strings.ToLower(host)] {
			s.refuse(w, r, misdirected.says("This server does not go by the name %s. Use the address that it printed when it started, or start it with --host and this name.", quote.Text(host)))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// hostNames are the names and addresses, without port, that requests may be for.
func (s settings) hostNames() map[string]bool {
	names := map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true}
	if s.public != nil {
		names[strings.ToLower(s.public.Hostname())] = true
	}
	for _, name := range s.Host {
		names[strings.ToLower(name)] = true
	}
	if host, _, err := net.SplitHostPort(s.Listen); err == nil && host != "" {
		names[strings.ToLower(host)] = true
	}
	return names
}

// guardMethod refuses TRACE, which would show a script the cookies that it must
// not see, and what another site's page sends.
func (s *Server) guardMethod(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodTrace:
			s.refuse(w, r, badMethod.says("This server does not answer TRACE."))
		case origin.Check(r) != nil:
			s.refuse(w, r, foreign.says("This came from a page of another site. Open Firstcall itself and try there."))
		default:
			next.ServeHTTP(w, r)
		}
	})
}
