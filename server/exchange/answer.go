//go:build !js

package exchange

import (
	"cmp"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"firstcall/app/api"
	"firstcall/app/inspect"
	"firstcall/server/provider"
	"firstcall/server/secret"
)

// unusable says in a sentence why a 2xx answer gives no grant, without values.
// The empty one is that it is not one JSON object.
type unusable string

func (u unusable) Error() string { return string(u) }

// readGrant takes the grant out of a 2xx answer (RFC 6749 section 5.1). The
// error is an [unusable].
func readGrant(r reply, names provider.Answer) (*Grant, error) {
	if r.object == nil {
		return nil, unusable("")
	}
	access, err := token(r.object, names.AccessToken)
	if err != nil {
		return nil, err
	}
	if access == "" {
		return nil, unusable("The member " + names.AccessToken + " is missing or empty.")
	}
	id, errID := token(r.object, names.IDToken)
	refresh, errRefresh := token(r.object, names.RefreshToken)
	kind, errKind := tokenType(r.object[names.TokenType])
	if err := cmp.Or(errID, errRefresh, errKind); err != nil {
		return nil, err
	}
	return &Grant{
		AccessToken:  secret.New(access),
		IDToken:      secret.New(id),
		RefreshToken: secret.New(refresh),
		TokenType:    kind,
		Scope:        scope(r.object[names.Scope]),
		Expiry:       expiry(r, names, access),
	}, nil
}

// token reads a member that holds a token; "" where there is none. What would
// break out of a header (RFC 9110 section 5.5) is no token.
func token(object map[string]any, name string) (string, error) {
	switch value := object[name].(type) {
	case nil:
		return "", nil
	case string:
		if strings.ContainsFunc(value, func(r rune) bool { return r < 0x20 || r == 0x7f }) {
			return "", unusable("The member " + name + " has a line break or another control character in it, which no header can carry.")
		}
		return value, nil
	default:
		return "", unusable("The member " + name + " is " + typeName(value) + " where a string belongs.")
	}
}

// tokenType is as sent. Without one it is Bearer, which RFC 6749 does not allow
// and some servers mean.
func tokenType(value any) (string, error) {
	kind, _ := value.(string)
	if kind == "" {
		return "Bearer", nil
	}
	if strings.ContainsFunc(kind, func(r rune) bool { return r <= 0x20 || r >= 0x7f }) {
		return "", unusable("The token's type is no word that a header can begin with.")
	}
	return kind, nil
}

// scope is a string (RFC 6749 section 3.3), or with some servers an array of strings.
func scope(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case []any:
		var names []string
		for _, element := range v {
			if name, ok := element.(string); ok {
				names = append(names, name)
			}
		}
		return strings.Join(names, " ")
	}
	return ""
}

func typeName(value any) string {
	switch value.(type) {
	case json.Number:
		return "a number"
	case bool:
		return "true or false"
	case []any:
		return "an array"
	case map[string]any:
		return "an object"
	}
	return "null"
}

// Points in time and spans that can be meant, in seconds. A point outside of
// them is a mistake, most often milliseconds.
const (
	earliest = 946_684_800              // 2000-01-01
	latest   = 253_402_300_799          // 9999-12-31
	longest  = 100 * 366 * 24 * 60 * 60 // of an expires_in
)

// expiry asks the answer's members first, an absolute time before a span, and
// then the token itself. A value that can't be meant counts as absent.
func expiry(r reply, names provider.Answer, access string) api.Expiry {
	now := r.at.Unix()
	e := api.Expiry{IssuedAt: now}
	claims := timeClaims(access)
	if on, ok := seconds(r.object[names.ExpiresOn], earliest, latest); ok {
		e.ExpiresAt, e.Source = on, names.ExpiresOn
	} else if in, ok := seconds(r.object[names.ExpiresIn], 1, longest); ok {
		e.ExpiresAt, e.Source = now+in, names.ExpiresIn
	} else if exp, ok := claims["exp"]; ok {
		e.ExpiresAt, e.Source = exp, "exp"
	}
	if iat, ok := claims["iat"]; ok && (e.ExpiresAt == 0 || iat <= e.ExpiresAt) {
		e.IssuedAt = iat
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
		if at, ok := seconds(json.Number(claim.Value), earliest, latest); ok {
			claims[claim.Name] = at
		}
	}
	return claims
}

// seconds reads a number, or a string that holds one, within bounds. Fractions
// are cut off.
func seconds(value any, low, high int64) (int64, bool) {
	var text string
	switch v := value.(type) {
	case json.Number:
		text = v.String()
	case string:
		text = strings.TrimSpace(v)
	default:
		return 0, false
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) || f < float64(low) || f > float64(high) {
		return 0, false
	}
	return int64(f), true
}

// evidence words a grant for the rung.
func (g *Grant) evidence() string {
	kind := "an opaque " + g.TokenType + " token"
	if inspect.Token(api.AccessToken, g.AccessToken.Reveal()).JWT != nil {
		kind = "a JWT, " + g.TokenType
	}
	if g.Expiry.ExpiresAt == 0 {
		return kind + ", its end is not known"
	}
	return kind + ", until " + time.Unix(g.Expiry.ExpiresAt, 0).UTC().Format("2 January 2006, 15:04:05 UTC") + " (" + g.Expiry.Source + ")"
}
