//go:build !js

package sandbox

import (
	"errors"
	"slices"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// How long an assertion may be good for, and how far clocks may be apart.
const (
	assertionLifetime = time.Hour
	clockSkew         = 10 * time.Second
)

// assertionAlgorithms sign assertions: those with the client's secret come
// first.
var assertionAlgorithms = []string{
	"HS256", "HS384", "HS512",
	"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
}

// An assertion is what RFC 7523 section 3 has in a JWT, and the scope that
// service accounts of Google's kind put there.
type assertion struct {
	jwt.RegisteredClaims
	Scope string `json:"scope"`
}

// Why an assertion is refused.
var (
	errAssertionIssuer   = errors.New("its iss is no client that can sign")
	errAssertionKey      = errors.New("no key of the client fits its alg and kid")
	errAssertionLifetime = errors.New("its exp is more than an hour away")
	errAssertionID       = errors.New("its jti is missing")
	errAssertionReplayed = errors.New("its jti was used before")
)

// assert checks an assertion that is meant for one of these addresses, and
// returns the client that signed it. Each is good once, by its jti.
func (s *standard) assert(raw string, audiences ...string) (client, assertion, error) {
	var (
		from   client
		claims assertion
	)
	parser := jwt.NewParser(
		jwt.WithValidMethods(assertionAlgorithms), jwt.WithExpirationRequired(), jwt.WithIssuedAt(),
		jwt.WithLeeway(clockSkew), jwt.WithTimeFunc(s.now), jwt.WithAudience(audiences...))
	_, err := parser.ParseWithClaims(raw, &claims, func(t *jwt.Token) (any, error) {
		var ok bool
		if from, ok = s.client(claims.Issuer); !ok || from.public() {
			return nil, errAssertionIssuer
		}
		return s.keyOf(from, t)
	})
	if err != nil {
		return client{}, assertion{}, err
	}
	return from, claims, s.once(claims)
}

func (s *standard) keyOf(c client, t *jwt.Token) (any, error) {
	if _, ok := t.Method.(*jwt.SigningMethodHMAC); ok {
		return []byte(c.secret), nil
	}
	if key := s.keys.public(t.Method.Alg(), t.Header["kid"]); key != nil {
		return key, nil
	}
	return nil, errAssertionKey
}

func (s *standard) once(claims assertion) error {
	until := claims.ExpiresAt.Time
	switch {
	case until.Sub(s.now()) > assertionLifetime+clockSkew:
		return errAssertionLifetime
	case claims.ID == "":
		return nil
	case !s.seen.put(claims.Issuer+" "+claims.ID, struct{}{}, until.Add(clockSkew)):
		return errAssertionReplayed
	}
	return nil
}

// reasonOf tells why an assertion is refused, in one of a few texts: what
// golang-jwt says besides may hold characters that an error_description can't.
func reasonOf(err error) string {
	told := []error{
		errAssertionIssuer, errAssertionKey, errAssertionLifetime, errAssertionID, errAssertionReplayed,
		jwt.ErrTokenMalformed, jwt.ErrTokenSignatureInvalid, jwt.ErrTokenExpired, jwt.ErrTokenNotValidYet,
		jwt.ErrTokenUsedBeforeIssued, jwt.ErrTokenInvalidAudience, jwt.ErrTokenRequiredClaimMissing,
	}
	i := slices.IndexFunc(told, func(known error) bool { return errors.Is(err, known) })
	if i < 0 {
		return "the assertion was not accepted"
	}
	return "the assertion was not accepted: " + told[i].Error()
}
