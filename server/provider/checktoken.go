//go:build !js

package provider

import (
	"fmt"
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/app/header"
	"firstcall/app/wire"
)

// reserved are headers of a token request that the request itself decides.
var reserved = []string{"authorization", "connection", "content-length", "cookie", "host", "origin", "transfer-encoding"}

func (s *source) checkToken(p Profile) {
	t := p.Token
	s.checkTokenURL(p, t.URL)
	if !header.IsToken(t.Method) {
		s.fault(fmt.Sprintf("method %q is no HTTP method", t.Method), "token", "method")
	}
	s.template(p, nil, t.Grant, "token", "grant")
	s.oneOf("place", t.Place, places, "token", "place")
	s.checkClient(p, t.Client)
	for i, parameter := range t.Parameters {
		s.checkParameter(p, i, parameter)
	}
}

// checkParameter wants a name, and of a header one that is a profile's to set.
func (s *source) checkParameter(p Profile, i int, parameter api.Parameter) {
	if parameter.Name == "" {
		s.fault("parameter has no name", "token", "parameters", i)
	}
	s.template(p, nil, parameter.Value, "token", "parameters", i, "value")
	s.checkWhen(p, parameter.When, "token", "parameters", i, "when")
	if parameter.In != api.InHeader {
		return
	}
	s.checkHeader(parameter.Name, "token", "parameters", i, "name")
	if slices.Contains(reserved, strings.ToLower(parameter.Name)) {
		s.fault(fmt.Sprintf("header %s is not a profile's to set", parameter.Name), "token", "parameters", i, "name")
	}
}

// checkTokenURL wants the host to come whole from a field that holds a URL: a
// template such as "{data_center}.example.com" would send the secret elsewhere.
// Nothing can follow an endpoint, which may have a query.
func (s *source) checkTokenURL(p Profile, template string) {
	begins := false
	if names := wire.Names(template); len(names) > 0 {
		f, found := p.Field(names[0])
		rest, first := strings.CutPrefix(template, "{"+names[0]+"}")
		begins = found && f.IsURL() && first && (rest == "" || f.Kind == api.FieldURL && (rest[0] == '/' || rest[0] == '?'))
	}
	if !begins {
		s.fault(fmt.Sprintf("token.url %q does not begin with {data_center} or another field of kind url, alone or before a /, nor is it a field of kind endpoint", template), "token", "url")
	}
	path, _, _ := strings.Cut(template, "?")
	for _, name := range wire.Names(path) {
		if f, _ := p.Field(name); f.Kind == api.FieldSecret {
			s.fault(fmt.Sprintf("{%s} is secret, and the path of a URL can't be masked", name), "token", "url")
		}
	}
	s.template(p, nil, template, "token", "url")
}

// checkClient wants one of the ways, or a choice among them, and the fields that they need.
func (s *source) checkClient(p Profile, client string) {
	ways := []string{client}
	if names := wire.Names(client); len(names) == 1 && client == "{"+names[0]+"}" {
		f, _ := p.Field(names[0])
		ways = nil
		for _, choice := range f.Choices {
			ways = append(ways, choice.Value)
		}
		if len(ways) == 0 {
			s.fault(fmt.Sprintf("client %q names no field of kind choice", client), "token", "client")
		}
	}
	for _, way := range ways {
		s.oneOf("client", way, clients, "token", "client")
		s.checkClientFields(p, way)
	}
}

// checkClientFields lets a client in the body be a public one, without a secret.
func (s *source) checkClientFields(p Profile, way string) {
	needed := map[string][]string{
		api.ClientBasic: {"client_id", "client_secret"},
		api.ClientBody:  {"client_id"},
	}
	for _, name := range needed[way] {
		if _, found := p.Field(name); !found {
			s.fault(fmt.Sprintf("client %q needs a field named %s", way, name), "token", "client")
		}
	}
}
