package api

import "encoding/json"

// A Connection is what the page may know of one: nothing secret. A session has
// one for each provider, data center, client, user, scope and grant.
type Connection struct {
	ID         string `json:"id"`
	Provider   string `json:"provider"`
	DataCenter string `json:"dataCenter"`
	// Name tells it from the session's others in a few words: host, client, scope.
	Name string `json:"name"`
	// Of is the ID of the connection whose token a step began with, and Step the
	// step's; both are "" for one that was made with the form.
	Of   string `json:"of,omitempty"`
	Step string `json:"step,omitempty"`
	// Values are the form's without its secrets, and what the profile reads out
	// of the token besides, such as tenant_id. They fill {name} in requests.
	Values map[string]string `json:"values"`
	Tokens []Token           `json:"tokens"`
	// TokenType is as the server sent it: "bearer", "Bearer".
	TokenType string `json:"tokenType"`
	// Authorization is the header of a call with the token masked.
	Authorization  string  `json:"authorization"`
	RequestedScope string  `json:"requestedScope,omitempty"`
	Scope          string  `json:"scope,omitempty"` // granted, as the answer says
	Expiry         Expiry  `json:"expiry"`
	Renewal        Renewal `json:"renewal"`
	// Transcripts are those of the exchanges that the tokens came from, the latest
	// first: at most ten.
	Transcripts []Transcript `json:"transcripts"`
	// Certificates are what the token endpoint showed, leaf first; none without TLS.
	Certificates []Certificate `json:"certificates,omitempty"`
	// Unverified says that certificates are not verified, by the user's own wish.
	Unverified bool `json:"unverified,omitempty"`
	// WhoAmI is the reply to the provider's harmless call, nil if there was none.
	WhoAmI *Reply `json:"whoAmI,omitempty"`
}

// A Renewal says how a connection's token is renewed.
type Renewal struct {
	On bool `json:"on"` // renew before the end, and once at a 401
	// How is what renews it: [RefreshToken], [RenewGrant], [RenewStep], or "" when only
	// the user can.
	How   string `json:"how,omitempty"`
	At    int64  `json:"at,omitempty"`    // when it is due, Unix seconds; 0: never by itself
	Count int    `json:"count,omitempty"` // how often it was renewed
	// Failure is why the latest attempt failed; nil after one that did not.
	Failure *Failure `json:"failure,omitempty"`
	// Note is what was particular about the latest one that succeeded, a sentence.
	Note string `json:"note,omitempty"`
}

// Ways of a [Renewal] besides the refresh token.
const (
	RenewGrant = "grant" // the same grant again
	RenewStep  = "step"  // the token that the step began with, and then the step again
)

// Kinds of [Token].
const (
	AccessToken  = "access_token"
	IDToken      = "id_token"
	RefreshToken = "refresh_token"
)

// A Token is one token of the answer, masked.
type Token struct {
	Kind   string `json:"kind"`
	Masked string `json:"masked"` // its beginning, then "…"
	Length int    `json:"length"` // characters
	// JWT is nil for an opaque token, and for one of which nothing can be read.
	JWT *JWT `json:"jwt,omitempty"`
	// Encrypted says that the token is a JWE (RFC 7516): of its JWT there is the
	// header only, since the claims are for who holds the key.
	Encrypted bool `json:"encrypted,omitempty"`
	// Malformed names the parts at fault of a token that looks like a JWT and is
	// none, without a full stop at its end. What can be read is in JWT all the same.
	Malformed string `json:"malformed,omitempty"`
	// Revoked says that the authorization server was told to revoke it, and did.
	Revoked bool `json:"revoked,omitempty"`
	// Resembles names the kind of an opaque token where its form leaves no doubt,
	// such as "a GitHub token".
	Resembles string `json:"resembles,omitempty"`
}

// A JWT is a decoded, not verified, JSON Web Token (RFC 7519).
type JWT struct {
	Header []Member `json:"header"`
	Claims []Member `json:"claims"`
	// More is how many members were left out, as too many for a page.
	More int `json:"more,omitempty"`
}

// A Member is one member of a JSON object, its value as it was sent.
type Member struct {
	Name  string          `json:"name"`
	Value json.RawMessage `json:"value"`
	// Whole is how many bytes the value has where it is too long for a page. Value
	// is then a JSON string with the beginning of its text.
	Whole int `json:"whole,omitempty"`
}

