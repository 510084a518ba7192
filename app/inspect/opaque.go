package inspect

import (
	"encoding/base64"
	"strings"
)

// prefixes are beginnings that their makers chose so that a token tells what it is.
var prefixes = [...]struct{ prefix, kind string }{
	{"ghp_", "a GitHub personal access token"},
	{"github_pat_", "a fine-grained GitHub personal access token"},
	{"gho_", "a GitHub OAuth access token"},
	{"ghu_", "a GitHub App's access token for a user"},
	{"ghs_", "a GitHub App's access token for an installation"},
	{"ghr_", "a GitHub App's refresh token"},
	{"glpat-", "a GitLab personal access token"},
	{"xoxb-", "a Slack bot's token"},
	{"xoxp-", "a Slack user's token"},
	{"ya29.", "a Google access token"},
	{"ory_at_", "an Ory access token"},
	{"ory_rt_", "an Ory refresh token"},
	{"sk_live_", "a secret Stripe key, and no token that expires"},
	{"sk_test_", "a secret Stripe key for tests, and no token that expires"},
	{"-----BEGIN ", "a key or certificate in PEM, and no token"},
	{"v2.local.", "a PASETO, encrypted"},
	{"v2.public.", "a PASETO, signed"},
	{"v3.local.", "a PASETO, encrypted"},
	{"v3.public.", "a PASETO, signed"},
	{"v4.local.", "a PASETO, encrypted"},
	{"v4.public.", "a PASETO, signed"},
}

// resembles names the kind of an opaque token where its form leaves no doubt.
func resembles(raw string) string {
	for _, p := range prefixes {
		if strings.HasPrefix(raw, p.prefix) {
			return p.kind
		}
	}
	number, rest, sanctum := strings.Cut(raw, "|")
	switch {
	case strings.HasPrefix(raw, "def50200") && len(raw) > 100 && only(raw, isHex):
		return "a text encrypted by defuse/php-encryption, as refresh tokens of Laravel Passport are"
	case sanctum && number != "" && len(rest) >= 40 && only(number, isDigit) && only(rest, isAlphanumeric):
		return "a token of Laravel Sanctum"
	case isUUID(raw):
		return "a UUID: it only refers to what the server knows"
	case braced(raw) && isJSONObject(raw):
		return "a JSON object in Base64, such as a JWT's header alone: a JWT has three parts with dots between them"
	}
	return ""
}

func isUUID(s string) bool {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return false
	}
	return only(strings.ReplaceAll(s, "-", ""), isHex) && strings.Count(s, "-") == 4
}

func isJSONObject(raw string) bool {
	data, err := base64.RawURLEncoding.DecodeString(meant(raw))
	if err != nil {
		return false
	}
	_, err = members(data)
	return err == nil
}

// only reports whether all of s is of a kind.
func only(s string, kind func(byte) bool) bool {
	for i := range len(s) {
		if !kind(s[i]) {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool        { return '0' <= c && c <= '9' }
func isHex(c byte) bool          { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }
func isAlphanumeric(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z' }
