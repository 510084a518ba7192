//go:build !js

package explain

import (
	"firstcall/app/api"
)

// What a refusal of each kind mostly is.

func (c Case) dataCenter() string {
	return "Check the " + c.address() + ": credentials are known only where they were issued."
}

func (c Case) otherServer() string {
	return "Check the " + c.address() + ": another kind of server may have answered."
}

func (c Case) checkCredentials() string {
	switch {
	case c.way() == api.ClientPrivateKey:
		return "Compare the private key, its key ID and the algorithm with what is registered for the client."
	case c.way() == api.ClientTLS:
		return "Compare the client certificate with the one that is registered for the client."
	case c.field(api.ClientSecretField) == "":
		return ""
	}
	return "Copy " + c.named(api.ClientIDField) + " and " + c.named(api.ClientSecretField) + " again, from the same place and whole."
}

func (c Case) checkUser() string {
	if c.field("password") == "" {
		return ""
	}
	return "Check " + c.named("username") + " and " + c.named("password") + " by signing in with them elsewhere."
}

// at are causes of a weight, of which the first has a field.
func at(weight int, field string, texts ...string) []cause {
	causes := tries(weight, texts...)
	if len(causes) > 0 {
		causes[0].field = field
	}
	return causes
}

// clientField is the credential that mostly is at fault.
func (c Case) clientField() string {
	if c.way() == api.ClientPrivateKey {
		return c.field(api.PrivateKeyField)
	}
	return c.field(api.ClientSecretField, api.ClientIDField)
}

func (c Case) clientCauses() []cause {
	return append(at(usual, c.clientField(), c.checkCredentials(), c.dataCenter()),
		tries(remote, "If the secret was renewed since, the old one is void.")...)
}

func (c Case) deniedCauses() []cause {
	return tries(usual, c.checkCredentials(), c.checkUser(),
		"The client may be disabled, or allowed only from certain addresses: ask who issued it.", c.dataCenter())
}

func (c Case) refusedByUser() []cause {
	return tries(usual, "Begin the sign-in again, and allow the access at the server's page.",
		"If nobody refused, the account may lack the right to it: ask the provider's administrator.")
}

func (c Case) grantCauses() []cause {
	switch {
	case c.Purpose == api.ForRenewal || c.Grant == api.GrantRefreshToken:
		return tries(usual, "Connect again: a refresh token ends by its age, when it was used once, and when access is revoked.",
			"If it was used elsewhere too, that other use may have ended it and all of its kin.")
	case c.Grant == api.GrantCode:
		return tries(usual, "Begin the sign-in again: a code is good once, and for a minute or so.",
			"The redirect URI and the code verifier must be those of the request that the code came from.")
	case c.Grant == api.GrantDevice:
		return tries(usual, "Begin again, and confirm the new code before it ends.")
	case c.Grant == api.GrantJWTBearer:
		return append(at(usual, c.field(api.PrivateKeyField), "Compare issuer, subject and audience of the assertion with the provider's documentation, letter by letter."),
			tries(possible, "The key may not be registered for the issuer, or by another key ID.", c.dataCenter())...)
	case c.Grant == api.GrantTokenExchange:
		return tries(usual, "The token to be exchanged may have ended, or come from an issuer that this server does not trust.",
			"Compare subject_token_type with what the token is.", c.dataCenter())
	}
	return append(at(usual, c.field("password", api.ClientSecretField), c.checkUser(), c.dataCenter()),
		tries(possible, "The account may be locked, or need its password changed.")...)
}

// otherGrant is advice for a form that lets the grant be chosen.
func (c Case) otherGrant() string {
	if c.field("grant_type") == "" {
		return ""
	}
	return "Try another value for " + c.named("grant_type") + "."
}

func (c Case) allowedCauses() []cause {
	return at(usual, c.field("grant_type"), "Ask who issued the client ID to allow the grant "+c.grant()+" for it.", c.otherGrant(), c.dataCenter())
}

