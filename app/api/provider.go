package api

import (
	"cmp"
	"strings"
)

// A Provider is a kind of API platform, as its profile describes it: the part
// of the profile that the page needs.
type Provider struct {
	ID            string `json:"id" yaml:"id"`
	Name          string `json:"name" yaml:"name"`
	Summary       string `json:"summary" yaml:"summary"` // half a line for the card
	Glyph         string `json:"glyph" yaml:"glyph"`     // two letters for the card
	Documentation string `json:"documentation" yaml:"documentation"`
	// Need says what to have at hand, one thing an entry.
	Need []string `json:"need" yaml:"need"`
	// Fields are what the user enters, in order. The one named [DataCenterField]
	// is always there.
	Fields []Field      `json:"fields" yaml:"fields"`
	Token  TokenRequest `json:"token" yaml:"token"`
	Answer Answer       `json:"answer,omitzero" yaml:"answer"`
	// APIs are base paths below the data center, for grouping Requests.
	APIs     []BasePath `json:"apis" yaml:"apis"`
	Requests []Request  `json:"requests" yaml:"requests"`
	// WhoAmI names the one of Requests that is harmless and tells whom the token
	// is for; "" where there is none.
	WhoAmI string `json:"whoAmI,omitempty" yaml:"who_am_i"`
	// Issuer is a template: who has to have issued the tokens. Empty: not checked.
	Issuer    string    `json:"issuer,omitempty" yaml:"issuer"`
	Endpoints Endpoints `json:"endpoints,omitzero" yaml:"endpoints"`
	// Claims explains claims of this provider's own, by name.
	Claims map[string]string `json:"claims,omitempty" yaml:"claims"`
	// LongestLife is how many seconds a token may live without remark. Zero: a day.
	LongestLife int64 `json:"longestLife,omitempty" yaml:"longest_life"`
	// RenewBefore is how many seconds before its end a token is renewed. Zero: a
	// minute. A token that lives less than four times as long is renewed when a
	// quarter of its life is left.
	RenewBefore int64 `json:"renewBefore,omitempty" yaml:"renew_before"`
	// Steps are further token requests, each of which begins with a token that
	// is there already.
	Steps []Step `json:"steps,omitempty" yaml:"steps"`
	// Own says that the session made it.
	Own bool `json:"own,omitempty" yaml:"-"`
	// Sandbox fills the form so that it reaches the sandbox; nil when there is
	// none. The first page has the names only: browsers cache it.
	Sandbox map[string]string `json:"sandbox,omitempty" yaml:"-"`
}

// DataCenterField is the field that names the data center.
const DataCenterField = "data_center"

// Fields that every provider has, whose values are the connection's wishes about
// its way out. A profile may have one of them among its own, to show it there.
const (
	CAField                 = "ca"                  // certificates in PEM, trusted besides the system's
	PinField                = "pin"                 // SHA-256 fingerprint of the only certificate that is trusted
	VerifyField             = "verify"              // "never" skips verification
	ClientCertificateField  = "client_certificate"  // PEM
	ClientKeyField          = "client_key"          // PEM, secret
	ProxyField              = "proxy"               // URL without user info
	ProxyAuthorizationField = "proxy_authorization" // user:password, secret
	ConnectTimeoutField     = "connect_timeout"     // seconds
	TimeoutField            = "timeout"             // seconds, for the whole exchange
)

// Endpoints are templates of what an authorization server has besides its
// token endpoint. With discovery the metadata document's come in the place of
// empty ones.
type Endpoints struct {
	Authorization       string `json:"authorization,omitempty" yaml:"authorization"`              // RFC 6749 section 3.1
	DeviceAuthorization string `json:"deviceAuthorization,omitempty" yaml:"device_authorization"` // RFC 8628 section 3.1
	Introspection       string `json:"introspection,omitempty" yaml:"introspection"`              // RFC 7662
	Revocation          string `json:"revocation,omitempty" yaml:"revocation"`                    // RFC 7009
	JWKS                string `json:"jwks,omitempty" yaml:"jwks"`                                // RFC 7517 section 5
	Userinfo            string `json:"userinfo,omitempty" yaml:"userinfo"`                        // OpenID Connect Core section 5.3
}

