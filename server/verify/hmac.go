//go:build !js

package verify

import (
	"encoding/base64"
	"strconv"
	"strings"

	"firstcall/app/api"
	"firstcall/app/quote"
	"firstcall/server/secret"
)

// SignatureWithSecret holds raw's signature to a secret, such as the client's
// (RFC 7518 section 3.2, OpenID Connect Core section 10.1). It asks nobody. A
// secret that is a key in disguise never makes a token valid.
func (v *Verifier) SignatureWithSecret(raw, with secret.String) api.Verdict {
	t, verdict := v.read(raw)
	if verdict.State != "" {
		return verdict
	}
	method, known := secretWays[t.alg]
	value := with.Reveal()
	switch {
	case !known:
		verdict.State = api.VerdictUnsupported
		verdict.Reason = "The token says " + quote.Text(t.alg) + ", which is verified with the issuer's public key and not with a secret."
		return verdict
	case value == "":
		verdict.State, verdict.Reason = api.VerdictNoKey, "There is no secret to verify it with."
		return verdict
	case isKey(value):
		verdict.State = api.VerdictInvalid
		verdict.Reason = "What was given as the secret is a key or a certificate. If it is public, whoever knows it can have signed the token."
		return verdict
	}
	verdict.State, verdict.Reason = api.VerdictInvalid, "The secret did not sign this token as it is: it was altered, or signed with another secret."
	for _, form := range secretForms(value) {
		if method.Verify(t.input, t.signature, form.bytes) != nil {
			continue
		}
		verdict.State, verdict.Reason = api.VerdictValid, "The secret"+form.word+" signed exactly this token."
		if size := method.Hash.Size(); len(form.bytes) < size {
			verdict.Findings = append(verdict.Findings, api.Finding{
				Severity: api.FindingBad, Title: "A weak secret", Source: "RFC 7518 section 3.2",
				Text: "For " + t.alg + " the secret must have " + strconv.Itoa(size) + " bytes or more. It has " + strconv.Itoa(len(form.bytes)) + ": whoever has a token may find it by trying.",
			})
		}
		break
	}
	return verdict
}

// isKey reports whether a text is a key in PEM or JSON (RFC 7517).
func isKey(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "-----BEGIN ") || strings.HasPrefix(text, "{") && strings.Contains(text, `"kty"`) || strings.HasPrefix(text, "ssh-")
}

type secretForm struct {
	bytes []byte
	word  string
}

// secretForms are the bytes that a secret can stand for: some servers hand it
// out in Base64 and sign with what that decodes to.
func secretForms(text string) []secretForm {
	forms := []secretForm{{[]byte(text), ""}}
	for _, alphabet := range []*base64.Encoding{base64.RawURLEncoding, base64.RawStdEncoding} {
		if decoded, err := alphabet.DecodeString(strings.TrimRight(text, "=")); err == nil && len(decoded) > 0 {
			forms = append(forms, secretForm{decoded, ", decoded from Base64,"})
		}
	}
	return forms
}
