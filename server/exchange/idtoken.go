//go:build !js

package exchange

import (
	"crypto"
	_ "crypto/sha256" // for at_hash
	_ "crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/app/inspect"
)

// wrongID says in a sentence why the ID token is not that of this sign-in, ""
// when it may be or there is none. It came straight from the token endpoint, so
// that its signature is a matter for the verdict (OpenID Connect Core section
// 3.1.3.7).
func (a Authorization) wrongID(g Grant, client string) string {
	if g.IDToken.Empty() {
		return ""
	}
	decoded := inspect.Token(api.IDToken, g.IDToken.Reveal()).JWT
	if decoded == nil {
		return "It is not a JWT."
	}
	nonce, _ := text(decoded.Claims, "nonce")
	issuer, _ := text(decoded.Claims, "iss")
	hash, hashed := text(decoded.Claims, "at_hash")
	switch {
	case !a.Nonce.Empty() && !equal(nonce, a.Nonce):
		return "Its nonce is not the one that this sign-in began with."
	case a.Issuer != "" && strings.TrimSuffix(issuer, "/") != strings.TrimSuffix(a.Issuer, "/"):
		return "Its issuer is not " + a.Issuer + "."
	case !slices.Contains(audience(decoded.Claims), client):
		return "It is not for this client: aud does not have the client ID."
	case hashed && !hashes(decoded.Header, g.AccessToken.Reveal(), hash):
		return "Its at_hash does not belong to the access token that came with it."
	}
	return ""
}

// text is a claim that is a string.
func text(members []api.Member, name string) (value string, found bool) {
	for _, m := range members {
		if m.Name == name && json.Unmarshal(m.Value, &value) == nil {
			return value, true
		}
	}
	return "", false
}

// audience is a string or an array of them (RFC 7519 section 4.1.3).
func audience(claims []api.Member) []string {
	if one, found := text(claims, "aud"); found {
		return []string{one}
	}
	var several []string
	for _, m := range claims {
		if m.Name == "aud" {
			_ = json.Unmarshal(m.Value, &several)
		}
	}
	return several
}

// hashes reports whether hash is at_hash of an access token: the left half of
// what the ID token's algorithm hashes it to (OpenID Connect Core section 3.1.3.6).
func hashes(header []api.Member, access, hash string) bool {
	algorithm, _ := text(header, "alg")
	function, known := map[string]crypto.Hash{"256": crypto.SHA256, "384": crypto.SHA384, "512": crypto.SHA512, "DSA": crypto.SHA512}[algorithm[max(0, len(algorithm)-3):]]
	if !known {
		return true // there is nothing to compare with
	}
	h := function.New()
	h.Write([]byte(access))
	sum := h.Sum(nil)
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2]) == strings.TrimRight(hash, "=")
}
