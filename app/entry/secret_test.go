package entry_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/app/entry"
)

var key = api.Field{Name: api.PrivateKeyField, Kind: api.FieldKey}

// privateKeys are in PEM, one of each kind that is about.
func privateKeys(t *testing.T) map[string]string {
	t.Helper()
	r, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	e, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, d, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sec1, err := x509.MarshalECPrivateKey(e)
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]string{
		"PKCS #1": encoded("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(r)),
		"SEC 1":   encoded("EC PRIVATE KEY", sec1),
	}
	for name, k := range map[string]any{"RSA": r, "EC": e, "Ed25519": d} {
		der, err := x509.MarshalPKCS8PrivateKey(k)
		if err != nil {
			t.Fatal(err)
		}
		keys[name] = encoded("PRIVATE KEY", der)
	}
	return keys
}

func encoded(label string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
}

// TestKeysAreRepaired folds keys as clipboards, environment variables and JSON
// do, and wants what encoding/pem wrote at first.
func TestKeysAreRepaired(t *testing.T) {
	for name, text := range privateKeys(t) {
		account, err := json.Marshal(map[string]string{"type": "service_account", "private_key": text})
		if err != nil {
			t.Fatal(err)
		}
		for how, folded := range map[string]string{
			"as it is": text, "without its last line break": strings.TrimSpace(text), "CRLF": strings.ReplaceAll(text, "\n", "\r\n"),
			"escaped": strings.ReplaceAll(text, "\n", `\n`), "in one line": strings.ReplaceAll(strings.TrimSpace(text), "\n", " "),
			"without line breaks": strings.ReplaceAll(text, "\n", ""), "indented": "  " + strings.ReplaceAll(text, "\n", "\n  "),
			"quoted": `"` + strings.ReplaceAll(text, "\n", `\n`) + `"`, "beside a certificate": "-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----\n" + text,
			"a service account's file": string(account),
		} {
			got := entry.Clean(key, folded)
			if got.Problem != "" || got.Value != text {
				t.Errorf("%s, %s: got %q, %s", name, how, got.Value, got.Problem)
			}
			if noted := len(got.Notes) > 0; noted != (how != "as it is" && how != "CRLF" && !strings.HasPrefix(how, "without its")) {
				t.Errorf("%s, %s: notes %q", name, how, got.Notes)
			}
			if again := entry.Clean(key, got.Value); again.Value != got.Value || len(again.Notes) > 0 {
				t.Errorf("%s, %s: cleaned again: %+v", name, how, again)
			}
		}
	}
}

func TestWhatIsNoPrivateKey(t *testing.T) {
	text := privateKeys(t)["EC"]
	for typed, says := range map[string]string{
		"-----BEGIN PUBLIC KEY-----\nQQ==\n-----END PUBLIC KEY-----":                                     "public key",
		"-----BEGIN RSA PUBLIC KEY-----\nQQ==\n-----END RSA PUBLIC KEY-----":                             "public key",
		"-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----":                                   "certificate",
		"-----BEGIN ENCRYPTED PRIVATE KEY-----\nQQ==\n-----END ENCRYPTED PRIVATE KEY-----":               "passphrase",
		"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nQQ==\n-----END RSA PRIVATE KEY-----": "passphrase",
		"-----BEGIN OPENSSH PRIVATE KEY-----\nQQ==\n-----END OPENSSH PRIVATE KEY-----":                   "OpenSSH",
		"-----BEGIN PRIVATE KEY-----\nQQ==\n":                                                            "cut off",
		"-----BEGIN PRIVATE KEY-----\nQ*==\n-----END PRIVATE KEY-----":                                   "damaged",
		"-----BEGIN PRIVATE KEY":                     "cut off",
		text + text:                                  "more than one",
		"ssh-ed25519 AAAA me@host":                   "No private key",
		`{"kty":"EC","crv":"P-256","x":"a","y":"b"}`: "public key",
		`{"kty":"oct","k":"c2VjcmV0"}`:               "client_secret_jwt",
		`{"keys":[{"kty":"RSA"},{"kty":"EC"}]}`:      "several keys",
		`{"a":1}`:                                    "no JWK",
		`{"kty":"RSA","d":`:                          "well-formed",
	} {
		got := entry.Clean(key, typed)
		if !strings.Contains(got.Problem, says) || got.Value != typed {
			t.Errorf("%.40q: got %+v, want %s", typed, got, says)
		}
	}
	jwk := `{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`
	for _, typed := range []string{jwk, ` {"keys":[` + jwk + "]}\n"} {
		if got := entry.Clean(key, typed); got.Value != jwk || got.Problem != "" {
			t.Errorf("got %+v", got)
		}
	}
	if got := entry.Clean(api.Field{Name: api.ClientKeyField, Kind: api.FieldKey}, jwk); !strings.Contains(got.Problem, "PEM") {
		t.Errorf("got %+v", got)
	}
}

