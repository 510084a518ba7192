package verify

import (
	"encoding/json"
	"strings"
	"testing"

	"firstcall/app/api"
)

// FuzzKeySet reads any key set, and never finds a signature in it that none made.
func FuzzKeySet(f *testing.F) {
	for _, set := range []string{
		`{"keys":[]}`, `{"keys":null}`, `[]`, `{"keys":[7,{},{"kty":"RSA","n":"AQAB","e":"AQAB","kid":"k"}]}`,
		`{"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","use":"sig"}]}`,
		`{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","alg":"EdDSA","key_ops":["verify"]}]}`,
		`{"keys":[{"kty":"oct","k":"AAAA"},{"kty":"RSA","d":"AQ","n":"` + strings.Repeat("_", 342) + `","e":"AQAB"}]}`,
	} {
		f.Add(set, "k")
		f.Add(set, "")
	}
	f.Fuzz(func(t *testing.T, text, kid string) {
		set, err := parseKeys([]byte(text))
		if err == nil && !json.Valid([]byte(text)) || err != nil && set.keys != nil {
			t.Fatalf("%q: %v, %+v", text, err, set)
		}
		for alg, w := range ways {
			// No key can have made these bytes a signature of this text.
			forged := token{alg: alg, kid: kid, input: "firstcall.fuzz", signature: []byte("\x01" + strings.Repeat("\x02", 63))}
			got := set.judge(forged, w, api.Verdict{Algorithm: alg})
			if got.State != api.VerdictInvalid && got.State != api.VerdictNoKey || got.Reason == "" {
				t.Fatalf("%q: %+v", text, got)
			}
			if _, err := json.Marshal(got); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestThumbprint is RFC 7638 section 3.1.
func TestThumbprint(t *testing.T) {
	set, err := parseKeys([]byte(`{"keys":[{"kty":"RSA","e":"AQAB","alg":"RS256","kid":"2011-04-29","n":"` +
		`0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt` +
		`7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHa` +
		`Q-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"}]}`))
	if err != nil || len(set.keys) != 1 || set.keys[0].thumbprint != "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs" {
		t.Errorf("got %+v, %v", set, err)
	}
}
