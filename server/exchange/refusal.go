//go:build !js

package exchange

import (
	"encoding/json"
	"html"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"firstcall/app/api"
)

// mostDetail is how many characters of a foreign text an explanation has.
const mostDetail = 300

// A refusal is what an answer says of itself.
type refusal struct {
	code        string // of RFC 6749 section 5.2, or the server's own
	description string
}

// saysError reports whether an answer has an error in it, whatever its status.
func (r reply) saysError() bool {
	said := r.object["error"]
	return said != nil && said != "" && said != false
}

// refusal reads the error out of an answer: RFC 6749's members, those that
// league/oauth2-server adds (message, hint), Acronis' object under error
// (code, message, details.info), and what other frameworks say in message or detail.
func (r reply) refusal() refusal {
	object := r.object
	if nested, ok := object["error"].(map[string]any); ok {
		details, _ := nested["details"].(map[string]any)
		return refusal{word(nested["code"]), sentences(first(nested, "message", "reason"), word(details["info"]))}
	}
	code, description := word(object["error"]), first(object, "error_description", "message", "detail", "title")
	if description == "" && strings.Contains(code, " ") {
		code, description = "", code // a sentence, where a code belongs
	}
	return refusal{code, sentences(description, word(object["hint"]))}
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

var pageTitle = regexp.MustCompile(`(?is)<title[^>]*>\s*(.*?)\s*</title>`)

// isPage reports whether a web page answered.
func (r reply) isPage() bool {
	begin := strings.ToLower(strings.TrimSpace(string(r.body[:min(len(r.body), 512)])))
	return strings.HasPrefix(begin, "<!doctype html") || strings.HasPrefix(begin, "<html") ||
		strings.Contains(r.header.Get("Content-Type"), "text/html") && begin != ""
}

// seen says what an answer held: its description, or how its body begins.
func (x *run) seen(r reply) string {
	said := r.refusal()
	body := strings.TrimSpace(string(r.body))
	switch {
	case body == "":
		return "The answer's body was empty."
	case said.description != "":
		return short(x.mask.line(said.description))
	case r.isPage():
		if title := pageTitle.FindStringSubmatch(body); title != nil && title[1] != "" {
			return "The answer is a web page with the title “" + short(x.mask.line(html.UnescapeString(title[1]))) + "”."
		}
		return "The answer is a web page."
	}
	return short(x.mask.line(body))
}

// short cuts a text to what an explanation can hold.
func short(text string) string {
	if utf8.RuneCountInString(text) <= mostDetail {
		return text
	}
	return string([]rune(text)[:mostDetail-1]) + "…"
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// redirected is the failure of an answer 3xx.
func (x *run) redirected(r reply) *api.Failure {
	failure := &api.Failure{
		Title:  "The token endpoint redirects elsewhere: " + r.statusText(),
		Detail: "It does not say where to. The credentials were not sent along.",
		Field:  x.urlField(),
		Try:    []string{"Check the " + x.inSentence(x.urlField()) + ": it may have moved."},
	}
	location := r.header.Get("Location")
	if location == "" {
		return failure
	}
	failure.Detail = "It points to " + short(x.mask.line(location)) + ". The credentials were not sent along."
	base, err := url.Parse(x.request.URL)
	if err != nil {
		return failure
	}
	to, err := base.Parse(location)
	if err != nil || to.Host == "" {
		return failure
	}
	host := short(x.mask.line(to.Host))
	failure.Title = "The token endpoint redirects to " + host + ": " + r.statusText()
	switch {
	case to.Host != base.Host:
		failure.Try = []string{"If " + host + " is where your account lives, enter it as the " + x.inSentence(x.urlField()) + "."}
	case to.Scheme == "https" && base.Scheme == "http":
		failure.Try = []string{"Begin the " + x.inSentence(x.urlField()) + " with https://."}
	default:
		failure.Try = []string{"A redirect on the same host often leads to a page for signing in: check that the " + x.inSentence(x.urlField()) + " is that of the API."}
	}
	return failure
}

// members names what an answer has instead of a token.
func (x *run) members(r reply) string {
	if len(r.object) == 0 {
		return "It is an empty JSON object."
	}
	names := slices.Sorted(maps.Keys(r.object))
	return short("It has: " + x.mask.line(strings.Join(names, ", ")) + ".")
}
