//go:build !js

package explain

import (
	"maps"
	"slices"
	"strings"

	"firstcall/app/api"
)

// Useless is the failure of a 2xx answer that does not give what was asked for.
// The reason is a sentence about the member at fault, if there is one.
func (c Case) Useless(reason string) *api.Failure {
	a := c.Answer
	failure := &api.Failure{Kind: api.FailureAnswer, Phase: api.RungToken, Host: Host(c.Request.URL), Field: c.urlField()}
	switch {
	case a.TooLarge:
		failure.Title = "The answer is larger than such answers can be"
		failure.Detail = "It has more than 1 MiB. The rest was not read."
	case len(a.Body) == 0:
		failure.Title = "The answer is empty: " + a.StatusText()
		failure.Detail = "The answer's body was empty."
	case a.isPage():
		failure.Title = c.titled("A web page answered, not {a one}: ") + a.StatusText()
		failure.Detail = c.seen(refusal{})
	case a.Object == nil:
		failure.Title = "The answer is not a JSON object: " + a.StatusText()
		failure.Detail = c.unreadable()
	case c.Token != "" && reason == "":
		failure.Title = "The answer has no " + c.Token
		failure.Detail = c.members()
	default:
		failure.Title = "The token can't be used"
		failure.Detail = c.foreign(reason)
	}
	failure.Try = []string{"Check the " + c.address() + ": the request went to " + c.Request.URL + "."}
	if c.givesToken() {
		failure.Try = append(failure.Try, "If this provider names the members of its answer otherwise, a profile can say so.")
		return failure
	}
	failure.Phase, failure.Title = api.RungEndpoint, strings.Replace(failure.Title, "The token can't", "The answer can't", 1)
	return failure
}

// givesToken reports whether a token was asked for, and not something about one.
func (c Case) givesToken() bool { return c.one() == "token endpoint" }

// unreadable says why a body is no JSON object.
func (c Case) unreadable() string {
	a := c.Answer
	kind := strings.ToLower(a.Header.Get("Content-Type"))
	_, charset, named := strings.Cut(kind, "charset=")
	charset = strings.Trim(charset, ` "`)
	switch coding := a.Header.Get("Content-Encoding"); {
	case coding != "":
		return "It is compressed as " + c.foreign(coding) + ", which was not asked for."
	case named && charset != "utf-8" && charset != "us-ascii" && charset != "iso-8859-1":
		return "Its character set is " + c.foreign(charset) + ", where JSON is UTF-8 (RFC 8259 section 8.1)."
	}
	return c.seen(refusal{})
}

// members names what an answer has instead.
func (c Case) members() string {
	if len(c.Answer.Object) == 0 {
		return "It is an empty JSON object."
	}
	names := slices.Sorted(maps.Keys(c.Answer.Object))
	return c.foreign("It has: " + strings.Join(names, ", ") + ".")
}