// A Step is a token request that begins with the connection's token, such as
// one for a token of one customer. In its templates {access_token} stands for
// that token.
type Step struct {
	ID     string       `json:"id" yaml:"id"`
	Name   string       `json:"name" yaml:"name"`
	Note   string       `json:"note,omitempty" yaml:"note"`
	Fields []Field      `json:"fields,omitempty" yaml:"fields"` // besides the provider's
	Token  TokenRequest `json:"token" yaml:"token"`
	// Request names the one of the provider's to begin with; "": the first.
	Request string `json:"request,omitempty" yaml:"request"`
}

// Has reports whether the step has a field of this name besides the provider's.
func (s Step) Has(name string) bool {
	for _, f := range s.Fields {
		if f.Name == name {
			return true
		}
	}
	return false
}

// Field looks a field up by name.
func (p Provider) Field(name string) (Field, bool) {
	for _, f := range p.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// Kinds of [Field].
const (
	FieldText        = "text"
	FieldSecret      = "secret"
	FieldURL         = "url"      // a base URL
	FieldEndpoint    = "endpoint" // a URL kept whole: path, trailing slash, query
	FieldChoice      = "choice"
	FieldCertificate = "certificate" // PEM, pasted or read from a file
	FieldKey         = "key"         // a private key in PEM or as JWK: secret, pasted or read from a file
	FieldSeconds     = "seconds"     // a number of seconds
	FieldParameters  = "parameters"  // lines of name=value for a request, see [Parameter]
)

// A Field is one thing that the user enters.
type Field struct {
	Name     string `json:"name" yaml:"name"`
	Label    string `json:"label" yaml:"label"`
	Kind     string `json:"kind" yaml:"kind"`
	Hint     string `json:"hint,omitempty" yaml:"hint"`       // where it comes from, half a line
	Example  string `json:"example,omitempty" yaml:"example"` // shown while the field is empty
	Default  string `json:"default,omitempty" yaml:"default"`
	Optional bool   `json:"optional,omitempty" yaml:"optional"`
	// KeepPath is for FieldURL: the path belongs to it. Otherwise only scheme,
	// host and port are kept, and the path is taken off visibly.
	KeepPath bool     `json:"keepPath,omitempty" yaml:"keep_path"`
	Choices  []Choice `json:"choices,omitempty" yaml:"choices"` // for FieldChoice
	// When is the condition for showing the field, see [Holds].
	When string `json:"when,omitempty" yaml:"when"`
	// Advanced folds the field away with others that few people need.
	Advanced bool `json:"advanced,omitempty" yaml:"advanced"`
}

// IsSecret reports whether the field's value never goes back to the browser.
func (f Field) IsSecret() bool { return f.Kind == FieldSecret || f.Kind == FieldKey }

// IsWayOut reports whether the field is one of those that every provider has,
// about its connection's way out.
func (f Field) IsWayOut() bool {
	switch f.Name {
	case CAField, PinField, VerifyField, ClientCertificateField, ClientKeyField,
		ProxyField, ProxyAuthorizationField, ConnectTimeoutField, TimeoutField:
		return true
	}
	return false
}

// IsURL reports whether the field holds a URL of either kind.
func (f Field) IsURL() bool { return f.Kind == FieldURL || f.Kind == FieldEndpoint }

// Shown reports whether the field belongs to the form while its values are
// values, those of hidden fields left out.
func (f Field) Shown(values map[string]string) bool { return Holds(f.When, values) }

// Holds reports whether a condition holds: "grant_type=password" while that field
// has that value, "grant_type=password|refresh_token" while it has one of them, and
// with " or " between them one of several. The empty one always holds.
func Holds(when string, values map[string]string) bool {
	if when == "" {
		return true
	}
	for one := range strings.SplitSeq(when, " or ") {
		name, wanted, _ := strings.Cut(one, "=")
		for want := range strings.SplitSeq(wanted, "|") {
			if values[strings.TrimSpace(name)] == want {
				return true
			}
		}
	}
	return false
}

// A Choice is one value of a FieldChoice.
type Choice struct {
	Value string `json:"value" yaml:"value"`
	Label string `json:"label" yaml:"label"`
}

// A TokenRequest says how a provider is asked for a token. In all its texts
// {name} stands for a field's value.
type TokenRequest struct {
	Method string `json:"method" yaml:"method"`
	// URL is a template such as "{data_center}/oauth/token". With Discovery it
	// is the one of the metadata document, whose token_endpoint is then used.
	URL       string `json:"url" yaml:"url"`
	Discovery bool   `json:"discovery,omitempty" yaml:"discovery"`
	Grant     string `json:"grant" yaml:"grant"`   // the grant_type: one of the Grant constants or another; a template too
	Place     string `json:"place" yaml:"place"`   // where grant and parameters go: one of the Place constants
	Client    string `json:"client" yaml:"client"` // how the client authenticates: one of the Client constants, or a template that becomes one
	// RawBasic joins ID and secret as they are before Base64, where RFC 6749
	// section 2.3.1 asks to form-urlencode each first.
	RawBasic bool `json:"rawBasic,omitempty" yaml:"raw_basic"`
	// Bearer is the token for ClientBearer, a template.
	Bearer string `json:"bearer,omitempty" yaml:"bearer"`
	// Audience is that of the client's assertion (RFC 7523 section 3), a template.
	// Empty: the token endpoint's URL.
	Audience string `json:"audience,omitempty" yaml:"audience"`
	// Assertion is the JWT that {assertion} stands for in Parameters; nil: there is none.
	Assertion  *Assertion  `json:"assertion,omitempty" yaml:"assertion"`
	Parameters []Parameter `json:"parameters,omitempty" yaml:"parameters"`
	// Note tells the user what is particular here, a sentence or two.
	Note string `json:"note,omitempty" yaml:"note"`
}

// Grants that need more of Firstcall than to be sent.
const (
	GrantClientCredentials = "client_credentials"
	GrantPassword          = "password"
	GrantRefreshToken      = "refresh_token"
	GrantCode              = "authorization_code"
	GrantDevice            = "urn:ietf:params:oauth:grant-type:device_code"
	GrantJWTBearer         = "urn:ietf:params:oauth:grant-type:jwt-bearer"
	GrantTokenExchange     = "urn:ietf:params:oauth:grant-type:token-exchange"
)

// Places of the grant and the parameters.
const (
	PlaceForm  = "form"  // application/x-www-form-urlencoded body
	PlaceJSON  = "json"  // a JSON object
	PlaceQuery = "query" // the URL's query; the body stays empty
	PlaceNone  = "none"  // nowhere: only what names its own place is sent
)

// Ways of client authentication, by their names in IANA's registry of OAuth
// token endpoint authentication methods, and one that is not there.
const (
	ClientBasic      = "client_secret_basic" // RFC 6749 section 2.3.1, HTTP Basic
	ClientBody       = "client_secret_post"  // client_id and client_secret beside the grant
	ClientSecretJWT  = "client_secret_jwt"   // an assertion signed with the secret (RFC 7523)
	ClientPrivateKey = "private_key_jwt"     // an assertion signed with a private key (RFC 7523)
	ClientTLS        = "tls_client_auth"     // the connection's client certificate (RFC 8705), client_id beside the grant
	ClientBearer     = "bearer"              // a token in the Authorization header
	ClientNone       = "none"
)

// Fields that client authentication takes its values from.
const (
	ClientIDField     = "client_id"
	ClientSecretField = "client_secret"
	PrivateKeyField   = "private_key"
	KeyIDField        = "key_id"        // kid of assertions, may be empty
	SigningAlgField   = "signing_alg"   // alg of assertions, empty: the key's usual one
	AccessTokenField  = "access_token"  // in a [Step]: the token that is there already
	RefreshTokenField = "refresh_token" // for the refresh token grant by hand
)

// An Assertion is a JWT that is signed anew for each request, with the field
// private_key or else client_secret. Its texts are templates; empty members are
// left out, and iat, exp and jti come by themselves.
type Assertion struct {
	Issuer   string `json:"issuer" yaml:"issuer"`
	Subject  string `json:"subject,omitempty" yaml:"subject"`
	Audience string `json:"audience,omitempty" yaml:"audience"` // empty: the token endpoint's URL
	Lifetime int64  `json:"lifetime,omitempty" yaml:"lifetime"` // seconds; zero: 60
	Claims   []Pair `json:"claims,omitempty" yaml:"claims"`     // further ones, as strings
}

// A Parameter is one more name and value. An empty value leaves it out. Without
// a name its value is one field, whose lines are the parameters: name=value, with
// one of the In constants and a colon before it where it does not go beside the
// grant. In then picks the lines for that place.
type Parameter struct {
	Name  string `json:"name" yaml:"name"`
	Value string `json:"value" yaml:"value"` // a template
	// In is where it goes: one of the In constants, empty: beside the grant. A
	// header takes the place of one that would be sent anyway; one that is left out
	// takes that away.
	In string `json:"in,omitempty" yaml:"in"`
	// When is the condition for sending it, see [Holds].
	When string `json:"when,omitempty" yaml:"when"`
	// Repeat sends each word of the value as a parameter of its own (RFC 8707
	// section 2).
	Repeat bool `json:"repeat,omitempty" yaml:"repeat"`
}

// Places of a [Parameter].
const (
	InHeader        = "header"
	InQuery         = "query"
	InBody          = "body"
	InAuthorization = "authorization" // in the request that asks the user: RFC 6749 section 4.1.1, RFC 8628 section 3.1
)

// An Answer names the members of the token endpoint's answer, each by its path:
// "data.token", "0.token". An empty one is the standard name: that of RFC 6749
// section 5.1 or OpenID Connect Core section 3.1.3.3; besides "expires_on" for an
// end in Unix seconds, and "expires_at" for one in Unix seconds or as RFC 3339.
type Answer struct {
	AccessToken  string `json:"accessToken,omitempty" yaml:"access_token"`
	IDToken      string `json:"idToken,omitempty" yaml:"id_token"`
	RefreshToken string `json:"refreshToken,omitempty" yaml:"refresh_token"`
	TokenType    string `json:"tokenType,omitempty" yaml:"token_type"`
	Scope        string `json:"scope,omitempty" yaml:"scope"`
	ExpiresOn    string `json:"expiresOn,omitempty" yaml:"expires_on"`
	ExpiresIn    string `json:"expiresIn,omitempty" yaml:"expires_in"`
	ExpiresAt    string `json:"expiresAt,omitempty" yaml:"expires_at"`
}

// Names answers a with the standard name for each empty one.
func (a Answer) Names() Answer {
	return Answer{
		AccessToken:  cmp.Or(a.AccessToken, "access_token"),
		IDToken:      cmp.Or(a.IDToken, "id_token"),
		RefreshToken: cmp.Or(a.RefreshToken, "refresh_token"),
		TokenType:    cmp.Or(a.TokenType, "token_type"),
		Scope:        cmp.Or(a.Scope, "scope"),
		ExpiresOn:    cmp.Or(a.ExpiresOn, "expires_on"),
		ExpiresIn:    cmp.Or(a.ExpiresIn, "expires_in"),
		ExpiresAt:    cmp.Or(a.ExpiresAt, "expires_at"),
	}
}

// A BasePath is where one of a provider's APIs begins.
type BasePath struct {
	Name string `json:"name" yaml:"name"`
	Path string `json:"path" yaml:"path"` // such as "/api/2"
}
