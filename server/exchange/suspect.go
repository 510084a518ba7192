//go:build !js

package exchange

import (
	"strings"

	"firstcall/app/api"
)

// suspectSpaces puts a value with white space around it first: it comes with
// copying, is invisible, and is sent as it is.
func (x *run) suspectSpaces(failure *api.Failure) {
	for _, field := range x.profile.Fields {
		value := x.values[field.Name]
		if field.Kind != api.FieldSecret && field.Kind != api.FieldText || !field.Shown(x.values) || strings.TrimSpace(value) == value {
			continue
		}
		failure.Field = field.Name
		failure.Try = append([]string{"The " + x.inSentence(field.Name) + " begins or ends with white space, which was sent along. Remove it."}, failure.Try...)
		return
	}
}

// suspectNamed takes the field that the server itself names, as in "Check the
// `username` parameter".
func (x *run) suspectNamed(failure *api.Failure, said refusal) {
	for _, field := range x.profile.Fields {
		for _, quote := range []string{"`", "'", `"`} {
			if failure.Field == "" && field.Shown(x.values) && strings.Contains(said.description, quote+field.Name+quote) {
				failure.Field = field.Name
			}
		}
	}
}

// useless is the failure of a 2xx answer without a token.
func (x *run) useless(r reply, why error) *api.Failure {
	failure := &api.Failure{Kind: api.FailureAnswer, Phase: api.RungToken, Host: hostOf(x.request.URL)}
	access := x.profile.Answer.Names().AccessToken
	switch {
	case r.tooLarge:
		failure.Title = "The answer is larger than a token's can be"
		failure.Detail = "It has more than 1 MiB. The rest was not read."
	case len(r.body) == 0:
		failure.Title = "The answer is empty: " + r.statusText()
		failure.Detail = "The answer's body was empty."
	case r.isPage():
		failure.Title = "A web page answered, not a token endpoint: " + r.statusText()
		failure.Detail = x.seen(r)
	case r.object == nil:
		failure.Title = "The answer is not a JSON object: " + r.statusText()
		failure.Detail = x.seen(r)
		if coding := r.header.Get("Content-Encoding"); coding != "" {
			failure.Detail = "It is compressed as " + short(x.mask.line(coding)) + ", which was not asked for."
		}
	case r.object[access] == nil:
		failure.Title = "The answer has no " + access
		failure.Detail = x.members(r)
	default:
		failure.Title = "The token can't be used"
		failure.Detail = why.Error()
	}
	failure.Field = x.urlField()
	failure.Try = []string{
		"Check the " + x.inSentence(x.urlField()) + ": the request went to " + x.request.URL + ".",
		"If this provider names the members of its answer otherwise, a profile can say so.",
	}
	x.reached(
		api.Rung{Name: api.RungEndpoint, State: api.RungGood, Evidence: r.statusText(), Took: r.took},
		api.Rung{Name: api.RungToken, State: api.RungFailed, Evidence: failure.Title})
	return failure
}
