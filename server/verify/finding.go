//go:build !js

package verify

import (
	"crypto/rsa"
	"strconv"

	"firstcall/app/api"
)

var exposed = api.Finding{
	Severity: api.FindingBad, Title: "Secret keys are published", Source: "RFC 7517 section 9.2",
	Text: "The issuer's key set holds a private or a symmetric key. Whoever reads it can sign tokens.",
}

// otherPurpose is about a key that the token names, which is meant for something else.
func otherPurpose(why string) api.Finding {
	return api.Finding{
		Severity: api.FindingBad, Title: "A key for another purpose", Source: "RFC 7517 section 4",
		Text: "The key that the token names " + why + ".", Part: api.PartHeader, Claim: "kid",
	}
}

// describe puts into a verdict which key it is about, and what is weak in it.
func (k key) describe(verdict api.Verdict) api.Verdict {
	verdict.Key, verdict.KeyThumbprint = k.name(), k.thumbprint
	if r, ok := k.public.(*rsa.PublicKey); ok && r.N.BitLen() < 2048 {
		verdict.Findings = append(verdict.Findings, api.Finding{
			Severity: api.FindingBad, Title: "A weak key", Source: "RFC 7518 section 3.3",
			Text: "The RSA key has " + strconv.Itoa(r.N.BitLen()) + " bits. It must have 2048 or more, lest somebody work out the private one.",
		})
	}
	return verdict
}

// name is the kind of a key, such as "RSA 2048" or "P-256".
func (k key) name() string {
	if r, ok := k.public.(*rsa.PublicKey); ok {
		return "RSA " + strconv.Itoa(r.N.BitLen())
	}
	return k.crv
}
