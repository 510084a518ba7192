package snippet

import (
	"strings"
	"unicode"

	"firstcall/app/api"
	"firstcall/app/datacenter"
	"firstcall/app/wire"
)

// A plan is what either language writes: the requests, with variables where
// values of the form go.
type plan struct {
	variables []*variable // of all fields, in the form's order
	base      *variable   // the data center
	way       way
	discovery bool
	token     wire.Request // its texts hold the variables' marks
	answer    api.Answer   // the names of its members
	beyond    string       // why the code takes a token instead of asking for one, a sentence; "" where it asks
	notes     []string     // what the code leaves out, a sentence each
	call      *call
	problem   string // why there is nothing to write, a sentence
}

// newPlan lets package wire work the token request out with a mark in each
// field's place, and so learns where each goes.
func newPlan(s Source) *plan {
	p := &plan{discovery: s.Provider.Token.Discovery, answer: s.Provider.Answer.Names()}
	marked := p.mark(s)
	p.beyond = beyond(s)
	var err error
	if p.token, err = wire.Token(s.Provider, marked); err != nil && p.beyond == "" {
		p.problem = "The token request can't be written as code. " + err.Error()
	}
	if len(p.token.Assertions) > 0 && p.beyond == "" {
		p.beyond = "The token request needs a JWT that is signed with a key, which is more than this code does."
	}
	p.way = newWay(s, marked)
	if s.Request != nil {
		p.call = newCall(p, s)
	}
	return p
}

// mark makes the variables, and for each field what package wire is to see.
func (p *plan) mark(s Source) map[string]string {
	fixed := decisive(s.Provider)
	marked := map[string]string{}
	for _, f := range fields(s.Provider) {
		value := s.value(f)
		v := p.add(f, value)
		switch {
		case f.Kind == api.FieldChoice:
			marked[f.Name] = choice(f, value)
		case f.Kind == api.FieldParameters || f.Kind == api.FieldCertificate && value != "":
			marked[f.Name] = value
		case f.IsSecret() && lines(s.Provider, f.Name):
			p.notes = append(p.notes, "What was entered as “"+v.label+"” is left out: it is secret.")
		case value == "" && f.Optional && !f.IsSecret():
		case fixed[f.Name] && !f.IsURL():
			marked[f.Name] = v.value
		default:
			marked[f.Name] = v.mark
		}
	}
	if blank(marked[api.ClientCertificateField]) {
		marked[api.ClientCertificateField] = clientFile // for package wire, which wants one for tls_client_auth
	}
	return marked
}

// beyond says why a script can't ask for this token.
func beyond(s Source) string {
	values := map[string]string{}
	for _, f := range s.Provider.Fields {
		values[f.Name] = choice(f, s.value(f))
	}
	client, _ := wire.Expand(s.Provider.Token.Client, values, nil)
	switch grant := wire.Grant(s.Provider, values); {
	case s.Provider.Token.Discovery && client == api.ClientTLS:
		return "The client shows its certificate at another address, which the metadata document names (RFC 8705 section 5)."
	case s.Connection != nil && s.Connection.Step != "":
		return "The token came from another one, by a further request."
	case grant == api.GrantCode:
		return "The token is given to a user who signs in with a browser."
	case grant == api.GrantDevice:
		return "The token is given to a user who enters a code on another device."
	}
	return ""
}

// lines reports whether a field's value is itself a parameter, name and all.
func lines(p api.Provider, name string) bool {
	for _, parameter := range p.Token.Parameters {
		if parameter.Name == "" && parameter.Value == "{"+name+"}" {
			return true
		}
	}
	return false
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// fields are the provider's, and the data center in any case.
func fields(p api.Provider) []api.Field {
	if _, ok := p.Field(api.DataCenterField); ok {
		return p.Fields
	}
	return append([]api.Field{{Name: api.DataCenterField, Label: "Data center URL", Kind: api.FieldURL}}, p.Fields...)
}

// value is a field's value as typed or connected with, "" for a secret.
func (s Source) value(f api.Field) string {
	if f.IsSecret() {
		return ""
	}
	candidates := []string{s.Values[f.Name], f.Default}
	if c := s.Connection; c != nil {
		candidates = []string{c.Values[f.Name], s.Values[f.Name], f.Default}
		if f.Name == api.DataCenterField {
			candidates = []string{c.DataCenter, s.Values[f.Name]}
		}
	}
	for _, value := range candidates {
		if strings.TrimSpace(value) == "" {
			continue
		}
		if !f.IsURL() {
			return value
		}
		if cleaned, err := datacenter.Clean(value, datacenter.KeepOf(f)); err == nil {
			return cleaned.URL
		}
	}
	return ""
}

// decisive names the fields whose value decides how the request looks, or is
// escaped or split on its way into it. Such a value stands in the code itself.
func decisive(p api.Provider) map[string]bool {
	names := map[string]bool{}
	for _, f := range p.Fields {
		conditions(f.When, names)
	}
	for _, parameter := range p.Token.Parameters {
		conditions(parameter.When, names)
		if parameter.Repeat {
			for _, name := range wire.Names(parameter.Value) {
				names[name] = true
			}
		}
	}
	path, _, _ := strings.Cut(p.Token.URL, "?")
	for _, name := range append(wire.Names(path), wire.Names(p.Token.Client)...) {
		names[name] = true
	}
	return names
}

// conditions notes the fields that a condition asks for.
func conditions(when string, names map[string]bool) {
	for one := range strings.SplitSeq(when, " or ") {
		name, _, _ := strings.Cut(one, "=")
		names[strings.TrimSpace(name)] = true
	}
}

// choice is the value if it is offered, else the default or the first.
func choice(f api.Field, value string) string {
	for _, c := range f.Choices {
		if c.Value == value {
			return value
		}
	}
	if len(f.Choices) == 0 || value == "" && f.Optional {
		return value
	}
	if f.Default != "" {
		return f.Default
	}
	return f.Choices[0].Value
}

// oneLine makes a text fit for a comment, which a line break would end.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, s)
}
