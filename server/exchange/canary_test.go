package exchange_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf16"

	"firstcall/server/exchange"
)

// Secrets with characters that every encoding writes differently.
const (
	canarySecret   = `Kanarie/+=&"\ %é🔑<ß>`
	canaryPassword = "Papegaai~'#?;:@!$()*,"
	canaryToken    = `eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.eyJrYW5hcmllIjoidG9rZW4ta2FuYXJpZSJ9.c2lnbmF0dXJlLWNhbmFyeQ`
	canaryRefresh  = `def50200 refresh/+=&"\é<canary>0123456789abcdef`
)

// echoes are the ways in which a server may show what it was sent, or gives.
var echoes = map[string]func(string) string{
	"as it is":       func(s string) string { return s },
	"query":          url.QueryEscape,
	"path":           url.PathEscape,
	"percent, small": func(s string) string { return lowerHex(url.QueryEscape(s)) },
	"every byte":     everyByte,
	"JSON":           quoted,
	"JSON, ASCII":    ascii,
	"JSON by PHP":    func(s string) string { return strings.ReplaceAll(ascii(s), "/", `\/`) },
	"JSON in JSON":   func(s string) string { return quoted(quoted(s)) },
	"HTML":           html.EscapeString,
	"Base64":         func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"Base64url":      func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) },
	"Base64 after x": func(s string) string { return base64.StdEncoding.EncodeToString([]byte("x" + s + "y")) },
	"Base64 of both": func(s string) string { return base64.StdEncoding.EncodeToString([]byte("id:" + s)) },
	"Base64, escaped": func(s string) string {
		return url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(s)))
	},
}

func TestNoSecretIsInAnyOutcome(t *testing.T) {
	for name, echo := range echoes {
		for _, status := range []int{200, 302, 400} {
			for id, submitted := range map[string][]string{
				"acronis":  {canarySecret},
				"passport": {canarySecret, canaryPassword}, "oauth": {canarySecret, canaryPassword},
			} {
				known := append(submitted, canaryToken, canaryRefresh)
				got := run(t, id, canaries(upstream(t, parrot(status, known, echo))))
				spotless(t, name+" "+id, known, got)
			}
		}
	}
}

func canaries(url string) map[string]string {
	values := credentials(url)
	values["client_secret"], values["password"] = canarySecret, canaryPassword
	values["grant_type"], values["client_authentication"] = "password", "client_secret_post"
	return values
}

// parrot repeats the whole request and what else is known, in headers and body, all encoded.
func parrot(status int, known []string, echo func(string) string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, secret, _ := r.BasicAuth()
		decoded, _ := url.QueryUnescape(secret)
		said := append([]string{string(body), r.URL.RawQuery, r.Header.Get("Authorization"), secret, decoded}, known...)
		for i, text := range said {
			w.Header().Set("X-Echo-"+string(rune('a'+i)), oneLine(echo(text)))
		}
		w.Header().Set("Location", "https://other.example/?"+url.QueryEscape(echo(string(body))))
		w.Header().Set("Set-Cookie", "session="+base64.RawURLEncoding.EncodeToString([]byte(canaryToken))+"; Path=/")
		answer := map[string]any{"access_token": canaryToken, "refresh_token": canaryRefresh, "message": echo(strings.Join(said, " ; "))}
		if status != 200 {
			answer["error"], answer["error_description"] = "invalid_"+echo(decoded), echo(string(body)+decoded)
		}
		w.WriteHeader(status)
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		_ = encoder.Encode(answer)
		_, _ = io.WriteString(w, strings.Repeat(" ", 10))
	}
}

func oneLine(s string) string { return strings.NewReplacer("\r", "", "\n", "").Replace(s) }

// spotless looks for the canaries in what the page gets.
func spotless(t *testing.T, name string, known []string, got exchange.Outcome) {
	t.Helper()
	clean(t, name, known, map[string]string{"failure": dump(got.Failure), "transcripts": dump(got.Transcripts)})
}

