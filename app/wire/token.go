package wire

import (
	"net/url"
	"strings"

	"firstcall/app/api"
)

// Token works out the token request of a provider for the form's values, by
// field name. Empty ones take the field's default, URLs are put right, and
// fields that are not shown don't count. The error is a [*FieldError].
//
// For the grants that wait for the user it lacks what the user's answer brings;
// see [Code] and [DeviceToken].
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
	for _, step := range []func(*Request) error{f.url, f.parameters, f.headers, f.assertions} {
		if err := step(&r); err != nil {
			return Request{}, err
		}
	}
	return r, nil
}

// Grant is the grant_type that the form's values choose, "" for a login that is
// no OAuth.
func Grant(p api.Provider, values map[string]string) string {
	f := form{p, Filled(p, values)}
	f.dropHidden()
	return f.whole(p.Token.Grant)
}

// url fills in URL, and as Query what the profile's URL has of one.
func (f form) url(r *Request) error {
	path, query, _ := strings.Cut(f.provider.Token.URL, "?")
	switch {
	case path == "":
		return &FieldError{"", "The profile names no address for this request."}
	case f.secret(path):
		return &FieldError{"", "The profile puts a secret into the path of a URL, where it can't be masked."}
	}
	out, missing := Expand(path, f.escaped(), nil)
	if len(missing) > 0 {
		return f.empty(missing[0])
	}
	if !strings.HasPrefix(out, "https://") && !strings.HasPrefix(out, "http://") {
		return &FieldError{"", "The profile's URL, “" + out + "”, begins with neither https:// nor http://."}
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
// password grant writes it; elsewhere the grant is first, and where there is
// none the client, as in the examples of RFC 6749 and RFC 8628.
func (f form) parameters(r *Request) error {
	grant, err := f.grant()
	if err != nil {
		return err
	}
	client, err := f.client(r)
	if err != nil {
		return err
	}
	placed, err := f.placed()
	if err != nil {
		return err
	}
	beside := placed[""]
	if len(grant) == 0 {
		beside = join(reversed(client), beside, placed[api.InAuthorization])
	} else {
		beside = join(grant, beside, reversed(client))
	}
	switch r.Place {
	case api.PlaceJSON:
		r.Body = join(placed[""], client, grant)
	case api.PlaceForm:
		r.Body = beside
	case api.PlaceQuery:
		r.Query = append(r.Query, beside...)
	case api.PlaceNone:
		if len(client) > len(f.publicClient()) {
			return &FieldError{"", "The profile's place is none, so that the client's credentials have no place."}
		}
	default:
		return &FieldError{"", "The profile's place, “" + r.Place + "”, is none of form, json, query and none."}
	}
	r.Query = append(r.Query, placed[api.InQuery]...)
	r.Body = append(r.Body, placed[api.InBody]...)
	if r.withoutBody() && (len(r.Body) > 0 || r.Place == api.PlaceForm || r.Place == api.PlaceJSON) {
		return &FieldError{"", "The profile's method is " + r.Method + ", which has no body to put anything into."}
	}
	return nil
}

// withoutBody reports whether the method has a body that means nothing (RFC 9110
// section 9.3.1).
func (r *Request) withoutBody() bool { return r.Method == "GET" || r.Method == "HEAD" }

// grant is grant_type; none for a profile without, such as a login that is no OAuth.
func (f form) grant() ([]Param, error) {
	template := f.provider.Token.Grant
	if template == "" {
		return nil, nil
	}
	out, err := f.text(template)
	return []Param{{"grant_type", out, f.secret(template)}}, err
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
