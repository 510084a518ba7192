//go:build !js

// Package provider owns profiles: what the program knows of each kind of API
// platform, as data. It reads them, refuses faulty ones by line, and judges
// which hosts they name. It knows nothing of requests, tokens or sessions;
// docs/providers.md describes the format.
package provider

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strconv"
	"strings"

	"firstcall/app/api"
)

// A Profile describes one provider: the part that the page sees, and what only
// the server needs.
type Profile struct {
	api.Provider `yaml:",inline"`
	// Hosts are patterns of the data centers that a hosted run may reach; see [Profile.Permits].
	Hosts  []string `yaml:"hosts"`
	Answer Answer   `yaml:"answer"`
	// SandboxDialect is what the sandbox has to speak for this provider; empty: it can't.
	SandboxDialect string `yaml:"sandbox"`
	// SandboxOnly leaves the provider out where there is no sandbox.
	SandboxOnly bool `yaml:"sandbox_only"`
	// Variables are names for requests to use, and where in the access token's
	// claims the value stands: "scope.0.tid".
	Variables map[string]string `yaml:"variables"`
	// YAML is the text that it was read from.
	YAML string `yaml:"-"`
}

// An Answer names the members of the token endpoint's answer. An empty name is
// the standard one: that of RFC 6749 section 5.1 or OpenID Connect Core 1.0
// section 3.1.3.3, and "expires_on" for an end in Unix seconds.
type Answer struct {
	AccessToken  string `yaml:"access_token"`
	IDToken      string `yaml:"id_token"`
	RefreshToken string `yaml:"refresh_token"`
	TokenType    string `yaml:"token_type"`
	Scope        string `yaml:"scope"`
	ExpiresOn    string `yaml:"expires_on"`
	ExpiresIn    string `yaml:"expires_in"`
}

// Names answers a with the standard name for each empty one.
func (a Answer) Names() Answer {
	return Answer{
		AccessToken:  cmp.Or(a.AccessToken, "access_token"),
		IDToken:      cmp.Or(a.IDToken, "id_token"),
		RefreshToken: cmp.Or(a.RefreshToken, "refresh_token"),
		TokenType:    cmp.Or(a.TokenType, "token_type"),
		Scope:        cmp.Or(a.Scope, "scope"),
		ExpiresOn:    cmp.Or(a.ExpiresOn, "expires_on"),
		ExpiresIn:    cmp.Or(a.ExpiresIn, "expires_in"),
	}
}

// Read answers the profile's variables as the claims have them. Strings,
// numbers (digits as sent) and booleans are values; what the claims do not
// have, or have as an object, array or null, is left out. Of claims that occur
// twice the last counts.
func (p Profile) Read(claims []api.Member) map[string]string {
	values := make(map[string]string, len(p.Variables))
	for name, path := range p.Variables {
		for _, claim := range claims {
			if value, found := read(claim, path); found {
				values[name] = value
			}
		}
	}
	return values
}

// read follows path, which begins with the claim's name. The name is compared
// whole, since namespaced claims such as "https://example.com/tenant" have dots.
func read(claim api.Member, path string) (string, bool) {
	rest, begins := strings.CutPrefix(path, claim.Name)
	if !begins || rest != "" && rest[0] != '.' {
		return "", false
	}
	decoder := json.NewDecoder(bytes.NewReader(claim.Value))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return "", false
	}
	for rest != "" {
		var step string
		step, rest, _ = strings.Cut(rest[1:], ".")
		if rest != "" {
			rest = "." + rest
		}
		value = descend(value, step)
	}
	return scalar(value)
}

// descend answers a member or, for a number, an element of value; nil where there is none.
func descend(value any, step string) any {
	switch v := value.(type) {
	case map[string]any:
		return v[step]
	case []any:
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(v) {
			return v[i]
		}
	}
	return nil
}

func scalar(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}
