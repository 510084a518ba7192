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

var (
	places   = []string{api.PlaceForm, api.PlaceJSON, api.PlaceQuery, api.PlaceNone}
	ins      = []string{api.InHeader, api.InQuery, api.InBody, api.InAuthorization}
	bodiless = []string{"GET", "HEAD"}
)

// checkToken checks the token request at a path; p has the fields that it may name.
func (s *source) checkToken(p Profile, t api.TokenRequest, at ...any) {
	s.checkURL(p, "token.url", t.URL, below(at, "url")...)
	s.open(p, t.Grant, below(at, "grant")...)
	s.oneOf("place", t.Place, places, below(at, "place")...)
	s.checkMethod(t, at)
	s.checkClient(p, t, at)
	s.checkAssertion(p, t, at)
	for i, parameter := range t.Parameters {
		s.checkParameter(p, t, parameter, below(at, "parameters", i)...)
	}
}

func (s *source) checkMethod(t api.TokenRequest, at []any) {
	at = below(at, "method")
	switch {
	case !header.IsToken(t.Method):
		s.fault(fmt.Sprintf("method %q is no HTTP method", t.Method), at...)
	case slices.Contains(bodiless, t.Method) && (t.Place == api.PlaceForm || t.Place == api.PlaceJSON):
		s.fault(fmt.Sprintf("method %s has no body: place is query or none", t.Method), at...)
	}
	if t.Place == api.PlaceNone && t.Grant != "" {
		s.fault("place none leaves the grant out: take another place, or no grant", below(at[:len(at)-1], "place")...)
	}
}

// checkAssertion wants an issuer, which RFC 7523 section 3 does, and what can sign.
func (s *source) checkAssertion(p Profile, t api.TokenRequest, at []any) {
	a := t.Assertion
	if a == nil {
		return
	}
	at = below(at, "assertion")
	if a.Issuer == "" {
		s.fault("assertion has no issuer", at...)
	}
	if a.Lifetime < 0 {
		s.fault("lifetime is a number of seconds from now on", below(at, "lifetime")...)
	}
	_, key := p.Field(api.PrivateKeyField)
	if _, secret := p.Field(api.ClientSecretField); !key && !secret {
		s.fault("assertion needs a field named private_key or client_secret to be signed with", at...)
	}
	s.template(p, nil, a.Issuer, below(at, "issuer")...)
	s.template(p, nil, a.Subject, below(at, "subject")...)
	s.template(p, nil, a.Audience, below(at, "audience")...)
	for i, claim := range a.Claims {
		if claim.Name == "" {
			s.fault("claim has no name", below(at, "claims", i)...)
		}
		s.template(p, nil, claim.Value, below(at, "claims", i, "value")...)
	}
}

// checkParameter wants a place that there is, and of a header one that is a
// profile's to set.
func (s *source) checkParameter(p Profile, t api.TokenRequest, parameter api.Parameter, at ...any) {
	if parameter.In != "" {
		s.oneOf("in", parameter.In, ins, below(at, "in")...)
	}
	s.checkWhen(p, parameter.When, below(at, "when")...)
	if parameter.Name == "" {
		s.checkTyped(p, parameter.Value, at...)
		return
	}
	s.parameterTemplate(p, t, parameter, below(at, "value")...)
	switch parameter.In {
	case api.InHeader:
		s.checkHeader(parameter.Name, below(at, "name")...)
		if wire.ReservedHeader(parameter.Name) {
			s.fault(fmt.Sprintf("header %s is not a profile's to set", parameter.Name), below(at, "name")...)
		}
	case api.InAuthorization:
		s.checkAsking(p, parameter, below(at, "in")...)
	case api.InBody:
		if slices.Contains(bodiless, t.Method) {
			s.fault(fmt.Sprintf("method %s has no body to put %s into", t.Method, parameter.Name), below(at, "in")...)
		}
	case "":
		if t.Place == api.PlaceNone {
			s.fault(fmt.Sprintf("parameter %s needs an in, since place is none", parameter.Name), at...)
		}
	}
}

// checkTyped is for a parameter without a name.
func (s *source) checkTyped(p Profile, value string, at ...any) {
	names := wire.Names(value)
	if len(names) == 1 && value == "{"+names[0]+"}" {
		if f, _ := p.Field(names[0]); f.Kind == api.FieldParameters || f.Kind == api.FieldSecret {
			return
		}
	}
	s.fault("parameter has no name, nor is its value a field of kind parameters or secret", at...)
}

// checkAsking is for a parameter of the request that asks the user, whose URL is
// no place for a secret.
func (s *source) checkAsking(p Profile, parameter api.Parameter, at ...any) {
	if p.Endpoints.Authorization == "" && p.Endpoints.DeviceAuthorization == "" && !p.Token.Discovery {
		s.fault("in authorization needs endpoints.authorization or endpoints.device_authorization", at...)
	}
	for _, name := range wire.Names(parameter.Value) {
		if f, _ := p.Field(name); f.IsSecret() {
			s.fault(fmt.Sprintf("{%s} is secret, and the authorization request goes through the browser", name), at...)
		}
	}
}

// parameterTemplate knows {assertion}, and keeps the client's secret in the one
// place that client says.
func (s *source) parameterTemplate(p Profile, t api.TokenRequest, parameter api.Parameter, at ...any) {
	known := map[string]string{}
	if t.Assertion != nil {
		known["assertion"] = ""
	}
	s.template(p, known, parameter.Value, at...)
	s.onePlace(p, t, parameter.Value, at...)
}

// onePlace refuses a second place for the secret that client authentication
// sends, or signs with (RFC 6749 section 2.3).
func (s *source) onePlace(p Profile, t api.TokenRequest, text string, at ...any) {
	if !slices.Contains(wire.Names(text), api.ClientSecretField) {
		return
	}
	for _, way := range ways(p, t.Client) {
		if way == api.ClientBasic || way == api.ClientBody || way == api.ClientSecretJWT {
			s.fault(fmt.Sprintf("{client_secret} has its place already, by client %s", way), at...)
			return
		}
	}
}

// checkURL wants the host to come whole from a field that holds a URL: a template
// such as "{data_center}.example.com" would send the secret elsewhere. Nothing can
// follow an endpoint, which may have a query.
func (s *source) checkURL(p Profile, what, template string, at ...any) {
	begins := false
	if names := wire.Names(template); len(names) > 0 {
		f, found := p.Field(names[0])
		rest, first := strings.CutPrefix(template, "{"+names[0]+"}")
		begins = found && f.IsURL() && first && (rest == "" || f.Kind == api.FieldURL && (rest[0] == '/' || rest[0] == '?'))
	}
	if !begins {
		s.fault(fmt.Sprintf("%s %q does not begin with {data_center} or another field of kind url, alone or before a /, nor is it a field of kind endpoint", what, template), at...)
	}
	path, query, _ := strings.Cut(template, "?")
	for _, name := range wire.Names(path) {
		if f, _ := p.Field(name); f.IsSecret() {
			s.fault(fmt.Sprintf("{%s} is secret, and the path of a URL can't be masked", name), at...)
		}
	}
	s.onePlace(p, p.Token, query, at...)
	s.template(p, nil, template, at...)
}
