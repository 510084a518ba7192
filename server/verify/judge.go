//go:build !js

package verify

import (
	"slices"
	"strconv"
	"strings"

	"firstcall/app/api"
	"firstcall/app/quote"
)

// judge completes the verdict on t, which w verifies, with the set's keys.
func (s keySet) judge(t token, w way, verdict api.Verdict) api.Verdict {
	if s.exposed {
		verdict.Findings = append(verdict.Findings, exposed)
	}
	named := s.named(t.kid)
	var fit []key
	for _, k := range named {
		if w.takes(k) && k.purpose(t.alg) == "" {
			fit = append(fit, k)
		}
	}
	if len(fit) == 0 {
		verdict.State, verdict.Reason = api.VerdictNoKey, s.noKey(t, w, named)
		for _, k := range named {
			if w.takes(k) && t.kid != "" {
				verdict.Findings = append(verdict.Findings, otherPurpose(k.purpose(t.alg)))
			}
		}
		return verdict
	}
	for _, k := range fit {
		if w.fits(t, k) {
			verdict.State = api.VerdictValid
			verdict.Reason = "The " + k.name() + " key" + called(k.id) + " of the issuer signed exactly this token."
			return k.describe(verdict)
		}
	}
	verdict.State = api.VerdictInvalid
	if len(fit) > 1 {
		verdict.Reason = "None of the " + strconv.Itoa(len(fit)) + " keys that fit " + t.alg + " signed this token: it was altered, or the key that signed it is not the issuer's."
		return verdict
	}
	verdict.Reason = "The " + fit[0].name() + " key" + called(fit[0].id) + " did not sign this token as it is: it was altered, or signed with another key."
	return fit[0].describe(verdict)
}

// named are the keys with the token's kid. Where no key has it, or the token has
// none, those without a name may be meant, or any.
func (s keySet) named(kid string) []key {
	if kid == "" {
		return s.keys
	}
	by := func(id string) (some []key) {
		for _, k := range s.keys {
			if k.id == id {
				some = append(some, k)
			}
		}
		return some
	}
	if some := by(kid); some != nil {
		return some
	}
	return by("")
}

// noKey says why no key of the set may have signed t.
func (s keySet) noKey(t token, w way, named []key) string {
	switch {
	case len(s.keys) == 0:
		return "The issuer's key set is empty."
	case t.kid == "":
		return "The token names no key, and none of the issuer's " + strconv.Itoa(len(s.keys)) + " may be used with " + t.alg + "."
	case len(named) == 0 || named[0].id == "":
		return "The issuer's key set has no key " + quote.Text(t.kid) + ", which the token names. It has " + s.ids() + "."
	}
	why := make([]string, len(named))
	for i, k := range named {
		why[i] = "The issuer's key " + quote.Text(t.kid) + " " + k.misfit(t.alg, w) + "."
	}
	return strings.Join(why[:min(len(why), 3)], " ")
}

// misfit says, as half a sentence, why a key may not be used with an algorithm.
func (k key) misfit(alg string, w way) string {
	switch {
	case k.kty != w.kty:
		return "is of the type " + quote.Text(k.kty) + ", and " + alg + " takes " + w.kty + " alone"
	case w.crv != "" && k.crv != w.crv:
		return "is on the curve " + quote.Text(k.crv) + ", and " + alg + " takes " + w.crv + " alone"
	case k.public == nil:
		return k.fault
	}
	return k.purpose(alg)
}

// purpose says, as half a sentence, what forbids to use a key for alg (RFC 7517
// section 4.2 to 4.4, RFC 8725 section 3.1: one key, one algorithm).
func (k key) purpose(alg string) string {
	edwards := func(a string) bool { return a == "EdDSA" || a == "Ed25519" }
	switch {
	case k.use != "" && k.use != "sig":
		return "is not for signatures: its use is " + quote.Text(k.use)
	case len(k.ops) > 0 && !slices.Contains(k.ops, "verify"):
		return "is not for verifying: its key_ops don't list that"
	case k.alg != "" && k.alg != alg && !(edwards(k.alg) && edwards(alg)):
		return "is for " + quote.Text(k.alg) + " alone, and the token says " + quote.Text(alg)
	}
	return ""
}

// ids are the names of the set's keys for a sentence.
func (s keySet) ids() string {
	var ids []string
	for _, k := range s.keys[:min(len(s.keys), 10)] {
		if k.id == "" {
			ids = append(ids, "one without a name")
		} else {
			ids = append(ids, quote.Text(k.id))
		}
	}
	if more := len(s.keys) - len(ids); more > 0 {
		ids = append(ids, strconv.Itoa(more)+" more")
	}
	return strings.Join(ids, ", ")
}

func called(id string) string {
	if id == "" {
		return ""
	}
	return " " + quote.Text(id)
}
