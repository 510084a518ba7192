//go:build !js

package server

import (
	"net/http"

	"firstcall/app/api"
	"firstcall/server/provider"
)

// submit is [Server.connect] for the form that posts itself while the program
// is not there yet. It answers with the way to a page, which shows how it went.
func (s *Server) submit(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(w, r); err != nil {
		return err
	}
	p, err := s.profile(s.sessionID(r), r.PostFormValue(api.ProviderInput))
	if err != nil {
		return s.submitNothing(w, r)
	}
	_, page, err := s.exchange(r, p, nativeForm(r, p))
	if err != nil {
		return err
	}
	http.Redirect(w, r, page, http.StatusSeeOther)
	return nil
}

// submitNothing lets the connect page say that no known provider was chosen.
func (s *Server) submitNothing(w http.ResponseWriter, r *http.Request) error {
	id, err := s.startSession(r)
	if err != nil {
		return err
	}
	failure := api.Failure{
		Kind: api.FailureField, Phase: api.RungURL,
		Title: "No platform was chosen", Detail: "The form came without a platform that this server knows.",
		Try: []string{"Choose one of the platforms and fill in its fields."},
	}
	if err := s.vault.Save(id, failureItem, failure); err != nil {
		return err
	}
	http.Redirect(w, r, api.PageConnect, http.StatusSeeOther)
	return nil
}

// nativeForm reads p's fields out of a parsed form. Those that the first page
// doesn't have are not in it, and stay as they are.
func nativeForm(r *http.Request, p provider.Profile) api.Form {
	form := api.Form{Provider: p.ID, Values: map[string]string{}}
	for _, f := range p.Fields {
		if posted := r.PostForm[api.InputName(p.ID, f.Name)]; len(posted) > 0 {
			form.Values[f.Name] = posted[0]
		}
	}
	return form
}

// fill is the native form's "Use the sandbox": it keeps what reaches the
// sandbox, as if it had been typed, and leads back to the connect page.
func (s *Server) fill(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(w, r); err != nil {
		return err
	}
	p, err := s.profile(s.sessionID(r), r.PostFormValue(api.ProviderInput))
	if err != nil {
		return err
	}
	if p.Sandbox == nil {
		return invalid.says("There is no sandbox for %s on this server.", p.Name)
	}
	id, err := s.startSession(r)
	if err != nil {
		return err
	}
	if err := s.saveTyped(id, p, api.Form{Provider: p.ID, Values: p.Sandbox}); err != nil {
		return err
	}
	http.Redirect(w, r, api.PageConnect, http.StatusSeeOther)
	return nil
}
