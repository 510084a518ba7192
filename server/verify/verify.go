//go:build !js

// Package verify says whether a token's signature is its issuer's. It finds
// where an issuer's keys are, gets them through the one way out, and holds the
// signature to them.
//
// It refuses to take a key from the token itself, to know what the claims mean,
// and to judge which hosts may be asked: that is for its caller, and for the
// transport's guard.
package verify

import (
	"context"
	"slices"
	"strings"
	"time"

	"firstcall/app/api"
	"firstcall/app/inspect"
	"firstcall/app/quote"
	"firstcall/server/secret"
	"firstcall/server/transport"
)

const (
	// fresh is for how long a key set is used without asking again.
	fresh = 5 * time.Minute
	// pause is how old a key set is at least when it is asked for again because a
	// token does not fit it. Nobody makes an issuer answer more often.
	pause = 30 * time.Second
)

// A Verifier verifies signatures. It is safe for concurrent use.
type Verifier struct {
	transport *transport.Transport
	now       func() time.Time
	cache     cache
}

// New gives a Verifier that asks for keys through t; now tells how old they are.
func New(t *transport.Transport, now func() time.Time) *Verifier {
	return &Verifier{transport: t, now: now}
}

// Signature holds raw's signature to the key set (RFC 7517) at keysURL, which
// has to be one that the issuer's metadata or the profile names. Key sets are
// kept for five minutes. One that a token does not fit is asked for again,
// unless it came within the last 30 seconds: the issuer may have new keys.
func (v *Verifier) Signature(ctx context.Context, raw secret.String, keysURL string, s transport.Settings) api.Verdict {
	t, verdict := v.read(raw)
	verdict.KeysURL = shown(keysURL)
	if verdict.State != "" {
		return verdict
	}
	way, known := ways[t.alg]
	if !known {
		return cannot(verdict, t.alg)
	}
	at := source{keysURL, s}
	set, _, failure := v.keys(ctx, at, fresh)
	if failure != nil {
		verdict.State, verdict.Failure = api.VerdictUnreachable, failure
		verdict.Reason = "The issuer's keys could not be had, so that nothing can be said of the signature."
		return verdict
	}
	judged := set.judge(t, way, verdict)
	if judged.State == api.VerdictValid {
		return judged
	}
	newer, fetched, failure := v.keys(ctx, at, pause)
	if failure != nil || !fetched {
		return judged
	}
	return newer.judge(t, way, verdict)
}

// cannot is the verdict on an algorithm that no public key here verifies.
func cannot(verdict api.Verdict, alg string) api.Verdict {
	if strings.HasPrefix(alg, "HS") {
		verdict.State = api.VerdictNoKey
		verdict.Reason = "The token says " + quote.Text(alg) + ", which is verified with a secret. A public key is never taken for one: whoever knows the key could sign with it."
		return verdict
	}
	verdict.State = api.VerdictUnsupported
	verdict.Reason = "The algorithm " + quote.Text(alg) + " can't be verified here."
	return verdict
}

// A token is one that is signed, as it has to be read for verifying.
type token struct {
	alg, kid  string
	input     string // what was signed (RFC 7515 section 5.1)
	signature []byte
}

// read reads raw. A verdict with a State is final; the other is to be completed.
func (v *Verifier) read(raw secret.String) (token, api.Verdict) {
	text := raw.Reveal()
	verdict := api.Verdict{At: v.now().Unix()}
	parts := strings.SplitN(text, ".", 4)
	if len(parts) != 3 {
		verdict.State, verdict.Reason = notSigned(text)
		return token{}, verdict
	}
	header, fault := inspect.Header(parts[0])
	if fault != "" {
		verdict.State, verdict.Reason = notSigned(text)
		return token{}, verdict
	}
	t := token{alg: inspect.Text(header, "alg"), kid: inspect.Text(header, "kid"), input: parts[0] + "." + parts[1]}
	verdict.Algorithm, verdict.KeyID, verdict.Ignored = t.alg, t.kid, inspect.ForeignKeys(header)
	if strings.EqualFold(t.alg, "none") {
		verdict.State, verdict.Reason = api.VerdictUnsigned, "The token's alg is none: it is not signed, and anybody can have written it."
		return t, verdict
	}
	_, payload := inspect.Segment("payload", parts[1])
	signature, broken := inspect.Segment("signature", parts[2])
	if len(signature) == 0 && broken == "" {
		broken = "The token's signature is empty"
	}
	t.signature = signature
	if faults := slices.DeleteFunc([]string{unfit(header), payload, broken}, func(s string) bool { return s == "" }); len(faults) > 0 {
		verdict.State, verdict.Reason = api.VerdictInvalid, strings.TrimSuffix(faults[0], ".")+"."
	}
	return t, verdict
}

// notSigned is the verdict on what is no signed token.
func notSigned(text string) (state, reason string) {
	switch t := inspect.Token("", text); {
	case t.Encrypted:
		return api.VerdictEncrypted, "The token is encrypted (JWE). Who signed it, if anybody did, is inside."
	case t.Malformed != "":
		return api.VerdictInvalid, t.Malformed + "."
	}
	return api.VerdictUnsupported, "An opaque token has no signature: only the server that issued it can tell whether it is good."
}

// unfit says why a header forbids to call a token valid.
func unfit(header []api.Member) string {
	names := map[string]bool{}
	for _, m := range header {
		if names[m.Name] {
			return "The header has " + quote.Text(m.Name) + " twice, so that two readers may read two headers"
		}
		names[m.Name] = true
	}
	if why := inspect.Critical(header); why != "" {
		return why + " Such a token has to be refused (RFC 7515 section 4.1.11)"
	}
	if inspect.Text(header, "alg") == "" {
		return "The header names no alg"
	}
	return ""
}
