//go:build !js

package server

import (
	"errors"
	"maps"

	"firstcall/server/provider"
)

// estrange sees to it, after another profile took the place of before or that
// was removed, that no secret meant for before gets anywhere else by itself:
// neither what was typed, nor what connections renew their tokens with.
func (s *Server) estrange(id string, before provider.Profile) error {
	after, err := s.profile(id, before.ID)
	if known := (*fault)(nil); err != nil && !errors.As(err, &known) {
		return err
	}
	return errors.Join(s.untype(id, before, after), s.unrenew(id, before, after))
}

// untype drops the secrets that were typed for before, unless after sends them
// to the same hosts and keeps them as well.
func (s *Server) untype(id string, before, after provider.Profile) error {
	var t typed
	return s.vault.Update(id, formItem, &t, func() error {
		if confides(before, after, t.of(before)) {
			return nil
		}
		for _, f := range before.Fields {
			if f.IsSecret() {
				delete(t.Values[before.ID], f.Name)
			}
		}
		return nil
	})
}

const changedNote = "The profile was changed since, and asks other hosts now. Switch renewal on again if that is as it should be."

// unrenew switches the renewal of connections off that after would make
// elsewhere.
func (s *Server) unrenew(id string, before, after provider.Profile) error {
	l, err := s.list(id)
	if err != nil {
		return err
	}
	for _, it := range l.All {
		if it.Key.Provider != before.ID {
			continue
		}
		var c connection
		err := s.vault.Update(id, connectionItem+it.ID, &c, func() error {
			if c.ID == "" || confides(before, after, c.values()) {
				return errUnchanged
			}
			c.Renewal.On, c.Renewal.Note = false, changedNote
			return nil
		})
		if err != nil && !errors.Is(err, errUnchanged) {
			return err
		}
	}
	return nil
}

// confides reports whether after may have the secrets that before has: it
// sends values to no other host, and shows none of what before keeps secret.
func confides(before, after provider.Profile, values map[string]string) bool {
	for _, f := range before.Fields {
		if g, there := after.Field(f.Name); f.IsSecret() && there && !g.IsSecret() {
			return false
		}
	}
	known := hostsOf(before, values)
	for host := range hostsOf(after, values) {
		if !known[host] {
			return false
		}
	}
	return after.ID != ""
}

// hostsOf are the schemes and hosts that a profile leads to with values.
func hostsOf(p provider.Profile, values map[string]string) map[string]bool {
	filled := maps.Clone(values)
	for _, f := range p.Fields {
		if filled[f.Name] == "" {
			filled[f.Name] = f.Default
		}
	}
	templates := append(askedBy(p), p.Endpoints.Authorization)
	for _, step := range p.Steps {
		templates = append(templates, step.Token.URL)
	}
	hosts := map[string]bool{}
	for _, template := range templates {
		if u := targetOf(p, template, filled); u != nil {
			hosts[u.Scheme+"://"+u.Host] = true
		}
	}
	return hosts
}
