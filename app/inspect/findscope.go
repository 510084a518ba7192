package inspect

import (
	"encoding/json"
	"slices"
	"strings"

	"firstcall/app/api"
)

// openID are scopes that ask for an ID token, its claims or a refresh token
// (OpenID Connect Core section 5.4 and 11), which say nothing of an API.
var openID = []string{"openid", "profile", "email", "address", "phone", "offline_access"}

// scope compares what was granted with what was asked for.
func (r *review) scope() {
	requested := strings.Fields(r.ctx.RequestedScope)
	granted, name, known := r.granted()
	if r.kind != api.AccessToken || len(requested) == 0 || !known {
		return
	}
	if name != "" && isTenants(r.claim(name)) {
		requested = tenantsOf(requested)
		if len(requested) == 0 {
			return // asked for otherwise than granted: there is nothing to compare
		}
	}
	r.less(name, without(requested, granted))
	r.broader(name, without(granted, requested))
}

func (r *review) less(name string, missing []string) {
	severity := api.FindingNote
	for _, s := range missing {
		if !slices.Contains(openID, s) {
			severity = api.FindingWarn
		}
	}
	if len(missing) > 0 {
		r.add(&api.Finding{
			Severity: severity, Title: "Less scope than asked for", Source: "RFC 6749 section 3.3", Part: api.PartClaims, Claim: name,
			Text: "Asked for and not granted: " + list(missing) + ". Calls that need it will be refused.",
		})
	}
}

func (r *review) broader(name string, extra []string) {
	if len(extra) > 0 {
		r.add(&api.Finding{
			Severity: api.FindingWarn, Title: "More scope than asked for", Source: "RFC 9700 section 2.3", Part: api.PartClaims, Claim: name,
			Text: "Granted and not asked for: " + list(extra) + ". A token should allow no more than is needed.",
		})
	}
}

// granted is the scope of the answer and of the token, and the claim's name.
// Where only the token tells, it is not held to scopes that it needn't list.
func (r *review) granted() (scopes []string, name string, known bool) {
	scopes = strings.Fields(r.ctx.GrantedScope)
	known = len(scopes) > 0
	for _, name := range []string{"scope", "scp", "scopes"} {
		raw := r.claim(name)
		if raw == nil {
			continue
		}
		if isTenants(raw) {
			return tenants(raw), name, true
		}
		all := texts(raw)
		if all == nil {
			continue
		}
		for _, text := range all {
			scopes = append(scopes, strings.Fields(text)...)
		}
		if !known {
			scopes = append(scopes, both(strings.Fields(r.ctx.RequestedScope), openID)...)
		}
		return scopes, name, true
	}
	return scopes, "", known
}

// A tenantRole is an element of Acronis' form of a scope.
type tenantRole struct{ Tid, Role string }

func isTenants(raw json.RawMessage) bool {
	var grants []tenantRole
	return json.Unmarshal(raw, &grants) == nil && len(grants) > 0 && grants[0].Role != ""
}

func tenants(raw json.RawMessage) []string {
	var grants []tenantRole
	_ = json.Unmarshal(raw, &grants) // isTenants has seen it
	var ids []string
	for _, g := range grants {
		if g.Tid != "" {
			ids = append(ids, g.Tid)
		}
	}
	return ids
}

// tenantsOf are the tenants that a scope for Acronis asks for.
func tenantsOf(scopes []string) []string {
	var ids []string
	for _, s := range scopes {
		if id, ok := strings.CutPrefix(s, "urn:acronis.com:tenant-id:"); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

func without(all, those []string) []string {
	return filter(all, func(s string) bool { return !slices.Contains(those, s) })
}

func both(a, b []string) []string {
	return filter(a, func(s string) bool { return slices.Contains(b, s) })
}

// filter gives each that is wanted once.
func filter(all []string, wanted func(string) bool) []string {
	var some []string
	for _, s := range all {
		if wanted(s) && !slices.Contains(some, s) {
			some = append(some, s)
		}
	}
	return some
}
