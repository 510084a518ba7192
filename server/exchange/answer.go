//go:build !js

package exchange

import (
	"cmp"
	"encoding/json"
	"strings"
	"time"

	"firstcall/app/api"
	"firstcall/app/inspect"
	"firstcall/server/provider"
	"firstcall/server/secret"
)

// unusable says in a sentence why a 2xx answer gives no grant, without values.
// The empty one is that what was asked for is not in it.
type unusable string

func (u unusable) Error() string { return string(u) }

// readGrant takes the grant out of a 2xx answer (RFC 6749 section 5.1). The
// error is an [unusable].
func readGrant(r reply, names api.Answer) (*Grant, error) {
	access, err := token(r.value, names.AccessToken)
	switch found := member(r.value, names.AccessToken); {
	case err != nil:
		return nil, err
	case found == nil:
		return nil, unusable("")
	case access == "":
		return nil, unusable("The member " + names.AccessToken + " is empty.")
	}
	id, errID := token(r.value, names.IDToken)
	refresh, errRefresh := token(r.value, names.RefreshToken)
	kind, errKind := tokenType(member(r.value, names.TokenType))
	issued, _ := r.Object["issued_token_type"].(string)
	if err := cmp.Or(errID, errRefresh, errKind); err != nil {
		return nil, err
	}
	return &Grant{
		AccessToken:     secret.New(access),
		IDToken:         secret.New(id),
		RefreshToken:    secret.New(refresh),
		TokenType:       kind,
		IssuedTokenType: issued,
		Scope:           scope(member(r.value, names.Scope)),
		Expiry:          expiry(r, names, access),
	}, nil
}

// member is what stands at a path of the answer; nil for null too.
func member(value any, path string) any { return provider.Lookup(value, path) }

// token reads a member that holds a token; "" where there is none. What would
// break out of a header (RFC 9110 section 5.5) is no token.
func token(answer any, path string) (string, error) {
	switch value := member(answer, path).(type) {
	case nil:
		return "", nil
	case string:
		if strings.ContainsFunc(value, func(r rune) bool { return r < 0x20 || r == 0x7f }) {
			return "", unusable("The member " + path + " has a line break or another control character in it, which no header can carry.")
		}
		if strings.ContainsRune(value, '\uFFFD') {
			return "", unusable("The member " + path + " has bytes in it that are not UTF-8, which JSON has to be.")
		}
		return value, nil
	default:
		return "", unusable("The member " + path + " is " + typeName(value) + " where a string belongs.")
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
	}
	return "an object"
}

// noAccessToken is the type of what a token exchange gives that is not for calls
// (RFC 8693 section 2.2.1).
const noAccessToken = "N_A"

// evidence words a grant for the rung.
func (g *Grant) evidence() string {
	kind := "an opaque token, " + g.TokenType
	if inspect.Token(api.AccessToken, g.AccessToken.Reveal()).JWT != nil {
		kind = "a JWT, " + g.TokenType
	}
	if strings.EqualFold(g.TokenType, noAccessToken) {
		kind += ", which is no access token"
	}
	if g.IssuedTokenType != "" {
		kind += ", issued as " + strings.TrimPrefix(g.IssuedTokenType, "urn:ietf:params:oauth:token-type:")
	}
	if g.Expiry.ExpiresAt == 0 {
		return kind + ", its end is not known"
	}
	return kind + ", until " + time.Unix(g.Expiry.ExpiresAt, 0).UTC().Format("2 January 2006, 15:04:05 UTC") + " (" + g.Expiry.Source + ")"
}
