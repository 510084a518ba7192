//go:build !js

package explain

import (
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
)

// field is the first of the names that the form shows; "" when it shows none.
func (c Case) field(names ...string) string {
	for _, name := range names {
		if field, found := c.Provider.Field(name); found && field.Shown(c.Values) {
			return name
		}
	}
	return ""
}

// urlField is the field that the URL begins with.
func (c Case) urlField() string { return URLField(c.Provider) }

// URLField is the field that a provider's token URL begins with.
func URLField(p api.Provider) string {
	if names := wire.Names(p.Token.URL); len(names) > 0 {
		return names[0]
	}
	return api.DataCenterField
}

// Label is what the form calls a field.
func Label(p api.Provider, name string) string {
	if field, found := p.Field(name); found && field.Label != "" {
		return field.Label
	}
	return name
}

// named is a field's label as it stands within a sentence.
func (c Case) named(name string) string { return wire.Uncapitalize(Label(c.Provider, name)) }

// address is the field of the URL, as it stands within a sentence.
func (c Case) address() string { return c.named(c.urlField()) }

// blamed is the field that the server itself names, as in "Check the `username`
// parameter".
func (c Case) blamed(said refusal) string {
	for _, field := range c.Provider.Fields {
		if !field.Shown(c.Values) {
			continue
		}
		if slices.Contains(said.fields, field.Name) {
			return field.Name
		}
		for _, quote := range []string{"`", "'", `"`} {
			if strings.Contains(said.description, quote+field.Name+quote) {
				return field.Name
			}
		}
	}
	return ""
}

// way is how the client authenticated.
func (c Case) way() string {
	if names := wire.Names(c.Provider.Token.Client); len(names) > 0 {
		way, _ := wire.Expand(c.Provider.Token.Client, c.Values, nil)
		return way
	}
	return c.Provider.Token.Client
}

// place is where the grant went.
func (c Case) place() string {
	if c.Request.Place == "" {
		return api.PlaceForm
	}
	return c.Request.Place
}

func (c Case) contentType() string {
	for _, h := range c.Request.Header {
		if strings.EqualFold(h.Name, "Content-Type") && !h.Secret {
			return h.Value
		}
	}
	return "nothing in particular"
}

// grant is the grant_type that was sent, for a sentence.
func (c Case) grant() string {
	if c.Grant == "" {
		return "(none)"
	}
	return c.foreign(c.Grant)
}
