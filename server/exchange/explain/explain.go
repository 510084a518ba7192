//go:build !js

// Package explain says what an answer means that gives no token: what
// happened, what was seen, what to try with the likeliest first, and which
// variations of the request would tell the cause. It judges by what was
// observed: codes, statuses, headers, the words of vendors, and the form.
//
// It sends nothing. What it says of a foreign text goes through the mask that it
// is given.
package explain

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"firstcall/app/api"
	"firstcall/app/wire"
)

// A Case is a request of an exchange with its answer.
type Case struct {
	Purpose  string // one of the api.For constants
	Grant    string // what was sent as grant_type, "" without one
	Provider api.Provider
	Values   map[string]string
	Request  wire.Request
	Answer   Answer
	Token    string              // the path of the member that the token is expected in
	Line     func(string) string // masks a foreign text
	// Sibling reports whether a host, as in a URL, is one of the provider's data centers.
	Sibling func(host string) bool
	// Varies says that the exchange can be made again with a variation: only then
	// are there checks.
	Varies bool
}

// mostDetail is how many characters of a foreign text an explanation has.
const mostDetail = 300

// Short cuts a text to what an explanation can hold.
func Short(text string) string {
	if utf8.RuneCountInString(text) <= mostDetail {
		return text
	}
	return string([]rune(text)[:mostDetail-1]) + "…"
}

// foreign is a text of the server's as an explanation may have it.
func (c Case) foreign(text string) string { return Short(c.Line(text)) }

// code is a refusal's code on one line.
func (c Case) code(said refusal) string {
	return strings.Join(strings.Fields(c.foreign(said.code)), " ")
}

// Host is the host of a URL, "" if it has none.
func Host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// Refused is the failure of an answer that says no.
func (c Case) Refused() *api.Failure {
	said := c.Answer.refusal()
	var failure *api.Failure
	switch {
	case c.Answer.Status/100 == 3:
		failure = c.redirected()
	case c.WantsTLS():
		failure = c.unencrypted()
	default:
		failure = c.advised(said)
		failure.Detail = c.seen(said)
	}
	failure.Kind, failure.Phase, failure.Host = api.FailureEndpoint, api.RungEndpoint, Host(c.Request.URL)
	failure.Error, failure.Description = c.code(said), c.foreign(said.description)
	return failure
}

// Denied is the failure of an authorization response with an error (RFC 6749
// section 4.1.2.1): it came by way of the browser, so there is no status.
func (c Case) Denied(code, description string) *api.Failure {
	said := refusal{code: code, description: description}
	failure := c.advised(said)
	failure.Kind, failure.Phase, failure.Host = api.FailureEndpoint, api.RungEndpoint, Host(c.Request.URL)
	failure.Error, failure.Description = c.code(said), c.foreign(description)
	failure.Detail = failure.Description
	if description == "" {
		failure.Detail = "The authorization server sent the browser back with the error " + failure.Error + " and no description."
	}
	return failure
}

// advised ranks the causes of a refusal, and names the field of the first that
// has one.
func (c Case) advised(said refusal) *api.Failure {
	m := c.meaning(said)
	causes := append(m.causes(c), c.vendor(said)...)
	causes = append(causes, c.suspects(m, said)...)
	failure := &api.Failure{Title: c.titled(m.title) + c.evidence(said)}
	rank(causes).fill(failure, c.Varies)
	if failure.Field == "" {
		failure.Field = c.blamed(said)
	}
	return failure
}

// evidence ends a title with the status and the code.
func (c Case) evidence(said refusal) string {
	var parts []string
	if c.Answer.Status != 0 {
		parts = append(parts, c.Answer.StatusText())
	}
	if said.code != "" && said.code != c.Answer.StatusText() {
		parts = append(parts, c.code(said))
	}
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, ", ")
}

// Seen says what the answer held.
func (c Case) Seen() string { return c.seen(c.Answer.refusal()) }

// seen says what an answer held: its description, or how its body begins.
func (c Case) seen(said refusal) string {
	body := strings.TrimSpace(string(c.Answer.Body))
	switch {
	case said.description != "":
		return c.foreign(said.description)
	case body == "":
		return "The answer's body was empty."
	case c.Answer.isPage() && c.Answer.title() != "":
		return "The answer is a web page with the title “" + c.foreign(c.Answer.title()) + "”."
	case c.Answer.isPage():
		return "The answer is a web page."
	}
	return c.foreign(body)
}

// one is the kind of thing that the request went to.
func (c Case) one() string {
	switch c.Purpose {
	case api.ForAuthorization:
		return "authorization server"
	case api.ForDevice:
		return "device authorization endpoint"
	case api.ForIntrospection:
		return "introspection endpoint"
	case api.ForRevocation:
		return "revocation endpoint"
	case api.ForMetadata:
		return "metadata document"
	}
	return "token endpoint"
}

// titled fills a title in: "It " at its beginning is what the request went to,
// {one} the kind of that, {a one} the same with an article.
func (c Case) titled(title string) string {
	one, article := c.one(), "a "
	if strings.ContainsRune("aeiou", rune(one[0])) {
		article = "an "
	}
	if rest, begins := strings.CutPrefix(title, "It "); begins {
		title = "The {one} " + rest
	}
	return strings.NewReplacer("{one}", one, "{a one}", article+one, "{method}", c.Request.Method).Replace(title)
}
