//go:build !js

package explain

import (
	"net/http"
	"strings"

	"firstcall/app/api"
)

// A meaning is what a code or a status usually says. For its title see [Case.titled].
type meaning struct {
	title  string
	kind   kind
	causes func(Case) []cause
}

// A kind is what a refusal is about: it decides which suspicions fit.
type kind int

const (
	aboutElse     kind = iota // nothing that a variation would change
	aboutClient               // who asks
	aboutGrant                // what the client shows for the token
	aboutRequest              // how it asks
	aboutAddress              // where
	aboutAnything             // the server does not say
)

// codes are those of RFC 6749 (sections 4.1.2.1 and 5.2), 6750, 7009, 7523, 8628,
// 8693, 8707, 8705, 9101, 9396, 9449 and 9470, OpenID Connect Core (section
// 3.1.2.6), and their namesakes of vendors.
var codes = map[string]meaning{
	"invalid_client":         {"The client was not accepted", aboutClient, Case.clientCauses},
	"invalid_grant":          {"The grant was not accepted", aboutGrant, Case.grantCauses},
	"unauthorized_client":    {"This client may not use this grant", aboutElse, Case.allowedCauses},
	"unsupported_grant_type": {"It does not offer this grant", aboutRequest, Case.offeredCauses},
	"invalid_scope":          {"The scope was not accepted", aboutElse, Case.scopeCauses},
	"invalid_request":        {"It could not read the request", aboutRequest, Case.requestCauses},
	"access_denied":          {"It does not permit this", aboutClient, Case.deniedCauses},
	"server_error":           {"It has a fault of its own", aboutElse, Case.faultCauses},
	"temporarily_unavailable": {"It is not available now", aboutElse, always(
		"Try again in a moment.", "Look at the provider's status page.")},
	"unsupported_response_type": {"It does not give this client a code", aboutElse, always(
		"Ask who issued the client ID to allow the grant authorization_code for it.", "Check that the client is of the kind that signs users in, and not one for machines only.")},

	"invalid_token":                    {"The token was not accepted", aboutElse, Case.tokenCauses},
	"insufficient_scope":               {"The token's scope is too narrow for this", aboutElse, Case.widerCauses},
	"insufficient_user_authentication": {"The user did not sign in strongly or recently enough for this", aboutElse, always("Sign in again, with the second factor that the provider asks for.")},

	"unsupported_token_type": {"It does not revoke tokens of this kind", aboutElse, always(
		"Revoke the refresh token, if there is one: many servers end the access tokens with it.", "Otherwise the token ends by itself: see its expiry.")},

	"authorization_pending": {"The user has not finished yet", aboutElse, always("Enter the code at the address shown, sign in there and confirm.")},
	"slow_down":             {"It was asked too often", aboutElse, always("Wait: each question comes five seconds later from now on.")},
	"expired_token":         {"The code was not confirmed in time", aboutElse, always("Begin again, and confirm the new code before it ends.")},

	"invalid_target": {"The audience or resource was not accepted", aboutElse, Case.targetCauses},

	"login_required":             {"The user has to sign in", aboutElse, always("Begin the sign-in again without prompt=none, so that the server may show its page.")},
	"interaction_required":       {"The user has to do something at the server's page", aboutElse, Case.interactionCauses},
	"consent_required":           {"The user, or an administrator, has to consent", aboutElse, Case.consentCauses},
	"account_selection_required": {"The user has to choose an account", aboutElse, always("Begin the sign-in again, and choose the account at the server's page.")},
	"unmet_authentication_requirements": {"The user could not sign in as the request asks", aboutElse, always(
		"Take acr_values out of the request, or ask for a level that the user has.")},
	"invalid_request_uri":       {"The request object was not found at its address", aboutElse, requestObject},
	"invalid_request_object":    {"The request object was not accepted", aboutElse, requestObject},
	"request_not_supported":     {"It takes no request objects", aboutElse, requestObject},
	"request_uri_not_supported": {"It takes no request objects by address", aboutElse, requestObject},
	"registration_not_supported": {"It does not know this client", aboutElse, always(
		"Register the client with the provider first, and enter the client ID that it gives.")},
	"redirect_uri_mismatch": {"The redirect URI is not one of the client's", aboutElse, Case.redirectCauses},
	"invalid_redirect_uri":  {"The redirect URI is not one of the client's", aboutElse, Case.redirectCauses},

	"invalid_dpop_proof": {"It wants tokens bound to a key (DPoP)", aboutElse, dpop},
	"use_dpop_nonce":     {"It wants tokens bound to a key (DPoP)", aboutElse, dpop},
	"invalid_authorization_details": {"The authorization details were not accepted", aboutElse, always(
		"Compare authorization_details with the types that the provider documents (RFC 9396).")},
}

