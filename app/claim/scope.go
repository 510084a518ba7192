package claim

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// explainScope explains what the token allows.
func explainScope(name string, v value, _ Context) string {
	switch name {
	case "scope", "scp", "scopes":
		return scope(v)
	case "roles", "role":
		return listed("The roles that the subject has", v)
	case "groups":
		return listed("The groups that the subject belongs to", v)
	case "entitlements":
		return listed("What the subject may use, in the server's own terms", v)
	case "events":
		return events(v)
	}
	return ""
}

// listed names what is in a list of texts, or of objects as SCIM has them (RFC
// 9068 section 2.2.3.1, RFC 7643 section 4.1.2).
func listed(sentence string, v value) string {
	texts := v.texts
	var objects []struct{ Value string }
	if !v.ok && isKind(v.raw, '[') && json.Unmarshal(v.raw, &objects) == nil {
		for _, o := range objects {
			texts = append(texts, o.Value)
		}
	}
	if len(texts) == 0 {
		return sentence + "."
	}
	return sentence + ": " + list(texts) + "."
}

// events names what a security event token reports (RFC 8417 section 2.2).
func events(v value) string {
	const sentence = "What happened, as a security event token reports it (RFC 8417)"
	var kinds map[string]json.RawMessage
	if !v.object(&kinds) || len(kinds) == 0 {
		return sentence + "."
	}
	return sentence + ": " + list(slices.Sorted(maps.Keys(kinds))) + "."
}

func scope(v value) string {
	if grants := tenantRoles(v.raw); grants != "" {
		return "What the token allows: " + grants + "."
	}
	var scopes []string
	for _, text := range v.texts {
		scopes = append(scopes, strings.Fields(text)...)
	}
	switch {
	case len(scopes) > 0:
		return "What the token allows: " + list(scopes) + "."
	case v.ok:
		return "What the token allows: nothing is listed."
	default:
		return "What the token allows."
	}
}

// tenantRoles words Acronis' form of a scope: an array of objects, each a role
// in a tenant and the tenants below it.
func tenantRoles(raw json.RawMessage) string {
	var grants []struct{ Tid, Role string }
	if !isKind(raw, '[') || json.Unmarshal(raw, &grants) != nil {
		return ""
	}
	const most = 10
	var words []string
	for i, g := range grants {
		if g.Role == "" {
			return ""
		}
		if i == most {
			words = append(words, fmt.Sprintf("and %d more", len(grants)-most))
			break
		}
		word := quote(g.Role)
		if g.Tid != "" {
			word += " in tenant " + short(g.Tid) + " and below"
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

// short keeps both ends of a long ID, by which people recognise it.
func short(id string) string {
	runes := []rune(id)
	if len(runes) <= 12 {
		return clip(id, 12)
	}
	return clip(string(runes[:4]), 4) + "…" + clip(string(runes[len(runes)-4:]), 4)
}
