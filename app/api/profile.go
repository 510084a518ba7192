package api

// A Profile is a provider's profile as text: built in, or the session's own.
type Profile struct {
	ID   string `json:"id"` // the provider's
	YAML string `json:"yaml"`
	Own  bool   `json:"own,omitempty"` // made in this session
}

// A ProfileFault is what is wrong with a profile.
type ProfileFault struct {
	Line   int    `json:"line"` // from 1; 0 for the whole
	Reason string `json:"reason"`
}

// A Checked is what the server makes of a profile: Faults, or Provider as it
// would be offered.
type Checked struct {
	Faults   []ProfileFault `json:"faults,omitempty"`
	Provider *Provider      `json:"provider,omitempty"`
}

// An Import asks for a profile made of an authorization server's metadata
// (OpenID Connect Discovery 1.0, RFC 8414).
type Import struct {
	Issuer string `json:"issuer"`
}

// FromMetadata is the comment that ends each line of YAML that metadata filled.
const FromMetadata = "# from the metadata"

// An Imported is that profile, or why there is none.
type Imported struct {
	YAML    string   `json:"yaml,omitempty"`    // see [FromMetadata]
	Filled  []string `json:"filled,omitempty"`  // keys that the metadata filled
	Missing []string `json:"missing,omitempty"` // what it does not say and the user has to, a sentence each
	Failure *Failure `json:"failure,omitempty"`
}
