//go:build !js

package sandbox

import (
	"net/http"
	"slices"

	"github.com/golang-jwt/jwt/v5"
)

// A holder is whom an access token speaks for: a client, in a tenant and those
// below it.
type holder struct {
	client apiClient
	tenant string
}

// authorized lets calls through that carry one good access token, in the
// header or in the query's access_token but never in both
// (/doc/account-management/v2/reference).
func (a *acronis) authorized(next func(http.ResponseWriter, *http.Request, holder)) http.HandlerFunc {
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
		who, ok := a.accepts(raw)
		if !ok {
			denyAcronis(w, r)
			return
		}
		next(w, r, who)
	}
}

func denyAcronis(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("WWW-Authenticate", "Bearer")
	failAcronis(w, r, http.StatusUnauthorized, codeInternal, "Unauthorized",
		"The access token is missing, invalid or expired.", nil)
}

// accepts reads an access token, which has exactly one role here.
func (a *acronis) accepts(raw string) (holder, bool) {
	claims, err := a.access.verify(raw, jwt.WithIssuer(a.at.String()))
	if err != nil {
		return holder{}, false
	}
	subject, _ := claims.GetSubject()
	audience, _ := claims.GetAudience()
	client, known := a.client(subject)
	roles, _ := claims["scope"].([]any)
	if !known || len(roles) != 1 || len(audience) != 1 || audience[0] != subject {
		return holder{}, false
	}
	role, _ := roles[0].(map[string]any)
	tenant, ok := role["tid"].(string)
	return holder{client, tenant}, ok
}

// within reports whether a tenant is another or below it.
func (a *acronis) within(id, ancestor string) bool {
	for id != ancestor {
		i := slices.IndexFunc(a.tenants, func(t tenant) bool { return t.ID == id })
		if i < 0 {
			return false
		}
		id = a.tenants[i].ParentID
	}
	return true
}
