package claim

import "strings"

// explainHeader explains the header's members that depend on their value.
func explainHeader(name string, v value, _ Context) string {
	switch name {
	case "alg":
		return algorithm(v.text)
	case "typ":
		return kind(v.text)
	case "cty":
		if strings.EqualFold(v.text, "JWT") {
			return "The content is another JWT."
		}
		return "The media type of the content."
	case "b64":
		if strings.TrimSpace(string(v.raw)) == "false" {
			return "The content is not Base64 (RFC 7797)."
		}
		return "The content is Base64, as usual (RFC 7797)."
	}
	return ""
}

// algorithm explains alg (RFC 7518 section 3.1, RFC 8037, RFC 8812).
func algorithm(alg string) string {
	const keyPair = ": signed with the issuer's private key, verified with its public one."
	hash := ""
	if len(alg) == 5 && (alg[2:] == "256" || alg[2:] == "384" || alg[2:] == "512") {
		hash = "SHA-" + alg[2:]
		switch alg[:2] {
		case "RS":
			return "RSASSA-PKCS1-v1_5 with " + hash + keyPair
		case "PS":
			return "RSASSA-PSS with " + hash + keyPair
		case "ES":
			return "ECDSA on the curve P-" + strings.Replace(alg[2:], "512", "521", 1) + " with " + hash + keyPair
		case "HS":
			return "HMAC with " + hash + ": signed and verified with one secret that both sides hold."
		}
	}
	switch {
	case alg == "ES256K":
		return "ECDSA on the curve secp256k1 with SHA-256" + keyPair
	case alg == "EdDSA" || alg == "Ed25519" || alg == "Ed448":
		return "Edwards-curve signature" + keyPair
	case strings.EqualFold(alg, "none"):
		return "Not signed: anybody can have written this token."
	case alg == "":
		return "The algorithm of the signature. It should be a text, and isn't."
	default:
		return "The algorithm of the signature: " + quote(alg) + ", which RFC 7518 doesn't know."
	}
}

// kind explains typ, as a header member and as a claim (Keycloak's).
func kind(typ string) string {
	switch strings.ToLower(strings.TrimPrefix(strings.ToLower(typ), "application/")) {
	case "jwt":
		return "A JSON Web Token."
	case "at+jwt":
		return "An access token as RFC 9068 describes it."
	case "dpop+jwt":
		return "A proof that the sender holds a key (DPoP, RFC 9449)."
	case "logout+jwt":
		return "A logout token (OpenID Connect Back-Channel Logout)."
	default:
		return "The kind of token, in the server's own terms."
	}
}
