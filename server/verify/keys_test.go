package verify_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/server/secret"
	"firstcall/server/transport"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
)

// TestWhichKey: only a key that may have signed is tried, and why there is none is said.
func TestWhichKey(t *testing.T) {
	with := func(header map[string]any) string {
		return sign(t, jwt.SigningMethodRS256, keyPairs()["RSA 2048"], header, jwt.MapClaims{})
	}
	named, nameless := with(map[string]any{"kid": "k"}), with(nil)
	own := func(k jose.JSONWebKey) string { return publicJWK(t, "RSA 2048", k) }
	curve := func(id string) string { return publicJWK(t, "P-256", jose.JSONWebKey{KeyID: id}) }
	weak := publicJWK(t, "RSA 1024", jose.JSONWebKey{KeyID: "k"})
	operations := func(ops string) string {
		return strings.Replace(own(jose.JSONWebKey{KeyID: "k"}), "{", `{"key_ops":`+ops+`,`, 1)
	}
	for _, test := range []struct {
		name, raw, state, reason, finding string
		keys                              []string
	}{
		{"the key", named, api.VerdictValid, "RSA 2048 key “k”", "", []string{curve("e"), own(jose.JSONWebKey{KeyID: "k", Use: "sig", Algorithm: "RS256"})}},
		{"a nameless key", named, api.VerdictValid, "RSA 2048 key of", "", []string{curve("e"), own(jose.JSONWebKey{})}},
		{"a key of another name", named, api.VerdictNoKey, "no key “k”, which the token names. It has “other”, “e”.", "", []string{own(jose.JSONWebKey{KeyID: "other"}), curve("e")}},
		{"two with the name", named, api.VerdictValid, "RSA 2048", "", []string{curve("k"), weak, own(jose.JSONWebKey{KeyID: "k"})}},
		{"the name on another type", named, api.VerdictNoKey, "“k” is of the type “EC”, and RS256 takes RSA alone", "", []string{curve("k"), own(jose.JSONWebKey{KeyID: "other"})}},
		{"no name", nameless, api.VerdictValid, "key “other”", "", []string{curve("e"), weak, own(jose.JSONWebKey{KeyID: "other"})}},
		{"no name, no key that fits", nameless, api.VerdictNoKey, "names no key, and none of the issuer's 2", "", []string{curve("e"), own(jose.JSONWebKey{Use: "enc"})}},
		{"no name, another's keys", nameless, api.VerdictInvalid, "None of the 2 keys that fit RS256", "", []string{weak, vectors[0].key}},
		{"no keys", named, api.VerdictNoKey, "key set is empty", "", nil},
		{"for encryption", named, api.VerdictNoKey, "its use is “enc”", "A key for another purpose", []string{own(jose.JSONWebKey{KeyID: "k", Use: "enc"})}},
		{"for another algorithm", named, api.VerdictNoKey, "is for “PS256” alone, and the token says “RS256”", "A key for another purpose", []string{own(jose.JSONWebKey{KeyID: "k", Algorithm: "PS256"})}},
		{"for encrypting", named, api.VerdictNoKey, "key_ops", "A key for another purpose", []string{operations(`["encrypt"]`)}},
		{"for verifying", named, api.VerdictValid, "", "", []string{operations(`["sign","verify"]`)}},
		{"with a broken certificate", named, api.VerdictValid, "", "", []string{strings.Replace(own(jose.JSONWebKey{KeyID: "k"}), "{", `{"x5c":["!"],"x5t":7,"x5u":"%",`, 1)}},
		{"among unreadable ones", named, api.VerdictValid, "", "", []string{`7`, `{}`, `{"kty":"AKP","kid":"k","alg":"ML-DSA-44"}`, `{"kty":["RSA"]}`, own(jose.JSONWebKey{KeyID: "k"})}},
		{"unreadable", named, api.VerdictNoKey, "“k” can't be read: invalid RSA key", "", []string{`{"kty":"RSA","kid":"k","n":"AQAB"}`}},
		{"with a name that is none", named, api.VerdictNoKey, "“k” has members of the wrong type", "", []string{`{"kid":"k","kty":"RSA","use":7}`}},
		{"far too short", named, api.VerdictNoKey, "“k” has 512 bits", "", []string{`{"kty":"RSA","kid":"k","e":"AQAB","n":"` + encode(strings.Repeat("\xff", 64)) + `"}`}},
		{"far too long", named, api.VerdictNoKey, "“k” can't be read: invalid RSA key, modulus too large", "", []string{`{"kty":"RSA","kid":"k","e":"AQAB","n":"` + encode(strings.Repeat("\xff", 64<<10)) + `"}`}},
		{"with which anything is signed", encode(`{"alg":"EdDSA","kid":"o"}`) + "." + encode(`{}`) + "." + encode("\x01"+strings.Repeat("\x00", 63)), api.VerdictNoKey, "“o” can't be read", "", []string{`{"kty":"OKP","crv":"Ed25519","kid":"o","x":"` + encode("\x01"+strings.Repeat("\x00", 31)) + `"}`}},
		{"with an exponent that signs nothing", named, api.VerdictNoKey, "can't be read", "", []string{strings.Replace(own(jose.JSONWebKey{KeyID: "k"}), "AQAB", "AQ", 1)}},
		{"published with its private half", named, api.VerdictValid, "", "Secret keys are published", []string{strings.Replace(own(jose.JSONWebKey{KeyID: "k"}), "{", `{"d":"AQAB",`, 1)}},
		{"beside a secret", named, api.VerdictValid, "", "Secret keys are published", []string{`{"kty":"oct","k":"AAAA"}`, own(jose.JSONWebKey{KeyID: "k"})}},
		{"weak", sign(t, jwt.SigningMethodRS256, keyPairs()["RSA 1024"], map[string]any{"kid": "k"}, jwt.MapClaims{}), api.VerdictValid, "RSA 1024", "A weak key", []string{weak}},
		{"the curve", sign(t, jwt.SigningMethodES256, keyPairs()["P-256"], map[string]any{"kid": "e"}, jwt.MapClaims{}), api.VerdictNoKey, "on the curve “P-384”, and ES256 takes P-256 alone", "", []string{publicJWK(t, "P-384", jose.JSONWebKey{KeyID: "e"})}},
		{"off the curve", sign(t, jwt.SigningMethodES256, keyPairs()["P-256"], map[string]any{"kid": "e"}, jwt.MapClaims{}), api.VerdictNoKey, "can't be read", "", []string{`{"kty":"EC","crv":"P-256","kid":"e","x":"` + encode(strings.Repeat("\x01", 32)) + `","y":"` + encode(strings.Repeat("\x01", 32)) + `"}`}},
		{"Ed25519 by its new name", sign(t, jwt.SigningMethodEdDSA, keyPairs()["Ed25519"], map[string]any{"kid": "o"}, jwt.MapClaims{}), api.VerdictValid, "Ed25519", "", []string{publicJWK(t, "Ed25519", jose.JSONWebKey{KeyID: "o", Algorithm: "Ed25519"})}},
	} {
		got := check(t, test.raw, test.keys...)
		var titles []string
		for _, f := range got.Findings {
			titles = append(titles, f.Title)
		}
		if got.State != test.state || !strings.Contains(got.Reason, test.reason) || strings.Join(titles, ", ") != test.finding {
			t.Errorf("%s: got %s", test.name, dump(got))
		}
	}
}

