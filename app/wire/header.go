package wire

import (
	"strings"

	"firstcall/app/api"
)

// Media types of a token request's body.
const (
	formType = "application/x-www-form-urlencoded"
	jsonType = "application/json"
)

// header fills in the headers: Accept and Content-Type, then the profile's,
// which replace one of the same name, or take it away with an empty value. A
// request with everything in the query has the form's type and an empty body,
// as the DCV broker documents it.
func (f form) header(r *Request) error {
	contentType := formType
	if r.Place == api.PlaceJSON {
		contentType = jsonType
	}
	r.Header = []Param{{"Accept", jsonType, false}, {"Content-Type", contentType, false}}
	for _, h := range f.provider.Token.Parameters {
		if h.In != api.InHeader || !(api.Field{When: h.When}).Shown(f.values) {
			continue
		}
		r.Header = without(r.Header, h.Name)
		param, ok := f.optional(h.Name, h.Value)
		if !ok {
			continue
		}
		if strings.ContainsAny(param.Value, "\r\n\x00") {
			return &FieldError{first(Names(h.Value)), "This goes into the header " + h.Name + ", which can't have a line break."}
		}
		r.Header = append(r.Header, param)
	}
	return nil
}

func without(header []Param, name string) []Param {
	var kept []Param
	for _, h := range header {
		if !strings.EqualFold(h.Name, name) {
			kept = append(kept, h)
		}
	}
	return kept
}
