//go:build !js

package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// accessSeconds is how long the standard and the DCV dialect's tokens live.
const accessSeconds = 3600

// standardScopes are those that there are. All but api are about a user.
var standardScopes = []string{"openid", "profile", "email", "offline_access", "api"}

// subject identifies the one user.
const subject = "248289761001"

// A tokenAnswer is the standard one (RFC 6749 section 5.1). Scope is what was
// granted, which may be less than was asked for.
type tokenAnswer struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	ExpiresIn    int    `json:"expires_in"` // seconds
	RefreshToken string `json:"refresh_token,omitempty"`
	IDToken      string `json:"id_token,omitempty"`
	Scope        string `json:"scope"`
}

func (s *standard) token(w http.ResponseWriter, r *http.Request) {
	noStore(w)
	answer, refused := s.exchange(r)
	writeAnswer(w, answer, refused)
}

func (s *standard) exchange(r *http.Request) (tokenAnswer, *oauthError) {
	if mediaType(r) != formType {
		return tokenAnswer{}, invalidRequest("the Content-Type must be " + formType)
	}
	form, refused := readParameters(r)
	if refused != nil {
		return tokenAnswer{}, refused
	}
	if refused := s.authenticate(r, form); refused != nil {
		return tokenAnswer{}, refused
	}
	switch form.Get("grant_type") {
	case "":
		return tokenAnswer{}, errGrantMissing
	case "client_credentials":
		return s.clientGrant(form)
	case "password":
		return s.passwordGrant(form)
	case "refresh_token":
		return s.refreshGrant(form)
	}
	return tokenAnswer{}, errUnsupported
}

// authenticate takes the client's credentials from Basic, each half
// form-urlencoded, or from the body, and never from both (RFC 6749 section 2.3).
func (s *standard) authenticate(r *http.Request, form url.Values) *oauthError {
	if r.Header.Get("Authorization") == "" {
		if !form.Has("client_id") || !form.Has("client_secret") {
			return invalidClient(r, "client_id and client_secret are missing", false)
		}
		if form.Get("client_id") != s.client.id || !same(form.Get("client_secret"), s.client.secret) {
			return invalidClient(r, "unknown client or wrong secret", true)
		}
		return nil
	}
	name, password, ok := r.BasicAuth()
	if !ok {
		return invalidClient(r, "the Authorization header is not well-formed Basic", false)
	}
	id, err1 := url.QueryUnescape(name)
	secret, err2 := url.QueryUnescape(password)
	if err := errors.Join(err1, err2); err != nil {
		return invalidClient(r, "client_id and client_secret must be form-urlencoded before Base64", false)
	}
	if form.Has("client_secret") || form.Has("client_id") && form.Get("client_id") != id {
		return invalidRequest("the client authenticates both in the header and in the body")
	}
	if id != s.client.id || !same(secret, s.client.secret) {
		return invalidClient(r, "unknown client or wrong secret", false)
	}
	return nil
}

func (s *standard) clientGrant(form url.Values) (tokenAnswer, *oauthError) {
	scope, refused := grantScope(form.Get("scope"), false)
	if refused != nil {
		return tokenAnswer{}, refused
	}
	return s.answer(grant{client: s.client.id, subject: s.client.id, scope: scope}, "")
}

func (s *standard) passwordGrant(form url.Values) (tokenAnswer, *oauthError) {
	if !form.Has("username") || !form.Has("password") {
		return tokenAnswer{}, invalidRequest("username or password is missing")
	}
	if form.Get("username") != s.user.id || !same(form.Get("password"), s.user.secret) {
		return tokenAnswer{}, invalidGrant("unknown user or wrong password")
	}
	scope, refused := grantScope(form.Get("scope"), true)
	if refused != nil {
		return tokenAnswer{}, refused
	}
	g := grant{client: s.client.id, subject: subject, scope: scope, since: s.now().Unix()}
	return s.answer(g, s.refreshes.issue(g))
}

