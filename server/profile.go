//go:build !js

package server

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"firstcall/app/api"
	"firstcall/app/quote"
	"firstcall/server/provider"
	"firstcall/server/vault"
)

const (
	maxProfiles  = 10        // that a session may have of its own
	profileLimit = 256 << 10 // of a profile on its way, escaped
)

// profilesOf are the profiles that a session is offered: the server's, with its
// own in the place of those with the same id or after them.
func (s *Server) profilesOf(id string) ([]provider.Profile, error) {
	own, err := s.ownProfiles(id)
	if err != nil {
		return nil, err
	}
	profiles := slices.Clone(s.profiles)
	for _, p := range own {
		profiles = putProfile(profiles, s.dress(p))
	}
	return profiles, nil
}

// providersOf is what the page knows of them.
func (s *Server) providersOf(id string) ([]api.Provider, error) {
	profiles, err := s.profilesOf(id)
	var providers []api.Provider
	for _, p := range profiles {
		providers = append(providers, p.Provider)
	}
	return providers, err
}

// profile looks a provider up by its own id, for the session with this id.
func (s *Server) profile(id, name string) (provider.Profile, error) {
	profiles, err := s.profilesOf(id)
	if err != nil {
		return provider.Profile{}, err
	}
	if i := indexOf(profiles, name); i >= 0 {
		return profiles[i], nil
	}
	return provider.Profile{}, invalid.says("There is no provider %s. Choose another one; if it was a profile of your own, put it back on the page Profiles.", quote.Text(name))
}

// ownProfiles are those that the session made; none for one that is gone.
func (s *Server) ownProfiles(id string) (own []provider.Profile, err error) {
	_, err = s.vault.Load(id, profilesItem, &own)
	if errors.Is(err, vault.ErrGone) {
		err = nil
	}
	return own, err
}

// dress makes a session's own profile one to offer. Its hosts permit nothing:
// which there are in a hosted run is its operator's to say.
func (s *Server) dress(p provider.Profile) provider.Profile {
	p.Own, p.Hosts = true, nil
	return s.withSandbox(p)
}

func indexOf(profiles []provider.Profile, name string) int {
	return slices.IndexFunc(profiles, func(p provider.Profile) bool { return p.ID == name })
}

func putProfile(profiles []provider.Profile, p provider.Profile) []provider.Profile {
	if i := indexOf(profiles, p.ID); i >= 0 {
		profiles[i] = p
		return profiles
	}
	return append(profiles, p)
}

// showProfile answers a profile's text, and without an id the text that was
// being edited last.
func (s *Server) showProfile(w http.ResponseWriter, r *http.Request) error {
	id, name := s.sessionID(r), r.URL.Query().Get("id")
	if name == "" {
		var draft api.Profile
		if _, err := s.vault.Load(id, profileDraftItem, &draft); err != nil && !errors.Is(err, vault.ErrGone) {
			return err
		}
		writeJSON(w, http.StatusOK, draft)
		return nil
	}
	p, err := s.profile(id, name)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, api.Profile{ID: p.ID, YAML: p.YAML, Own: p.Own})
	return nil
}

// checkProfile says what is wrong with a text, and keeps it as it is: what is
// being edited outlives the page.
func (s *Server) checkProfile(w http.ResponseWriter, r *http.Request) error {
	var draft api.Profile
	if err := readJSON(w, r, profileLimit, &draft); err != nil {
		return err
	}
	id, err := s.joinSession(r)
	if err != nil {
		return err
	}
	if err := s.vault.Save(id, profileDraftItem, draft); err != nil {
		return err
	}
	_, checked := check(draft.YAML)
	writeJSON(w, http.StatusOK, checked)
	return nil
}

// mostFaults is how many faults are worth telling.
const mostFaults = 20

// check reads a profile's text.
func check(text string) (provider.Profile, api.Checked) {
	p, err := provider.Parse("profile", []byte(text))
	var faults *provider.Faults
	if errors.As(err, &faults) {
		return p, api.Checked{Faults: faults.List[:min(len(faults.List), mostFaults)]}
	}
	p.Own = true
	return p, api.Checked{Provider: &p.Provider}
}

// keepProfile offers a profile to this session, if it has no faults.
func (s *Server) keepProfile(w http.ResponseWriter, r *http.Request) error {
	var asked api.Profile
	if err := readJSON(w, r, profileLimit, &asked); err != nil {
		return err
	}
	p, checked := check(asked.YAML)
	if checked.Provider != nil {
		id, err := s.joinSession(r)
		if err == nil {
			err = s.changeProfiles(id, s.dress(p), func(own []provider.Profile) ([]provider.Profile, error) {
				if own = putProfile(own, p); len(own) > maxProfiles {
					return nil, invalid.says("This session has %d profiles of its own, which is as many as it may have. Remove one that you no longer need.", maxProfiles)
				}
				return own, nil
			})
		}
		if err != nil {
			return err
		}
	}
	writeJSON(w, http.StatusOK, checked)
	return nil
}

// dropProfile removes one that this session made.
func (s *Server) dropProfile(w http.ResponseWriter, r *http.Request) error {
	id, name := s.sessionID(r), r.URL.Query().Get("id")
	after := provider.Profile{Provider: api.Provider{ID: name}}
	if i := indexOf(s.profiles, name); i >= 0 {
		after = s.profiles[i]
	}
	err := s.changeProfiles(id, after, func(own []provider.Profile) ([]provider.Profile, error) {
		i := indexOf(own, name)
		if i < 0 {
			return nil, invalid.says("This session has no profile %s of its own. Reload the page to see which there are.", quote.Text(name))
		}
		return slices.Delete(own, i, i+1), nil
	})
	if err != nil {
		return err
	}
	return s.answerState(w, r, id)
}

// changeProfiles changes the session's own profiles, which has after offered by
// its id. What must not follow to it is taken away first: a renewal may be about
// to begin.
func (s *Server) changeProfiles(id string, after provider.Profile, change func([]provider.Profile) ([]provider.Profile, error)) error {
	offered, err := s.profilesOf(id)
	if err != nil {
		return err
	}
	if i := indexOf(offered, after.ID); i >= 0 {
		if err := s.estrange(id, offered[i], after); err != nil {
			return err
		}
	}
	var own []provider.Profile
	return s.vault.Update(id, profilesItem, &own, func() (err error) {
		own, err = change(own)
		return err
	})
}

// discover makes a profile of an authorization server's metadata.
func (s *Server) discover(w http.ResponseWriter, r *http.Request) error {
	var asked api.Import
	if err := readJSON(w, r, formLimit, &asked); err != nil {
		return err
	}
	imported := s.importer.Import(r.Context(), asked.Issuer)
	if err := r.Context().Err(); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, imported)
	return nil
}

// permitsImport is for one URL: any that a profile of this server permits, or
// its operator.
func (s *Server) permitsImport(u *url.URL) bool {
	return s.permits(provider.Profile{}, u) ||
		slices.ContainsFunc(s.profiles, func(p provider.Profile) bool { return s.permits(p, u) })
}
