package assertion_test

import (
	"errors"
	"strings"
	"testing"

	"firstcall/app/wire"
	"firstcall/server/exchange/assertion"
)

// FuzzKey signs with any text for a key. The error names a field and has nothing
// of the text that a key could be.
func FuzzKey(f *testing.F) {
	f.Add("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----", "EdDSA")
	f.Add(`{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}`, "")
	f.Add(`{"keys":[{"kty":"oct","k":"AyM1"},{"kty":"RSA","n":"","e":"AQAB","d":"AA"}]}`, "RS256")
	f.Add(`{"private_key":"-----BEGIN RSA PRIVATE KEY-----\nAA==\n-----END RSA PRIVATE KEY-----"}`, "PS999")
	f.Fuzz(func(t *testing.T, key, algorithm string) {
		raw, err := assertion.Sign(wire.Assertion{Issuer: "c", Key: key, Algorithm: algorithm, Secret: "another"}, "x", now)
		var wrong *wire.FieldError
		if err == nil && strings.Count(raw, ".") != 2 || err != nil && (!errors.As(err, &wrong) || wrong.Field == "" || raw != "") {
			t.Fatalf("%q, %v", raw, err)
		}
		if wrong != nil && len(key) > 200 && strings.Contains(wrong.Reason, key[100:140]) {
			t.Fatalf("the key is in %q", wrong.Reason)
		}
	})
}
