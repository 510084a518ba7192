//go:build !js

package server

import (
	"net/http"

	"firstcall/app/api"
)

// A handler answers a request or says why not, for the one place that turns
// errors into statuses.
type handler func(w http.ResponseWriter, r *http.Request) error

// routes lists every route. There is none for /sitemap.xml and /ads.txt.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()

	session := func(pattern string, h handler) { mux.Handle(pattern, s.sessions.LoadAndSave(s.adapt(h))) }
	session("GET "+api.StatePath, s.showState)
	session("PUT "+api.FormPath, s.keepForm)
	session("POST "+api.ConnectPath, s.connect)
	session("POST "+api.RevealPath, s.reveal)
	session("PUT "+api.DraftPath, s.keepDraft)
	session("POST "+api.CallPath, s.call)
	session("POST "+api.ForgetPath, s.forget)
	session("PUT "+api.CurrentPath, s.chooseCurrent)
	session("POST "+api.DisconnectPath, s.endConnection)
	session("POST "+api.RenewPath, s.renewConnection)
	session("PUT "+api.RenewalPath, s.switchRenewal)
	session("GET "+api.ProfilePath, s.showProfile)
	session("PUT "+api.ProfilePath, s.keepProfile)
	session("DELETE "+api.ProfilePath, s.dropProfile)
	session("PUT "+api.CheckPath, s.checkProfile)
	session("POST "+api.DiscoverPath, s.discover)
	session("POST "+api.StepPath, s.step)
	session("POST "+api.WhoAmIPath, s.whoAmI)
	session("POST "+api.WaitPath, s.wait)
	session("POST "+api.CancelPath, s.cancelSignIn)
	session("GET "+api.CallbackPath, s.callback)
	session("POST "+api.VerifyPath, s.verify)
	session("POST "+api.IntrospectPath, s.introspect)
	session("POST "+api.RevokePath, s.revoke)
	session("POST "+api.TryPath, s.try)
	session("PUT "+api.KeepPath, s.keep)
	session("POST "+api.ProbePath, s.probe)
	session("POST "+api.SubmitPath, s.submit)
	session("POST "+api.FillPath, s.fill)

	asset := func(path string) { mux.Handle("GET "+path, s.adapt(s.assets.serve)) }
	for _, page := range api.Pages {
		asset(exactly(page))
	}
	asset(whenPath)
	for _, path := range goappPaths {
		asset(path)
	}
	asset("/web/")
	asset("/robots.txt")

	return s.observe(protect(s.guardHost(s.guardMethod(s.orRefuse(mux)))))
}

// exactly is a pattern that matches the path alone.
func exactly(path string) string {
	if path == "/" {
		return "/{$}"
	}
	return path
}

func (s *Server) adapt(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.refuse(w, r, err)
		}
	})
}

// orRefuse puts our words to the paths and methods that mux has no route for;
// it keeps the Allow header that mux made.
func (s *Server) orRefuse(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		why := &recorder{header: w.Header()}
		h.ServeHTTP(why, r)
		if why.status == http.StatusMethodNotAllowed {
			s.refuse(w, r, badMethod.says("%s is not answered at this address.", r.Method))
			return
		}
		s.refuse(w, r, missing.says("There is nothing at this address."))
	})
}
