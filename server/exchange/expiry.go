//go:build !js

package exchange

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"firstcall/app/api"
	"firstcall/app/inspect"
)

// Points in time and spans that can be meant, in seconds. A point beyond them is
// a mistake, unless it is in milliseconds.
const (
	earliest = 946_684_800              // 2000-01-01
	latest   = 253_402_300_799          // 9999-12-31
	longest  = 100 * 366 * 24 * 60 * 60 // of an expires_in
)

// expiry asks the answer's members first, and then the token itself: expires_on,
// expires_in, expires_at, exp. A value that can't be meant counts as absent. Points
// in time are by the server's clock, which the skew takes to ours.
func expiry(r reply, names api.Answer, access string) api.Expiry {
	now := r.at.Unix()
	e := api.Expiry{IssuedAt: now, Skew: r.Skew}
	claims := timeClaims(access)
	switch on, in, at := member(r.value, names.ExpiresOn), member(r.value, names.ExpiresIn), member(r.value, names.ExpiresAt); {
	case point(on) != 0:
		e.ExpiresAt, e.Source = point(on)-r.Skew, names.ExpiresOn
	case span(in) != 0:
		e.ExpiresAt, e.Source = now+span(in), names.ExpiresIn
	case point(at) != 0:
		e.ExpiresAt, e.Source = point(at)-r.Skew, names.ExpiresAt
	case claims["exp"] != 0:
		e.ExpiresAt, e.Source = claims["exp"]-r.Skew, "exp"
	}
	if iat := claims["iat"]; iat != 0 && (e.ExpiresAt == 0 || iat-r.Skew <= e.ExpiresAt) {
		e.IssuedAt = iat - r.Skew
	}
	return e
}

// timeClaims are iat and exp of a token that is a JWT (RFC 7519 section 4.1).
func timeClaims(access string) map[string]int64 {
	decoded := inspect.Token(api.AccessToken, access).JWT
	if decoded == nil {
		return nil
	}
	claims := make(map[string]int64)
	for _, claim := range decoded.Claims {
		if claim.Name == "exp" || claim.Name == "iat" {
			claims[claim.Name] = int64(seconds(json.Number(claim.Value), earliest, latest))
		}
	}
	return claims
}

// point reads a point in time in Unix seconds or milliseconds, or as RFC 3339
// has it; 0 where there is none.
func point(value any) int64 {
	if text, ok := value.(string); ok {
		if at, err := time.Parse(time.RFC3339, strings.TrimSpace(text)); err == nil {
			return at.Unix()
		}
	}
	if at := seconds(value, earliest, latest); at != 0 {
		return int64(at)
	}
	return int64(seconds(value, earliest*1000, latest*1000) / 1000)
}

func span(value any) int64 { return int64(seconds(value, 1, longest)) }

// seconds reads a number, or a string that holds one, within bounds; 0 for
// anything else.
func seconds(value any, low, high float64) float64 {
	var text string
	switch v := value.(type) {
	case json.Number:
		text = v.String()
	case string:
		text = strings.TrimSpace(v)
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) || f < low || f > high {
		return 0
	}
	return f
}
