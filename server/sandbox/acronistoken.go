//go:build !js

package sandbox

import (
	"net/http"

	"github.com/golang-jwt/jwt/v5"
)

// acronisSeconds is how long its tokens live.
const acronisSeconds = 7200

// An acronisAnswer has an absolute time of expiry in Unix seconds where the
// RFC has seconds from now, and no refresh token.
type acronisAnswer struct {
	AccessToken string `json:"access_token"`
	ExpiresOn   int64  `json:"expires_on"`
	IDToken     string `json:"id_token"`
	TokenType   string `json:"token_type"`
}

// acronisClaims are those of a real token. Scope is no text as in the RFCs.
type acronisClaims struct {
	Audience string       `json:"aud"`
	Expires  int64        `json:"exp"`
	IssuedAt int64        `json:"iat"`
	Issuer   string       `json:"iss"`
	ID       string       `json:"jti"`
	Scope    []tenantRole `json:"scope"`
	Subject  string       `json:"sub"`
	UserID   string       `json:"uid"`
	Version  int          `json:"ver"`
}

// A tenantRole is what a client may do in a tenant and those below it.
type tenantRole struct {
	Tenant string `json:"tid"`
	Role   string `json:"role"`
}

// acronisIDClaims are OpenID Connect's; what Acronis puts there besides is not
// documented.
type acronisIDClaims struct {
	Audience string `json:"aud"`
	Expires  int64  `json:"exp"`
	IssuedAt int64  `json:"iat"`
	Issuer   string `json:"iss"`
	ID       string `json:"jti"`
	Subject  string `json:"sub"`
}

func (a *acronis) token(w http.ResponseWriter, r *http.Request) {
	if mediaType(r) != formType {
		refuseAcronis(w, r, http.StatusUnsupportedMediaType)
		return
	}
	noStore(w)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	answer, refused := a.exchange(r)
	if refused != nil {
		refused.write(w)
		return
	}
	writeJSON(w, http.StatusOK, answer)
}

// exchange refuses as RFC 6749 has it: Acronis documents nothing else, and its
// own client library reads error and error_description.
func (a *acronis) exchange(r *http.Request) (acronisAnswer, *oauthError) {
	form, refused := readParameters(r)
	if refused != nil {
		return acronisAnswer{}, refused
	}
	id, secret, ok := r.BasicAuth()
	switch {
	case !ok:
		return acronisAnswer{}, invalidClient(r, "the Authorization header must be Basic with client_id and client_secret", false)
	case form.Has("client_id") || form.Has("client_secret"):
		return acronisAnswer{}, invalidRequest("the client authenticates both in the header and in the body")
	}
	client, ok := a.client(id)
	if !ok || !same(secret, client.secret) {
		return acronisAnswer{}, invalidClient(r, "unknown client or wrong secret", false)
	}
	switch form.Get("grant_type") {
	case "":
		return acronisAnswer{}, errGrantMissing
	case "client_credentials":
		return a.answer(client)
	}
	return acronisAnswer{}, errUnsupported
}

func (a *acronis) answer(client apiClient) (acronisAnswer, *oauthError) {
	now, iss := a.now().Unix(), a.at.String()
	access, err := a.access.sign("JWT", acronisClaims{
		Audience: client.ID, Subject: client.ID, Issuer: iss, UserID: client.CreatedBy, Version: 2,
		Scope: []tenantRole{{client.TenantID, "partner_admin"}},
		ID:    randomUUID(), IssuedAt: now, Expires: now + acronisSeconds,
	})
	if err != nil {
		return acronisAnswer{}, errServer
	}
	id, err := a.id.sign("JWT", acronisIDClaims{
		Audience: client.ID, Subject: client.ID, Issuer: iss,
		ID: randomUUID(), IssuedAt: now, Expires: now + acronisSeconds,
	})
	if err != nil {
		return acronisAnswer{}, errServer
	}
	return acronisAnswer{AccessToken: access, ExpiresOn: now + acronisSeconds, IDToken: id, TokenType: "bearer"}, nil
}

// authorized lets calls through that carry one good access token, in the
// header or in the query's access_token but never in both
// (/doc/account-management/v2/reference).
func (a *acronis) authorized(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		raw, query := bearer(r), r.URL.Query()
		if query.Has("access_token") {
			if r.Header.Get("Authorization") != "" {
				failAcronis(w, r, http.StatusBadRequest, http.StatusBadRequest, "Bad Request",
					"The access token is both in the Authorization header and in the query.", nil)
				return
			}
			raw = query.Get("access_token")
		}
		if !a.accepts(raw) {
			w.Header().Set("WWW-Authenticate", "Bearer")
			failAcronis(w, r, http.StatusUnauthorized, codeInternal, "Unauthorized",
				"The access token is missing, invalid or expired.", nil)
			return
		}
		next(w, r)
	}
}

func (a *acronis) accepts(raw string) bool {
	claims, err := a.access.verify(raw, jwt.WithIssuer(a.at.String()))
	if err != nil {
		return false
	}
	subject, _ := claims.GetSubject()
	_, known := a.client(subject)
	audience, _ := claims.GetAudience()
	return known && len(audience) == 1 && audience[0] == subject
}
