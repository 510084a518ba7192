package exchange_test

import (
	"context"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/server/exchange"
	"firstcall/server/sandbox"
	"firstcall/server/secret"
	"firstcall/server/transport"
)

// A moment is a clock that only the test moves.
type moment struct {
	mu sync.Mutex
	at time.Time
}

func (m *moment) now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.at
}

func (m *moment) pass(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.at = m.at.Add(d)
}

// A listening is the sandbox over loopback, which a browser reaches too, with an
// exchanger that goes by the same clock.
type listening struct {
	*exchange.Exchanger
	*moment
	box *sandbox.Sandbox
}

func listenSandbox(t *testing.T) listening {
	t.Helper()
	clock := &moment{at: time.Now().Truncate(time.Second)}
	box, err := sandbox.New(sandbox.Config{Now: clock.now})
	if err != nil {
		t.Fatal(err)
	}
	if err := box.Listen(0); err != nil {
		t.Fatal(err)
	}
	way := transport.New(transport.Config{})
	t.Cleanup(func() {
		way.Close()
		if err := box.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return listening{exchange.New(way, clock.now), clock, box}
}

// fill is the values of a dialect with some others, by turns name and value.
func (l listening) fill(dialect string, others ...string) map[string]string {
	values := maps.Clone(l.box.Fill(dialect))
	for i := 0; i+1 < len(others); i += 2 {
		values[others[i]] = others[i+1]
	}
	return values
}

func legs(transcripts []api.Transcript) string {
	var names []string
	for _, one := range transcripts {
		names = append(names, one.Purpose)
	}
	return strings.Join(names, " ")
}

// TestClientAuthentication asks with each way, and each algorithm of the two that
// sign, for each grant that needs no browser.
func TestClientAuthentication(t *testing.T) {
	l := listenSandbox(t)
	p := profile(t, "oauth")
	ways := map[string][]string{
		api.ClientBasic: {""}, api.ClientBody: {""}, api.ClientTLS: {""},
		api.ClientSecretJWT:  {"", "HS256", "HS384", "HS512"},
		api.ClientPrivateKey: {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"},
	}
	for way, algorithms := range ways {
		for _, algorithm := range algorithms {
			values := l.fill("oauth", "client_authentication", way, "signing_alg", algorithm)
			if way == api.ClientTLS {
				values["token_url"] = values["mtls_token_url"]
				for _, name := range []string{"ca", "client_certificate", "client_key"} {
					values[name] = l.box.Fill("standard")[name]
				}
			}
			if way == api.ClientPrivateKey {
				var err error
				if values["key_id"], values["private_key"], err = l.box.PrivateKey(algorithm); err != nil {
					t.Fatal(err)
				}
			}
			got := checked(t, l.Run(t.Context(), p, values))
			if got.Grant == nil {
				t.Errorf("%s %s: %s", way, algorithm, dump(got.Failure))
				continue
			}
			noSecrets(t, way, dump(got.Transcripts), p, values, got.Grant)
			if way == api.ClientTLS && (len(got.Certificates) == 0 || got.Unverified) {
				t.Errorf("certificates %s", dump(got.Certificates))
			}
			// A second one needs another jti.
			if again := l.Run(t.Context(), p, values); again.Grant == nil {
				t.Errorf("%s %s, again: %s", way, algorithm, dump(again.Failure))
			}
		}
	}
}

// TestMutualTLSByDiscovery finds the address for it in the metadata (RFC 8705
// section 5), as long as that is on the issuer's host.
func TestMutualTLSByDiscovery(t *testing.T) {
	l := listenSandbox(t)
	p := profile(t, "sandbox")
	values := l.fill("standard", "client_authentication", api.ClientTLS, "grant_type", "client_credentials")
	got := checked(t, l.Run(t.Context(), p, values))
	if got.Grant == nil || len(got.Certificates) == 0 || value(got.Transcript().Request, "Host") == strings.TrimPrefix(values["data_center"], "http://") {
		t.Errorf("got %s", dump(got.Failure))
	}
	if about := l.Introspect(t.Context(), p, values, api.AccessToken, got.Grant.AccessToken); !about.Active {
		t.Errorf("got %s", dump(about))
	}
}

// TestUserlessGrants has those of Run besides client_credentials.
func TestUserlessGrants(t *testing.T) {
	l := listenSandbox(t)
	p := profile(t, "oauth")
	first := l.Run(t.Context(), p, l.fill("oauth", "grant_type", "password"))
	if first.Grant == nil || first.Grant.RefreshToken.Empty() {
		t.Fatal(dump(first.Failure))
	}
	for name, values := range map[string]map[string]string{
		"refresh":    l.fill("oauth", "grant_type", "refresh_token", "refresh_token", first.Grant.RefreshToken.Reveal()),
		"jwt-bearer": l.fill("oauth", "grant_type", api.GrantJWTBearer),
		"exchange":   l.fill("oauth", "grant_type", api.GrantTokenExchange, "subject_token", first.Grant.AccessToken.Reveal(), "scope", "api"),
	} {
		got := checked(t, l.Run(t.Context(), p, values))
		if got.Grant == nil || legs(got.Transcripts) != api.ForToken {
			t.Errorf("%s: %s", name, dump(got.Failure))
			continue
		}
		if name == "exchange" && (got.Grant.IssuedTokenType != "urn:ietf:params:oauth:token-type:access_token" || !strings.Contains(rung(got.Transcript(), api.RungToken).Evidence, "issued as access_token")) {
			t.Errorf("got %+v, %s", got.Grant, dump(got.Transcript().Rungs))
		}
		noSecrets(t, name, dump(got.Transcripts), p, values, got.Grant)
	}
}

func TestRefresh(t *testing.T) {
	l := listenSandbox(t)
	for _, id := range []string{"oauth", "sandbox"} {
		p := profile(t, id)
		values := l.fill("oauth", "grant_type", "password", "scope", "openid api")
		first := l.Run(t.Context(), p, values)
		if first.Grant == nil {
			t.Fatal(dump(first.Failure))
		}
		got := checked(t, l.Refresh(t.Context(), p, values, first.Grant.RefreshToken))
		if got.Grant == nil || got.Transcript().Purpose != api.ForRenewal {
			t.Fatalf("%s: %s", id, dump(got.Failure))
		}
		if got.Grant.RefreshToken.Reveal() == first.Grant.RefreshToken.Reveal() || got.Grant.RefreshToken.Empty() {
			t.Errorf("%s: the refresh token was not rotated", id)
		}
		if sent := got.Transcript().Request; sent.Body != "grant_type=refresh_token&refresh_token=••••••••" || value(sent, "Authorization") != "Basic ••••••••" {
			t.Errorf("%s: sent %s", id, dump(sent))
		}
		again := checked(t, l.Refresh(t.Context(), p, values, first.Grant.RefreshToken))
		if f := again.Failure; f == nil || !strings.HasPrefix(f.Title, "The refresh token is not good any more: 400 Bad Request, invalid_grant") || len(f.Checks) != 0 {
			t.Errorf("%s: %s", id, dump(f))
		}
		noSecrets(t, id, dump(again), p, values, first.Grant)
	}
}

// TestRefreshKeeps has an answer that leaves out all it may.
func TestRefreshKeeps(t *testing.T) {
	url := answering(t, 200, `{"access_token":"new-access-token","token_type":"bearer","expires_in":60}`)
	old := exchange.Grant{AccessToken: secret.New("old"), RefreshToken: secret.New("old-refresh-token"), IDToken: secret.New("old-id"), Scope: "a b", TokenType: "bearer"}
	got := checked(t, exchanger(t).Refresh(t.Context(), profile(t, "oauth"), credentials(url), old.RefreshToken))
	if got.Grant == nil || got.Grant.RefreshToken.Reveal() != "old-refresh-token" {
		t.Fatalf("got %+v; %s", got.Grant, dump(got.Failure))
	}
	now := old.Renewed(*got.Grant)
	if now.AccessToken.Reveal() != "new-access-token" || now.RefreshToken.Reveal() != "old-refresh-token" || now.IDToken.Reveal() != "old-id" || now.Scope != "a b" || now.Expiry.Source != "expires_in" {
		t.Errorf("got %+v", now)
	}
	rotated := old.Renewed(exchange.Grant{RefreshToken: secret.New("r"), IDToken: secret.New("i"), Scope: "c"})
	if rotated.RefreshToken.Reveal() != "r" || rotated.IDToken.Reveal() != "i" || rotated.Scope != "c" {
		t.Errorf("got %+v", rotated)
	}
}

// TestSteps makes each built-in step.
func TestSteps(t *testing.T) {
	l := listenSandbox(t)
	for _, id := range []string{"acronis", "sandbox"} {
		p := profile(t, id)
		values := l.fill(p.SandboxDialect)
		first := l.Run(t.Context(), p, values)
		if first.Grant == nil {
			t.Fatal(dump(first.Failure))
		}
		if len(p.Steps) == 0 {
			t.Fatalf("%s has no step", id)
		}
		if id == "acronis" {
		}
		got := checked(t, l.Step(t.Context(), p, p.Steps[0], values, first.Grant.AccessToken))
		if got.Grant == nil || got.Transcript().Purpose != api.ForStep {
			t.Fatalf("%s: %s", id, dump(got.Failure))
		}
		if id == "acronis" && value(got.Transcript().Request, "Authorization") != "Bearer ••••••••" {
			t.Errorf("sent %s", dump(got.Transcript().Request))
		}
		noSecrets(t, id, dump(got.Transcripts), p, values, first.Grant)
		noSecrets(t, id, dump(got.Transcripts), p, values, got.Grant)
	}
}

func TestAboutTokens(t *testing.T) {
	l := listenSandbox(t)
	for _, id := range []string{"oauth", "sandbox"} {
		p := profile(t, id)
		values := l.fill("oauth", "grant_type", "password", "scope", "openid api")
		got := l.Run(t.Context(), p, values)
		if got.Grant == nil {
			t.Fatal(dump(got.Failure))
		}
		access := got.Grant.AccessToken
		alive := l.Introspect(t.Context(), p, values, api.AccessToken, access)
		if alive.Failure != nil || !alive.Active || len(alive.Claims) < 3 || alive.Transcript.Purpose != api.ForIntrospection || len(alive.Transcript.Rungs) != 4 {
			t.Errorf("%s: %s", id, dump(alive))
		}
		gone := l.Revoke(t.Context(), p, values, api.AccessToken, access)
		if gone.Failure != nil || gone.Transcript.Status != 200 || gone.Transcript.Purpose != api.ForRevocation || !strings.Contains(gone.Transcript.Request.Body, "token=••••••••&token_type_hint=access_token") {
			t.Errorf("%s: %s", id, dump(gone))
		}
		dead := l.Introspect(t.Context(), p, values, api.AccessToken, access)
		if dead.Failure != nil || dead.Active || len(dead.Claims) != 1 {
			t.Errorf("%s: %s", id, dump(dead))
		}
		noSecrets(t, id, dump(alive)+dump(gone)+dump(dead), p, values, got.Grant)
		keys, failure := l.Keys(t.Context(), p, values)
		if failure != nil || keys != values["jwks_url"] {
			t.Errorf("%s: %s, %s", id, keys, dump(failure))
		}
		values["client_secret"] = "wrong"
		refused := l.Introspect(t.Context(), p, values, api.AccessToken, access)
		if f := refused.Failure; f == nil || f.Error != "invalid_client" || f.Field != "client_secret" || refused.Active {
			t.Errorf("%s: %s", id, dump(refused))
		}
		if f := l.Revoke(t.Context(), p, values, api.AccessToken, access).Failure; f == nil || f.Error != "invalid_client" || f.Transcript == nil {
			t.Errorf("%s: %s", id, dump(f))
		}
	}
}

// TestAboutTokensBadly has answers that say nothing of the token.
func TestAboutTokensBadly(t *testing.T) {
	for _, test := range []struct {
		status int
		body   string
		title  string
		active bool
	}{
		{200, `{"active":true,"scope":"a"}`, "", true},
		{200, `{"active":false}`, "", false},
		{200, `{"active":"true"}`, "The answer can't be used", false},
		{200, `{}`, "The answer has no active", false},
		{200, ``, "The answer is empty", false},
		{200, page, "A web page answered, not an introspection endpoint", false},
		{401, `{"error":"invalid_token"}`, "The token was not accepted: 401", false},
		{503, ``, "The introspection endpoint is not available now: 503", false},
	} {
		p := profile(t, "oauth")
		p.Endpoints.Introspection = answering(t, test.status, test.body) + "/introspect"
		got := exchanger(t).Introspect(t.Context(), p, credentials("http://127.0.0.1:9"), api.AccessToken, secret.New("a-token-to-ask-about"))
		if title := ""; got.Failure != nil {
			title = got.Failure.Title
			if test.title == "" || !strings.HasPrefix(title, test.title) {
				t.Errorf("%q: %s", test.body, dump(got))
			}
		} else if test.title != title || got.Active != test.active {
			t.Errorf("%q: %s", test.body, dump(got))
		}
	}
	p := profile(t, "oauth")
	p.Endpoints.Revocation = answering(t, 400, `{"error":"unsupported_token_type"}`) + "/revoke"
	got := exchanger(t).Revoke(t.Context(), p, credentials("http://127.0.0.1:9"), api.AccessToken, secret.New("a-token-to-end"))
	if f := got.Failure; f == nil || f.Title != "The revocation endpoint does not revoke tokens of this kind: 400 Bad Request, unsupported_token_type" {
		t.Errorf("got %s", dump(got))
	}
}

// TestNoSuchEndpoint has a profile that names none.
func TestNoSuchEndpoint(t *testing.T) {
	p := profile(t, "passport")
	p.Endpoints = api.Endpoints{}
	e, values := exchanger(t), credentials("http://127.0.0.1:9")
	_, authorize := e.Authorize(t.Context(), p, values, redirectURI)
	_, device := e.Device(t.Context(), p, values)
	_, keys := e.Keys(t.Context(), p, values)
	for name, f := range map[string]*api.Failure{
		"introspection endpoint": e.Introspect(t.Context(), p, values, api.AccessToken, secret.New("x")).Failure,
		"revocation endpoint":    e.Revoke(t.Context(), p, values, api.AccessToken, secret.New("x")).Failure,
		"authorization endpoint": authorize, "device authorization endpoint": device, "address of its keys": keys,
	} {
		if f == nil || f.Kind != api.FailureField || f.Title != "No "+name+" is known" || len(f.Try) == 0 || f.Transcript == nil {
			t.Errorf("%s: %s", name, dump(f))
		}
	}
}
