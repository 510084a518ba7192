//go:build !js

package server

import (
	"errors"
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/provider"
)

// estrange sees to it, before another profile takes the place of before, that no
// secret meant for that gets anywhere else by itself: neither what was typed, nor
// what connections renew their tokens with, nor what a sign-in would end with.
func (s *Server) estrange(id string, before, after provider.Profile) error {
	return errors.Join(s.untype(id, before, after), s.unrenew(id, before, after), s.unsign(id, before, after))
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

const changedNote = "The profile was changed since, and asks other hosts now, or asks them another way. Switch renewal on again if that is as it should be."

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

// unsign ends a sign-in that after would finish elsewhere.
func (s *Server) unsign(id string, before, after provider.Profile) error {
	it, err := item[signIn](s, id, signInItem)
	if err != nil || it == nil || it.Provider != before.ID {
		return err
	}
	u, err := s.signInUse(id, *it)
	if err != nil || confides(before, after, u.values) {
		return err
	}
	return s.endWith(id, it.ID, &api.Failure{
		Kind: api.FailureCancelled, Title: "The sign-in was given up",
		Detail: "Its profile was changed meanwhile, and asks other hosts now, or asks them another way.",
		Try:    []string{"Begin the sign-in again if that is as it should be."},
	})
}

// confides reports whether after may have the secrets that before has: it sends
// values to no other host and no other way, and shows none of what before keeps
// secret.
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
	return len(after.Fields) > 0 && sameWay(before, after, values)
}

// sameWay reports whether two profiles have values leave through the same proxy
// and trust the same certificates.
func sameWay(before, after provider.Profile, values map[string]string) bool {
	a, b := wire.Filled(before.Provider, values), wire.Filled(after.Provider, values)
	for _, name := range []string{api.CAField, api.PinField, api.VerifyField, api.ProxyField} {
		if a[name] != b[name] {
			return false
		}
	}
	return true
}

// hostsOf are the schemes and hosts that a profile leads to with values, its steps
// included.
func hostsOf(p provider.Profile, values map[string]string) map[string]bool {
	hosts := map[string]bool{}
	addHosts(hosts, p, append(askedBy(p), p.Endpoints.Authorization), values)
	for _, step := range p.Steps {
		q := p
		q.Provider = wire.Step(p.Provider, step)
		addHosts(hosts, q, []string{step.Token.URL}, values)
	}
	return hosts
}

// addHosts adds those of templates. The field that one begins with has its host whole.
func addHosts(hosts map[string]bool, p provider.Profile, templates []string, values map[string]string) {
	filled := wire.Filled(p.Provider, values)
	for _, template := range templates {
		if begin, _, whole := strings.Cut(template, "}"); whole && strings.HasPrefix(begin, "{") {
			template = begin + "}"
		}
		if u := targetOf(p, template, filled); u != nil {
			hosts[u.Scheme+"://"+u.Host] = true
		}
	}
}
