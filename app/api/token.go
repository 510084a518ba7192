package api

// A Verify asks for a verdict on a token's signature: one of a connection's, or
// a pasted one.
type Verify struct {
	TokenRef
	// Raw is a pasted token, in place of a connection's; Issuer is then who is to
	// be asked for the keys, from the token's iss or as the user typed it.
	Raw    string `json:"raw,omitempty"`
	Issuer string `json:"issuer,omitempty"`
}

// An Introspection is what the authorization server says of a token (RFC 7662
// section 2.2), or why it said nothing.
type Introspection struct {
	Active     bool        `json:"active"`
	Claims     []Member    `json:"claims,omitempty"` // all members of the answer, as sent
	Failure    *Failure    `json:"failure,omitempty"`
	Transcript *Transcript `json:"transcript,omitempty"`
}

// A Revocation is what became of revoking a token (RFC 7009 section 2.2). An
// unknown token counts as revoked.
type Revocation struct {
	Failure    *Failure    `json:"failure,omitempty"` // nil: the server accepted it
	Transcript *Transcript `json:"transcript,omitempty"`
}
