package wire

import (
	"net/url"
	"strings"

	"firstcall/app/api"
)

// The names of the fields that client authentication takes its values from.
const (
	clientIDField     = "client_id"
	clientSecretField = "client_secret"
)

// Token works out the token request of a provider for the form's values, by
// field name. Empty ones take the field's default, URLs are put right, and
// fields that are not shown don't count. The error is a [*FieldError].
func Token(p api.Provider, values map[string]string) (Request, error) {
	f, err := newForm(p, values)
	if err != nil {
		return Request{}, err
	}
	r := Request{Method: p.Token.Method, Place: p.Token.Place}
	if r.Method == "" {
		r.Method = "POST"
	}
	if r.Place == "" {
		r.Place = api.PlaceForm
	}
	for _, step := range []func(*Request) error{f.url, f.parameters, f.header} {
		if err := step(&r); err != nil {
			return Request{}, err
		}
	}
	return r, nil
}

// url fills in URL, and as Query what the profile's URL has of one.
func (f form) url(r *Request) error {
	path, query, _ := strings.Cut(f.provider.Token.URL, "?")
	if f.secret(path) {
		return &FieldError{"", "The profile puts a secret into the path of a URL, where it can't be masked."}
	}
	out, missing := Expand(path, f.escaped(), nil)
	if len(missing) > 0 {
		return f.empty(missing[0])
	}
	if !strings.HasPrefix(out, "https://") && !strings.HasPrefix(out, "http://") {
		return &FieldError{"", "The profile's token URL, “" + out + "”, begins with neither https:// nor http://."}
	}
	r.URL = out
	for pair := range strings.SplitSeq(query, "&") {
		name, template, _ := strings.Cut(pair, "=")
		if param, ok := f.optional(name, template); ok {
			r.Query = append(r.Query, param)
		}
	}
	return nil
}

// escaped is the values as they go into a path: a URL as it is, anything else
// as one segment.
func (f form) escaped() map[string]string {
	escaped := make(map[string]string, len(f.values))
	for _, field := range f.provider.Fields {
		value := f.values[field.Name]
		if !field.IsURL() {
			value = url.PathEscape(value)
		}
		escaped[field.Name] = value
	}
	return escaped
}

// parameters puts grant, parameters and client authentication in their place.
// A JSON object has the parameters first, as the documentation of the JSON
// password grant writes it; elsewhere the grant is first.
func (f form) parameters(r *Request) error {
	grant, err := f.grant()
	if err != nil {
		return err
	}
	client, err := f.client(r)
	if err != nil {
		return err
	}
	others := f.others()
	switch r.Place {
	case api.PlaceJSON:
		r.Body = join(others, client, grant)
	case api.PlaceForm:
		r.Body = join(grant, others, reversed(client))
	case api.PlaceQuery:
		r.Query = append(r.Query, join(grant, others, reversed(client))...)
	default:
		return &FieldError{"", "The profile's place, “" + r.Place + "”, is none of form, json and query."}
	}
	return nil
}

// grant is grant_type; none for a profile without, such as a login that is no OAuth.
func (f form) grant() ([]Param, error) {
	template := f.provider.Token.Grant
	if template == "" {
		return nil, nil
	}
	out, err := f.text(template)
	return []Param{{"grant_type", out, f.secret(template)}}, err
}

func (f form) others() []Param {
	var others []Param
	for _, p := range f.provider.Token.Parameters {
		if p.In == api.InHeader || !(api.Field{When: p.When}).Shown(f.values) {
			continue
		}
		if param, ok := f.optional(p.Name, p.Value); ok {
			others = append(others, param)
		}
	}
	return others
}

// client authenticates the client in one way and never in two, which many
// servers refuse (RFC 6749 section 2.3). It returns what goes beside the grant,
// the secret first.
func (f form) client(r *Request) ([]Param, error) {
	way, err := f.text(f.provider.Token.Client)
	if err != nil {
		return nil, err
	}
	if way == api.ClientNone {
		return nil, nil
	}
	if way != api.ClientBasic && way != api.ClientBody {
		return nil, &FieldError{first(Names(f.provider.Token.Client)), "“" + way + "” is no way for a client to authenticate. Use basic, body or none."}
	}
	id, secret := f.values[clientIDField], f.values[clientSecretField]
	if id == "" {
		return nil, f.empty(clientIDField)
	}
	if way == api.ClientBasic {
		raw := f.provider.Token.RawBasic
		if raw && strings.Contains(id, ":") {
			return nil, &FieldError{clientIDField, "This has a colon, which separates ID and secret in HTTP Basic and can't be part of the ID."}
		}
		r.Basic = &Basic{id, secret, raw}
		return nil, nil
	}
	var client []Param
	if secret != "" {
		client = append(client, Param{clientSecretField, secret, true})
	}
	return append(client, Param{clientIDField, id, false}), nil
}

func first(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return names[0]
}

func join(lists ...[]Param) []Param {
	var all []Param
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

func reversed(params []Param) []Param {
	back := make([]Param, 0, len(params))
	for i := len(params) - 1; i >= 0; i-- {
		back = append(back, params[i])
	}
	return back
}
