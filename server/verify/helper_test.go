package verify_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/server/secret"
	"firstcall/server/transport"
	"firstcall/server/verify"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func encode(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// A clock is a time that the test sets.
type clock struct{ unix atomic.Int64 }

func (c *clock) now() time.Time { return time.Unix(1_700_000_000+c.unix.Load(), 0) }

// newVerifier has a way of its own and a clock that stands still.
func newVerifier(t *testing.T) (*verify.Verifier, *clock) {
	t.Helper()
	way := transport.New(transport.Config{})
	t.Cleanup(way.Close)
	c := &clock{}
	return verify.New(way, c.now), c
}

// An issuer is a real server with a key set.
type issuer struct {
	url   string
	hits  atomic.Int32
	mu    sync.Mutex
	keys  string
	delay chan struct{} // not nil: answers wait for it
}

func newIssuer(t *testing.T, keys ...string) *issuer {
	t.Helper()
	i := &issuer{}
	i.publish(keys...)
	server := httptest.NewServer(i)
	t.Cleanup(server.Close)
	i.url = server.URL + "/jwks"
	return i
}

func (i *issuer) publish(keys ...string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.keys = `{"keys":[` + strings.Join(keys, ",") + `]}`
}

func (i *issuer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i.hits.Add(1)
	if i.delay != nil {
		<-i.delay
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	_, _ = io.WriteString(w, i.keys)
}

// check verifies raw with a set of keys that a new issuer serves.
func check(t *testing.T, raw string, keys ...string) api.Verdict {
	t.Helper()
	v, _ := newVerifier(t)
	return sound(t, v.Signature(context.Background(), secret.New(raw), newIssuer(t, keys...).url, transport.Settings{}))
}

// sound holds any verdict to what is always so.
func sound(t *testing.T, v api.Verdict) api.Verdict {
	t.Helper()
	if v.State == "" || v.At == 0 || !strings.HasSuffix(v.Reason, ".") || (v.State == api.VerdictUnreachable) != (v.Failure != nil) {
		t.Errorf("the verdict says too little: %s", dump(v))
	}
	if v.State == api.VerdictValid && v.KeysURL != "" && (v.Key == "" || len(v.KeyThumbprint) != 43) {
		t.Errorf("valid, but by which key: %s", dump(v))
	}
	if f := v.Failure; f != nil && (f.Kind == "" || f.Phase == "" || f.Title == "" || f.Detail == "") {
		t.Errorf("the failure says too little: %s", dump(f))
	}
	for _, f := range v.Findings {
		if f.Severity == "" || f.Title == "" || f.Source == "" || !strings.HasSuffix(f.Text, ".") {
			t.Errorf("the finding says too little: %s", dump(f))
		}
	}
	return v
}

func dump(v any) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(v)
	return b.String()
}

// keyPairs are made once: RSA takes a while.
var keyPairs = sync.OnceValue(func() map[string]crypto.Signer {
	pairs := map[string]crypto.Signer{}
	for _, size := range []int{1024, 2048} {
		pairs[fmt.Sprintf("RSA %d", size)], _ = rsa.GenerateKey(rand.Reader, size)
	}
	for _, curve := range []elliptic.Curve{elliptic.P256(), elliptic.P384(), elliptic.P521()} {
		pairs[curve.Params().Name], _ = ecdsa.GenerateKey(curve, rand.Reader)
	}
	_, pairs["Ed25519"], _ = ed25519.GenerateKey(rand.Reader)
	_, pairs["another Ed25519"], _ = ed25519.GenerateKey(rand.Reader)
	return pairs
})

// publicJWK writes the public half of a pair, as go-jose does.
func publicJWK(t *testing.T, pair string, k jose.JSONWebKey) string {
	t.Helper()
	k.Key = keyPairs()[pair].Public()
	data, err := k.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// sign signs with golang-jwt. The header's members come besides alg and typ.
func sign(t *testing.T, method jwt.SigningMethod, key any, header map[string]any, claims jwt.MapClaims) string {
	t.Helper()
	token := jwt.NewWithClaims(method, claims)
	for name, value := range header {
		token.Header[name] = value
	}
	raw, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