// refreshGrant may narrow the scope for this once, never widen it (RFC 6749
// section 6).
func (s *standard) refreshGrant(form url.Values) (tokenAnswer, *oauthError) {
	if !form.Has("refresh_token") {
		return tokenAnswer{}, invalidRequest("refresh_token is missing")
	}
	scope := form.Get("scope")
	next, g, err := s.refreshes.rotate(form.Get("refresh_token"), func(g grant) error {
		for _, name := range strings.Fields(scope) {
			if !slices.Contains(strings.Fields(g.scope), name) {
				return invalidScope("the scope goes beyond what was granted")
			}
		}
		return nil
	})
	if refused := (*oauthError)(nil); errors.As(err, &refused) {
		return tokenAnswer{}, refused
	}
	if err != nil {
		return tokenAnswer{}, invalidGrant("the refresh token is not valid: " + err.Error())
	}
	if scope != "" {
		g.scope = scope
	}
	return s.answer(g, next)
}

// grantScope returns what of a requested scope is granted: api alone unless
// something is asked for, and without a user nothing that is about one.
func grantScope(requested string, user bool) (string, *oauthError) {
	if requested == "" {
		return "api", nil
	}
	var granted []string
	for _, name := range strings.Fields(requested) {
		if !slices.Contains(standardScopes, name) {
			return "", invalidScope("there is a scope that is not known here")
		}
		if (user || name == "api") && !slices.Contains(granted, name) {
			granted = append(granted, name)
		}
	}
	if len(granted) == 0 {
		return "", invalidScope("without a user, only the scope api can be granted")
	}
	return strings.Join(granted, " "), nil
}

// accessClaims are those of RFC 9068 section 2.2.
type accessClaims struct {
	Issuer   string `json:"iss"`
	Subject  string `json:"sub"`
	Audience string `json:"aud"`
	ClientID string `json:"client_id"`
	Scope    string `json:"scope"`
	IssuedAt int64  `json:"iat"`
	Expires  int64  `json:"exp"`
	ID       string `json:"jti"`
}

// idClaims are those of OpenID Connect Core section 2, and a profile.
type idClaims struct {
	Issuer     string `json:"iss"`
	Subject    string `json:"sub"`
	Audience   string `json:"aud"`
	IssuedAt   int64  `json:"iat"`
	Expires    int64  `json:"exp"`
	SignedInAt int64  `json:"auth_time"`
	AccessHash string `json:"at_hash"`
	profile
}

func (s *standard) answer(g grant, refresh string) (tokenAnswer, *oauthError) {
	now := s.now().Unix()
	access, err := s.issuer.sign("at+jwt", accessClaims{
		Issuer: s.at.String(), Subject: g.subject, Audience: s.audience(), ClientID: g.client, Scope: g.scope,
		IssuedAt: now, Expires: now + accessSeconds, ID: randomUUID(),
	})
	if err != nil {
		return tokenAnswer{}, errServer
	}
	a := tokenAnswer{AccessToken: access, TokenType: "Bearer", ExpiresIn: accessSeconds, RefreshToken: refresh, Scope: g.scope}
	if !slices.Contains(strings.Fields(g.scope), "openid") {
		return a, nil
	}
	hash := sha256.Sum256([]byte(access))
	a.IDToken, err = s.issuer.sign("JWT", idClaims{
		Issuer: s.at.String(), Subject: g.subject, Audience: g.client, IssuedAt: now, Expires: now + accessSeconds,
		SignedInAt: g.since, AccessHash: base64.RawURLEncoding.EncodeToString(hash[:16]), profile: s.profile(g.scope),
	})
	if err != nil {
		return tokenAnswer{}, errServer
	}
	return a, nil
}

// audience is the API, so that an ID token, whose audience is the client, is
// no access token.
func (s *standard) audience() string { return s.at.String() + "/api/v1" }
