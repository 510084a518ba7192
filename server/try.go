//go:build !js

package server

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/app/entry"
	"firstcall/server/provider"
	"firstcall/server/secret"
)

// try makes an exchange once with a variation, to tell why the one before it
// failed. Nothing of it is kept.
func (s *Server) try(w http.ResponseWriter, r *http.Request) error {
	asked, p, err := s.readTrial(w, r)
	if err != nil {
		return err
	}
	id, err := s.joinSession(r)
	if err != nil {
		return err
	}
	u, failure, err := s.preview(id, p, asked.Form)
	if err != nil {
		return err
	}
	if failure == nil {
		varied := u
		varied.variation = combine(u.variation, asked.Variation)
		failure = s.permit(varied)
	}
	if failure != nil {
		writeJSON(w, http.StatusOK, api.Tried{Failure: failure})
		return nil
	}
	before, err := item[api.Failure](s, id, failureItem)
	if err != nil {
		return err
	}
	var failed *api.Transcript
	if before != nil {
		failed = before.Transcript
	}
	p, values := u.asked()
	tried := s.exchanger.Try(r.Context(), p, values, asked.Variation, failed)
	if ended := r.Context().Err(); ended != nil {
		return ended
	}
	writeJSON(w, http.StatusOK, tried)
	return nil
}

// keep has the provider be asked with a variation from now on, besides what was
// kept before; the zero one takes all back. What lies in the values of the form
// becomes theirs.
func (s *Server) keep(w http.ResponseWriter, r *http.Request) error {
	asked, p, err := s.readTrial(w, r)
	if err != nil {
		return err
	}
	id, err := s.joinSession(r)
	if err != nil {
		return err
	}
	var t typed
	err = s.vault.Update(id, formItem, &t, func() error {
		t.merge(p, asked.Form)
		t.keep(p, asked.Variation)
		return nil
	})
	if err != nil {
		return err
	}
	return s.answerState(w, r, id)
}

// keep takes a variation over for p.
func (t *typed) keep(p provider.Profile, v api.Variation) {
	if v.DataCenter != "" {
		t.Values[p.ID][api.DataCenterField] = secret.New(v.DataCenter)
	}
	if v.Trim {
		for name, value := range t.Values[p.ID] {
			t.Values[p.ID][name] = secret.New(strings.TrimSpace(value.Reveal()))
		}
	}
	if t.Variations == nil {
		t.Variations = map[string]api.Variation{}
	}
	if v == (api.Variation{}) {
		delete(t.Variations, p.ID)
		return
	}
	v.DataCenter, v.Trim = "", false
	t.Variations[p.ID] = combine(t.Variations[p.ID], v)
}

// combine is both variations, the later where they differ.
func combine(earlier, later api.Variation) api.Variation {
	return api.Variation{
		Client:     cmp.Or(later.Client, earlier.Client),
		Place:      cmp.Or(later.Place, earlier.Place),
		Basic:      cmp.Or(later.Basic, earlier.Basic),
		Trim:       later.Trim || earlier.Trim,
		Slash:      cmp.Or(later.Slash, earlier.Slash),
		DataCenter: cmp.Or(later.DataCenter, earlier.DataCenter),
	}
}

// readTrial reads a trial that the program sends, and finds its provider. A data
// center is put right as one that was typed.
func (s *Server) readTrial(w http.ResponseWriter, r *http.Request) (asked api.Trial, p provider.Profile, err error) {
	if err = readJSON(w, r, formLimit, &asked); err == nil {
		p, err = s.profile(s.sessionID(r), asked.Form.Provider)
	}
	if err != nil {
		return asked, p, err
	}
	if !known(asked.Variation) {
		return asked, p, invalid.says("There is no such variation. Reload the page and try again.")
	}
	field, _ := p.Field(api.DataCenterField)
	cleaned := entry.Clean(field, asked.Variation.DataCenter)
	if cleaned.Problem != "" {
		return asked, p, invalid.says("The other data center can't be tried. %s", cleaned.Problem)
	}
	asked.Variation.DataCenter = cleaned.Value
	return asked, p, nil
}

// known reports whether a variation is one of those that there are. What stands in
// a profile's place is a template there, and could name a secret.
func known(v api.Variation) bool {
	return slices.Contains([]string{
		"", api.ClientBasic, api.ClientBody, api.ClientSecretJWT, api.ClientPrivateKey, api.ClientTLS, api.ClientBearer, api.ClientNone,
	}, v.Client) &&
		slices.Contains([]string{"", api.PlaceForm, api.PlaceJSON, api.PlaceQuery, api.PlaceNone}, v.Place) &&
		slices.Contains([]string{"", "raw", "encoded"}, v.Basic) &&
		slices.Contains([]string{"", "add", "remove"}, v.Slash)
}
