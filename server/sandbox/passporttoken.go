//go:build !js

package sandbox

import (
	"errors"
	"fmt"
	"html"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// passportSeconds is Passport's default of a year.
const passportSeconds = 31536000

// refreshPrefix is how everything begins that defuse/php-encryption encrypts.
const refreshPrefix = "def50200"

// passportScopes are those of the application; * means all of them.
var passportScopes = []string{"*", "projects:read", "projects:write"}

// A passportAnswer has its members in the order of league/oauth2-server's
// BearerTokenResponse.
type passportAnswer struct {
	TokenType    string `json:"token_type"`
	ExpiresIn    int    `json:"expires_in"` // seconds
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token"`
}

// A leagueError is an OAuthServerException of league/oauth2-server 8.
type leagueError struct {
	status  int
	Code    string `json:"error"`
	Text    string `json:"error_description"`
	Hint    string `json:"hint,omitempty"`
	Message string `json:"message"` // the same as Text, kept for older clients
}

func (e *leagueError) Error() string { return e.Code + ": " + e.Text }

func refusedByLeague(status int, code, text, hint string) *leagueError {
	return &leagueError{status, code, text, hint, text}
}

func leagueInvalid(parameter string) *leagueError {
	return refusedByLeague(http.StatusBadRequest, "invalid_request",
		"The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed.",
		"Check the `"+parameter+"` parameter")
}

func leagueRefresh(hint string) *leagueError {
	return refusedByLeague(http.StatusBadRequest, "invalid_grant", "The refresh token is invalid.", hint)
}

func (p *passport) token(w http.ResponseWriter, r *http.Request) {
	members, err := input(r)
	if err != nil {
		p.refuse(w, r, http.StatusRequestEntityTooLarge)
		return
	}
	answer, err := p.exchange(r, members)
	if refused := (*leagueError)(nil); errors.As(err, &refused) {
		if refused.Code == "invalid_client" && r.Header.Get("Authorization") != "" {
			w.Header().Set("WWW-Authenticate", `Basic realm="OAuth"`)
		}
		writePHP(w, refused.status, refused)
		return
	}
	if err != nil {
		p.refuse(w, r, http.StatusInternalServerError)
		return
	}
	noStore(w)
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	writePHP(w, http.StatusOK, answer)
}

// exchange checks in the library's order: the grant, the client, the scopes,
// the user. The error is a leagueError unless signing fails.
func (p *passport) exchange(r *http.Request, members map[string]any) (passportAnswer, error) {
	grantType, _ := text(members, "grant_type")
	if grantType != "password" && grantType != "refresh_token" {
		return passportAnswer{}, refusedByLeague(http.StatusBadRequest, "unsupported_grant_type",
			"The authorization grant type is not supported by the authorization server.", "Check the `grant_type` parameter")
	}
	if err := p.authenticate(r, members); err != nil {
		return passportAnswer{}, err
	}
	if grantType == "refresh_token" {
		return p.refreshGrant(members)
	}
	return p.passwordGrant(members)
}

// authenticate takes the client from the body and else from Basic, which the
// library reads as it is.
func (p *passport) authenticate(r *http.Request, members map[string]any) error {
	id, secret, _ := r.BasicAuth()
	if v, ok := text(members, "client_id"); ok {
		id = v
	}
	if v, ok := text(members, "client_secret"); ok {
		secret = v
	}
	if id == "" {
		return leagueInvalid("client_id")
	}
	if id != p.client.id || !same(secret, p.client.secret) {
		return refusedByLeague(http.StatusUnauthorized, "invalid_client", "Client authentication failed", "")
	}
	return nil
}

func (p *passport) passwordGrant(members map[string]any) (passportAnswer, error) {
	scopes, err := readScopes(members)
	if err != nil {
		return passportAnswer{}, err
	}
	username, ok := text(members, "username")
	if !ok {
		return passportAnswer{}, leagueInvalid("username")
	}
	password, ok := text(members, "password")
	if !ok {
		return passportAnswer{}, leagueInvalid("password")
	}
	if username != p.user.id || !same(password, p.user.secret) {
		return passportAnswer{}, refusedByLeague(http.StatusBadRequest, "invalid_grant", "The user credentials were incorrect.", "")
	}
	return p.answer(scopes, p.refreshes.issue(grant{scope: strings.Join(scopes, " ")}))
}

func (p *passport) refreshGrant(members map[string]any) (passportAnswer, error) {
	token, ok := text(members, "refresh_token")
	if !ok {
		return passportAnswer{}, leagueInvalid("refresh_token")
	}
	asked, err := readScopes(members)
	if err != nil {
		return passportAnswer{}, err
	}
	next, g, err := p.refreshes.rotate(strings.TrimPrefix(token, refreshPrefix), func(g grant) error {
		for _, scope := range asked {
			if !slices.Contains(strings.Fields(g.scope), scope) {
				return leagueScope(scope)
			}
		}
		return nil
	})
	switch {
	case errors.Is(err, errRefreshUnknown):
		err = leagueRefresh("Cannot decrypt the refresh token")
	case errors.Is(err, errRefreshExpired):
		err = leagueRefresh("Token has expired")
	case errors.Is(err, errRefreshUsed):
		err = leagueRefresh("Token has been revoked")
	}
	if err != nil {
		return passportAnswer{}, err
	}
	if len(asked) == 0 {
		asked = strings.Fields(g.scope)
	}
	return p.answer(asked, next)
}

func readScopes(members map[string]any) ([]string, error) {
	asked, _ := text(members, "scope")
	scopes := strings.Fields(asked)
	for _, scope := range scopes {
		if !slices.Contains(passportScopes, scope) {
			return nil, leagueScope(scope)
		}
	}
	return scopes, nil
}

func leagueScope(scope string) *leagueError {
	return refusedByLeague(http.StatusBadRequest, "invalid_scope", "The requested scope is invalid, unknown, or malformed",
		fmt.Sprintf("Check the `%s` scope", html.EscapeString(scope)))
}

// passportClaims are in the order in which lcobucci/jwt builds them for the
// library. Its times have microseconds, which makes them fractional.
type passportClaims struct {
	Audience  string   `json:"aud"`
	ID        string   `json:"jti"`
	IssuedAt  seconds  `json:"iat"`
	NotBefore seconds  `json:"nbf"`
	Expires   seconds  `json:"exp"`
	Subject   string   `json:"sub"`
	Scopes    []string `json:"scopes"`
}

// seconds are Unix seconds with six decimal places.
type seconds struct{ time.Time }

func (s seconds) MarshalJSON() ([]byte, error) {
	micros := s.UnixMicro()
	return fmt.Appendf(nil, "%d.%06d", micros/1e6, micros%1e6), nil
}

func (p *passport) answer(scopes []string, refresh string) (passportAnswer, error) {
	now := p.now()
	access, err := p.issuer.sign("JWT", passportClaims{
		Audience: p.client.id, ID: randomHex(40), Subject: strconv.Itoa(userID), Scopes: append([]string{}, scopes...),
		IssuedAt: seconds{now}, NotBefore: seconds{now}, Expires: seconds{now.Add(passportSeconds * time.Second)},
	})
	if err != nil {
		return passportAnswer{}, err
	}
	return passportAnswer{"Bearer", passportSeconds, access, refreshPrefix + refresh}, nil
}
