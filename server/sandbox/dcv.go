//go:build !js

package sandbox

import (
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/golang-jwt/jwt/v5"
)

// dcv is an Amazon DCV Session Manager broker, behind a certificate that
// nobody knows. The rules are those of docs.aws.amazon.com/dcv/latest/sm-dev
// and of the broker's OpenAPI document, version 2023.0.
type dcv struct {
	at          *address
	now         func() time.Time
	issuer      *issuer
	ca          string // PEM
	certificate tls.Certificate
	client      credentials
	sessions    *sessions
}

func newDCV(now func() time.Time) (*dcv, error) {
	at := newAddress("https", "dcv.sandbox.test", ":8443")
	ca, err := newAuthority()
	if err != nil {
		return nil, err
	}
	certificate, err := ca.server("DCV Session Manager broker", at.host)
	if err != nil {
		return nil, err
	}
	return &dcv{
		at:          at,
		now:         now,
		issuer:      newIssuer(randomUUID(), now),
		ca:          ca.pem(),
		certificate: certificate,
		// The ID, and the form of the secret, are the documentation's.
		client:   credentials{"794b2dbb-bd82-4707-a2f7-f3d9899cb386", base64.StdEncoding.EncodeToString([]byte(randomUUID()))},
		sessions: newSessions(now),
	}, nil
}

func (d *dcv) values() map[string]string {
	return map[string]string{
		"data_center":   d.at.String(),
		"client_id":     d.client.id,
		"client_secret": d.client.secret,
		"ca":            d.ca,
	}
}

// handler has the public key where Spring Authorization Server has it; where a
// broker does is not documented.
func (d *dcv) handler() http.Handler {
	return newRouter(map[string]resource{
		"/oauth2/jwks":                              {"GET": keys(refuseDCV, d.issuer)},
		"/oauth2/token":                             {"POST": d.token},
		"/describeSessions":                         {"POST": d.authorized(d.describeSessions)},
		"/describeServers":                          {"POST": d.authorized(d.describeServers)},
		"/createSessions":                           {"POST": d.authorized(d.createSessions)},
		"/deleteSessions":                           {"POST": d.authorized(d.deleteSessions)},
		"/getSessionScreenshots":                    {"POST": d.authorized(d.screenshots)},
		"/sessionPermissions":                       {"PUT": d.authorized(d.permissions)},
		"/sessionConnectionData/{sessionId}/{user}": {"GET": d.authorized(d.connectionData)},
		"/openServers":                              {"POST": d.authorized(d.openServers)},
		"/closeServers":                             {"POST": d.authorized(d.closeServers)},
	}, refuseDCV)
}

func refuseDCV(w http.ResponseWriter, _ *http.Request, status int) {
	free(w, status, http.StatusText(status))
}

// free refuses with free text, which is all that AWS's own client expects of
// an error.
func free(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	io.WriteString(w, text)
}

// invalidInput is the OpenAPI document's only error.
func invalidInput(w http.ResponseWriter) { free(w, http.StatusBadRequest, "Invalid input") }

// dcvClaims are those that Java's authorization servers put in by themselves;
// the broker's are not documented.
type dcvClaims struct {
	Subject   string `json:"sub"`
	Audience  string `json:"aud"`
	NotBefore int64  `json:"nbf"`
	Issuer    string `json:"iss"`
	Expires   int64  `json:"exp"`
	IssuedAt  int64  `json:"iat"`
	ID        string `json:"jti"`
}

type dcvAnswer struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"` // seconds
}

// token wants the grant in the query and nothing in the body
// (docs.aws.amazon.com/dcv/latest/sm-dev/request.html).
func (d *dcv) token(w http.ResponseWriter, r *http.Request) {
	noStore(w)
	if status, text := d.refusal(r); status != 0 {
		if status == http.StatusUnauthorized {
			w.Header().Set("WWW-Authenticate", `Basic realm="DCV Session Manager"`)
		}
		free(w, status, text)
		return
	}
	now := d.now().Unix()
	token, err := d.issuer.sign("JWT", dcvClaims{
		Subject: d.client.id, Audience: d.client.id, Issuer: d.at.String(), ID: randomUUID(),
		NotBefore: now, IssuedAt: now, Expires: now + accessSeconds,
	})
	if err != nil {
		free(w, http.StatusInternalServerError, "The token could not be signed")
		return
	}
	writeJSON(w, http.StatusOK, dcvAnswer{token, "Bearer", accessSeconds})
}

// refusal is 0 for a good token request, and else a status and a text.
func (d *dcv) refusal(r *http.Request) (int, string) {
	if mediaType(r) != formType {
		return http.StatusUnsupportedMediaType, "Content type must be " + formType
	}
	id, secret, ok := r.BasicAuth()
	if !ok {
		return http.StatusUnauthorized, "Client credentials are missing in the Authorization header"
	}
	if id != d.client.id || !same(secret, d.client.secret) {
		return http.StatusUnauthorized, "Bad client credentials"
	}
	if n, err := io.Copy(io.Discard, r.Body); n > 0 || err != nil {
		return http.StatusBadRequest, "The body must be empty: grant_type is a parameter of the query"
	}
	query := r.URL.Query()
	switch {
	case query.Has("client_id") || query.Has("client_secret"):
		return http.StatusBadRequest, "Client credentials must be in the Authorization header only"
	case len(query["grant_type"]) != 1:
		return http.StatusBadRequest, "Parameter grant_type must be in the query once"
	case query.Get("grant_type") != "client_credentials":
		return http.StatusBadRequest, "Unsupported grant type"
	}
	return 0, ""
}

// authorized lets calls through that have a good token. What a broker says to
// others is not documented: it is 401 and no body here.
func (d *dcv) authorized(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, err := d.issuer.verify(bearer(r), jwt.WithIssuer(d.at.String()), jwt.WithAudience(d.client.id))
		if err != nil {
			w.Header().Set("WWW-Authenticate", "Bearer")
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		next(w, r)
	}
}

// readInput reads a JSON body into out, or refuses and returns false. Go
// takes names in any case; the broker's begin with capitals.
func readInput(w http.ResponseWriter, r *http.Request, optional bool, out any) bool {
	body, err := io.ReadAll(r.Body)
	switch {
	case tooLarge(err):
		free(w, http.StatusRequestEntityTooLarge, "Request body is too large")
		return false
	case err == nil && optional && len(body) == 0:
		return true
	case mediaType(r) != jsonType:
		free(w, http.StatusUnsupportedMediaType, "Content type must be "+jsonType)
		return false
	}
	var names any
	err = errors.Join(err, json.Unmarshal(body, &names), json.Unmarshal(body, out))
	if err != nil || names == nil || !capitalised(names) {
		invalidInput(w)
		return false
	}
	return true
}

func capitalised(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if first, _ := utf8.DecodeRuneInString(name); !unicode.IsUpper(first) || !capitalised(member) {
				return false
			}
		}
	case []any:
		for _, element := range v {
			if !capitalised(element) {
				return false
			}
		}
	}
	return true
}
