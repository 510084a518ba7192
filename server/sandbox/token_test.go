//go:build !js

package sandbox

import (
	"crypto/sha256"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/golang-jwt/jwt/v5"
)

// firstCalls are a good call in each dialect, and what it answers without a
// good token.
var firstCalls = map[string]struct {
	method, path string
	denied       string
	lifetime     time.Duration
}{
	"standard": {"GET", "/api/v1/me", `{"type":"about:blank","title":"Unauthorized","status":401,"detail":"The access token is not one of this server's."}`, time.Hour},
	"acronis":  {"GET", "/api/2/clients/{client_id}", acronisDenied, 2 * time.Hour},
	"cyberapp": {"GET", "/api/2/clients/{client_id}", acronisDenied, 2 * time.Hour},
	"dcv":      {"POST", "/describeSessions", "", time.Hour},
	"passport": {"GET", "/api/user", `{"message":"Unauthenticated."}`, 365 * 24 * time.Hour},
}

const acronisDenied = `{"error":{"code":1000,"message":"Unauthorized","details":{"info":"The access token is missing, invalid or expired.","addition":[]},"context":{},"domain":"PlatformAccountServer"}}`

func TestTokenOpensTheAPI(t *testing.T) {
	s, c := start(t)
	for dialect, first := range firstCalls {
		t.Run(dialect, func(t *testing.T) {
			v := visit(t, s, dialect)
			token := v.token(dialect)
			if got := v.call(first.method, first.path, token, ""); got.status != http.StatusOK {
				t.Errorf("got %d %s", got.status, got.body)
			}
			c.Advance(first.lifetime - time.Second)
			if got := v.call(first.method, first.path, token, ""); got.status != http.StatusOK {
				t.Errorf("a second before its end: got %d %s", got.status, got.body)
			}
			c.Advance(time.Second)
			if got := v.call(first.method, first.path, token, ""); got.status != http.StatusUnauthorized {
				t.Errorf("at its end: got %d %s", got.status, got.body)
			}
		})
	}
}

func TestForeignTokensAreRefused(t *testing.T) {
	s, _ := start(t)
	other, _ := start(t)
	for dialect, first := range firstCalls {
		t.Run(dialect, func(t *testing.T) {
			v := visit(t, s, dialect)
			good := v.token(dialect)
			bad := forgeries(t, good)
			bad["of another start"] = visit(t, other, dialect).token(dialect)
			for o := range firstCalls {
				if s.Fill(o)["data_center"] != v.values["data_center"] {
					bad["of "+o] = visit(t, s, o).token(o)
				}
			}
			for name, token := range bad {
				got := v.call(first.method, first.path, token, "")
				if got.status != http.StatusUnauthorized || got.body != first.denied {
					t.Errorf("%s: got %d %s, want 401 %s", name, got.status, got.body, first.denied)
				}
			}
		})
	}
}

// forgeries are what a good token can be turned into by who has no key.
func forgeries(t *testing.T, good string) map[string]string {
	t.Helper()
	claims := jwt.MapClaims(object(t, part(t, good, 1)))
	none, err1 := jwt.NewWithClaims(jwt.SigningMethodNone, claims).SignedString(jwt.UnsafeAllowNoneSignatureType)
	key := sha256.Sum256([]byte("a key of somebody's"))
	hmac, err2 := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(key[:])
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	segments := strings.Split(good, ".")
	return map[string]string{
		"tampered payload":   segments[0] + "." + flip(segments[1]) + "." + segments[2],
		"tampered signature": segments[0] + "." + segments[1] + "." + flip(segments[2]),
		"no signature":       none,
		"HMAC":               hmac,
		"no JWT":             "not.a.jwt",
	}
}

// flip changes a character in the middle.
func flip(text string) string {
	i := len(text) / 2
	other := byte('A')
	if text[i] == other {
		other = 'B'
	}
	return text[:i] + string(other) + text[i+1:]
}

func TestAnswers(t *testing.T) {
	s, _ := start(t)
	for dialect, want := range map[string]struct{ answer, header, claims string }{
		"standard": {"access_token expires_in scope token_type", "alg kid typ", "aud client_id exp iat iss jti scope sub"},
		"acronis":  {"access_token expires_on id_token token_type", "alg kid typ", "aud exp iat iss jti scope sub uid ver"},
		"cyberapp": {"access_token expires_on id_token token_type", "alg kid typ", "aud exp iat iss jti scope sub uid ver"},
		"dcv":      {"access_token expires_in token_type", "alg kid typ", "aud exp iat iss jti nbf sub"},
		"passport": {"access_token expires_in refresh_token token_type", "alg typ", "aud exp iat jti nbf scopes sub"},
	} {
		t.Run(dialect, func(t *testing.T) {
			v := visit(t, s, dialect)
			got := v.do(tokenRequests[dialect])
			if got := members(t, got.body); got != want.answer {
				t.Errorf("answer: got %s, want %s", got, want.answer)
			}
			if got := got.header.Get("Cache-Control"); got != "no-store" {
				t.Errorf("Cache-Control: got %q", got)
			}
			token := object(t, got.body)["access_token"].(string)
			if got := members(t, part(t, token, 0)); got != want.header {
				t.Errorf("header: got %s, want %s", got, want.header)
			}
			if got := members(t, part(t, token, 1)); got != want.claims {
				t.Errorf("claims: got %s, want %s", got, want.claims)
			}
		})
	}
}

// TestKeysByOIDC has another library check each dialect's token with the keys
// that the dialect publishes.
func TestKeysByOIDC(t *testing.T) {
	s, _ := start(t)
	for dialect, path := range map[string]string{
		"standard": "/oauth2/jwks", "acronis": "/api/2/idp/keys", "cyberapp": "/api/2/idp/keys", "dcv": "/oauth2/jwks", "passport": "/oauth/jwks",
	} {
		v := visit(t, s, dialect)
		keys := oidc.NewRemoteKeySet(v.oracle(), v.values["data_center"]+path)
		answer := object(t, v.do(tokenRequests[dialect]).body)
		for _, name := range []string{"access_token", "id_token"} {
			token, ok := answer[name].(string)
			if !ok {
				continue
			}
			if _, err := keys.VerifySignature(v.oracle(), token); err != nil {
				t.Errorf("%s, %s: %v", dialect, name, err)
			}
			segments := strings.Split(token, ".")
			forged := segments[0] + "." + flip(segments[1]) + "." + segments[2]
			if _, err := keys.VerifySignature(v.oracle(), forged); err == nil {
				t.Errorf("%s, %s: a forgery was taken", dialect, name)
			}
		}
	}
}
