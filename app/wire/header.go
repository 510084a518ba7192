package wire

import (
	"strings"

	"firstcall/app/api"
	"firstcall/app/header"
)

// Media types of a token request's body.
const (
	formType = "application/x-www-form-urlencoded"
	jsonType = "application/json"
)

// headers fills in the headers: Accept and Content-Type, then the profile's,
// which replace one of the same name, or take it away with an empty value.
func (f form) headers(r *Request) error {
	r.Header = []Param{{"Accept", jsonType, false}}
	if kind := r.contentType(); kind != "" {
		r.Header = append(r.Header, Param{"Content-Type", kind, false})
	}
	for _, p := range f.provider.Token.Parameters {
		if !api.Holds(p.When, f.values) {
			continue
		}
		rows, err := f.rows(p)
		if err != nil {
			return err
		}
		if err := f.replace(r, p, rows); err != nil {
			return err
		}
	}
	return nil
}

// replace puts the rows that are headers in the place of those that have their
// names; of an empty one nothing comes in that place.
func (f form) replace(r *Request, p api.Parameter, rows []api.Parameter) error {
	var added []Param
	for _, row := range rows {
		if row.In != api.InHeader {
			continue
		}
		if strings.ContainsFunc(row.Value, header.IsControl) {
			return &FieldError{first(Names(p.Value)), "This goes into the header " + row.Name + ", which can't have a line break."}
		}
		r.Header = without(r.Header, row.Name)
		if row.Value != "" {
			added = append(added, Param{row.Name, row.Value, f.secret(p.Value)})
		}
	}
	r.Header = append(r.Header, added...)
	return nil
}

// contentType is the body's. A request with everything in the query has the
// form's type and an empty body, as the DCV broker documents it.
func (r *Request) contentType() string {
	switch {
	case r.withoutBody(), r.Place == api.PlaceNone && len(r.Body) == 0:
		return ""
	case r.Place == api.PlaceJSON:
		return jsonType
	}
	return formType
}

func without(params []Param, name string) []Param {
	var kept []Param
	for _, h := range params {
		if !strings.EqualFold(h.Name, name) {
			kept = append(kept, h)
		}
	}
	return kept
}
