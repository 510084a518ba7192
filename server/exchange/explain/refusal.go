//go:build !js

package explain

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// A refusal is what an answer says of itself.
type refusal struct {
	code        string   // of RFC 6749 section 5.2, or the server's own
	description string   // a sentence
	fields      []string // parameters that it blames
}

// refusal reads the error out of an answer: out of the body, and out of
// WWW-Authenticate (RFC 6750 section 3) what that lacks.
func (a Answer) refusal() refusal {
	said := a.bodyRefusal()
	if strings.EqualFold(said.code, http.StatusText(a.Status)) {
		said.code = "" // as in {"status":401,"error":"Unauthorized"}
	}
	if code, description := a.challenged(); code != "" && (said.code == "" || said.code == code) {
		said.code, said.description = code, sentences(said.description, description)
	}
	return said
}

// bodyRefusal knows RFC 6749's members, those that league/oauth2-server adds
// (message, hint), Laravel's errors by field, Okta's errorCode, Apigee's fault,
// JSON:API's list of errors, an object under error as Acronis and Google have it,
// and what other frameworks say in message or detail.
func (a Answer) bodyRefusal() refusal {
	object := a.Object
	if list, ok := object["errors"].([]any); ok && len(list) > 0 {
		head, _ := list[0].(map[string]any)
		return refusal{first(head, "code", "status"), sentences(first(head, "title", "message"), first(head, "detail")+word(list[0])), nil}
	}
	if fields, ok := object["errors"].(map[string]any); ok {
		return laravel(first(object, "message", "title"), fields)
	}
	if nested, ok := object["error"].(map[string]any); ok {
		details, _ := nested["details"].(map[string]any)
		return refusal{first(nested, "code", "status"), sentences(first(nested, "message", "reason"), word(details["info"])), nil}
	}
	if nested, ok := object["fault"].(map[string]any); ok {
		details, _ := nested["detail"].(map[string]any)
		return refusal{word(details["errorcode"]), word(nested["faultstring"]), nil}
	}
	code, description := first(object, "error", "errorCode"), first(object, "error_description", "errorSummary", "message", "detail", "title")
	if description == "" && strings.Contains(code, " ") {
		code, description = "", code // a sentence, where a code belongs
	}
	return refusal{code, sentences(description, word(object["hint"])), nil}
}

// laravel has a list of sentences for each field that it blames.
func laravel(message string, fields map[string]any) refusal {
	said := refusal{description: message, fields: slices.Sorted(maps.Keys(fields))}
	for _, name := range said.fields {
		list, _ := fields[name].([]any)
		for _, text := range list {
			said.description = sentences(said.description, word(text))
		}
	}
	return said
}

// first is the first of the members that is there.
func first(object map[string]any, names ...string) string {
	for _, name := range names {
		if text := word(object[name]); text != "" {
			return text
		}
	}
	return ""
}

// word is a string or a number as text.
func word(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// sentences joins two texts, unless one has the other.
func sentences(a, b string) string {
	switch {
	case b == "" || strings.Contains(a, b):
		return a
	case a == "":
		return b
	case strings.HasSuffix(a, "."):
		return a + " " + b
	}
	return a + ". " + b
}
