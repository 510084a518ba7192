//go:build !js

package server

import (
	"crypto/rand"
	"maps"
	"slices"
	"time"

	"firstcall/app/api"
	"firstcall/app/inspect"
	"firstcall/server/exchange"
	"firstcall/server/provider"
	"firstcall/server/relay"
	"firstcall/server/secret"
)

// maxTranscripts is how many exchanges a connection remembers.
const maxTranscripts = 10

// connection is one as the vault keeps it: what its exchanges brought, and all
// that calls and the next exchange need.
type connection struct {
	exchange.Grant
	ID  string
	Key connectionKey
	// Values and Secrets are the form's at the time of the exchange, with those of
	// the step; Read is what the profile reads out of the token.
	Values    map[string]string
	Secrets   map[string]secret.String
	Read      map[string]string
	Variation api.Variation
	// RequestedScope is the scope parameter (RFC 6749 section 3.3) as it was sent.
	RequestedScope string
	Received       int64    // when the tokens came, Unix seconds
	Revoked        []string // kinds of tokens
	Certificates   []api.Certificate
	Unverified     bool
	Renewal        renewal
	Transcripts    []api.Transcript // the latest first
	WhoAmI         *api.Reply
}

// newConnection makes a connection of what an exchange by u brought.
func newConnection(u use, outcome exchange.Outcome, now time.Time) connection {
	c := connection{Values: map[string]string{}, Secrets: map[string]secret.String{}, Variation: u.variation}
	for _, f := range u.fields() {
		switch value := u.values[f.Name]; {
		case value == "":
		case f.IsSecret():
			c.Secrets[f.Name] = secret.New(value)
		default:
			c.Values[f.Name] = value
		}
	}
	c.Renewal.On, c.Renewal.Generation = true, 1
	c.Key = u.key()
	c.RequestedScope = c.Key.Scope
	c.receive(u.profile, outcome, now)
	if c.Key.User == "" {
		c.Key.User = c.subject()
	}
	if c.RefreshToken.Empty() && c.Key.Grant == api.GrantRefreshToken {
		c.RefreshToken = c.Secrets[api.RefreshTokenField] // it goes on (RFC 6749 section 6)
	}
	return c
}

// subject is whom the ID token is about, "" without one (OpenID Connect Core
// section 2).
func (c connection) subject() string {
	jwt := inspect.Token(api.IDToken, c.IDToken.Reveal()).JWT
	if jwt == nil {
		return ""
	}
	return inspect.Text(jwt.Claims, "sub")
}

// receive takes over the tokens that an exchange brought.
func (c *connection) receive(p provider.Profile, outcome exchange.Outcome, now time.Time) {
	c.Grant = *outcome.Grant
	c.Received = now.Unix()
	c.Revoked = nil
	c.Read = map[string]string{}
	if jwt := inspect.Token(api.AccessToken, c.AccessToken.Reveal()).JWT; jwt != nil {
		c.Read = p.Read(jwt.Claims)
	}
	c.Certificates, c.Unverified = outcome.Certificates, outcome.Unverified
	c.remember(outcome)
}

// remember puts what was sent in an exchange before what was sent earlier.
func (c *connection) remember(outcome exchange.Outcome) {
	for _, t := range slices.Backward(outcome.Transcripts) {
		if t.Request.Start != "" {
			c.Transcripts = slices.Insert(c.Transcripts, 0, t)
		}
	}
	c.Transcripts = c.Transcripts[:min(len(c.Transcripts), maxTranscripts)]
}

// values are all that the form had, the secrets too.
func (c connection) values() map[string]string {
	values := maps.Clone(c.Values)
	for name, value := range c.Secrets {
		values[name] = value.Reveal()
	}
	return values
}

// shown are the values that the page may know and requests be filled with.
func (c connection) shown() map[string]string {
	values := maps.Clone(c.Values)
	maps.Copy(values, c.Read)
	return values
}

// follow gives c an ID: that of the connection before with the same key, if a
// page that shows that one is right about c as well.
func (c *connection) follow(before connection) {
	c.ID = rand.Text()
	if before.ID != "" && c.sameAs(before) {
		c.ID = before.ID
		c.Renewal.On = before.Renewal.On
		c.Renewal.Generation = before.Renewal.Generation + 1
	}
}

// fit is c, or if it has to be slim c without what is only shown.
func (c connection) fit(slim bool) connection {
	if slim {
		c.Transcripts, c.WhoAmI = nil, nil
	}
	return c
}

// sameAs reports whether c was made as other was, secrets aside: then all that
// a page shows of it holds for the other too.
func (c connection) sameAs(other connection) bool {
	return c.Key == other.Key && maps.Equal(c.Values, other.Values) && c.Variation == other.Variation
}

// token answers the raw token of a kind, empty when there is none.
func (c connection) token(kind string) secret.String {
	switch kind {
	case api.AccessToken:
		return c.AccessToken
	case api.IDToken:
		return c.IDToken
	case api.RefreshToken:
		return c.RefreshToken
	}
	return secret.String{}
}

// view is what the page may know.
func (c connection) view() api.Connection {
	view := api.Connection{
		ID:             c.ID,
		Provider:       c.Key.Provider,
		DataCenter:     c.Key.DataCenter,
		Of:             c.Key.Of,
		Step:           c.Key.Step,
		Values:         c.shown(),
		TokenType:      c.TokenType,
		RequestedScope: c.RequestedScope,
		Scope:          c.Scope,
		Expiry:         c.Expiry,
		Transcripts:    c.Transcripts,
		Certificates:   c.Certificates,
		Unverified:     c.Unverified,
		WhoAmI:         c.WhoAmI,
	}
	for _, kind := range []string{api.AccessToken, api.IDToken, api.RefreshToken} {
		if raw := c.token(kind).Reveal(); raw != "" {
			token := inspect.Cut(inspect.Token(kind, raw))
			token.Revoked = slices.Contains(c.Revoked, kind)
			view.Tokens = append(view.Tokens, token)
		}
	}
	view.Authorization = relay.Authorization(c.TokenType, inspect.Mask(c.AccessToken.Reveal()))
	return view
}
