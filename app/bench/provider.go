package bench

import (
	"firstcall/app/api"
	"firstcall/app/wire"
)

// Reach says which endpoints the token's authorization server may have: those
// that the profile and the connection's values name, or the metadata document
// that discovery reads.
func (s Specimen) Reach() (introspection, revocation bool) {
	return s.named(s.Provider.Endpoints.Introspection), s.named(s.Provider.Endpoints.Revocation)
}

func (s Specimen) named(template string) bool {
	url, missing := wire.Expand(template, s.Connection.Values, nil)
	return url != "" && len(missing) == 0 || s.Provider.Token.Discovery
}

// Revoking says what revoking a token means (RFC 7009 section 2.1).
func Revoking(kind string) string {
	if kind == api.RefreshToken {
		return "The refresh token ends, and with it the whole grant: servers also end the access tokens that came from it. Nothing renews them any more; you have to sign in or connect again."
	}
	return "The access token ends: calls with it are refused from then on. The refresh token, if there is one, may stay valid or end with it, as the server has it; with the credentials a new token can be had."
}

// RevokedSays is what a revocation that was accepted means (RFC 7009 section 2.2).
const RevokedSays = "The server accepted it. An unknown token counts as revoked, too. An API that checks tokens by their signature alone may take it until its end: introspect, or make a call, to see."

// Active says what active means (RFC 7662 section 2.2).
func Active(active bool) string {
	if active {
		return "The authorization server says that the token is active: issued by it, not ended and not revoked."
	}
	return "The authorization server says that the token is not active: it has ended or was revoked, or the server does not know it, or does not let this client ask about it."
}

// Purpose words what an exchange was for.
func Purpose(t api.Transcript) string {
	switch t.Purpose {
	case api.ForToken:
		return "Token request"
	case api.ForMetadata:
		return "Metadata document"
	case api.ForAuthorization:
		return "Authorization request"
	case api.ForDevice:
		return "Device authorization"
	case api.ForRenewal:
		return "Renewal"
	case api.ForStep:
		return "Step"
	case api.ForIntrospection:
		return "Introspection"
	case api.ForRevocation:
		return "Revocation"
	case "":
		return "Token request"
	}
	return t.Purpose
}

// Transcripts are those of what was asked about c's tokens, and of c itself, the
// latest first.
func (m *Model) Transcripts(c api.Connection) []api.Transcript {
	var all []api.Transcript
	for _, s := range Of(c, api.Provider{}) {
		if a := m.Introspections[s.ID()].Answer; a != nil && a.Transcript != nil {
			all = append(all, *a.Transcript)
		}
		if a := m.Revocations[s.ID()].Answer; a != nil && a.Transcript != nil {
			all = append(all, *a.Transcript)
		}
	}
	return append(all, c.Transcripts...)
}
