package exchange_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/server/exchange"
	"firstcall/server/sandbox/foreign"
	"firstcall/server/transport"
)

// startForeign runs an OpenID provider that none of us wrote, with an exchanger
// that goes by the real clock, as it does.
func startForeign(t *testing.T) (e *exchange.Exchanger, issuer string) {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	issuer = "http://" + server.Listener.Addr().String()
	server.Config.Handler = foreign.Handler(issuer, redirectURI)
	server.Start()
	t.Cleanup(server.Close)
	way := transport.New(transport.Config{})
	t.Cleanup(way.Close)
	return exchange.New(way, time.Now), issuer
}

func foreignValues(issuer, client, secret, way, grant string) map[string]string {
	return map[string]string{
		"data_center": issuer, "client_id": client, "client_secret": secret, "client_authentication": way,
		"grant_type": grant, "scope": "openid profile offline_access",
	}
}

// TestForeignCode signs in, renews, asks about the token and ends it.
func TestForeignCode(t *testing.T) {
	e, issuer := startForeign(t)
	p := profile(t, "sandbox")
	for way, values := range map[string]map[string]string{
		api.ClientBasic: foreignValues(issuer, foreign.Web, foreign.WebSecret, api.ClientBasic, api.GrantCode),
		api.ClientNone:  foreignValues(issuer, foreign.Native, "", api.ClientTLS, api.GrantCode),
	} {
		p := p
		p.Token.Client = way
		a, failure := e.Authorize(t.Context(), p, values, redirectURI)
		if failure != nil {
			t.Fatalf("%s: %s", way, dump(failure))
		}
		b := newBrowser(t)
		b.open(a.URL)
		b.press("username", foreign.Username, "password", foreign.Password)
		got := checked(t, e.Redeem(t.Context(), p, values, a, b.returned()))
		if got.Grant == nil || got.Grant.IDToken.Empty() || got.Grant.RefreshToken.Empty() {
			t.Fatalf("%s: %s", way, dump(got.Failure))
		}
		renewed := checked(t, e.Refresh(t.Context(), p, values, got.Grant.RefreshToken))
		if renewed.Grant == nil || renewed.Grant.RefreshToken.Reveal() == got.Grant.RefreshToken.Reveal() {
			t.Errorf("%s: %s", way, dump(renewed.Failure))
		}
		if used := e.Refresh(t.Context(), p, values, got.Grant.RefreshToken); used.Failure == nil || !strings.HasPrefix(used.Failure.Title, "The refresh token is not good any more") {
			t.Errorf("%s: a used refresh token: %s", way, dump(used.Failure))
		}
		if gone := e.Revoke(t.Context(), p, values, api.AccessToken, renewed.Grant.AccessToken); gone.Failure != nil {
			t.Errorf("%s: %s", way, dump(gone))
		}
		noSecrets(t, way, dump(got.Transcripts)+dump(renewed.Transcripts), p, values, got.Grant)
	}
	if keys, failure := e.Keys(t.Context(), p, foreignValues(issuer, foreign.Web, foreign.WebSecret, api.ClientBasic, api.GrantCode)); failure != nil || !strings.HasPrefix(keys, issuer+"/") {
		t.Errorf("got %s, %s", keys, dump(failure))
	}
}

func TestForeignClientCredentials(t *testing.T) {
	e, issuer := startForeign(t)
	p := profile(t, "sandbox")
	for secret, title := range map[string]string{foreign.ServiceSecret: "", "wrong": "The client was not accepted: 401 Unauthorized, invalid_client"} {
		values := foreignValues(issuer, foreign.Service, secret, api.ClientBasic, api.GrantClientCredentials)
		values["scope"] = "openid"
		got := checked(t, e.Run(t.Context(), p, values))
		if (got.Grant != nil) != (title == "") || got.Failure != nil && !strings.HasPrefix(got.Failure.Title, title) {
			t.Errorf("with %q: %s", secret, dump(got.Failure))
		}
	}
}

func TestForeignDevice(t *testing.T) {
	e, issuer := startForeign(t)
	p := profile(t, "sandbox")
	values := foreignValues(issuer, foreign.Device, foreign.DeviceSecret, api.ClientBasic, api.GrantDevice)
	values["scope"] = "profile"
	d, failure := e.Device(t.Context(), p, values)
	if failure != nil {
		t.Fatal(dump(failure))
	}
	if first := e.Poll(t.Context(), p, values, d); !first.Pending {
		t.Errorf("got %s", dump(first))
	}
	b := newBrowser(t)
	b.open(d.VerificationURIComplete)
	b.press("username", foreign.Username, "password", foreign.Password)
	b.open(issuer + "/device/confirm?action=allowed")
	last := e.Poll(t.Context(), p, values, d)
	if last.Grant == nil {
		t.Errorf("got %s", dump(last))
	}
}
