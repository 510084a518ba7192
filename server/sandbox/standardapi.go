//go:build !js

package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// A problem is an error of the API (RFC 9457). Its type is about:blank, which
// makes the title the status's.
type problem struct {
	Type   string    `json:"type"`
	Title  string    `json:"title"`
	Status int       `json:"status"`
	Detail string    `json:"detail"`
	Errors []invalid `json:"errors,omitempty"`
}

// An invalid says what is wrong with one member of a body.
type invalid struct {
	Pointer string `json:"pointer"` // RFC 6901, as a fragment
	Detail  string `json:"detail"`
}

func (p problem) write(w http.ResponseWriter) {
	p.Type, p.Title = "about:blank", http.StatusText(p.Status)
	w.Header().Set("Content-Type", "application/problem+json")
	writeJSON(w, p.Status, p)
}

// authorized lets calls through whose token has a scope. It refuses as RFC
// 6750 section 3 asks, with a problem as the body.
func (s *standard) authorized(scope string, next func(http.ResponseWriter, *http.Request, accessClaims)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		raw := bearer(r)
		if raw == "" {
			challenge(w, http.StatusUnauthorized, "", "A bearer token is missing in the Authorization header.")
			return
		}
		who, err := s.identify(raw)
		switch {
		case errors.Is(err, jwt.ErrTokenExpired):
			challenge(w, http.StatusUnauthorized, "invalid_token", "The access token expired.")
		case errors.Is(err, errRevoked):
			challenge(w, http.StatusUnauthorized, "invalid_token", "The access token was revoked.")
		case err != nil:
			challenge(w, http.StatusUnauthorized, "invalid_token", "The access token is not one of this server's.")
		case !slices.Contains(strings.Fields(who.Scope), scope):
			challenge(w, http.StatusForbidden, "insufficient_scope", fmt.Sprintf("The access token lacks the scope %s.", scope))
		default:
			next(w, r, who)
		}
	}
}

// errRevoked is why a token that would be good is not.
var errRevoked = errors.New("the token was revoked")

// identify returns the claims of an access token that is good now.
func (s *standard) identify(raw string) (accessClaims, error) {
	if _, err := s.issuer.verify(raw, jwt.WithIssuer(s.at.String()), jwt.WithAudience(s.audience())); err != nil {
		return accessClaims{}, err
	}
	var claims accessClaims
	if err := payload(raw, &claims); err != nil {
		return accessClaims{}, err
	}
	_, revoked := s.revoked.get(claims.ID)
	family, member := s.families.get(claims.ID)
	if revoked || member && !s.refreshes.alive(family) {
		return accessClaims{}, errRevoked
	}
	return claims, nil
}

func challenge(w http.ResponseWriter, status int, code, detail string) {
	value := `Bearer realm="sandbox"`
	if code != "" {
		value += fmt.Sprintf(`, error="%s", error_description="%s"`, code, detail)
	}
	w.Header().Set("WWW-Authenticate", value)
	problem{Status: status, Detail: detail}.write(w)
}

// index says what there is to call.
func (s *standard) index(w http.ResponseWriter, r *http.Request, _ accessClaims) {
	writeJSON(w, http.StatusOK, struct {
		Me     string `json:"me_url"`
		Orders string `json:"orders_url"`
		Order  string `json:"order_url"`
		Slow   string `json:"slow_url"`
	}{s.audience() + "/me", s.audience() + "/orders{?limit,after}", s.audience() + "/orders/{id}", s.audience() + "/slow{?seconds}"})
}

// me says whom the token speaks for.
func (s *standard) me(w http.ResponseWriter, r *http.Request, who accessClaims) {
	writeJSON(w, http.StatusOK, struct {
		ClientID string   `json:"client_id"`
		Subject  string   `json:"subject"`
		Scopes   []string `json:"scopes"`
		Expires  string   `json:"token_expires_at"`
		Greeting string   `json:"greeting"`
	}{
		who.ClientID, who.Subject, strings.Fields(who.Scope),
		time.Unix(who.Expires, 0).UTC().Format(time.RFC3339),
		"Grüß Gott, 你好, مرحبا: the token works.",
	})
}

// slowest is how long slow may take.
const slowest = 60 * time.Second

// slow answers after the seconds that the query asks for, 10 unless it says,
// so that cancelling can be tried. It ends with the request.
func (s *standard) slow(w http.ResponseWriter, r *http.Request, who accessClaims) {
	seconds, text := 10, r.URL.Query().Get("seconds")
	if text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > int(slowest/time.Second) {
			problem{Status: http.StatusBadRequest, Detail: "The query's seconds must be a whole number from 0 to 60."}.write(w)
			return
		}
		seconds = n
	}
	if !wait(r.Context(), time.Duration(seconds)*time.Second) {
		problem{Status: http.StatusServiceUnavailable, Detail: "The sandbox is being closed."}.write(w)
		return
	}
	writeJSON(w, http.StatusOK, map[string]int{"waited_seconds": seconds})
}

// wait reports whether the time passed before ctx ended.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
