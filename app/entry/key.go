package entry

import (
	"encoding/json"
	"strings"

	"firstcall/app/api"
)

// cleanKey wants one private key: in PEM, as JWK (RFC 7517), or within the file
// that a service account comes with.
func cleanKey(f api.Field, typed, trimmed string) Cleaned {
	cleaned := cleanPrivate(trimmed)
	if cleaned.Problem == "" && f.Name == api.ClientKeyField && strings.HasPrefix(cleaned.Value, "{") {
		cleaned.Problem = "This key is a JWK. For TLS give it in PEM: it begins with -----BEGIN PRIVATE KEY-----."
	}
	if cleaned.Problem != "" {
		return Cleaned{Value: typed, Problem: cleaned.Problem}
	}
	return cleaned
}

func cleanPrivate(trimmed string) Cleaned {
	if strings.HasPrefix(trimmed, "{") {
		return cleanJWK(trimmed, false)
	}
	var keys []block
	all := blocks(trimmed)
	for _, b := range all {
		if b.private() {
			keys = append(keys, b)
		}
	}
	switch {
	case len(keys) == 0:
		return Cleaned{Problem: noKey(all)}
	case len(keys) > 1:
		return Cleaned{Problem: "There is more than one private key in the text. Give one."}
	}
	return cleanPEM(keys[0], trimmed)
}

// noKey says what was given in a key's place.
func noKey(all []block) string {
	const give = " Give the private key: it begins with -----BEGIN PRIVATE KEY-----, or it is a JWK."
	for _, b := range all {
		switch {
		case b.label == "CERTIFICATE":
			return "This is a certificate, which others may know." + give
		case strings.HasSuffix(b.label, "PUBLIC KEY"):
			return "This is a public key, which can't sign." + give
		}
	}
	return "No private key was found." + give
}

func cleanPEM(b block, trimmed string) Cleaned {
	switch {
	case b.label == "ENCRYPTED PRIVATE KEY" || b.headers:
		return Cleaned{Problem: "This key is encrypted with a passphrase. Take that off first: openssl pkey -in key.pem -out plain.pem"}
	case b.label == "OPENSSH PRIVATE KEY":
		return Cleaned{Problem: "This key is in the format of OpenSSH. Write it as PEM first, on a copy: ssh-keygen -p -m PKCS8 -f key"}
	case !b.whole:
		return Cleaned{Problem: "The private key is damaged or cut off between its BEGIN line and its END line. Paste all of it."}
	}
	cleaned := Cleaned{Value: b.text()}
	if !sameText(trimmed, cleaned.Value) {
		cleaned.Notes = []string{"The key was taken out of what stood around it, and its line breaks put right."}
	}
	return cleaned
}

// cleanJWK looks for the member that makes a key a private one: d for RSA, EC and
// OKP (RFC 7518 section 6, RFC 8037 section 2). A set of one is that one.
func cleanJWK(trimmed string, inSet bool) Cleaned {
	var key struct {
		Kind    string            `json:"kty"`
		D       string            `json:"d"`
		Keys    []json.RawMessage `json:"keys"`
		Account string            `json:"private_key"`
	}
	err := json.Unmarshal([]byte(trimmed), &key)
	switch {
	case err != nil:
		return Cleaned{Problem: "This begins like a JWK, but is not well-formed JSON. Paste all of it."}
	case key.Account != "":
		cleaned := cleanPrivate(strings.TrimSpace(key.Account))
		cleaned.Notes = []string{"The private key was taken out of the file."}
		return cleaned
	case len(key.Keys) == 1 && !inSet:
		return cleanJWK(string(key.Keys[0]), true)
	case len(key.Keys) > 0:
		return Cleaned{Problem: "This is a set of several keys. Give the one that signs."}
	case key.Kind == "":
		return Cleaned{Problem: "This is JSON, but no JWK: it has no member kty."}
	case key.Kind == "oct":
		return Cleaned{Problem: "This is a symmetric key, which is a secret that both sides know. For it take client_secret_jwt, with the secret in its own field."}
	case key.D == "":
		return Cleaned{Problem: "This is a public key, which can't sign: a private JWK has a member d."}
	}
	return Cleaned{Value: trimmed}
}
