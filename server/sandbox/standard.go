//go:build !js

package sandbox

import (
	"net/http"
	"time"
)

// standard is a data center that keeps to the RFCs: OAuth 2.0 (RFC 6749) with
// every grant and client authentication in use, discovery (RFC 8414, OpenID
// Connect Discovery), JWT access tokens (RFC 9068) and a small REST API.
type standard struct {
	at       *address
	mutual   *mutual
	now      func() time.Time
	issuer   *issuer
	clients  []client
	keys     *clientKeys
	seen     *store[struct{}] // assertions, by iss and jti
	user     credentials
	orders   *orders
	pages    *pages
	returns  []string // redirect URIs that are no loopback ones
	interval time.Duration

	refreshes *refreshes
	families  *store[string]   // of refresh tokens, by the access token's jti
	revoked   *store[struct{}] // access tokens, by jti
	requests  *store[authorization]
	codes     *store[code]
	devices   *store[device]
	userCodes *store[string] // device codes
}

// credentials are an ID with its secret, or a user name with its password.
type credentials struct{ id, secret string }

func newStandard(cfg Config) (*standard, error) {
	mutual, err := newMutual("firstcall-sandbox")
	if err != nil {
		return nil, err
	}
	now := cfg.Now
	return &standard{
		at:       newAddress("http", "standard.sandbox.test", ""),
		mutual:   mutual,
		now:      now,
		issuer:   newIssuer(randomUUID(), now),
		clients:  newStandardClients(mutual.subject),
		keys:     newClientKeys(),
		seen:     newStore[struct{}](now),
		user:     credentials{"zoe.angstrom", randomWord()[:16]},
		orders:   newOrders(now()),
		pages:    newPages(),
		returns:  cfg.RedirectURIs,
		interval: cfg.DeviceInterval,

		refreshes: newRefreshes(48, now),
		families:  newStore[string](now),
		revoked:   newStore[struct{}](now),
		requests:  newStore[authorization](now),
		codes:     newStore[code](now),
		devices:   newStore[device](now),
		userCodes: newStore[string](now),
	}, nil
}

func (s *standard) handler() http.Handler {
	return newRouter(map[string]resource{
		"/oauth2/token":                           {"POST": s.token},
		"/oauth2/authorize":                       {"GET": s.authorize, "POST": s.authorize},
		"/oauth2/login":                           {"GET": s.showLogin, "POST": sameOrigin(s.login)},
		"/oauth2/device_authorization":            {"POST": s.authorizeDevice},
		"/device":                                 {"GET": s.showDevice, "POST": sameOrigin(s.decideDevice)},
		"/oauth2/introspect":                      {"POST": s.introspect},
		"/oauth2/revoke":                          {"POST": s.revoke},
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
