package inspect

import (
	"encoding/json"
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/app/claim"
	"firstcall/app/quote"
)

func (r *review) algorithm() {
	alg := textOf(r.header, "alg")
	f := &api.Finding{Severity: api.FindingBad, Part: api.PartHeader, Claim: "alg"}
	switch {
	case alg == "" && r.complete:
		f.Title, f.Source = "No algorithm", "RFC 7515 section 4.1.1"
		f.Text = "The header has no alg, so that nobody can verify a signature."
	case strings.EqualFold(alg, "none"):
		f.Title, f.Source = "Not signed", "RFC 8725 section 3.2"
		f.Text = "With alg none anybody can have written this token, and nothing shows whether it was altered."
	case strings.HasPrefix(alg, "HS") && r.kind == api.AccessToken:
		f.Severity, f.Title, f.Source = api.FindingWarn, "Signed with a shared secret", "RFC 9068 section 2.1"
		f.Text = "Whoever verifies " + quote.Text(alg) + " holds the secret that also signs, so that each API could issue tokens."
	case alg != "" && !slices.Contains(algorithms, alg):
		f.Severity, f.Title, f.Source = api.FindingWarn, "Unknown algorithm", "RFC 7518 section 3.1"
		f.Text = quote.Text(alg) + " is none of the registered algorithms for signatures."
	default:
		return
	}
	r.add(f)
}

// algorithms are those for signatures of RFC 7518 section 3.1, RFC 8037, RFC
// 8812 and RFC 9864.
var algorithms = []string{
	"HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
	"ES256", "ES384", "ES512", "ES256K", "EdDSA", "Ed25519", "Ed448",
}

// Critical says why a header's crit can't be met, "" where there is none. No
// extension is known here, so that none can be: whoever does not understand one
// has to refuse the token (RFC 7515 section 4.1.11).
func Critical(header []api.Member) string {
	raw := last(header, "crit")
	if raw == nil {
		return ""
	}
	var names []string
	if json.Unmarshal(raw, &names) != nil || len(names) == 0 {
		return "The header's crit should list names, and doesn't."
	}
	return "The header's crit demands that a reader understands " + list(names) + ", which Firstcall does not."
}

func (r *review) critical() {
	if why := Critical(r.header); why != "" {
		r.add(&api.Finding{
			Severity: api.FindingBad, Title: "Critical extension not understood",
			Text: why + " Such a token has to be refused.", Source: "RFC 7515 section 4.1.11", Part: api.PartHeader, Claim: "crit",
		})
	}
}

// ForeignKeys are the header's members that bring a key or say where one is.
func ForeignKeys(header []api.Member) []string {
	var found []string
	for _, name := range []string{"jwk", "jku", "x5c", "x5u"} {
		if slices.ContainsFunc(header, func(m api.Member) bool { return m.Name == name }) {
			found = append(found, name)
		}
	}
	return found
}

// foreignKeys warns of keys that the token brings itself. In a DPoP proof a jwk
// is where it belongs.
func (r *review) foreignKeys() {
	for _, name := range ForeignKeys(r.header) {
		f := &api.Finding{
			Severity: api.FindingWarn, Title: "Brings its own key", Source: "RFC 8725 section 3.10", Part: api.PartHeader, Claim: name,
			Text: "The header's " + name + " names the key that signed it. Whoever forges a token writes that too: Firstcall never uses it, and no reader should.",
		}
		switch {
		case name == "jwk" && r.isType("dpop+jwt"):
			continue
		case name == "x5c":
			f.Severity = api.FindingNote
		}
		r.add(f)
	}
}

func (r *review) keyID() {
	alg := textOf(r.header, "alg")
	symmetric := strings.HasPrefix(alg, "HS") || strings.EqualFold(alg, "none")
	if !r.complete || alg == "" || symmetric || last(r.header, "kid") != nil {
		return
	}
	r.add(&api.Finding{
		Severity: api.FindingNote, Title: "Names no key", Source: "RFC 7515 section 4.1.4", Part: api.PartHeader, Claim: "kid",
		Text: "Without kid a reader has to try each of the issuer's keys, and a change of keys is harder.",
	})
}

// typed tells access tokens from others (RFC 8725 section 3.11).
func (r *review) typed() {
	access := r.isType("at+jwt")
	f := &api.Finding{Part: api.PartHeader, Claim: "typ"}
	switch {
	case r.kind == api.IDToken && access:
		f.Severity, f.Title, f.Source = api.FindingBad, "Typed as an access token", "RFC 8725 section 3.11"
		f.Text = "It came as an ID token, and its typ says that it is an access token."
	case r.kind == api.AccessToken && !access && r.complete:
		f.Severity, f.Title, f.Source = api.FindingNote, "Not typed as an access token", "RFC 9068 section 2.1"
		f.Text = "With typ at+jwt no API would take an ID token for it."
	default:
		return
	}
	r.add(f)
}

// encryption is about a JWE, of which the header alone can be read.
func (r *review) encryption() {
	if alg := textOf(r.header, "alg"); alg == "RSA1_5" {
		r.add(&api.Finding{
			Severity: api.FindingWarn, Title: "Encryption that leaks", Source: "RFC 8725 section 3.2", Part: api.PartHeader, Claim: "alg",
			Text: "RSA1_5 is open to padding oracles. RSA-OAEP or ECDH-ES are not.",
		})
	}
	if last(r.header, "zip") != nil {
		r.add(&api.Finding{
			Severity: api.FindingNote, Title: "Compressed before it was encrypted", Source: "RFC 8725 section 3.6", Part: api.PartHeader, Claim: "zip",
			Text: "The length of the token tells something of what is in it.",
		})
	}
}

// list quotes names for a sentence, the first ten of them.
func list(names []string) string {
	quoted := make([]string, 0, 11)
	for _, name := range names[:min(len(names), 10)] {
		quoted = append(quoted, quote.Text(name))
	}
	if len(names) > 10 {
		quoted = append(quoted, "…")
	}
	return strings.Join(quoted, ", ")
}

// texts are those of a claim that is a text or a list of texts.
func texts(raw json.RawMessage) []string {
	all, _ := claim.Texts(raw)
	return all
}
