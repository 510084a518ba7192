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

var (
	kinds    = []string{api.FieldText, api.FieldSecret, api.FieldURL, api.FieldEndpoint, api.FieldChoice, api.FieldCertificate}
	places   = []string{api.PlaceForm, api.PlaceJSON, api.PlaceQuery}
	clients  = []string{api.ClientBasic, api.ClientBody, api.ClientNone}
	dialects = []string{"standard", "acronis", "cyberapp", "dcv", "passport", "oauth"}
)

// fill puts in what a profile need not say.
func fill(p *Profile) {
	if p.Token.Method == "" {
		p.Token.Method = "POST"
	}
	for i := range p.Fields {
		if p.Fields[i].Kind == "" {
			p.Fields[i].Kind = api.FieldText
		}
	}
	for i := range p.Requests {
		if p.Requests[i].Method == "" {
			p.Requests[i].Method = "GET"
		}
	}
}

// check notes every fault of a decoded profile.
func (s *source) check(p Profile) {
	s.checkHead(p)
	for i, field := range p.Fields {
		s.checkField(p, i, field)
	}
	s.checkDataCenter(p)
	s.checkToken(p)
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

func (s *source) checkField(p Profile, i int, f api.Field) {
	if !validName.MatchString(f.Name) {
		s.fault(fmt.Sprintf("field name %q may have only a to z, 0 to 9 and _, and not be empty", f.Name), "fields", i, "name")
	}
	if slices.IndexFunc(p.Fields, func(other api.Field) bool { return other.Name == f.Name }) < i {
		s.fault(fmt.Sprintf("field %q is there twice", f.Name), "fields", i, "name")
	}
	if f.Label == "" {
		s.fault(fmt.Sprintf("field %q has no label", f.Name), "fields", i, "label")
	}
	s.oneOf("kind", f.Kind, kinds, "fields", i, "kind")
	if f.KeepPath && f.Kind != api.FieldURL {
		s.fault("keep_path is for a field of kind url", "fields", i, "keep_path")
	}
	s.checkChoices(i, f)
	s.checkWhen(p, f.When, "fields", i, "when")
}

func (s *source) checkChoices(i int, f api.Field) {
	if f.Kind != api.FieldChoice {
		if len(f.Choices) > 0 {
			s.fault("choices are for a field of kind choice", "fields", i, "choices")
		}
		return
	}
	if len(f.Choices) == 0 {
		s.fault(fmt.Sprintf("field %q has no choices", f.Name), "fields", i)
		return
	}
	var values []string
	for _, choice := range f.Choices {
		values = append(values, choice.Value)
	}
	if f.Default != "" {
		s.oneOf("default", f.Default, values, "fields", i, "default")
	}
}

func (s *source) checkDataCenter(p Profile) {
	switch f, found := p.Field(api.DataCenterField); {
	case !found:
		s.fault("there is no field named data_center", "fields")
	case f.Kind != api.FieldURL:
		s.fault("the field data_center is of kind url", "fields")
	}
	if f, found := p.Field(api.CAField); found && f.Kind != api.FieldCertificate {
		s.fault("the field ca is of kind certificate", "fields")
	}
}

// checkWhen holds a condition to "field=value", with a value that a choice has.
func (s *source) checkWhen(p Profile, when string, path ...any) {
	if when == "" {
		return
	}
	name, value, equals := strings.Cut(when, "=")
	f, found := p.Field(name)
	if !equals || !found {
		s.fault(fmt.Sprintf("when %q is not of the form field=value with a field of this profile", when), path...)
		return
	}
	if f.Kind == api.FieldChoice && !slices.ContainsFunc(f.Choices, func(c api.Choice) bool { return c.Value == value }) {
		s.fault(fmt.Sprintf("when %q names no choice of %s", when, name), path...)
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

// template holds the names in braces to the profile's fields and to variables.
func (s *source) template(p Profile, variables map[string]string, text string, at ...any) {
	for _, name := range wire.Names(text) {
		if _, found := p.Field(name); found {
			continue
		}
		if _, found := variables[name]; !found {
			s.fault(fmt.Sprintf("{%s} names no field of this profile", name), at...)
		}
	}
}

func (s *source) oneOf(what, value string, allowed []string, at ...any) {
	if !slices.Contains(allowed, value) {
		s.fault(fmt.Sprintf("%s %q is none of %s", what, value, strings.Join(allowed, ", ")), at...)
	}
}
