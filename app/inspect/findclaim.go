package inspect

import (
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/app/quote"
)

// lack says what is amiss without a claim.
var lack = map[string]string{
	"exp":       "Nothing says when it ends, so that a stolen one can be used for ever.",
	"iss":       "Nothing says who issued it, and whose keys verify it.",
	"aud":       "Nothing says whom it is meant for, so that one API could use it at another.",
	"sub":       "Nothing says whom it is about.",
	"iat":       "Nothing says how old it is.",
	"client_id": "Nothing says which client it was issued to.",
	"jti":       "It has no ID by which it could be told from others, or revoked.",
}

// missing finds claims that should be there, by the kind of the token.
func (r *review) missing() {
	const core, typed = "OpenID Connect Core 1.0 section 2", "RFC 9068 section 2.2"
	switch {
	case !r.complete:
	case r.kind == api.IDToken:
		r.lacks(api.FindingBad, core, "iss", "sub", "aud", "exp", "iat")
	case r.kind == api.AccessToken && r.isType("at+jwt"):
		r.lacks(api.FindingBad, typed, "iss", "exp", "aud", "sub", "client_id", "iat", "jti")
	case r.kind == api.AccessToken:
		r.lacks(api.FindingBad, "RFC 6750 section 5.3", "exp")
		r.lacks(api.FindingWarn, "RFC 8725 section 3.9", "aud")
		r.lacks(api.FindingWarn, "RFC 8725 section 3.8", "iss")
		r.lacks(api.FindingNote, "RFC 8725 section 3.8", "sub")
	}
}

func (r *review) lacks(severity, source string, names ...string) {
	for _, name := range names {
		if !slices.Contains([]string{"", "null", `""`, "[]"}, string(r.claim(name))) || r.cut(name) {
			continue
		}
		r.add(&api.Finding{
			Severity: severity, Title: "No " + name, Text: lack[name], Source: source, Part: api.PartClaims, Claim: name,
		})
	}
}

// cut reports whether a claim is there and too long to be read.
func (r *review) cut(name string) bool {
	return slices.ContainsFunc(r.claims, func(m api.Member) bool { return m.Name == name && m.Whole > 0 })
}

// parties holds issuer and audience to what was expected.
func (r *review) parties() {
	const validation = "OpenID Connect Core 1.0 section 3.1.3.7"
	if iss := r.text("iss"); iss != "" && r.ctx.Issuer != "" && !sameURL(iss, r.ctx.Issuer) {
		r.add(&api.Finding{
			Severity: api.FindingBad, Title: "Another issuer", Source: "RFC 8725 section 3.8", Part: api.PartClaims, Claim: "iss",
			Text: "The token says " + quote.Text(iss) + ", and " + quote.Text(r.ctx.Issuer) + " was expected.",
		})
	}
	aud := texts(r.claim("aud"))
	f := &api.Finding{Part: api.PartClaims, Claim: "aud"}
	switch {
	case len(aud) == 0:
		return
	case r.kind == api.IDToken && r.ctx.ClientID != "" && !slices.Contains(aud, r.ctx.ClientID):
		f.Severity, f.Title, f.Source = api.FindingBad, "Meant for another client", validation
		f.Text = "Its audience is " + list(aud) + ". This client isn't among them, and has to refuse such an ID token."
	case r.kind == api.AccessToken && r.ctx.Audience != "" && !slices.ContainsFunc(aud, func(a string) bool { return sameURL(a, r.ctx.Audience) }):
		f.Severity, f.Title, f.Source = api.FindingWarn, "Another audience than asked for", "RFC 8725 section 3.9"
		f.Text = "Asked for was " + quote.Text(r.ctx.Audience) + ", and its audience is " + list(aud) + "."
	case r.kind == api.AccessToken && r.ctx.Audience == "" && r.ctx.DataCenter != "" && !slices.ContainsFunc(aud, r.knows):
		f.Severity, f.Title, f.Source = api.FindingNote, "Meant for somebody else", "RFC 8725 section 3.9"
		f.Text = "Its audience is " + list(aud) + ", neither this data center nor this client. Calls to " + quote.Text(r.ctx.DataCenter) + " may be refused."
	default:
		return
	}
	r.add(f)
}

// knows reports whether an audience is the connection's: its client, its data
// center, a part of that, or who issued the token.
func (r *review) knows(audience string) bool {
	center := strings.TrimRight(r.ctx.DataCenter, "/")
	_, host, _ := strings.Cut(center, "://")
	return audience == r.ctx.ClientID || sameURL(audience, center) || strings.HasPrefix(audience, center+"/") ||
		audience == host || sameURL(audience, r.text("iss"))
}

// sameURL does not hold a slash at the end against anybody.
func sameURL(a, b string) bool { return strings.TrimRight(a, "/") == strings.TrimRight(b, "/") }
