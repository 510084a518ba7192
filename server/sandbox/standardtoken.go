//go:build !js

package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// standardScopes are those that there are. All but api are about a user.
var standardScopes = []string{"openid", "profile", "email", "offline_access", "api"}

// subject identifies the one user.
const subject = "248289761001"

// A tokenAnswer is the standard one (RFC 6749 section 5.1). Scope is what was
// granted, which may be less than was asked for.
type tokenAnswer struct {
	AccessToken  string `json:"access_token"`
	IssuedType   string `json:"issued_token_type,omitempty"` // of an exchange (RFC 8693 section 2.2.1)
	TokenType    string `json:"token_type"`
	ExpiresIn    int64  `json:"expires_in"` // seconds
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
	form, refused := readForm(r)
	if refused != nil {
		return tokenAnswer{}, refused
	}
	name := form.Get("grant_type")
	if name == bearerGrant && !identifies(r, form) {
		return s.assertionGrant(client{}, form) // RFC 7523 section 3.1: the client may be left out
	}
	from, refused := s.authenticate(r, form)
	if refused != nil {
		return tokenAnswer{}, refused
	}
	if name == "" {
		return tokenAnswer{}, errGrantMissing
	}
	grant, public := s.grant(name)
	switch {
	case grant == nil:
		return tokenAnswer{}, errUnsupported
	case from.public() && !public:
		return tokenAnswer{}, errUnauthorized
	}
	return grant(from, form)
}

// identifies reports whether a request says which client sends it.
func identifies(r *http.Request, form url.Values) bool {
	return r.Header.Get("Authorization") != "" || form.Has("client_id") || form.Has("client_assertion")
}

// grant returns what a grant_type does, and whether clients without a secret
// may use it; nil for one that there is not.
func (s *standard) grant(name string) (do func(client, url.Values) (tokenAnswer, *oauthError), public bool) {
	switch name {
	case "authorization_code":
		return s.codeGrant, true
	case "refresh_token":
		return s.refreshGrant, true
	case deviceGrant:
		return s.deviceGrant, true
	case "client_credentials":
		return s.clientGrant, false
	case "password":
		return s.passwordGrant, false
	case bearerGrant:
		return s.assertionGrant, false
	case exchangeGrant:
		return s.exchangeGrant, false
	}
	return nil, false
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

// beyond refuses a scope that has more than was granted.
func beyond(requested, granted string) *oauthError {
	for _, name := range strings.Fields(requested) {
		if !slices.Contains(strings.Fields(granted), name) {
			return invalidScope("the scope goes beyond what was granted")
		}
	}
	return nil
}

// accessClaims are those of RFC 9068 section 2.2, and act if somebody acts for
// the subject (RFC 8693 section 4.1).
type accessClaims struct {
	Issuer   string `json:"iss"`
	Subject  string `json:"sub"`
	Audience string `json:"aud"`
	ClientID string `json:"client_id"`
	Scope    string `json:"scope"`
	IssuedAt int64  `json:"iat"`
	Expires  int64  `json:"exp"`
	ID       string `json:"jti"`
	Actor    *actor `json:"act,omitempty"`
}

type actor struct {
	Subject string `json:"sub"`
}

// idClaims are those of OpenID Connect Core section 2, and a profile.
type idClaims struct {
	Issuer     string `json:"iss"`
	Subject    string `json:"sub"`
	Audience   string `json:"aud"`
	IssuedAt   int64  `json:"iat"`
	Expires    int64  `json:"exp"`
	SignedInAt int64  `json:"auth_time"`
	Nonce      string `json:"nonce,omitempty"`
	AccessHash string `json:"at_hash"`
	profile
}

// answer gives tokens. A refresh token makes the access token one of its
// family.
func (s *standard) answer(g grant, refresh string) (tokenAnswer, *oauthError) {
	holder, _ := s.client(g.client)
	now := s.now()
	end := now.Add(time.Duration(holder.seconds) * time.Second)
	claims := accessClaims{
		Issuer: s.at.String(), Subject: g.subject, Audience: s.audience(), ClientID: g.client, Scope: g.scope,
		IssuedAt: now.Unix(), Expires: end.Unix(), ID: randomUUID(), Actor: g.actor,
	}
	access, err := s.issuer.sign("at+jwt", claims)
	if err != nil {
		return tokenAnswer{}, errServer
	}
	if refresh != "" {
		s.families.put(claims.ID, familyOf(refresh), end)
	}
	a := tokenAnswer{AccessToken: access, TokenType: "Bearer", ExpiresIn: holder.seconds, RefreshToken: refresh, Scope: g.scope}
	if slices.Contains(strings.Fields(g.scope), "openid") {
		a.IDToken, err = s.idToken(g, claims, access)
	}
	if err != nil {
		return tokenAnswer{}, errServer
	}
	return a, nil
}

func (s *standard) idToken(g grant, access accessClaims, raw string) (string, error) {
	hash := sha256.Sum256([]byte(raw))
	return s.issuer.sign("JWT", idClaims{
		Issuer: access.Issuer, Subject: g.subject, Audience: g.client, IssuedAt: access.IssuedAt, Expires: access.Expires,
		SignedInAt: g.since, Nonce: g.nonce, AccessHash: base64.RawURLEncoding.EncodeToString(hash[:16]), profile: s.profile(g.scope),
	})
}

// audience is the API, so that an ID token, whose audience is the client, is
// no access token.
func (s *standard) audience() string { return s.at.String() + "/api/v1" }
