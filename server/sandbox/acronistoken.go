//go:build !js

package sandbox

import (
	"net/http"
	"net/url"
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
	form, refused := readParameters(r)
	if refused == nil && form.Get("grant_type") == bearerGrant {
		a.scopedToken(w, r, form)
		return
	}
	var answer acronisAnswer
	if refused == nil {
		answer, refused = a.exchange(r, form)
	}
	writeAnswer(w, answer, refused)
}

// exchange refuses as RFC 6749 has it: Acronis documents nothing else, and its
// own client library reads error and error_description.
func (a *acronis) exchange(r *http.Request, form url.Values) (acronisAnswer, *oauthError) {
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
		return a.answer(client, tenantRole{client.TenantID, "partner_admin"})
	}
	return acronisAnswer{}, errUnsupported
}

func (a *acronis) answer(client apiClient, role tenantRole) (acronisAnswer, *oauthError) {
	now, iss := a.now().Unix(), a.at.String()
	access, err := a.access.sign("JWT", acronisClaims{
		Audience: client.ID, Subject: client.ID, Issuer: iss, UserID: client.CreatedBy, Version: 2,
		Scope: []tenantRole{role},
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
