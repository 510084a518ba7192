//go:build !js

package exchange

import (
	"context"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/provider"
	"firstcall/server/secret"
)

// Refresh asks for a new token by a refresh token (RFC 6749 section 6), the
// client authenticating as for the first. Where the answer has no new refresh
// token, the Grant has the old one. See [Grant.Renewed] for what else stays.
func (e *Exchanger) Refresh(ctx context.Context, p provider.Profile, values map[string]string, refresh secret.String) Outcome {
	p.Provider = wire.Refresh(p.Provider)
	outcome := e.start(p, with(values, api.RefreshTokenField, refresh.Reveal()), api.ForRenewal, tokenEndpoint).grant(ctx)
	if outcome.Grant != nil && outcome.Grant.RefreshToken.Empty() {
		outcome.Grant.RefreshToken = refresh
	}
	return outcome
}

// Renewed is what g becomes by the answer to its refresh: what that leaves out
// stays. An omitted scope means that it did not change (RFC 6749 section 5.1), an
// omitted refresh token that the old one goes on (section 6).
func (g Grant) Renewed(by Grant) Grant {
	if by.RefreshToken.Empty() {
		by.RefreshToken = g.RefreshToken
	}
	if by.IDToken.Empty() {
		by.IDToken = g.IDToken
	}
	if by.Scope == "" {
		by.Scope = g.Scope
	}
	return by
}