// TestCache counts what an issuer is asked.
func TestCache(t *testing.T) {
	v, clock := newVerifier(t)
	old := publicJWK(t, "Ed25519", jose.JSONWebKey{KeyID: "old"})
	i := newIssuer(t, old)
	token := func(pair, kid string) secret.String {
		return secret.New(sign(t, jwt.SigningMethodEdDSA, keyPairs()[pair], map[string]any{"kid": kid}, jwt.MapClaims{}))
	}
	first, second := token("Ed25519", "old"), token("another Ed25519", "new")
	for _, step := range []struct {
		name  string
		at    int64
		raw   secret.String
		state string
		hits  int32
	}{
		{"first", 0, first, api.VerdictValid, 1},
		{"again", 29, first, api.VerdictValid, 1},
		{"an unknown key, too early to ask", 29, second, api.VerdictNoKey, 1},
		{"an unknown key", 30, second, api.VerdictNoKey, 2},
		{"an unknown key once more", 59, second, api.VerdictNoKey, 2},
		{"the issuer has it now", 60, second, api.VerdictValid, 3},
		{"the old one is gone", 89, first, api.VerdictNoKey, 3},
		{"kept", 359, second, api.VerdictValid, 3},
		{"too old", 360, second, api.VerdictValid, 4},
		{"nothing to verify", 2000, secret.New("opaque"), api.VerdictUnsupported, 4},
	} {
		clock.unix.Store(step.at)
		if step.at == 60 {
			i.publish(publicJWK(t, "another Ed25519", jose.JSONWebKey{KeyID: "new"}))
		}
		got := sound(t, v.Signature(context.Background(), step.raw, i.url, transport.Settings{}))
		if got.State != step.state || i.hits.Load() != step.hits {
			t.Errorf("%s: %d requests, want %d, and got %s", step.name, i.hits.Load(), step.hits, dump(got))
		}
	}
}

