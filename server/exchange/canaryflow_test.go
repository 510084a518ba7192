package exchange_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"firstcall/app/api"
	"firstcall/server/exchange"
	"firstcall/server/secret"
)

// More secrets than the form of the password grant has.
const (
	canaryCode     = "Kode+/=&%canary-code-é-0123456789"
	canaryState    = "Staat+/=&%canary-state-0123456789"
	canaryVerifier = "Verifier-canary-0123456789-0123456789-01234567"
	canaryDevice   = "Geraet+/=&canary-device-0123456789"
	canarySubject  = "Subjekt+/=&canary-subject-0123456789"
	canaryProxy    = "Geheimer+Proxy/canary"
)

// A listener is a parrot that repeats each parameter too, and remembers the
// assertions that it was sent.
type listener struct {
	mu         sync.Mutex
	status     int
	known      []string
	echo       func(string) string
	assertions []string
}

func (l *listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	l.mu.Lock()
	for _, name := range []string{"client_assertion", "assertion"} {
		if text := form.Get(name); text != "" {
			l.assertions = append(l.assertions, text)
		}
	}
	known := slices.Clone(l.known)
	for _, name := range slices.Sorted(maps.Keys(form)) {
		known = append(known, form[name]...)
	}
	l.mu.Unlock()
	r.Body = io.NopCloser(bytes.NewReader(body))
	if r.URL.Path == "/device" && l.status == 200 {
		_, _ = io.WriteString(w, `{"device_code":"`+canaryDevice+`","user_code":"A","verification_uri":"https://example.com/","more":"`+strings.Trim(quoted(l.echo(canaryDevice)), `"`)+`"}`)
		return
	}
	parrot(l.status, known, l.echo)(w, r)
}

// TestNoSecretIsInAnything has each exchange answered by a server that repeats all
// that it was ever sent, in each encoding, and looks at everything that leaves.
func TestNoSecretIsInAnything(t *testing.T) {
	var logged bytes.Buffer
	log.SetOutput(&logged)
	defer log.SetOutput(io.Discard)
	key := generated(t)
	for name, echo := range echoes {
		for _, status := range []int{200, 302, 400} {
			given := []string{canarySecret, canaryPassword, canaryRefresh, canaryToken, canarySubject}
			known := append(slices.Clone(given), canaryCode, canaryVerifier, canaryDevice, canaryState)
			server := &listener{status: status, known: given, echo: echo}
			base := upstream(t, server.ServeHTTP)
			values := canaries(base)
			values["private_key"], values["subject_token"], values["refresh_token"] = key, canarySubject, canaryRefresh
			values["device_authorization_url"], values["introspection_url"], values["revocation_url"] = base+"/device", base+"/introspect", base+"/revoke"
			texts := said(t, values)
			clean(t, name, append(append(known, server.assertions...), key[40:90], "Geheimer+Proxy"), texts)
			if len(server.assertions) < 2 {
				t.Fatal("no assertion was sent")
			}
		}
	}
	clean(t, "log", []string{canarySecret, canaryPassword, canaryRefresh, canaryToken, canaryCode}, map[string]string{"log": logged.String()})
}

// said is all that comes of each exchange.
func said(t *testing.T, values map[string]string) map[string]string {
	e, p := exchanger(t), profile(t, "oauth")
	as := func(more ...string) map[string]string {
		all := map[string]string{}
		for name, value := range values {
			all[name] = value
		}
		for i := 0; i+1 < len(more); i += 2 {
			all[more[i]] = more[i+1]
		}
		return all
	}
	begun := exchange.Authorization{
		URL: values["token_url"] + "?state=" + url.QueryEscape(canaryState), RedirectURI: redirectURI,
		State: secret.New(canaryState), Nonce: secret.New("n"), Verifier: secret.New(canaryVerifier), Issuer: "i",
	}
	device, failure := e.Device(t.Context(), p, as("grant_type", api.GrantDevice))
	failed := e.Run(t.Context(), p, as())
	proxied := e.Run(t.Context(), p, as("proxy", "http://127.0.0.1:9", "proxy_authorization", "me:"+canaryProxy))
	return map[string]string{
		"password":   dump(failed.Failure) + dump(failed.Transcripts),
		"basic":      outcome(e.Run(t.Context(), p, as("client_authentication", api.ClientBasic))),
		"key":        outcome(e.Run(t.Context(), p, as("client_authentication", api.ClientPrivateKey))),
		"secret":     outcome(e.Run(t.Context(), p, as("client_authentication", api.ClientSecretJWT))),
		"jwt-bearer": outcome(e.Run(t.Context(), p, as("grant_type", api.GrantJWTBearer))),
		"exchange":   outcome(e.Run(t.Context(), p, as("grant_type", api.GrantTokenExchange))),
		"refresh":    outcome(e.Refresh(t.Context(), p, values, secret.New(canaryRefresh))),
		"code":       outcome(e.Redeem(t.Context(), p, values, begun, url.Values{"state": {canaryState}, "code": {canaryCode}, "echo": {canaryCode}})),
		"doubted":    outcome(e.Redeem(t.Context(), p, values, begun, url.Values{"state": {"x"}, "code": {canaryCode}, "error_description": {canaryVerifier}})),
		"denied":     outcome(e.Redeem(t.Context(), p, values, begun, url.Values{"state": {canaryState}, "error": {"x"}, "error_description": {canaryCode + canaryState}, "code": {canaryCode}})),
		"device":     dump(device.Transcripts) + dump(failure),
		"poll":       outcome(e.Poll(t.Context(), p, values, exchange.Device{DeviceCode: secret.New(canaryDevice)}).Outcome),
		"introspect": dump(e.Introspect(t.Context(), p, values, api.AccessToken, secret.New(canaryToken))),
		"revoke":     dump(e.Revoke(t.Context(), p, values, api.RefreshToken, secret.New(canaryRefresh))),
		"trial":      dump(e.Try(t.Context(), p, as("client_authentication", api.ClientBasic), api.Variation{Client: api.ClientBody, Trim: true}, &failed.Transcripts[0])),
		"proxy":      outcome(proxied),
	}
}

// generated is a private key that the program can sign with.
func generated(t *testing.T) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

func outcome(got exchange.Outcome) string { return dump(got.Failure) + dump(got.Transcripts) }
