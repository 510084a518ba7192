//go:build !js

package server

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"firstcall/app/api"
	"firstcall/server/exchange"
	"firstcall/server/secret"
)

// renewal is what the vault keeps of a connection's renewals.
type renewal struct {
	On    bool
	Count int
	// Generation is another one for each set of tokens, those of a new connection
	// under an old ID included.
	Generation uint64
	Failure    *api.Failure
	Note       string
	// Stopped ends the attempts that nobody asks for, until there is another token:
	// what was refused once is refused again, and may lock a user out.
	Stopped bool
	Tries   int64 // since the latest that succeeded
	Retry   int64 // not before, Unix seconds
	// Rejected is the generation that was got at a 401, until a call with it is
	// answered otherwise.
	Rejected uint64
	// Owner renews at present, and nobody else before Until.
	Owner string
	Until time.Time
}

// usualMargin is how long before its end a token is renewed, in seconds, if the
// profile doesn't say.
const usualMargin = 60

// due is when a token is to be renewed, Unix seconds; 0: never by itself. One
// that came expired would come so again.
func (c connection) due(u use) int64 {
	life := c.Expiry.ExpiresAt - c.Received
	if c.Expiry.ExpiresAt == 0 || life <= 0 {
		return 0
	}
	return c.Expiry.ExpiresAt - min(cmp.Or(u.profile.RenewBefore, usualMargin), life/4)
}

// how is what renews the connection, "" when only the user can.
func (c connection) how(u use) string {
	switch {
	case c.Key.Of != "":
		return api.RenewStep
	case !c.RefreshToken.Empty() && !slices.Contains(c.Revoked, api.RefreshToken):
		return api.RefreshToken
	case repeats(u):
		return api.RenewGrant
	}
	return ""
}

// repeats reports whether u's grant can be run again without the user. A
// refresh token that was typed is used up by the first time, as a rule.
func repeats(u use) bool {
	switch u.grant() {
	case api.GrantCode, api.GrantDevice, api.GrantRefreshToken:
		return false
	}
	return true
}

// automatic reports whether the connection is renewed at this time without
// anyone's asking. Whoever revoked a token does not want another one unasked.
func (c connection) automatic(u use, now time.Time) bool {
	return c.Renewal.On && !c.Renewal.Stopped && now.Unix() >= c.Renewal.Retry &&
		c.how(u) != "" && len(c.Revoked) == 0
}

// ended reports whether the token's time is over.
func (c connection) ended(now time.Time) bool {
	return c.Expiry.ExpiresAt != 0 && now.Unix() >= c.Expiry.ExpiresAt
}

// at is when the page is to ask for a renewal, 0 for never.
func (c connection) at(u use) int64 {
	due := c.due(u)
	if due == 0 || !c.automatic(u, time.Unix(max(due, c.Renewal.Retry), 0)) {
		return 0
	}
	return max(due, c.Renewal.Retry)
}

// view is what the page may know of it.
func (c connection) renewalView(u use) api.Renewal {
	return api.Renewal{
		On: c.Renewal.On, How: c.how(u), At: c.at(u), Count: c.Renewal.Count,
		Failure: c.Renewal.Failure, Note: c.Renewal.Note,
	}
}

// renewed takes over what attempts to renew brought: the latest decides.
func (c *connection) renewed(u use, attempts []exchange.Outcome, now time.Time) {
	first, latest := attempts[0].Failure, attempts[len(attempts)-1]
	if first != nil && first.Error == "invalid_grant" && c.how(u) == api.RefreshToken {
		// It is of no more use (RFC 6749 section 5.2).
		c.RefreshToken = secret.String{}
	}
	if latest.Grant == nil {
		c.rememberRenewals(attempts)
		c.failed(u, *latest.Failure, now)
		return
	}
	before, how := *c, c.how(u)
	c.rememberRenewals(attempts[:len(attempts)-1])
	c.receive(u.profile, renewing(latest), now)
	if how == api.RefreshToken && first == nil {
		c.Grant = before.Grant.Renewed(c.Grant)
	}
	c.Renewal = renewal{On: before.Renewal.On, Count: before.Renewal.Count + 1, Generation: before.Renewal.Generation + 1}
	if first != nil {
		c.Renewal.Note = "The refresh token was refused (" + first.Title + "), so the token was asked for anew."
	}
}

// rememberRenewals is remember for attempts to renew.
func (c *connection) rememberRenewals(attempts []exchange.Outcome) {
	for _, a := range attempts {
		c.remember(renewing(a))
	}
}

// renewing marks an exchange as a renewal.
func renewing(outcome exchange.Outcome) exchange.Outcome {
	outcome.Transcripts = slices.Clone(outcome.Transcripts)
	for i, t := range outcome.Transcripts {
		if t.Purpose == api.ForToken || t.Purpose == api.ForStep {
			outcome.Transcripts[i].Purpose = api.ForRenewal
		}
	}
	return outcome
}

// Pauses between attempts that failed for want of an answer.
const (
	firstPause = 10
	lastPause  = 300
)

// failed keeps why the latest attempt failed, and when the next may be.
func (c *connection) failed(u use, failure api.Failure, now time.Time) {
	if c.how(u) == "" {
		failure.Try = append([]string{askUser}, failure.Try...)
	}
	c.Renewal.Failure, c.Renewal.Note = &failure, ""
	c.Renewal.Stopped = refused(failure)
	c.Renewal.Tries++
	c.Renewal.Retry = now.Unix() + min(int64(firstPause)<<min(c.Renewal.Tries-1, 10), lastPause)
}

const askUser = "Get a new token on the connect page: this one can't be renewed without you."

// refused reports whether a failure is the token endpoint's last word, and no
// trouble on the way or of the server that may be over soon.
func refused(f api.Failure) bool {
	if f.Kind != api.FailureEndpoint {
		return f.Kind == api.FailureField || f.Kind == api.FailureRefused
	}
	status := 0
	if f.Transcript != nil {
		status = f.Transcript.Status
	}
	return status/100 != 5 && status != http.StatusRequestTimeout && status != http.StatusTooManyRequests
}
