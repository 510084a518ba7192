//go:build !js

package server

import (
	"net/http"

	"firstcall/app/api"
	"firstcall/app/entry"
	"firstcall/app/wire"
	"firstcall/server/provider"
	"firstcall/server/secret"
	"firstcall/server/vault"
)

// typed is what the user typed to connect, for each provider apart: a secret
// meant for one is never offered to another whose field has the same name.
type typed struct {
	Provider string // the one chosen last
	Values   map[string]map[string]secret.String
	// Variations are what was kept of trials.
	Variations map[string]api.Variation
}

// merge takes a form over for p. What the form leaves out stays, a kept secret
// above all; an empty value removes. Only p's fields count.
func (t *typed) merge(p provider.Profile, form api.Form) {
	t.Provider = p.ID
	if t.Values == nil {
		t.Values = map[string]map[string]secret.String{}
	}
	values := t.Values[p.ID]
	if values == nil {
		values = map[string]secret.String{}
		t.Values[p.ID] = values
	}
	for _, f := range p.Fields {
		value, sent := form.Values[f.Name]
		if sent && value == "" {
			delete(values, f.Name)
		} else if sent {
			values[f.Name] = secret.New(value)
		}
	}
}

// clean puts p's values right as the page would have, and answers what can't
// be put right, nil if nothing.
func (t *typed) clean(p provider.Profile) *api.Failure {
	for _, f := range p.Fields {
		cleaned := entry.Clean(f, t.Values[p.ID][f.Name].Reveal())
		if cleaned.Problem != "" {
			return fieldFailure(f, cleaned.Problem)
		}
		if cleaned.Value == "" {
			delete(t.Values[p.ID], f.Name)
			continue
		}
		t.Values[p.ID][f.Name] = secret.New(cleaned.Value)
	}
	return nil
}

// take is merge and clean together, for what is to be used now. The error is
// that form counts on a secret that is not held.
func (t *typed) take(p provider.Profile, form api.Form) (*api.Failure, error) {
	t.merge(p, form)
	if t.lacks(p, form) {
		return nil, vault.ErrGone
	}
	return t.clean(p), nil
}

// fieldFailure says why a field's value can't be right.
func fieldFailure(f api.Field, problem string) *api.Failure {
	return &api.Failure{
		Kind: api.FailureField, Phase: api.RungURL, Field: f.Name,
		Title: "Check the field " + f.Label, Detail: problem,
	}
}

// of answers the values for p with the defaults filled in.
func (t *typed) of(p provider.Profile) map[string]string {
	values := make(map[string]string, len(p.Fields))
	for name, value := range t.Values[p.ID] {
		values[name] = value.Reveal()
	}
	return wire.Filled(p.Provider, values)
}

// use is p with its values.
func (t *typed) use(p provider.Profile) use {
	return use{profile: p, values: t.of(p), variation: t.Variations[p.ID]}
}

// lacks reports whether form counts on a secret that is not held.
func (t *typed) lacks(p provider.Profile, form api.Form) bool {
	for _, name := range form.Kept {
		if _, known := p.Field(name); known && t.Values[p.ID][name].Empty() {
			return true
		}
	}
	return false
}

// shown is the form as the page may know it: secrets only by name.
func (t *typed) shown(p provider.Profile) api.Form {
	form := api.Form{Provider: p.ID, Values: map[string]string{}, Variation: t.Variations[p.ID]}
	for _, f := range p.Fields {
		value := t.Values[p.ID][f.Name]
		switch {
		case value.Empty():
		case f.IsSecret():
			form.Kept = append(form.Kept, f.Name)
		default:
			form.Values[f.Name] = value.Reveal()
		}
	}
	return form
}

// readTyped reads a form that the program sends, and finds its provider.
func (s *Server) readTyped(w http.ResponseWriter, r *http.Request) (form api.Form, p provider.Profile, err error) {
	if err = readJSON(w, r, formLimit, &form); err == nil {
		p, err = s.profile(s.sessionID(r), form.Provider)
	}
	return form, p, err
}

// saveTyped merges form into what was typed before.
func (s *Server) saveTyped(id string, p provider.Profile, form api.Form) error {
	var t typed
	return s.vault.Update(id, formItem, &t, func() error {
		t.merge(p, form)
		return nil
	})
}

// preview is what would be connected with, and what can't be right about it; it
// keeps nothing.
func (s *Server) preview(id string, p provider.Profile, form api.Form) (u use, failure *api.Failure, err error) {
	var t typed
	if _, err = s.vault.Load(id, formItem, &t); err == nil {
		failure, err = t.take(p, form)
	}
	return t.use(p), failure, err
}

// keepForm keeps what was typed so far.
func (s *Server) keepForm(w http.ResponseWriter, r *http.Request) error {
	form, p, err := s.readTyped(w, r)
	if err != nil {
		return err
	}
	id, err := s.joinSession(r)
	if err != nil {
		return err
	}
	if err := s.saveTyped(id, p, form); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