// clean looks for the canaries, whole and in halves.
func clean(t *testing.T, name string, known []string, texts map[string]string) {
	t.Helper()
	for _, canary := range known {
		middle := canary[len(canary)/2-3 : len(canary)/2+4]
		for where, text := range texts {
			for encoding, encode := range echoes {
				for _, needle := range []string{encode(canary), encode(middle)} {
					if strings.Contains(text, needle) || strings.Contains(text, strings.Trim(quoted(needle), `"`)) {
						t.Fatalf("%s: %q (%s) is in the %s: %s", name, needle, encoding, where, text)
					}
				}
			}
		}
	}
}

// TestOddPlaces puts tokens where nobody expects them.
func TestOddPlaces(t *testing.T) {
	for _, body := range []string{
		`{"data":{"access_token":"` + canaryToken + `"},"again":"` + canaryToken + `"}`,
		`{"jeton":"` + canaryToken + `"}`,
		`{"access\u005ftoken":"kanarie-token-123","x":"kanarie-token-123"}`,
		`access_token=kanarie-token-123&token_type=bearer`,
		`callback({"access_token" : "kanarie-token-123"})`,
		`{"access_token":"kanarie-token-123`,
		`{"access_token":{"kanarie-token-123":1},"refresh_token":123456789}`,
		`<html><a href="/?access_token=kanarie-token-123">`,
		strings.Repeat(" ", 16<<10-5) + canarySecret + strings.Repeat(" ", 100),
		strings.Repeat(" ", 16<<10-40) + `{"access_token":"` + canaryToken + `"}`,
	} {
		for _, status := range []int{200, 400} {
			got := run(t, "acronis", canaries(answering(t, status, body, "X-Token", "kanarie-token-123 "+canaryToken)))
			text := dump(got.Failure) + dump(got.Transcript())
			for _, never := range []string{canaryToken[40:60], canarySecret[:7], "refresh_token\\\":123"} {
				if strings.Contains(text, never) {
					t.Errorf("%q is in %s", never, text)
				}
			}
			if !strings.Contains(body, "{\"kanarie") && strings.Contains(dump(got.Transcript().Response.Body), "kanarie-token-123") {
				t.Errorf("the token is in %s", text)
			}
		}
	}
}

func TestShortSecretsDoNotMaskWords(t *testing.T) {
	values := credentials(answering(t, 400, `{"error":"invalid_client","client_secret":"abc","other":"abc"}`))
	values["client_secret"] = "abc"
	got := run(t, "acronis", values)
	want := `{"error":"invalid_client","client_secret":"••••••••","other":"abc"}`
	if got.Transcript().Response.Body != want {
		t.Errorf("got %s", got.Transcript().Response.Body)
	}
}

func TestShortSecretIsFoundInBasic(t *testing.T) {
	values := credentials(upstream(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(400)
		_, _ = io.WriteString(w, "you sent "+r.Header.Get("Authorization"))
	}))
	values["client_secret"] = "abc"
	if got := run(t, "acronis", values).Failure; got.Detail != "you sent Basic ••••••••" {
		t.Errorf("got %s", dump(got))
	}
}

func TestCookiesKeepTheirAttributes(t *testing.T) {
	got := run(t, "acronis", credentials(answering(t, 400, "", "Set-Cookie", "sid=abc=def; Path=/; HttpOnly")))
	if want := "sid=••••••••; Path=/; HttpOnly"; value(*got.Transcript().Response, "Set-Cookie") != want {
		t.Errorf("got %s", dump(got.Transcript().Response))
	}
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return strings.TrimSuffix(strings.TrimPrefix(string(b), `"`), `"`)
}

// ascii is JSON with everything beyond ASCII escaped, as PHP and Python write it.
func ascii(s string) string {
	var b strings.Builder
	for _, r := range quoted(s) {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			b.WriteString(`\u` + hex.EncodeToString([]byte{byte(unit >> 8), byte(unit)}))
		}
	}
	return b.String()
}

func everyByte(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteString("%" + hex.EncodeToString([]byte{s[i]}))
	}
	return b.String()
}

func lowerHex(s string) string {
	for i := 0; i+2 < len(s); i++ {
		if s[i] == '%' {
			s = s[:i] + strings.ToLower(s[i:i+3]) + s[i+3:]
		}
	}
	return s
}
