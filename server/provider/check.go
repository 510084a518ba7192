//go:build !js

package provider

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/app/header"
	"firstcall/app/wire"
)

var (
	validID   = regexp.MustCompile(`^[a-z0-9-]+$`)
	validName = regexp.MustCompile(`^[a-z0-9_]+$`)
)

var dialects = []string{"standard", "acronis", "cyberapp", "dcv", "passport", "oauth"}

// check notes every fault of a decoded profile.
func (s *source) check(p Profile) {
	s.checkHead(p)
	s.checkFields(p, p.Fields, "fields")
	if _, found := p.Field(api.DataCenterField); !found {
		s.fault("there is no field named data_center", "fields")
	}
	s.checkToken(p, p.Token, "token")
	s.checkEndpoints(p)
	s.checkIssuer(p)
	s.checkMeaning(p)
	s.checkSteps(p)
	for i, base := range p.APIs {
		s.checkPath(base.Path, "apis", i, "path")
	}
	for i, request := range p.Requests {
		s.checkRequest(p, i, request)
	}
}

func (s *source) checkHead(p Profile) {
	switch {
	case p.ID == "":
		s.fault("id is missing")
	case !validID.MatchString(p.ID):
		s.fault(fmt.Sprintf("id %q may have only a to z, 0 to 9 and -", p.ID), "id")
	}
	if p.Name == "" {
		s.fault("name is missing", "name")
	}
	if u, err := url.Parse(p.Documentation); p.Documentation != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		s.fault(fmt.Sprintf("documentation %q is no http or https address", p.Documentation), "documentation")
	}
	if p.SandboxDialect != "" {
		s.oneOf("sandbox", p.SandboxDialect, dialects, "sandbox")
	}
	for i, pattern := range p.Hosts {
		if !ValidPattern(pattern) {
			s.fault(fmt.Sprintf("host %q is no host name such as api.example.com, *.example.com or api.example.com:8443", pattern), "hosts", i)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Variables)) {
		if _, taken := p.Field(name); taken || !validName.MatchString(name) {
			s.fault(fmt.Sprintf("variable %q needs a name of its own, of a to z, 0 to 9 and _", name), "variables", name)
		}
		if p.Variables[name] == "" {
			s.fault(fmt.Sprintf("variable %q names no claim", name), "variables", name)
		}
	}
}

func (s *source) checkRequest(p Profile, i int, r api.Request) {
	if r.Name == "" {
		s.fault("request has no name", "requests", i)
	}
	if r.API != "" && !slices.ContainsFunc(p.APIs, func(base api.BasePath) bool { return base.Name == r.API }) {
		s.fault(fmt.Sprintf("api %q is none of this profile's apis", r.API), "requests", i, "api")
	}
	if !header.IsToken(r.Method) {
		s.fault(fmt.Sprintf("method %q is no HTTP method", r.Method), "requests", i, "method")
	}
	s.checkPath(r.Path, "requests", i, "path")
	s.template(p, p.Variables, r.Path, "requests", i, "path")
	s.template(p, p.Variables, r.Body, "requests", i, "body")
	for j, row := range r.Query {
		s.template(p, p.Variables, row.Value, "requests", i, "query", j, "value")
	}
	for j, row := range r.Header {
		s.checkHeader(row.Name, "requests", i, "header", j, "name")
		s.template(p, p.Variables, row.Value, "requests", i, "header", j, "value")
	}
}

func (s *source) checkPath(path string, at ...any) {
	if !strings.HasPrefix(path, "/") {
		s.fault(fmt.Sprintf("path %q does not begin with /", path), at...)
	}
}

func (s *source) checkHeader(name string, at ...any) {
	if !header.IsToken(name) {
		s.fault(fmt.Sprintf("%q is no header name", name), at...)
	}
}

// template holds the names in braces to the profile's fields and to variables. A
// private key signs and is never sent, and lines of parameters are no value.
func (s *source) template(p Profile, variables map[string]string, text string, at ...any) {
	for _, name := range wire.Names(text) {
		f, found := p.Field(name)
		_, variable := variables[name]
		switch {
		case !found && !variable:
			s.fault(fmt.Sprintf("{%s} names no field of this profile", name), at...)
		case f.Kind == api.FieldKey:
			s.fault(fmt.Sprintf("{%s} is a private key, which signs and is never sent", name), at...)
		case f.Kind == api.FieldParameters:
			s.fault(fmt.Sprintf("{%s} is of kind parameters, for a parameter without a name", name), at...)
		}
	}
}

// open is template for what is shown as it is.
func (s *source) open(p Profile, text string, at ...any) {
	s.template(p, nil, text, at...)
	for _, name := range wire.Names(text) {
		if f, _ := p.Field(name); f.IsSecret() {
			s.fault(fmt.Sprintf("{%s} is secret, and this is shown", name), at...)
		}
	}
}

func (s *source) oneOf(what, value string, allowed []string, at ...any) {
	if !slices.Contains(allowed, value) {
		s.fault(fmt.Sprintf("%s %q is none of %s", what, value, strings.Join(allowed, ", ")), at...)
	}
}
