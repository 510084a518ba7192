//go:build !js

package provider

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
)

// checkEndpoints holds them to the rule of the token URL: most of them get a
// secret or a token.
func (s *source) checkEndpoints(p Profile) {
	for _, e := range []struct{ key, template string }{
		{"authorization", p.Endpoints.Authorization},
		{"device_authorization", p.Endpoints.DeviceAuthorization},
		{"introspection", p.Endpoints.Introspection},
		{"revocation", p.Endpoints.Revocation},
		{"jwks", p.Endpoints.JWKS},
		{"userinfo", p.Endpoints.Userinfo},
	} {
		if e.template != "" {
			s.checkURL(p, "endpoints."+e.key, e.template, "endpoints", e.key)
		}
	}
}

// checkIssuer wants a URL: nothing is sent there, so that it may be fixed.
func (s *source) checkIssuer(p Profile) {
	if p.Issuer == "" {
		return
	}
	s.open(p, p.Issuer, "issuer")
	u, err := url.Parse(p.Issuer)
	fixed := err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
	names := wire.Names(p.Issuer)
	if len(names) > 0 && strings.HasPrefix(p.Issuer, "{"+names[0]+"}") {
		f, _ := p.Field(names[0])
		fixed = f.IsURL()
	}
	if !fixed {
		s.fault(fmt.Sprintf("issuer %q is no http or https address, nor does it begin with a field of kind url", p.Issuer), "issuer")
	}
}

// checkMeaning is about what the page says of tokens.
func (s *source) checkMeaning(p Profile) {
	for _, name := range slices.Sorted(maps.Keys(p.Claims)) {
		if p.Claims[name] == "" {
			s.fault(fmt.Sprintf("claim %q is not explained", name), "claims", name)
		}
	}
	if p.LongestLife < 0 {
		s.fault("longest_life is a number of seconds", "longest_life")
	}
	if p.RenewBefore < 0 {
		s.fault("renew_before is a number of seconds", "renew_before")
	}
	if p.WhoAmI != "" && !slices.ContainsFunc(p.Requests, func(r api.Request) bool { return r.Name == p.WhoAmI }) {
		s.fault(fmt.Sprintf("who_am_i %q is the name of none of this profile's requests", p.WhoAmI), "who_am_i")
	}
}

func (s *source) checkSteps(p Profile) {
	for i, step := range p.Steps {
		s.checkStep(p, i, step)
	}
}

func (s *source) checkStep(p Profile, i int, step api.Step) {
	if !validID.MatchString(step.ID) {
		s.fault(fmt.Sprintf("step id %q may have only a to z, 0 to 9 and -, and not be empty", step.ID), "steps", i, "id")
	}
	if slices.IndexFunc(p.Steps, func(other api.Step) bool { return other.ID == step.ID }) < i {
		s.fault(fmt.Sprintf("step %q is there twice", step.ID), "steps", i, "id")
	}
	if step.Name == "" {
		s.fault("step has no name", "steps", i, "name")
	}
	if step.Request != "" && !slices.ContainsFunc(p.Requests, func(r api.Request) bool { return r.Name == step.Request }) {
		s.fault(fmt.Sprintf("request %q is the name of none of this profile's requests", step.Request), "steps", i, "request")
	}
	for j, f := range step.Fields {
		if _, taken := p.Field(f.Name); taken {
			s.fault(fmt.Sprintf("field %q is one of the profile's already", f.Name), "steps", i, "fields", j, "name")
		}
	}
	p.Fields = append(slices.Clip(p.Fields), step.Fields...)
	s.checkFields(p, step.Fields, "steps", i, "fields")
	p.Fields = append(p.Fields, api.Field{Name: api.AccessTokenField, Kind: api.FieldSecret})
	s.checkToken(p, step.Token, "steps", i, "token")
}