// An Expiry says when a token ends and how that is known.
type Expiry struct {
	IssuedAt  int64 `json:"issuedAt,omitempty"`  // Unix seconds; when the answer came, or the JWT's iat
	ExpiresAt int64 `json:"expiresAt,omitempty"` // Unix seconds, 0 when unknown
	// Source is the answer's member that told, such as "expires_on", or "exp"
	// for the JWT's claim, or "" when nothing did.
	Source string `json:"source,omitempty"`
	// Skew is how many seconds the provider's clock is ahead of the server's, by
	// the answer's Date; 0 when unknown. ExpiresAt is by the server's clock.
	Skew int64 `json:"skew,omitempty"`
}

// A Transcript is one exchange as sent and as answered, secrets masked.
type Transcript struct {
	At       int64    `json:"at"`      // Unix seconds
	Purpose  string   `json:"purpose"` // one of the For constants
	Request  Message  `json:"request"`
	Response *Message `json:"response,omitempty"` // nil when none came
	Status   int      `json:"status,omitempty"`
	Sent     int64    `json:"sent"`     // bytes of the request's body
	Received int64    `json:"received"` // bytes of the answer's body as read, without its compression
	Took     int64    `json:"took"`     // milliseconds
	Rungs    []Rung   `json:"rungs"`
}

// Purposes of a [Transcript].
const (
	ForToken         = "token"
	ForMetadata      = "metadata"
	ForAuthorization = "authorization" // the browser's leg: request and redirect, without the code
	ForDevice        = "device"        // device authorization
	ForRenewal       = "renewal"
	ForStep          = "step"
	ForIntrospection = "introspection"
	ForRevocation    = "revocation"
)

// A Message is an HTTP message as text.
type Message struct {
	Start  string `json:"start"` // request or status line
	Header []Pair `json:"header,omitempty"`
	Body   string `json:"body,omitempty"`
	// Cut says that the body was longer than is shown.
	Cut bool `json:"cut,omitempty"`
}

// Names of rungs, in order.
const (
	RungURL      = "URL"
	RungDNS      = "DNS"
	RungTCP      = "TCP"
	RungTLS      = "TLS"
	RungEndpoint = "Token endpoint"
	RungToken    = "Token"
	RungCall     = "Call"
)

// States of a [Rung].
const (
	RungGood   = "good"
	RungFailed = "failed"
	RungTodo   = "todo" // not reached
)

// A Rung is one step of the way to a token, with the evidence for its state.
type Rung struct {
	Name     string `json:"name"`
	State    string `json:"state"`
	Evidence string `json:"evidence,omitempty"`
	Took     int64  `json:"took,omitempty"` // milliseconds
}

// Kinds of [Failure].
const (
	FailureField     = "field"     // something typed can't be right
	FailureRefused   = "refused"   // this server makes no requests to that host
	FailureDNS       = "dns"       // the host was not found
	FailureTCP       = "tcp"       // nothing listens there
	FailureProxy     = "proxy"     // the outbound proxy could not be reached, or said no
	FailureTLS       = "tls"       // not trusted, wrong name, expired, not TLS at all
	FailureTimeout   = "timeout"   // no answer in time; Phase says in which step
	FailureBroken    = "broken"    // the answer broke off or was no HTTP
	FailureEndpoint  = "endpoint"  // the token endpoint said no
	FailureAnswer    = "answer"    // 2xx, but no token in it
	FailureCancelled = "cancelled" // the user gave up
)

// A Failure says what happened, what was seen, what to try.
type Failure struct {
	Kind  string `json:"kind"`
	Phase string `json:"phase,omitempty"` // the rung where it stopped
	Host  string `json:"host,omitempty"`
	// Field is the form's field at fault, if one is.
	Field  string   `json:"field,omitempty"`
	Title  string   `json:"title"`  // what happened
	Detail string   `json:"detail"` // what was seen
	Try    []string `json:"try,omitempty"`
	// Error and Description are the token endpoint's own (RFC 6749 section 5.2).
	Error        string        `json:"error,omitempty"`
	Description  string        `json:"description,omitempty"`
	Certificates []Certificate `json:"certificates,omitempty"` // the chain that was not trusted, leaf first: the proxy's in a FailureProxy
	Transcript   *Transcript   `json:"transcript,omitempty"`
	// Checks are variations of the exchange that may tell the cause, the likeliest
	// first. None runs by itself.
	Checks []Check `json:"checks,omitempty"`
}

// A Certificate is what a user needs to recognise one.
type Certificate struct {
	Subject     string   `json:"subject"`
	Issuer      string   `json:"issuer"`
	Names       []string `json:"names,omitempty"`
	NotBefore   int64    `json:"notBefore"` // Unix seconds
	NotAfter    int64    `json:"notAfter"`  // Unix seconds
	Key         string   `json:"key"`       // such as "RSA 2048"
	Fingerprint string   `json:"fingerprint"`
}