// aliases are codes of vendors that mean one of the standard ones: GitHub's,
// Slack's, Google's, Salesforce's, Microsoft's, Auth0's and Okta's.
var aliases = map[string]string{
	"incorrect_client_credentials": "invalid_client", "bad_client_secret": "invalid_client", "invalid_client_id": "invalid_client",
	"invalid_client_secret": "invalid_client", "deleted_client": "invalid_client", "disabled_client": "invalid_client",
	"bad_verification_code": "invalid_grant", "invalid_code": "invalid_grant", "e0000004": "invalid_grant", "inactive_user": "invalid_grant",
	"bad_redirect_uri": "redirect_uri_mismatch", "invalid_resource": "invalid_target", "mfa_required": "interaction_required",
	"admin_policy_enforced": "consent_required", "org_internal": "access_denied", "e0000006": "access_denied", "e0000011": "invalid_token",
	"e0000022": "405", "e0000047": "429", "too_many_attempts": "429", "too_many_requests": "429", "rate_limit_exceeded": "429", "rate_limited": "429",
}

// statuses are for answers without a code that is known.
var statuses = map[string]meaning{
	"page": {"A web page answered, not {a one}", aboutAddress, Case.pageCauses},
	"400":  {"It refused the request", aboutAnything, Case.anyCauses},
	"404":  {"There is no {one} at this address", aboutAddress, Case.addressCauses},
	"405":  {"This address takes no {method}", aboutAddress, Case.methodCauses},
	"415":  {"It does not take this kind of body", aboutRequest, Case.mediaCauses},
	"422":  {"It finds fault with what was sent", aboutAnything, Case.contentCauses},
	"429":  {"It was asked too often", aboutElse, always("Wait a moment, then try again. A token that is still good can go on being used.")},
}

// meaning finds what a refusal means, by its code or else by the status.
func (c Case) meaning(said refusal) meaning {
	code := strings.ToLower(said.code)
	if alias, known := aliases[code]; known {
		code = alias
	}
	if code == "unauthorized_client" && c.meansClient(said) {
		code = "invalid_client"
	}
	m, known := codes[code]
	if !known {
		if m, known = statuses[code]; !known || code == "400" {
			m = c.byStatus()
		}
	}
	if code == "access_denied" && c.asksUser() {
		return meaning{"The sign-in was refused", aboutElse, Case.refusedByUser}
	}
	if m.kind == aboutGrant {
		m.title = c.grantTitle(m.title)
	}
	return m
}

// asksUser reports whether it is the user who says yes or no.
func (c Case) asksUser() bool {
	return c.Purpose == api.ForAuthorization || c.Grant == api.GrantDevice
}

// meansClient knows Keycloak and Microsoft, which answer unauthorized_client to a
// wrong secret and to an unknown client.
func (c Case) meansClient(said refusal) bool {
	description := strings.ToLower(said.description)
	return strings.Contains(description, "client credentials") || strings.Contains(description, "client secret") || strings.Contains(description, "aadsts700016")
}

func (c Case) byStatus() meaning {
	a := c.Answer
	switch {
	case a.isPage() && a.Status/100 != 5 && a.Status != http.StatusNotFound && a.Status != http.StatusMethodNotAllowed && a.Status != http.StatusTooManyRequests:
		return statuses["page"]
	case a.Status == http.StatusUnauthorized:
		return codes["invalid_client"]
	case a.Status == http.StatusForbidden:
		return codes["access_denied"]
	case a.Status == http.StatusNotFound, a.Status == http.StatusGone:
		return statuses["404"]
	case a.Status == http.StatusMethodNotAllowed:
		return statuses["405"]
	case a.Status == http.StatusUnsupportedMediaType:
		return statuses["415"]
	case a.Status == http.StatusUnprocessableEntity:
		return statuses["422"]
	case a.Status == http.StatusTooManyRequests:
		return statuses["429"]
	case a.Status == http.StatusServiceUnavailable, a.Status == http.StatusBadGateway, a.Status == http.StatusGatewayTimeout:
		return codes["temporarily_unavailable"]
	case a.Status/100 == 5:
		return codes["server_error"]
	}
	return statuses["400"]
}

// always are causes that depend on nothing.
func always(texts ...string) func(Case) []cause {
	return func(Case) []cause { return tries(usual, texts...) }
}

func requestObject(Case) []cause {
	return tries(usual, "Take request and request_uri out of the profile's URL: Firstcall sends its parameters openly (RFC 6749 section 4.1.1).")
}

func dpop(Case) []cause {
	return tries(usual,
		"Ask who issued the client ID whether it can be let off DPoP (RFC 9449): Firstcall does not make such proofs.",
		"If another client is registered without it, use that one.")
}

// grantTitle says what was shown for the token.
func (c Case) grantTitle(usually string) string {
	switch {
	case c.Purpose == api.ForRenewal || c.Grant == api.GrantRefreshToken:
		return "The refresh token is not good any more"
	case c.Grant == api.GrantCode:
		return "The authorization code was not accepted"
	case c.Grant == api.GrantDevice:
		return "The device code was not accepted"
	case c.Grant == api.GrantJWTBearer:
		return "The assertion was not accepted"
	case c.Grant == api.GrantTokenExchange:
		return "The token to be exchanged was not accepted"
	case c.field("password") != "":
		return "User name or password were not accepted"
	}
	return usually
}
