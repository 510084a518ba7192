//go:build !js

package server

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A connectionKey is what a token is for. A session has one connection for each.
type connectionKey struct {
	Provider   string
	DataCenter string
	Client     string
	User       string // as typed, or the ID token's subject
	Scope      string // as requested
	Audience   string
	Resource   string // RFC 8707
	Grant      string
	Of         string // the ID of the connection that a step began with
	Step       string
	Subject    string // what the step was made for: its fields' values
}

// parts are what tells k from other keys, in words, the most telling first.
func (k connectionKey) parts() []string {
	host := k.DataCenter
	if u, err := url.Parse(host); err == nil && u.Host != "" {
		host = u.Host
	}
	return []string{host, k.Step, k.Subject, k.Provider, k.Client, k.User, k.Scope, k.Audience, k.Resource, k.Grant}
}

// namePart is how long one part but the host may be in a name, in characters.
const namePart = 24

// names tells the connections with these keys apart: host and step, and of the
// rest what it takes. Where nothing does, the later ones are numbered.
func names(keys []connectionKey) []string {
	var all []string
	seen := map[string]int{}
	for _, k := range keys {
		name := k.name(keys)
		if seen[name]++; seen[name] > 1 {
			name += " · " + strconv.Itoa(seen[name])
		}
		all = append(all, name)
	}
	return all
}

// name tells k from keys, as far as its parts do.
func (k connectionKey) name(keys []connectionKey) string {
	parts := k.parts()
	words := parts[:1:1]
	for part, word := range parts[1:] {
		telling := slices.ContainsFunc(keys, func(other connectionKey) bool { return rivals(k, other, part+1) })
		if word != "" && (telling || word == k.Step) {
			words = append(words, shorten(word))
		}
	}
	return strings.Join(words, " · ")
}

// rivals reports whether a and b are alike in all parts before this one, but not in it.
func rivals(a, b connectionKey, part int) bool {
	mine, others := a.parts(), b.parts()
	return slices.Equal(mine[:part], others[:part]) && mine[part] != others[part]
}

func shorten(word string) string {
	if utf8.RuneCountInString(word) <= namePart {
		return word
	}
	return string([]rune(word)[:namePart-1]) + "…"
}
