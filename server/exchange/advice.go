//go:build !js

package exchange

import (
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
)

func compact(all ...string) []string {
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

// field is the first of the names that the form shows; "" when it shows none.
func (x *run) field(names ...string) string {
	for _, name := range names {
		if field, found := x.profile.Field(name); found && field.Shown(x.values) {
			return name
		}
	}
	return ""
}

// urlField is the field that the token URL begins with.
func (x *run) urlField() string {
	if names := wire.Names(x.profile.Token.URL); len(names) > 0 {
		return names[0]
	}
	return api.DataCenterField
}

// inSentence is a field's label as it stands within a sentence.
func (x *run) inSentence(name string) string { return wire.Uncapitalize(x.label(name)) }

func (x *run) checkCredentials() string {
	if x.field("client_secret") == "" {
		return ""
	}
	return "Copy " + x.inSentence("client_id") + " and " + x.inSentence("client_secret") + " again, from the same place and whole."
}

func (x *run) checkUser() string {
	if x.field("password") == "" {
		return ""
	}
	return "Check " + x.inSentence("username") + " and " + x.inSentence("password") + " by signing in with them elsewhere."
}

func (x *run) grantTitle() string {
	if x.field("password") != "" {
		return "User name or password were not accepted"
	}
	return "The grant was not accepted"
}

// grant is the grant_type that was sent.
func (x *run) grant() string {
	if p, found := x.request.Param("grant_type"); found && !p.Secret {
		return short(x.mask.line(p.Value))
	}
	return "(none)"
}

// otherGrant is advice for a form that lets the grant be chosen.
func (x *run) otherGrant() string {
	if x.field("grant_type") == "" {
		return ""
	}
	return "Try another value for " + x.inSentence("grant_type") + "."
}

// otherPlace is advice for a form that lets the client's authentication be chosen.
func (x *run) otherPlace() string {
	names := wire.Names(x.profile.Token.Client)
	if len(names) == 0 {
		return ""
	}
	if x.request.Basic != nil {
		return "Send the credentials in the body: choose it under " + x.label(names[0]) + ". They went in the Authorization header."
	}
	return "Send the credentials in the Authorization header: choose it under " + x.label(names[0]) + ". They went in the body."
}

func (x *run) contentType() string {
	for _, h := range x.request.Header {
		if strings.EqualFold(h.Name, "Content-Type") && !h.Secret {
			return h.Value
		}
	}
	return "nothing in particular"
}