func (c Case) offeredCauses() []cause {
	return at(usual, c.field("grant_type"), "The grant was "+c.grant()+": compare it with what you were given.", c.otherGrant(),
		"Check the "+c.address()+": another server may have answered.")
}

func (c Case) scopeCauses() []cause {
	causes := tries(usual, "Leave the scope empty, to get what the client has by default.",
		"Compare the scope with the provider's documentation, letter by letter.")
	causes[0].field = c.field("scope")
	return causes
}

func (c Case) widerCauses() []cause {
	return at(usual, c.field("scope"), "Ask for a wider scope, and connect again.", "Ask who issued the client ID which scopes it may have.")
}

func (c Case) requestCauses() []cause {
	return append(tries(usual, "Compare the request below with the provider's documentation: parameters missing, given twice or in the wrong place."),
		tries(remote, c.otherServer())...)
}

func (c Case) contentCauses() []cause {
	return append(tries(usual, "Correct what the answer names."), c.requestCauses()...)
}

func (c Case) tokenCauses() []cause {
	if c.way() == api.ClientBearer {
		return tries(usual, "The token in the Authorization header may have ended: renew it, and try again.", c.dataCenter())
	}
	return tries(usual, "The token may have ended or been revoked: renew it, and try again.", c.dataCenter())
}

func (c Case) targetCauses() []cause {
	return at(usual, c.field("audience", "resource"), "Compare audience or resource with the provider's documentation, letter by letter: it mostly is a URI that has to be registered first.",
		"Ask who issued the client ID whether it may have tokens for that.")
}

func (c Case) interactionCauses() []cause {
	if c.field("password") != "" {
		return tries(usual, "Use a grant at which the user signs in at the server's page: the password grant has no place for a second factor.",
			"Ask the administrator to let this account off the second factor, if it is a machine's.")
	}
	return tries(usual, "Begin the sign-in again without prompt=none, and do what the server's page asks.")
}

func (c Case) consentCauses() []cause {
	return tries(usual, "Begin the sign-in again, and consent at the server's page.", "If the provider wants an administrator's consent, ask for that.")
}

func (c Case) redirectCauses() []cause {
	text := "Register Firstcall's redirect URI for the client, letter by letter: scheme, host, port and path count."
	if p, found := c.Request.Param("redirect_uri"); found && !p.Secret {
		text = "Register " + c.foreign(p.Value) + " as a redirect URI of the client, letter by letter: scheme, host, port and path count."
	}
	return tries(usual, text)
}

func (c Case) faultCauses() []cause {
	return tries(usual, "Try again in a moment.", "Tell the provider, with the time and the answer below.", c.dataCenter())
}

func (c Case) pageCauses() []cause {
	return at(usual, c.urlField(), "Check the "+c.address()+": it has to be the API's address, not that of a page for people.")
}

func (c Case) anyCauses() []cause {
	if c.Purpose == api.ForAuthorization {
		return tries(usual, "Compare the authorization request below with the provider's documentation.", "Ask the provider what the error means.")
	}
	return tries(usual, c.checkCredentials(), c.checkUser(), c.dataCenter())
}

func (c Case) addressCauses() []cause {
	return at(usual, c.urlField(), "Check the "+c.address()+": the request went to "+c.Request.URL+".", "Check that the right provider is chosen.")
}

func (c Case) methodCauses() []cause {
	causes := at(usual, c.urlField(), "Check the "+c.address()+": the request went to "+c.Request.URL+", where something else than "+c.titled("{a one}")+" answers.")
	if allow := c.Answer.Header.Get("Allow"); allow != "" {
		causes = append(causes, cause{weight: observed, try: "The address takes " + c.foreign(allow) + ", as its header Allow says."})
	}
	return append(causes, tries(possible, "Check that the right provider is chosen.")...)
}

func (c Case) mediaCauses() []cause {
	return tries(usual, "The body was sent as "+c.contentType()+": check that the right provider is chosen.", c.otherServer())
}
