//go:build !js

package server

import (
	"maps"
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/provider"
)

// A use is a profile and what to use it with.
type use struct {
	profile   provider.Profile
	values    map[string]string // by field name, the secrets too
	variation api.Variation     // that was kept
	step      *api.Step         // nil: the profile's own token request
	of        string            // the ID of the connection that the step begins with
}

// asked is the profile and the values as requests are made of them.
func (u use) asked() (provider.Profile, map[string]string) {
	p := u.profile
	p.Provider = wire.Vary(p.Provider, u.variation)
	values := maps.Clone(u.values) // those of a step's fields stay
	maps.Copy(values, wire.VaryValues(u.profile.Provider, u.values, u.variation))
	return p, values
}

// token is [use.asked] with the token request that is meant in the profile: the
// step's, if there is one. It is for what can be told without the step's token.
func (u use) token() (provider.Profile, map[string]string) {
	p, values := u.asked()
	if u.step != nil {
		p.Provider = wire.Step(p.Provider, *u.step)
		values[api.AccessTokenField] = "token" // in the place of the one that it begins with
	}
	return p, values
}

// grant is the grant_type.
func (u use) grant() string {
	p, values := u.token()
	return wire.Grant(p.Provider, values)
}

// fields are those that values may be of.
func (u use) fields() []api.Field {
	if u.step == nil {
		return u.profile.Fields
	}
	return slices.Concat(u.profile.Fields, u.step.Fields)
}

// key is that of the connection that comes of it.
func (u use) key() connectionKey {
	p, values := u.token()
	shown := func(name string) string {
		if f, known := p.Field(name); known && !f.IsSecret() && f.Shown(values) {
			return values[name]
		}
		return ""
	}
	k := connectionKey{
		Provider:   p.ID,
		DataCenter: values[api.DataCenterField],
		Client:     shown(api.ClientIDField),
		User:       shown("username"),
		Scope:      parameter(p, values, "scope"),
		Audience:   parameter(p, values, "audience"),
		Resource:   parameter(p, values, "resource"),
		Grant:      u.grant(),
	}
	if u.step != nil {
		k.Of, k.Step, k.Subject = u.of, u.step.ID, u.subject()
	}
	return k
}

// subject is what the step is made for: the values of its fields.
func (u use) subject() string {
	var words []string
	for _, f := range u.step.Fields {
		if value := u.values[f.Name]; value != "" && !f.IsSecret() {
			words = append(words, value)
		}
	}
	return strings.Join(words, " ")
}

// parameter answers one of the first request that p makes with values; "" where
// it holds a secret.
func parameter(p provider.Profile, values map[string]string, name string) string {
	first, err := wire.First(p.Provider, values, "")
	if err != nil {
		return ""
	}
	sent, _ := first.Param(name)
	if sent.Secret {
		return ""
	}
	return sent.Value
}

// use is how the connection of a session was made.
func (s *Server) use(id string, c connection) (use, error) {
	p, err := s.profile(id, c.Key.Provider)
	u := use{profile: p, values: c.values(), variation: c.Variation, of: c.Key.Of}
	if err != nil || c.Key.Step == "" {
		return u, err
	}
	u.step = stepOf(p, c.Key.Step)
	if u.step == nil {
		return u, errNoStep
	}
	return u, nil
}

func stepOf(p provider.Profile, name string) *api.Step {
	if i := slices.IndexFunc(p.Steps, func(s api.Step) bool { return s.ID == name }); i >= 0 {
		return &p.Steps[i]
	}
	return nil
}

var errNoStep = invalid.says("The profile has no such step. Reload the page to see which there are.")
