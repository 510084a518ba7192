package inspect

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"firstcall/app/api"
	"firstcall/app/claim"
)

// A Context is what a token is held to. What is empty is not held to.
type Context struct {
	Now        time.Time // by the server's clock; zero: times are not judged by it
	DataCenter string    // the connection's
	ClientID   string    // the connection's
	Issuer     string    // who is to have issued it, as the metadata or the profile says
	Audience   string    // whom it was asked for, as audience or resource
	// RequestedScope and GrantedScope are the request's and the answer's, separated by spaces.
	RequestedScope, GrantedScope string
	// Longest is how long a token of this provider lives at most; 0: a day.
	Longest time.Duration
}

// skew is by how much two clocks may differ unnoticed, in seconds.
const skew = 30

// Findings are what a reviewer would raise about a token, the gravest first. The
// same holds for the token that [Cut] left. What is Malformed is said there, and
// the signature is for who has the keys.
func Findings(t api.Token, ctx Context) []api.Finding {
	r := &review{kind: t.Kind, ctx: ctx, complete: t.Malformed == ""}
	r.size(t.Length)
	if t.JWT != nil {
		r.header, r.claims = t.JWT.Header, t.JWT.Claims
		r.complete = r.complete && t.JWT.More == 0
		r.duplicates(api.PartHeader, r.header)
		if r.critical(); t.Encrypted {
			r.encryption()
		} else {
			r.signed()
		}
	}
	return append(append(r.bad, r.warn...), r.notes...)
}

// A review is the findings about one token.
type review struct {
	kind           string
	ctx            Context
	header, claims []api.Member
	complete       bool          // all members are there, so that one that isn't is missing
	bad, warn      []api.Finding // as they are made
	notes          []api.Finding
}

// add takes a pointer because a copy costs more code in the browser.
func (r *review) add(f *api.Finding) {
	switch f.Severity {
	case api.FindingBad:
		r.bad = append(r.bad, *f)
	case api.FindingWarn:
		r.warn = append(r.warn, *f)
	default:
		r.notes = append(r.notes, *f)
	}
}

func (r *review) signed() {
	r.algorithm()
	r.foreignKeys()
	r.keyID()
	r.typed()
	r.duplicates(api.PartClaims, r.claims)
	r.times()
	r.missing()
	r.parties()
	r.scope()
	r.confidential()
}

// size warns before servers do: many read no more than 8 kB of a header.
func (r *review) size(length int) {
	const most = 8 << 10
	if length <= most {
		return
	}
	r.add(&api.Finding{
		Severity: api.FindingWarn, Title: "Too long for a header",
		Text:   "The token has " + strconv.Itoa(length) + " characters. Many servers read no more than 8192 of a request's header and answer 400 or 431.",
		Source: "RFC 9110 section 5.4",
	})
}

// claim is the value of a claim, nil where there is none.
func (r *review) claim(name string) json.RawMessage { return last(r.claims, name) }

// text is the text of a claim, "" where it has none.
func (r *review) text(name string) string { return textOf(r.claims, name) }

// at is the time of a claim in Unix seconds.
func (r *review) at(name string) (unix int64, ok bool) {
	raw := r.claim(name)
	if raw == nil {
		return 0, false
	}
	unix, _, problem := claim.NumericDate(raw)
	return unix, problem == ""
}

// isType reports whether the header's typ is a media type (RFC 7515 section
// 4.1.9: without the prefix, in any case).
func (r *review) isType(media string) bool {
	return strings.TrimPrefix(strings.ToLower(textOf(r.header, "typ")), "application/") == media
}
