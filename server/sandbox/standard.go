//go:build !js

package sandbox

import (
	"net/http"
	"time"
)

// standard is a data center that keeps to the RFCs: OAuth 2.0 (RFC 6749) with
// discovery (RFC 8414, OpenID Connect Discovery), JWT access tokens (RFC 9068)
// and a small REST API.
type standard struct {
	at        *address
	now       func() time.Time
	issuer    *issuer
	refreshes *refreshes
	client    credentials
	user      credentials
	orders    *orders
}

// credentials are an ID with its secret, or a user name with its password.
type credentials struct{ id, secret string }

func newStandard(now func() time.Time) *standard {
	return &standard{
		at:        newAddress("http", "standard.sandbox.test", ""),
		now:       now,
		issuer:    newIssuer(randomUUID(), now),
		refreshes: newRefreshes(48, now),
		client:    credentials{"firstcall-sandbox", randomWord()},
		user:      credentials{"zoe.angstrom", randomWord()[:16]},
		orders:    newOrders(now()),
	}
}

func (s *standard) values() map[string]string {
	return map[string]string{
		"data_center":   s.at.String(),
		"client_id":     s.client.id,
		"client_secret": s.client.secret,
		"username":      s.user.id,
		"password":      s.user.secret,
		"scope":         "openid profile api",
	}
}

// anyValues are for the profile of any OAuth 2.0 server, which asks for more.
func (s *standard) anyValues() map[string]string {
	values := s.values()
	values["token_url"] = s.at.String() + "/oauth2/token"
	values["grant_type"] = "client_credentials"
	values["client_authentication"] = "basic"
	return values
}

func (s *standard) handler() http.Handler {
	return newRouter(map[string]resource{
		"/oauth2/token":                           {"POST": s.token},
		"/oauth2/jwks":                            {"GET": keys(refuseStandard, s.issuer)},
		"/oauth2/userinfo":                        {"GET": s.authorized("openid", s.userinfo), "POST": s.authorized("openid", s.userinfo)},
		"/.well-known/openid-configuration":       {"GET": s.metadata},
		"/.well-known/oauth-authorization-server": {"GET": s.metadata},
		"/{$}":                {"GET": s.authorized("api", s.index)},
		"/api/v1/me":          {"GET": s.authorized("api", s.me)},
		"/api/v1/orders":      {"GET": s.authorized("api", s.listOrders), "POST": s.authorized("api", s.createOrder)},
		"/api/v1/orders/{id}": {"GET": s.authorized("api", s.order)},
		"/api/v1/slow":        {"GET": s.authorized("api", s.slow)},
	}, refuseStandard)
}

// refuseStandard says in the standard dialect what is wrong without the request.
func refuseStandard(w http.ResponseWriter, _ *http.Request, status int) {
	detail := map[int]string{
		http.StatusNotFound:            "Nothing is at this path.",
		http.StatusMethodNotAllowed:    "This path does not take this method. Allow lists those that it takes.",
		http.StatusInternalServerError: "The key could not be made.",
	}[status]
	problem{Status: status, Detail: detail}.write(w)
}
