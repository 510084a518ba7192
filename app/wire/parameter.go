package wire

import (
	"strings"

	"firstcall/app/api"
	"firstcall/app/header"
	"firstcall/app/quote"
)

// placed is the profile's parameters that are to be sent, by their place, headers
// aside; "" is beside the grant.
func (f form) placed() (map[string][]Param, error) {
	placed := map[string][]Param{}
	for _, p := range f.provider.Token.Parameters {
		if !api.Holds(p.When, f.values) {
			continue
		}
		rows, err := f.rows(p)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if row.In != api.InHeader && row.Value != "" {
				placed[row.In] = append(placed[row.In], Param{row.Name, row.Value, f.secret(p.Value)})
			}
		}
	}
	return placed, nil
}

// rows is what becomes of a parameter: itself with its value filled in, "" where
// that is to be left out, or those that the user typed.
func (f form) rows(p api.Parameter) ([]api.Parameter, error) {
	value := f.whole(p.Value)
	switch {
	case p.Name == "":
		return f.typed(p, value)
	case !p.Repeat:
		p.Value = value
		return []api.Parameter{p}, nil
	}
	var rows []api.Parameter
	for word := range strings.FieldsSeq(value) {
		p.Value = word
		rows = append(rows, p)
	}
	return rows, nil
}

// typed is the parameters in a field's text, or those for one place.
func (f form) typed(p api.Parameter, text string) ([]api.Parameter, error) {
	all, err := ParseParameters(text)
	if err != nil {
		return nil, &FieldError{first(Names(p.Value)), err.Error()}
	}
	var rows []api.Parameter
	for _, row := range all {
		if p.In == "" || p.In == row.In {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// A lineError says in a sentence what is wrong with a line of parameters, without
// its value.
type lineError string

func (e lineError) Error() string { return string(e) }

// ParseParameters reads parameters as a user types them, one a line: name=value,
// with header:, query:, body: or authorization: before it where it does not go
// beside the grant. Empty lines count for nothing. The error is a sentence.
func ParseParameters(text string) ([]api.Parameter, error) {
	var all []api.Parameter
	for line := range strings.Lines(text) {
		if blank(line) {
			continue
		}
		p, err := parseParameter(line)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

func parseParameter(line string) (api.Parameter, error) {
	name, value, found := strings.Cut(line, "=")
	p := api.Parameter{Name: strings.TrimSpace(name), Value: strings.TrimSpace(value)}
	place, rest, _ := strings.Cut(p.Name, ":")
	switch place {
	case api.InHeader, api.InQuery, api.InBody, api.InAuthorization:
		p.In, p.Name = place, strings.TrimSpace(rest)
	}
	switch {
	case !found:
		return p, lineError("Each line is name=value, and one has no “=”.")
	case p.Name == "":
		return p, lineError("Each line is name=value, and one has no name before the “=”.")
	case p.In != api.InHeader:
		return p, nil
	case !header.IsToken(p.Name):
		return p, lineError(quote.Text(p.Name) + " is no header name.")
	case ReservedHeader(p.Name):
		return p, lineError("The header " + p.Name + " is not to be set here: the request decides it.")
	}
	return p, nil
}

// ReservedHeader reports whether a header is the request's own to decide, such as
// Authorization, which would be a second place for credentials.
func ReservedHeader(name string) bool {
	switch strings.ToLower(name) {
	case "authorization", "connection", "content-length", "cookie", "host", "origin", "proxy-authorization", "transfer-encoding":
		return true
	}
	return false
}
