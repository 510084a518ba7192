package api

import "encoding/json"

// Parts of a JWT that have members.
const (
	PartHeader = "header"
	PartClaims = "claims"
)

// Severities of a [Finding].
const (
	FindingBad  = "bad"  // a reader has to refuse the token, or should
	FindingWarn = "warn" // a reviewer asks for a reason
	FindingNote = "note" // good to know
)

// A Finding is what a reviewer raises about a token, or about the key that is
// to have signed it. It may quote claims, and nothing else of the token.
type Finding struct {
	Severity string `json:"severity"` // one of the Finding constants
	Title    string `json:"title"`    // a few words, without a full stop
	Text     string `json:"text"`     // a sentence or two
	// Source is the document that asks for it, such as "RFC 8725 section 3.2".
	Source string `json:"source,omitempty"`
	// Part and Claim are the member that it is about, if it is about one.
	Part  string `json:"part,omitempty"` // one of the Part constants
	Claim string `json:"claim,omitempty"`
}

// States of a [Verdict].
const (
	VerdictValid       = "valid"       // one of the issuer's keys signed exactly this token
	VerdictInvalid     = "invalid"     // the signature does not fit, or the token forbids to say that it does
	VerdictNoKey       = "no-key"      // the issuer has no key that may have signed it
	VerdictUnsigned    = "unsigned"    // alg is none
	VerdictUnsupported = "unsupported" // there is nothing to verify, or not with what there is
	VerdictUnreachable = "unreachable" // the keys could not be had; Failure says why
	VerdictEncrypted   = "encrypted"   // a JWE: its signature, if it has one, is inside
)

// A Verdict says whether a token's signature is the issuer's. It says nothing
// of the claims: a token with a valid signature may have expired, or be meant
// for somebody else. No token, no secret and no private key is in it.
type Verdict struct {
	State  string `json:"state"`  // one of the Verdict constants
	Reason string `json:"reason"` // a sentence or two
	At     int64  `json:"at"`     // Unix seconds
	// Algorithm and KeyID are the token's alg and kid.
	Algorithm string `json:"algorithm,omitempty"`
	KeyID     string `json:"keyId,omitempty"`
	// Key, such as "RSA 2048", and KeyThumbprint (RFC 7638, SHA-256 in Base64url)
	// are the key's that the signature was held to; "" where there was none.
	Key           string `json:"key,omitempty"`
	KeyThumbprint string `json:"keyThumbprint,omitempty"`
	// KeysURL is where the keys are, without a query; "" where a secret was used.
	KeysURL string `json:"keysUrl,omitempty"`
	// Ignored are the header's members that bring a key or its address. None is
	// ever used: whoever forges a token writes them too.
	Ignored  []string  `json:"ignored,omitempty"`
	Findings []Finding `json:"findings,omitempty"` // about the key
	// Failure is set when State is [VerdictUnreachable].
	Failure *Failure `json:"failure,omitempty"`
}

// FailureKeys is the kind of [Failure] of a metadata document or a key set that
// was answered and can't be used, and RungKeys the phase of it.
const (
	FailureKeys = "keys"
	RungKeys    = "Keys"
)

// Kinds of [ClaimDiff].
const (
	DiffSame    = "same"
	DiffChanged = "changed"
	DiffAdded   = "added"   // only the second token has it
	DiffRemoved = "removed" // only the first token has it
)

// A ClaimDiff is one member of two tokens, side by side. The second of two
// members with one name is compared with the second of the other token.
type ClaimDiff struct {
	Part string `json:"part"` // one of the Part constants
	Name string `json:"name"`
	Kind string `json:"kind"` // one of the Diff constants
	// A and B are the values as they were sent, absent where there is none.
	A json.RawMessage `json:"a,omitempty"`
	B json.RawMessage `json:"b,omitempty"`
}
