//go:build !js

package server

import (
	"crypto/rand"

	"firstcall/app/api"
	"firstcall/app/inspect"
	"firstcall/app/wire"
	"firstcall/server/exchange"
	"firstcall/server/provider"
	"firstcall/server/relay"
	"firstcall/server/secret"
)

// grant is the connection as the vault keeps it: what an exchange brought, and
// what calls need besides.
type grant struct {
	exchange.Grant
	ID             string
	Provider       string
	DataCenter     string
	CA             string            // PEM, may be empty
	Values         map[string]string // no secrets
	RequestedScope string
	Transcript     api.Transcript
}

// newGrant makes a grant of what p's exchange with values brought.
func newGrant(p provider.Profile, values map[string]string, outcome exchange.Outcome) grant {
	g := grant{
		Grant:      *outcome.Grant,
		ID:         rand.Text(),
		Provider:   p.ID,
		DataCenter: values[api.DataCenterField],
		CA:         values[api.CAField],
		Values:     map[string]string{},
		Transcript: outcome.Transcript,
	}
	for _, f := range p.Fields {
		if f.Kind != api.FieldSecret && values[f.Name] != "" {
			g.Values[f.Name] = values[f.Name]
		}
	}
	if jwt := inspect.Token(api.AccessToken, g.AccessToken.Reveal()).JWT; jwt != nil {
		for name, value := range p.Read(jwt.Claims) {
			g.Values[name] = value
		}
	}
	g.RequestedScope = requestedScope(p, values)
	return g
}

// requestedScope is the scope parameter (RFC 6749 section 3.3) as it was sent.
func requestedScope(p provider.Profile, values map[string]string) string {
	req, err := wire.Token(p.Provider, values)
	if err != nil {
		return ""
	}
	scope, _ := req.Param("scope")
	if scope.Secret {
		return ""
	}
	return scope.Value
}

// token answers the raw token of a kind, empty when there is none.
func (g grant) token(kind string) secret.String {
	switch kind {
	case api.AccessToken:
		return g.AccessToken
	case api.IDToken:
		return g.IDToken
	case api.RefreshToken:
		return g.RefreshToken
	}
	return secret.String{}
}

// connection is what the page may know.
func (g grant) connection() api.Connection {
	c := api.Connection{
		ID:             g.ID,
		Provider:       g.Provider,
		DataCenter:     g.DataCenter,
		Values:         g.Values,
		TokenType:      g.TokenType,
		RequestedScope: g.RequestedScope,
		Scope:          g.Scope,
		Expiry:         g.Expiry,
		Transcripts:    []api.Transcript{g.Transcript},
	}
	for _, kind := range []string{api.AccessToken, api.IDToken, api.RefreshToken} {
		if raw := g.token(kind).Reveal(); raw != "" {
			c.Tokens = append(c.Tokens, inspect.Cut(inspect.Token(kind, raw)))
		}
	}
	c.Authorization = relay.Authorization(g.TokenType, inspect.Mask(g.AccessToken.Reveal()))
	return c
}
