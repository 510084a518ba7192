package exchange_test

import (
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/server/secret"
)

// TestLessProtected has a document that came encrypted send the user, and whoever
// asks for keys, to places that are not.
func TestLessProtected(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(w, `{"issuer":"https://%[1]s","token_endpoint":"https://%[1]s/token","authorization_endpoint":"http://%[1]s/authorize","jwks_uri":"http://%[1]s/keys"}`, r.Host)
	}))
	server.Config.ErrorLog = quiet()
	server.StartTLS()
	t.Cleanup(server.Close)
	e, p, values := exchanger(t), profile(t, "sandbox"), credentials(server.URL)
	values[api.CAField] = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	_, authorize := e.Authorize(t.Context(), p, values, redirectURI)
	_, keys := e.Keys(t.Context(), p, values)
	for name, f := range map[string]*api.Failure{"authorization_endpoint": authorize, "jwks_uri": keys} {
		if f == nil || !strings.HasPrefix(f.Detail, "Its "+name+", ") || !strings.HasSuffix(f.Detail, "is not encrypted, though the document is.") {
			t.Errorf("%s: %s", name, dump(f))
		}
	}
}

// TestTokenAsAName has an introspection name a member after the token.
func TestTokenAsAName(t *testing.T) {
	p := profile(t, "oauth")
	url := upstream(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"active":true,"`+canaryToken+`":1,"of `+canarySecret[:7]+`":2}`)
	})
	values := canaries(url)
	values["introspection_url"], values["client_secret"] = url, canarySecret[:7]
	got := exchanger(t).Introspect(t.Context(), p, values, api.AccessToken, secret.New(canaryToken))
	if text := dump(got); !got.Active || len(got.Claims) != 3 || strings.Contains(text, canaryToken[40:60]) || strings.Contains(text, canarySecret[:7]) {
		t.Errorf("got %s", text)
	}
}
