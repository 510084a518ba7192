package inspect

import (
	"time"

	"firstcall/app/api"
	"firstcall/app/claim"
)

func (r *review) times() {
	r.noTimes()
	r.backwards()
	r.ended()
	r.early()
	r.lifetime()
}

func (r *review) timeFinding(severity, name, title, text string) {
	source := map[string]string{"exp": "RFC 7519 section 4.1.4", "nbf": "RFC 7519 section 4.1.5", "iat": "RFC 7519 section 4.1.6"}[name]
	r.add(&api.Finding{Severity: severity, Title: title, Text: text, Source: source, Part: api.PartClaims, Claim: name})
}

// noTimes names times that can't be read, milliseconds among them.
func (r *review) noTimes() {
	for _, name := range []string{"exp", "nbf", "iat", "auth_time"} {
		raw := r.claim(name)
		if raw == nil {
			continue
		}
		if _, _, problem := claim.NumericDate(raw); problem != "" {
			r.add(&api.Finding{
				Severity: api.FindingBad, Title: name + " is no time", Text: problem,
				Source: "RFC 7519 section 2", Part: api.PartClaims, Claim: name,
			})
		}
	}
}

// backwards finds a token that never was valid.
func (r *review) backwards() {
	exp, ends := r.at("exp")
	for _, name := range []string{"iat", "nbf"} {
		if begin, begins := r.at(name); ends && begins && exp < begin {
			r.timeFinding(api.FindingBad, "exp", "Ends before it begins", "exp is "+claim.Span(begin-exp)+" before "+name+", so that the token never was valid.")
			return
		}
	}
}

func (r *review) ended() {
	if exp, ok := r.at("exp"); ok && r.judged() && r.now() >= exp {
		r.timeFinding(api.FindingBad, "exp", "Expired", "It ended "+claim.Ago(r.now()-exp)+" by this server's clock.")
	}
}

// early finds a token that begins later than now, which may be the clock's fault.
func (r *review) early() {
	const clocks = " by this server's clock. If the token is new, this clock and the issuer's differ."
	if nbf, ok := r.at("nbf"); ok && r.judged() && nbf-r.now() > skew {
		r.timeFinding(api.FindingBad, "nbf", "Not valid yet", "It begins in "+claim.Span(nbf-r.now())+clocks)
	}
	if iat, ok := r.at("iat"); ok && r.judged() && iat-r.now() > skew {
		r.timeFinding(api.FindingWarn, "iat", "Issued in the future", "It was issued "+claim.Span(iat-r.now())+" ahead"+clocks)
	}
}

// lifetime is for what is sent with each call, and not for what renews it.
func (r *review) lifetime() {
	begin, begins := r.at("iat")
	if !begins {
		begin, begins = r.at("nbf")
	}
	if !begins && r.judged() {
		begin, begins = r.now(), true
	}
	longest, usual := r.ctx.Longest, "this provider's tokens live"
	if longest == 0 {
		longest, usual = 24*time.Hour, "is usual"
	}
	exp, ends := r.at("exp")
	if r.kind == api.RefreshToken || !begins || !ends || exp-begin <= int64(longest/time.Second) {
		return
	}
	r.add(&api.Finding{
		Severity: api.FindingWarn, Title: "Lives long", Source: "RFC 6750 section 5.3", Part: api.PartClaims, Claim: "exp",
		Text: "It lives for " + claim.Span(exp-begin) + ", longer than " + usual + " (" + claim.Span(int64(longest/time.Second)) + " at most). A stolen token is of use for so long.",
	})
}

func (r *review) judged() bool { return !r.ctx.Now.IsZero() }
func (r *review) now() int64   { return r.ctx.Now.Unix() }
