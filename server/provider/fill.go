//go:build !js

package provider

import (
	"fmt"

	"firstcall/app/api"

	"go.yaml.in/yaml/v3"
)

// fill puts in what a profile need not say.
func (s *source) fill(p *Profile) {
	fillToken(&p.Token)
	fillFields(p.Fields)
	for i := range p.Steps {
		fillToken(&p.Steps[i].Token)
		fillFields(p.Steps[i].Fields)
	}
	for i := range p.Requests {
		if p.Requests[i].Method == "" {
			p.Requests[i].Method = "GET"
		}
	}
	transport, err := transportFields()
	if err != nil {
		s.fault(err.Error())
	}
	for _, f := range transport {
		if _, own := p.Field(f.Name); !own {
			p.Fields = append(p.Fields, f)
		}
	}
}

func fillToken(t *api.TokenRequest) {
	if t.Method == "" {
		t.Method = "POST"
	}
}

func fillFields(fields []api.Field) {
	for i := range fields {
		if fields[i].Kind == "" {
			fields[i].Kind = api.FieldText
		}
	}
}

// transportFields are those that every provider has.
func transportFields() ([]api.Field, error) {
	text, err := builtin.ReadFile("builtin/transport.yaml")
	if err != nil {
		return nil, fmt.Errorf("provider: %w", err)
	}
	var fields []api.Field
	if err := yaml.Unmarshal(text, &fields); err != nil {
		return nil, fmt.Errorf("provider: %w", err)
	}
	fillFields(fields)
	return fields, nil
}