func TestClientCertificate(t *testing.T) {
	client := api.Field{Name: api.ClientCertificateField, Kind: api.FieldCertificate}
	certificate := encoded("CERTIFICATE", []byte("abc"))
	text := privateKeys(t)["EC"]
	got := entry.Clean(client, text+certificate+certificate)
	if got.Value != certificate+certificate || len(got.Notes) != 1 || got.Problem != "" {
		t.Errorf("got %+v", got)
	}
	if got := entry.Clean(client, text); !strings.Contains(got.Problem, "field for the key") {
		t.Errorf("got %+v", got)
	}
	if got := entry.Clean(client, strings.ReplaceAll(certificate, "\n", `\n`)); got.Value != certificate || len(got.Notes) != 1 {
		t.Errorf("got %+v", got)
	}
	if got := entry.Clean(client, strings.Replace(certificate, "END", "AND", 1)); !strings.Contains(got.Problem, "cut off") {
		t.Errorf("got %+v", got)
	}
}

func TestLines(t *testing.T) {
	seconds := api.Field{Kind: api.FieldSeconds}
	pin, proxy, verify := api.Field{Name: api.PinField}, api.Field{Name: api.ProxyField}, api.Field{Name: api.VerifyField, Kind: api.FieldChoice}
	parameters := api.Field{Kind: api.FieldParameters}
	const colons = "9F:86:D0:81:88:4C:7D:65:9A:2F:EA:A0:C5:5A:D0:15:A3:BF:4F:1B:2B:0B:82:2C:D1:5D:6C:15:B0:F0:0A:08"
	bare := strings.ToLower(strings.ReplaceAll(colons, ":", ""))
	for _, test := range []struct {
		field       api.Field
		typed, want string
		says        string // in the problem
	}{
		{seconds, "10", "10", ""},
		{seconds, " 2.5 s\n", "2.5", ""},
		{seconds, "1,5 Seconds", "1.5", ""},
		{seconds, "0.1", "0.1", ""},
		{seconds, "600", "600", ""},
		{seconds, "0", "0", "0.1 to 600"},
		{seconds, "601", "601", "0.1 to 600"},
		{seconds, "-1", "-1", "no number"},
		{seconds, "1e2", "1e2", "no number"},
		{seconds, "inf", "inf", "no number"},
		{seconds, "soon", "soon", "no number"},
		{pin, bare, colons, ""},
		{pin, "sha256 Fingerprint=" + colons, colons, ""},
		{pin, "SHA256:" + bare[:32] + " " + bare[32:], colons, ""},
		{pin, bare[1:], bare[1:], "this has 63"},
		{pin, bare[:40], bare[:40], "SHA-1"},
		{pin, "x" + bare, "x" + bare, "no fingerprint"},
		{proxy, "HTTP://proxy.example:3128/", "http://proxy.example:3128", ""},
		{proxy, "proxy.example:3128", "http://proxy.example:3128", ""},
		{proxy, "socks5://[::1]:1080", "socks5://[::1]:1080", ""},
		{proxy, "socks4://h", "socks4://h", "not supported"},
		{proxy, "http://u:p@h", "http://u:p@h", "own field"},
		{proxy, "http://h/x", "http://h/x", "ends after"},
		{proxy, "http://:80", "http://:80", "no host"},
		{verify, "never", "never", ""},
		{parameters, "a=b\n\nheader:X-A = c=d\n", "a=b\n\nheader:X-A = c=d", ""},
		{parameters, "a", "a", "no “=”"},
		{parameters, "header:Authorization=x", "header:Authorization=x", "decides it"},
	} {
		got := entry.Clean(test.field, test.typed)
		if got.Value != test.want || (got.Problem != "") != (test.says != "") || !strings.Contains(got.Problem, test.says) {
			t.Errorf("%q: got %+v", test.typed, got)
		}
		if again := entry.Clean(test.field, got.Value); test.says == "" && (again.Value != got.Value || len(again.Notes) > 0) {
			t.Errorf("%q: cleaned again: %+v", test.typed, again)
		}
	}
	if got := entry.Clean(verify, "never"); got.Warning == "" {
		t.Error("never verifying is no warning")
	}
}

// FuzzKey wants a cleaned key to be readable by encoding/pem or encoding/json, and
// no sentence to repeat what was typed.
func FuzzKey(f *testing.F) {
	f.Add("-----BEGIN PRIVATE KEY-----\nQUJDREVGR0hJSg==\n-----END PRIVATE KEY-----\n")
	f.Add(`{"kty":"EC","d":"c2VjcmV0c2VjcmV0"}`)
	f.Add(`-----BEGIN A PRIVATE KEY-----QQ==-----END A PRIVATE KEY-----{"keys":[{}]}`)
	f.Fuzz(func(t *testing.T, typed string) {
		got := entry.Clean(key, typed)
		switch block, _ := pem.Decode([]byte(got.Value)); {
		case got.Problem != "" || got.Value == "":
		case block == nil && !json.Valid([]byte(got.Value)):
			t.Errorf("%q became %q", typed, got.Value)
		}
	})
}
