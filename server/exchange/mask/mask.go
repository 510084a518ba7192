//go:build !js

// Package mask takes secrets and tokens out of what came from outside: those
// that it was told of, however they are encoded, and what stands where tokens
// stand. It refuses to know what an exchange is, and who sees the result.
package mask

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"firstcall/app/inspect"
	"firstcall/app/wire"
)

const (
	// shortest is how many bytes a secret has at least to be looked for: shorter
	// ones occur by chance, and are masked only where they stand by their name.
	shortest = 4
	// shown is how many bytes of a text are shown at most.
	shown = 16 << 10
	// margin is how far beyond that is looked for what begins before it.
	margin = 8 << 10
	// decisive is how many bytes of a needle have to be there.
	decisive = 64
	// mostTokens is how many members of a text are taken for tokens that may
	// occur elsewhere in it. What stands by a token's name is masked anyway.
	mostTokens = 16
)

// A Mask knows the secrets of one exchange. It is not safe for concurrent use.
type Mask struct {
	needles [256][]needle  // by their first byte
	members *regexp.Regexp // a sensitive member of a JSON object: up to its value, and that
	pairs   *regexp.Regexp // the same in a query or form
}

type needle struct{ text, instead string }

// jwtLike finds tokens that nobody told of: a header that begins {" and a dot.
var jwtLike = regexp.MustCompile(`\be[wy][A-Za-z0-9_-]{14,}\.[A-Za-z0-9_.-]*`)

// sensitive are names whose values are secret wherever they stand. The
// authorization code is not among them: errors have a member code too.
var sensitive = []string{
	"access_token", "id_token", "refresh_token", "token", "accessToken", "idToken", "refreshToken", "jwt",
	"client_secret", "password", "client_assertion", "assertion", "subject_token", "actor_token",
	"code_verifier", "device_code",
}

// New gives a Mask that knows no secrets yet. The names are of further members
// and parameters whose values are secret.
func New(names ...string) *Mask {
	names = append(slices.Clone(sensitive), names...)
	for i := range names {
		names[i] = regexp.QuoteMeta(names[i])
	}
	alternatives := strings.Join(names, "|")
	return &Mask{
		members: regexp.MustCompile(`("(?:` + alternatives + `)"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s"{\[][^\s,}\]]*)`),
		pairs:   regexp.MustCompile(`((?:^|[?&;#\s"'])(?:` + alternatives + `)=)([^&;#\s"'<>]+)`),
	}
}

// Request tells the mask of what a request carries.
func (m *Mask) Request(r wire.Request) {
	for _, params := range [][]wire.Param{r.Query, r.Header, r.Body} {
		for _, p := range params {
			if p.Secret {
				m.Secret(p.Value)
			}
		}
	}
	if r.Basic != nil {
		m.Secret(r.Basic.Secret)
		m.Secret(strings.TrimPrefix(r.AuthorizationHeader(), "Basic "))
	}
}

// Secret tells the mask of a secret.
func (m *Mask) Secret(value string) {
	m.add(value, wire.Mask)
	m.add(strings.TrimSpace(value), wire.Mask)
}

// Token tells the mask of a token, of which the beginning may be seen.
func (m *Mask) Token(value string) {
	instead := wire.Mask
	if beginning := inspect.Mask(value); len(beginning) > len("…") {
		instead = beginning + "••••••"
	}
	m.add(value, instead)
}

// Tokens tells the mask of the tokens that stand by their names in a text.
func (m *Mask) Tokens(text string) {
	for _, match := range m.members.FindAllStringSubmatch(text, mostTokens) {
		var value string
		if json.Unmarshal([]byte(match[2]), &value) == nil {
			m.Token(value)
		}
	}
}

// add notes value, and its Base64, in which its own encodings are not seen from outside.
func (m *Mask) add(value, instead string) {
	if len(value) < shortest {
		return
	}
	m.needle(value, instead)
	for _, form := range []string{value, url.QueryEscape(value), wire.Quote(value)} {
		for _, fragment := range fragments(strings.Trim(form, `"`)) {
			m.needle(fragment, wire.Mask)
		}
	}
}

func (m *Mask) needle(text, instead string) {
	same := &m.needles[text[0]]
	if !slices.ContainsFunc(*same, func(n needle) bool { return n.text == text }) {
		*same = append(*same, needle{text, instead})
	}
}

// fragments are the Base64 characters that value has wherever it stands in an
// encoded text: its bytes fall into groups of three in one of three ways. The
// characters at its ends, which hold bits of its neighbours too, are left out.
func fragments(value string) []string {
	found := []string{base64.StdEncoding.EncodeToString([]byte(value)), base64.URLEncoding.EncodeToString([]byte(value))}
	for before := range 3 {
		first := []int{0, 2, 3}[before]
		padded := []byte(strings.Repeat("\x00", before) + value)
		last := len(padded) * 8 / 6
		for _, alphabet := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			if fragment := alphabet.EncodeToString(padded)[first:last]; len(fragment) >= 8 {
				found = append(found, fragment)
			}
		}
	}
	return found
}
