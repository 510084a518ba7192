//go:build !js

package exchange

import (
	"net/http"
	"slices"
	"strings"

	"firstcall/app/api"
)

// refused is the failure of an answer that says no.
func (x *run) refused(r reply) *api.Failure {
	said := r.refusal()
	var failure *api.Failure
	switch {
	case r.status/100 == 3:
		failure = x.redirected(r)
	case x.wantsTLS(r):
		failure = x.unencrypted(r)
	default:
		failure = x.advise(r, said.code)
		failure.Detail = x.seen(r)
		x.suspectSpaces(failure)
		x.suspectNamed(failure, said)
	}
	failure.Kind, failure.Phase, failure.Host = api.FailureEndpoint, api.RungEndpoint, hostOf(x.request.URL)
	failure.Error, failure.Description = short(x.mask.line(said.code)), short(x.mask.line(said.description))
	x.reached(api.Rung{Name: api.RungEndpoint, State: api.RungFailed, Evidence: strings.TrimSpace(r.statusText() + " " + failure.Error), Took: r.took})
	return failure
}

// advise names what happened, by the error's code or else by the status, and
// what to try, the likeliest first.
func (x *run) advise(r reply, code string) *api.Failure {
	c, known := x.cases()[strings.ToLower(code)]
	if !known {
		c = x.cases()[byStatus(r)]
	}
	evidence := r.statusText()
	if code != "" && r.statusText() != code {
		evidence += ", " + short(x.mask.line(code))
	}
	failure := &api.Failure{Title: c.title + ": " + evidence, Field: c.field, Try: slices.Clone(c.try)}
	if wait := r.header.Get("Retry-After"); wait != "" && (r.status == 429 || r.status == 503) {
		failure.Try = append([]string{"Wait: the server asks for it with Retry-After: " + short(x.mask.line(wait)) + "."}, failure.Try...)
	}
	return failure
}

// A refusalCase is what one code or status usually means.
type refusalCase struct {
	title string
	field string // the likely culprit
	try   []string
}

// byStatus is the case for an answer without a known code.
func byStatus(r reply) string {
	switch {
	case r.isPage() && r.status/100 != 5 && r.status != http.StatusNotFound && r.status != http.StatusMethodNotAllowed && r.status != http.StatusTooManyRequests:
		return "page"
	case r.status == http.StatusUnauthorized:
		return "invalid_client"
	case r.status == http.StatusForbidden:
		return "access_denied"
	case r.status == http.StatusNotFound, r.status == http.StatusGone:
		return "404"
	case r.status == http.StatusMethodNotAllowed:
		return "405"
	case r.status == http.StatusUnsupportedMediaType:
		return "415"
	case r.status == http.StatusTooManyRequests:
		return "429"
	case r.status == http.StatusServiceUnavailable, r.status == http.StatusBadGateway, r.status == http.StatusGatewayTimeout:
		return "temporarily_unavailable"
	case r.status/100 == 5:
		return "server_error"
	}
	return "400"
}

// cases are the codes of RFC 6749 section 5.2, those of section 4.1.2.1 that
// token endpoints answer with too, and the statuses without a code.
func (x *run) cases() map[string]refusalCase {
	var (
		address     = x.inSentence(x.urlField())
		credentials = x.checkCredentials()
		dataCenter  = "Check the " + address + ": credentials are known only where they were issued."
	)
	return map[string]refusalCase{
		"invalid_client": {
			"The client was not accepted", x.field("client_secret", "client_id"),
			compact(credentials, dataCenter, x.otherPlace(), "If the secret was renewed since, the old one is void."),
		},
		"invalid_grant": {
			x.grantTitle(), x.field("password", "client_secret"),
			compact(x.checkUser(), dataCenter, "The account may be locked, or need its password changed."),
		},
		"unauthorized_client": {
			"This client may not use this grant", x.field("grant_type"),
			compact("Ask who issued the client ID to allow the grant "+x.grant()+" for it.", x.otherGrant(), dataCenter),
		},
		"unsupported_grant_type": {
			"The token endpoint does not offer this grant", x.field("grant_type"),
			compact("The grant was "+x.grant()+": compare it with what you were given.", x.otherGrant(), "Check the "+address+": another server may have answered."),
		},
		"invalid_scope": {
			"The scope was not accepted", x.field("scope"),
			compact("Leave the scope empty, to get what the client has by default.", "Compare the scope with the provider's documentation, letter by letter."),
		},
		"invalid_request": {
			"The token endpoint could not read the request", "",
			compact("Compare the request below with the provider's documentation: parameters missing, given twice or in the wrong place.", x.otherPlace(), "Check the "+address+": another kind of server may have answered."),
		},
		"access_denied": {
			"The token endpoint does not permit this", "",
			compact(credentials, x.checkUser(), "The client may be disabled, or allowed only from certain addresses: ask who issued it.", dataCenter),
		},
		"temporarily_unavailable": {
			"The token endpoint is not available now", "",
			compact("Try again in a moment.", "Look at the provider's status page."),
		},
		"server_error": {
			"The token endpoint has a fault of its own", "",
			compact("Try again in a moment.", "Tell the provider, with the time and the answer below.", dataCenter),
		},
		"page": {
			"A web page answered, not a token endpoint", x.urlField(),
			compact("Check the " + address + ": it has to be the API's address, not that of a page for people."),
		},
		"400": {
			"The token endpoint refused the request", "",
			compact(credentials, x.checkUser(), dataCenter, x.otherPlace()),
		},
		"404": {
			"There is no token endpoint at this address", x.urlField(),
			compact("Check the "+address+": the request went to "+x.request.URL+".", "Check that the right provider is chosen."),
		},
		"405": {
			"This address takes no " + x.request.Method, x.urlField(),
			compact("Check the "+address+": the request went to "+x.request.URL+", where something else than a token endpoint answers.", "Check that the right provider is chosen."),
		},
		"415": {
			"The token endpoint does not take this kind of body", "",
			compact("The body was sent as "+x.contentType()+": check that the right provider is chosen.", "Check the "+address+": another kind of server may have answered."),
		},
		"429": {
			"Too many requests for a token", "",
			compact("Wait a moment, then try again. A token that is still good can go on being used."),
		},
	}
}
