package bench

import (
	"slices"
	"strings"

	"firstcall/app/api"
)

// A Scope is one of the scopes that were asked for or granted.
type Scope struct {
	Name           string
	Asked, Granted bool
}

// Scopes lays the scope that was asked for beside the granted one. said is what
// there is to say of the whole, "" for nothing.
func Scopes(c api.Connection) (scopes []Scope, said string) {
	asked, granted := strings.Fields(c.RequestedScope), strings.Fields(c.Scope)
	switch {
	case len(asked)+len(granted) == 0:
		return nil, ""
	case len(granted) == 0:
		granted = asked
		said = "The answer names no scope: it then is the one that was asked for (RFC 6749 section 5.1)."
	case len(asked) == 0:
		said = "None was asked for: the server chose."
	}
	for _, name := range append(slices.Clone(asked), granted...) {
		if !slices.ContainsFunc(scopes, func(s Scope) bool { return s.Name == name }) {
			scopes = append(scopes, Scope{name, slices.Contains(asked, name), slices.Contains(granted, name)})
		}
	}
	return scopes, said
}

// Differs says how the scope differs between request and answer, "" where it
// doesn't. Where none was asked for there is nothing to differ from.
func (s Scope) Differs(c api.Connection) string {
	switch {
	case !s.Granted:
		return "not granted"
	case !s.Asked && strings.TrimSpace(c.RequestedScope) != "":
		return "not asked for"
	}
	return ""
}
