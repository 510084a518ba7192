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
	// Now is the present, in the user's time zone: times are written in it.
	Now time.Time
}

// An Explanation says what a member means here.
type Explanation struct {
	Text string // a sentence or two, "" for a name that is not known
	Unix bool   // the value is a time; At is it
	At   int64  // Unix seconds
}

// Explain explains a member of a JWT's header (RFC 7515 section 4.1) or claims
// (RFC 7519 section 4.1, OpenID Connect Core section 2 and 5.1, RFC 8693,
// RFC 9068, and some of vendors). A name means the same in both, so that it
// need not be said where the member stands.
func Explain(m api.Member, ctx Context) Explanation {
	if e, ok := explainTime(m, ctx.Now); ok {
		return e
	}
	v := parse(m.Value)
	for _, explain := range []func(string, value, Context) string{explainParty, explainScope, explainHeader, explainUser} {
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

// fixed are the names whose meaning doesn't hang on the value.
var fixed = [...]struct{ name, text string }{
	{"jti", "The token's own ID, by which a server tells it from others and notices a second use."},
	{"nonce", "Comes back as the client sent it, so that it can tell that this token answers its own request."},
	{"acr", "How strong the login was, in the server's own terms (authentication context class)."},
	{"at_hash", "Half of a hash of the access token: it shows that the two were issued together."},
	{"c_hash", "Half of a hash of the authorization code: it shows that the two were issued together."},
	{"s_hash", "Half of a hash of the state that the client sent: it shows that the two belong together."},
	{"sid", "The ID of the login session at the server."},
	{"name", "The user's full name, as it is displayed."},
	{"given_name", "The user's given name."},
	{"family_name", "The user's family name."},
	{"middle_name", "The user's middle name."},
	{"nickname", "A casual name of the user."},
	{"preferred_username", "The name the user goes by at the server. It can change and is no key for storing."},
	{"profile", "The URL of the user's profile page."},
	{"picture", "The URL of the user's picture."},
	{"website", "The URL of the user's website."},
	{"email", "The user's e-mail address."},
	{"gender", "The user's gender."},
	{"birthdate", "The user's birthday, year first."},
	{"zoneinfo", "The user's time zone."},
	{"locale", "The user's language and region."},
	{"phone_number", "The user's phone number."},
	{"address", "The user's postal address."},
	{"groups", "The groups that the subject belongs to."},
	{"entitlements", "What the subject may use, in the server's own terms."},
	{"uid", "The ID of the account that the token stands for, a claim of the provider's own."},
	{"ver", "The version of this token's format, a claim of the provider's own."},
	{"tid", "The ID of the tenant, a claim of the provider's own."},
	{"oid", "The ID of the user or application in the provider's directory, a claim of its own."},
	{"events", "What happened, as a security event token reports it (RFC 8417)."},
	{"kid", "Names the issuer's key that signed this token."},
	{"jku", "Where the signer says its keys are. To be trusted only if the address is known from elsewhere."},
	{"jwk", "The public key of the signer itself. To be trusted only if the key is known from elsewhere."},
	{"x5u", "Where the signer says its certificate is. To be trusted only if the address is known from elsewhere."},
	{"x5c", "The certificate of the key that signed this token, with its chain."},
	{"x5t", "SHA-1 fingerprint of the certificate of the key that signed this token."},
	{"x5t#S256", "SHA-256 fingerprint of the certificate of the key that signed this token."},
	{"crit", "Header members that a reader has to understand, or else has to refuse the token."},
	{"enc", "How the content is encrypted."},
	{"zip", "How the content is compressed."},
}
