package claim

import "strings"

// explainEncryption explains the members of a JWE's header that depend on their value.
func explainEncryption(name string, v value, _ Context) string {
	switch {
	case name == "enc":
		return "How the content is encrypted" + content(v.text) + "."
	case name == "alg":
		return wrapping(v.text)
	}
	return ""
}

// content words enc (RFC 7518 section 5.1).
func content(enc string) string {
	switch enc {
	case "A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512":
		return ": with AES-" + enc[1:4] + " in CBC mode, and a hash against alterations"
	case "A128GCM", "A192GCM", "A256GCM":
		return ": with AES-" + enc[1:4] + " in GCM"
	}
	return ""
}

// wrapping words the alg of a JWE (RFC 7518 section 4.1), "" for others.
func wrapping(alg string) string {
	const encrypted = "Encrypted: the key of the content "
	switch {
	case alg == "dir":
		return encrypted + "is a secret that both sides hold."
	case alg == "RSA1_5":
		return encrypted + "is encrypted with RSA in its old form (PKCS1-v1_5), which RFC 8725 advises against."
	case strings.HasPrefix(alg, "RSA-OAEP"):
		return encrypted + "is encrypted with the receiver's RSA key (OAEP)."
	case strings.HasPrefix(alg, "ECDH-ES"):
		return encrypted + "is agreed upon with the receiver's elliptic-curve key."
	case strings.HasPrefix(alg, "PBES2-"):
		return encrypted + "is encrypted with a password."
	case strings.HasSuffix(alg, "KW") && strings.HasPrefix(alg, "A"):
		return encrypted + "is encrypted with a secret that both sides hold."
	}
	return ""
}
