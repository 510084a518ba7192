// Package claim explains the members of a token's header and claims, a
// sentence each, and words times and time left as the page shows them.
//
// It owns the meaning of registered names. It refuses to know whether a token
// is valid: nothing here verifies, and values are quoted as foreign text.
package claim

import (
	"time"

	"firstcall/app/api"
)

// Context is what a claim is compared with. Its zero value explains without
// comparing.
type Context struct {
	Kind       string // of the token: one of api.AccessToken, api.IDToken, api.RefreshToken
	Connection api.Connection
	// Own are the provider's explanations by the claim's name, which come before
	// those known here.
	Own map[string]string
	// Now is the present, in the user's time zone: times are written in it.
	Now time.Time
}

// An Explanation says what a member means here.
type Explanation struct {
	Text string // a sentence or two, "" for a name that is not known
	Unix bool   // the value is a time; At is it
	At   int64  // Unix seconds
}

// Explain explains a member of a JWT's header (RFC 7515 section 4.1, RFC 7516
// section 4.1, RFC 7518) or claims (RFC 7519 section 4.1, OpenID Connect Core
// section 2 and 5.1, RFC 7800, RFC 8417, RFC 8693, RFC 9068, and some of
// vendors). A name means the same in both, so that it need not be said where the
// member stands.
func Explain(m api.Member, ctx Context) Explanation {
	e, ok := explainTime(m, ctx.Now)
	if own := ctx.Own[m.Name]; own != "" {
		e.Text = own
		return e
	}
	if ok {
		return e
	}
	v := parse(m.Value)
	for _, explain := range []func(string, value, Context) string{explainParty, explainScope, explainEncryption, explainHeader, explainUser} {
		if text := explain(m.Name, v, ctx); text != "" {
			return Explanation{Text: text}
		}
	}
	for _, f := range fixed {
		if f.name == m.Name {
			return Explanation{Text: f.text}
		}
	}
	return Explanation{}
}