// TestCacheFailure: what failed is asked for again, and what was had before is kept.
func TestCacheFailure(t *testing.T) {
	v, clock := newVerifier(t)
	i := newIssuer(t)
	raw := secret.New(sign(t, jwt.SigningMethodEdDSA, keyPairs()["Ed25519"], map[string]any{"kid": "k"}, jwt.MapClaims{}))
	ask := func() string {
		return sound(t, v.Signature(context.Background(), raw, i.url, transport.Settings{})).State
	}
	set := func(keys string) { i.mu.Lock(); i.keys = keys; i.mu.Unlock() }
	good := `{"keys":[` + publicJWK(t, "Ed25519", jose.JSONWebKey{KeyID: "k"}) + `]}`
	for n, step := range []struct {
		keys, want string
		at         int64
	}{
		{"<html>", api.VerdictUnreachable, 0},
		{good, api.VerdictValid, 0},
		{"<html>", api.VerdictValid, 100},
		{"<html>", api.VerdictUnreachable, 301},
		{`{"keys":[]}`, api.VerdictNoKey, 301},
		{"<html>", api.VerdictNoKey, 340},
	} {
		clock.unix.Store(step.at)
		set(step.keys)
		if got := ask(); got != step.want {
			t.Errorf("step %d: got %s, want %s", n, got, step.want)
		}
	}
}

// TestTogether: many who ask at once make one request, and who gives up does
// not wait for the others.
func TestTogether(t *testing.T) {
	v, _ := newVerifier(t)
	i := newIssuer(t, publicJWK(t, "Ed25519", jose.JSONWebKey{KeyID: "k"}))
	i.delay = make(chan struct{})
	raw := secret.New(sign(t, jwt.SigningMethodEdDSA, keyPairs()["Ed25519"], map[string]any{"kid": "k"}, jwt.MapClaims{}))
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if got := v.Signature(context.Background(), raw, i.url, transport.Settings{}); got.State != api.VerdictValid {
				t.Errorf("got %s", dump(got))
			}
		})
	}
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	got := sound(t, v.Signature(gone, raw, i.url, transport.Settings{}))
	if got.State != api.VerdictUnreachable || got.Failure.Kind != api.FailureCancelled {
		t.Errorf("given up: got %s", dump(got))
	}
	close(i.delay)
	all.Wait()
	if hits := i.hits.Load(); hits > 2 { // the one that gave up may have been first
		t.Errorf("%d requests", hits)
	}
}

// TestManySources: the cache is bounded, and what it drops is asked for again.
func TestManySources(t *testing.T) {
	v, clock := newVerifier(t)
	i := newIssuer(t, publicJWK(t, "Ed25519", jose.JSONWebKey{KeyID: "k"}))
	raw := secret.New(sign(t, jwt.SigningMethodEdDSA, keyPairs()["Ed25519"], map[string]any{"kid": "k"}, jwt.MapClaims{}))
	ask := func(query string, at time.Duration) int32 {
		clock.unix.Store(int64(at / time.Second))
		if got := v.Signature(context.Background(), raw, i.url+query, transport.Settings{}); got.State != api.VerdictValid {
			t.Errorf("got %s", dump(got))
		}
		return i.hits.Load()
	}
	for n := range 65 {
		ask("?"+strings.Repeat("x", n), time.Duration(n)*time.Second)
	}
	if hits := ask("?xx", 66*time.Second); hits != 65 {
		t.Errorf("a late one: %d requests, want 65", hits)
	}
	if hits := ask("?", 67*time.Second); hits != 66 {
		t.Errorf("the one used longest ago: %d requests, want 66", hits)
	}
}

// TestSettingsApart: what one connection trusts is no other's.
func TestSettingsApart(t *testing.T) {
	v, _ := newVerifier(t)
	i := &issuer{}
	i.publish(publicJWK(t, "Ed25519", jose.JSONWebKey{KeyID: "k"}))
	server, ca := serveTLS(t, http.Handler(i))
	raw := secret.New(sign(t, jwt.SigningMethodEdDSA, keyPairs()["Ed25519"], map[string]any{"kid": "k"}, jwt.MapClaims{}))
	for range 2 {
		if got := sound(t, v.Signature(context.Background(), raw, server, transport.Settings{CA: ca})); got.State != api.VerdictValid {
			t.Errorf("with its CA: got %s", dump(got))
		}
		got := sound(t, v.Signature(context.Background(), raw, server, transport.Settings{}))
		if got.State != api.VerdictUnreachable || got.Failure.Kind != api.FailureTLS {
			t.Errorf("without: got %s", dump(got))
		}
	}
	if hits := i.hits.Load(); hits != 1 {
		t.Errorf("%d requests, want 1", hits)
	}
}
