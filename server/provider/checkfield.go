//go:build !js

package provider

import (
	"fmt"
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/app/entry"
	"firstcall/app/wire"
)

var kinds = []string{
	api.FieldText, api.FieldSecret, api.FieldURL, api.FieldEndpoint, api.FieldChoice,
	api.FieldCertificate, api.FieldKey, api.FieldSeconds, api.FieldParameters,
}

// fixedKinds are those of fields that the program itself reads.
var fixedKinds = map[string]string{
	api.DataCenterField:         api.FieldURL,
	api.ClientSecretField:       api.FieldSecret,
	api.RefreshTokenField:       api.FieldSecret,
	api.PrivateKeyField:         api.FieldKey,
	api.CAField:                 api.FieldCertificate,
	api.PinField:                api.FieldText,
	api.VerifyField:             api.FieldChoice,
	api.ClientCertificateField:  api.FieldCertificate,
	api.ClientKeyField:          api.FieldKey,
	api.ProxyField:              api.FieldText,
	api.ProxyAuthorizationField: api.FieldSecret,
	api.ConnectTimeoutField:     api.FieldSeconds,
	api.TimeoutField:            api.FieldSeconds,
}

// reservedNames are of values that come from an earlier answer, or are made when
// they are needed.
var reservedNames = []string{
	api.AccessTokenField, "assertion", wire.CodeField, wire.RedirectField, wire.VerifierField,
	wire.DeviceCodeField, wire.TokenField, wire.TokenHintField,
}

// checkFields checks the fields at a path; p has those before it too.
func (s *source) checkFields(p Profile, fields []api.Field, at ...any) {
	for i, f := range fields {
		s.checkField(p, f, below(at, i)...)
		if slices.IndexFunc(fields, func(other api.Field) bool { return other.Name == f.Name }) < i {
			s.fault(fmt.Sprintf("field %q is there twice", f.Name), below(at, i, "name")...)
		}
	}
}

func (s *source) checkField(p Profile, f api.Field, at ...any) {
	if !validName.MatchString(f.Name) {
		s.fault(fmt.Sprintf("field name %q may have only a to z, 0 to 9 and _, and not be empty", f.Name), below(at, "name")...)
	}
	if slices.Contains(reservedNames, f.Name) {
		s.fault(fmt.Sprintf("field name %q stands for a value of the program's own", f.Name), below(at, "name")...)
	}
	if f.Label == "" {
		s.fault(fmt.Sprintf("field %q has no label", f.Name), below(at, "label")...)
	}
	s.oneOf("kind", f.Kind, kinds, below(at, "kind")...)
	if kind := fixedKinds[f.Name]; kind != "" && kind != f.Kind {
		s.fault(fmt.Sprintf("the field %s is of kind %s", f.Name, kind), at[:len(at)-1]...)
	}
	if f.KeepPath && f.Kind != api.FieldURL {
		s.fault("keep_path is for a field of kind url", below(at, "keep_path")...)
	}
	s.checkChoices(f, at)
	s.checkDefault(f, below(at, "default")...)
	s.checkWhen(p, f.When, below(at, "when")...)
}

func (s *source) checkChoices(f api.Field, at []any) {
	if f.Kind != api.FieldChoice {
		if len(f.Choices) > 0 {
			s.fault("choices are for a field of kind choice", below(at, "choices")...)
		}
		return
	}
	if len(f.Choices) == 0 {
		s.fault(fmt.Sprintf("field %q has no choices", f.Name), at...)
		return
	}
	for i, choice := range f.Choices {
		if strings.Contains(choice.Value, "|") || strings.Contains(choice.Value, " or ") {
			s.fault(fmt.Sprintf("choice %q has a | or the word or in it, which a when could not name", choice.Value), below(at, "choices", i)...)
		}
	}
}

// checkDefault wants a value that a user could have entered.
func (s *source) checkDefault(f api.Field, at ...any) {
	switch {
	case f.Default == "":
	case f.IsSecret():
		s.fault(fmt.Sprintf("field %q is secret and has no default: whoever reads the profile would know it", f.Name), at...)
	case f.Kind == api.FieldChoice:
		s.oneOf("default", f.Default, values(f), at...)
	default:
		if problem := entry.Clean(f, f.Default).Problem; problem != "" {
			s.fault(fmt.Sprintf("default %q can't be entered: %s", f.Default, problem), at...)
		}
	}
}

// values are those of a field's choices.
func values(f api.Field) []string {
	var all []string
	for _, choice := range f.Choices {
		all = append(all, choice.Value)
	}
	return all
}

// checkWhen holds a condition to the form of [api.Holds], with values that a
// choice has.
func (s *source) checkWhen(p Profile, when string, at ...any) {
	if when == "" {
		return
	}
	for one := range strings.SplitSeq(when, " or ") {
		name, wanted, equals := strings.Cut(one, "=")
		f, found := p.Field(strings.TrimSpace(name))
		if !equals || !found {
			s.fault(fmt.Sprintf("when %q is not of the form field=value with a field of this profile", one), at...)
			continue
		}
		for value := range strings.SplitSeq(wanted, "|") {
			if f.Kind == api.FieldChoice && !slices.Contains(values(f), value) {
				s.fault(fmt.Sprintf("when %q names no choice of %s", one, f.Name), at...)
			}
		}
	}
}

// below is a place within the one at a path.
func below(at []any, steps ...any) []any { return append(slices.Clip(at), steps...) }
