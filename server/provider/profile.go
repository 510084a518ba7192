//go:build !js

// Package provider owns profiles: what the program knows of each kind of API
// platform, as data. It reads them, refuses faulty ones by line, and judges
// which hosts they name. It knows nothing of requests, tokens or sessions;
// docs/providers.md describes the format.
package provider

import (
	"bytes"
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
	Hosts []string `yaml:"hosts"`
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

// An Answer names the members of the token endpoint's answer.
type Answer = api.Answer

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

// read follows path, which begins with the claim's name.
func read(claim api.Member, path string) (string, bool) {
	rest, begins := after(path, claim.Name)
	if !begins {
		return "", false
	}
	decoder := json.NewDecoder(bytes.NewReader(claim.Value))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return "", false
	}
	return scalar(follow(value, rest))
}

// Lookup answers what stands at a path such as "data.token" or "0.token" of a
// decoded JSON value, as [Answer] has it; nil where there is nothing. Where several
// names begin the path, the longest one counts that leads somewhere.
func Lookup(value any, path string) any {
	object, ok := value.(map[string]any)
	if !ok {
		return follow(value, path)
	}
	for name := path; name != ""; name = name[:max(0, strings.LastIndexByte(name, '.'))] {
		rest, _ := after(path, name)
		if member, has := object[name]; has {
			if found := follow(member, rest); found != nil {
				return found
			}
		}
	}
	return nil
}

// after is what comes after the first name of a path. The name is compared whole,
// since namespaced claims such as "https://example.com/tenant" have dots.
func after(path, name string) (rest string, begins bool) {
	rest, begins = strings.CutPrefix(path, name)
	if !begins || rest == "" {
		return "", begins
	}
	return strings.CutPrefix(rest, ".")
}

// follow goes down a path in steps without dots; nil where it ends early.
func follow(value any, path string) any {
	for path != "" {
		var step string
		step, path, _ = strings.Cut(path, ".")
		value = descend(value, step)
	}
	return value
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
