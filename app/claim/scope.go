package claim

import (
	"encoding/json"
	"fmt"
	"strings"
)

// explainScope explains what the token allows.
func explainScope(name string, v value, _ Context) string {
	switch name {
	case "scope", "scp", "scopes":
		return scope(v)
	case "roles", "role":
		if !v.ok || len(v.texts) == 0 {
			return "The roles that the subject has."
		}
		return "The roles that the subject has: " + list(v.texts) + "."
	}
	return ""
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
