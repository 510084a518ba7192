package exchange_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/app/inspect"
	"firstcall/app/wire"
	"firstcall/server/exchange"
	"firstcall/server/provider"
	"firstcall/server/sandbox"
	"firstcall/server/transport"
)

// A center is the sandbox in process with a way to it.
type center struct {
	*exchange.Exchanger
	way *transport.Transport
	box *sandbox.Sandbox
}

func newCenter(t *testing.T) center {
	t.Helper()
	box, err := sandbox.New(sandbox.Config{})
	if err != nil {
		t.Fatal(err)
	}
	local := make(map[string]transport.Dialer)
	for host, dial := range box.Local() {
		local[host] = dial
	}
	way := transport.New(transport.Config{Guard: transport.Guard{Hosted: true}, Local: local})
	t.Cleanup(func() {
		way.Close()
		if err := box.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return center{exchange.New(way, time.Now), way, box}
}

func TestSandboxGrants(t *testing.T) {
	c := newCenter(t)
	for _, test := range []struct {
		id, tokenType, source, request, authorization, body string
		life                                                int64
		idToken, refreshToken                               bool
	}{
		{"sandbox", "Bearer", "expires_in", "POST /oauth2/token HTTP/1.1", "Basic ••••••••", "grant_type=client_credentials&scope=openid+profile+api", 3600, false, false},
		{"acronis", "bearer", "expires_on", "POST /api/2/idp/token HTTP/1.1", "Basic ••••••••", "grant_type=client_credentials", 7200, true, false},
		{"cyberapp", "bearer", "expires_on", "POST /bc/idp/token HTTP/1.1", "Basic ••••••••", "grant_type=client_credentials", 7200, true, false},
		{"dcv", "Bearer", "expires_in", "POST /oauth2/token?grant_type=client_credentials HTTP/1.1", "Basic ••••••••", "", 3600, false, false},
		{"passport", "Bearer", "expires_in", "POST /oauth/token HTTP/1.1", "", "", 31536000, false, true},
		{"oauth", "Bearer", "expires_in", "POST /oauth2/token HTTP/1.1", "Basic ••••••••", "grant_type=client_credentials&scope=openid+profile+api", 3600, false, false},
	} {
		p := profile(t, test.id)
		before := time.Now().Unix()
		got := checked(t, c.Run(context.Background(), p, c.box.Fill(p.SandboxDialect)))
		if got.Grant == nil {
			t.Errorf("%s: %s", test.id, dump(got.Failure))
			continue
		}
		if g := got.Grant; g.TokenType != test.tokenType || g.Expiry.Source != test.source || g.IDToken.Empty() == test.idToken || g.RefreshToken.Empty() == test.refreshToken {
			t.Errorf("%s: got %+v", test.id, g)
		}
		life := got.Grant.Expiry.ExpiresAt - before
		if passed := time.Now().Unix() - before; life < test.life || life > test.life+passed+1 {
			t.Errorf("%s: the token lives for %d s, want %d", test.id, life, test.life)
		}
		sent := got.Transcript().Request
		if sent.Start != test.request || value(sent, "Authorization") != test.authorization || test.body != "" && sent.Body != test.body {
			t.Errorf("%s: sent %s", test.id, dump(sent))
		}
		for _, r := range got.Transcript().Rungs[:6] {
			if r.State != api.RungGood || r.Evidence == "" {
				t.Errorf("%s: rung %+v", test.id, r)
			}
		}
		if got.Transcript().Status != 200 || got.Transcript().Response.Start != "HTTP/1.1 200 OK" || !strings.Contains(got.Transcript().Response.Body, "eyJ") {
			t.Errorf("%s: transcript %s", test.id, dump(got.Transcript()))
		}
		noSecrets(t, test.id, dump(got.Transcript()), p, c.box.Fill(p.SandboxDialect), got.Grant)
	}
}

// noSecrets wants no secret of the form and no token of the grant in text.
func noSecrets(t *testing.T, name, text string, p provider.Profile, values map[string]string, g *exchange.Grant) {
	t.Helper()
	for _, f := range p.Fields {
		if f.Kind == api.FieldSecret && values[f.Name] != "" && strings.Contains(text, values[f.Name]) {
			t.Errorf("%s: %s is in %s", name, f.Name, text)
		}
	}
	if g == nil {
		return
	}
	for _, token := range []string{g.AccessToken.Reveal(), g.IDToken.Reveal(), g.RefreshToken.Reveal()} {
		if token != "" && strings.Contains(text, token[20:]) {
			t.Errorf("%s: a token is in %s", name, text)
		}
	}
}

// TestSandboxStarters makes every starter request of every profile with the
// token and the variables that the exchange gave.
func TestSandboxStarters(t *testing.T) {
	c := newCenter(t)
	for _, id := range []string{"sandbox", "acronis", "cyberapp", "dcv", "passport"} {
		p := profile(t, id)
		values := c.box.Fill(p.SandboxDialect)
		got := c.Run(context.Background(), p, values)
		if got.Grant == nil {
			t.Errorf("%s: %s", id, dump(got.Failure))
			continue
		}
		if decoded := inspect.Token(api.AccessToken, got.Grant.AccessToken.Reveal()).JWT; decoded != nil {
			for name, found := range p.Read(decoded.Claims) {
				values[name] = found
			}
		}
		for _, r := range p.Requests {
			if r.Path == "/api/v1/slow" {
				continue // answers after 20 s
			}
			if status := c.call(t, r, values, got.Grant); status/100 != 2 {
				t.Errorf("%s, %s: status %d", id, r.Name, status)
			}
		}
	}
}

func (c center) call(t *testing.T, r api.Request, values map[string]string, g *exchange.Grant) int {
	t.Helper()
	path, missing := wire.Expand(r.Path, values, url.PathEscape)
	if len(missing) > 0 {
		t.Errorf("%s: nothing for %q", r.Name, missing)
	}
	query := url.Values{}
	for _, row := range r.Query {
		if !row.Off {
			query.Set(row.Name, row.Value)
		}
	}
	req, err := http.NewRequest(r.Method, values["data_center"]+path+"?"+query.Encode(), strings.NewReader(r.Body))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range r.Header {
		req.Header.Set(row.Name, row.Value)
	}
	req.Header.Set("Authorization", g.TokenType+" "+g.AccessToken.Reveal())
	answer, err := c.way.Do(req, transport.Settings{CA: values["ca"]})
	if err != nil {
		t.Fatal(err)
	}
	answer.Response.Body.Close()
	return answer.Response.StatusCode
}

func TestSandboxVariable(t *testing.T) {
	c := newCenter(t)
	p := profile(t, "acronis")
	got := c.Run(context.Background(), p, c.box.Fill("acronis"))
	if got.Grant == nil {
		t.Fatal(dump(got.Failure))
	}
	claims := inspect.Token(api.AccessToken, got.Grant.AccessToken.Reveal()).JWT.Claims
	if tenant := p.Read(claims)["tenant_id"]; len(tenant) != 36 {
		t.Errorf("tenant_id is %q", tenant)
	}
}

// TestSandboxRefusals wants the vendors' own errors read and explained.
func TestSandboxRefusals(t *testing.T) {
	c := newCenter(t)
	for _, test := range []struct {
		id, field, value, title, wantField string
	}{
		{"sandbox", "client_secret", "wrong", "The client was not accepted: 401 Unauthorized, invalid_client", "client_secret"},
		{"sandbox", "scope", "nonsense", "The scope was not accepted: 400 Bad Request, invalid_scope", "scope"},
		{"acronis", "client_secret", "wrong", "The client was not accepted: 401 Unauthorized", "client_secret"},
		{"cyberapp", "client_id", "wrong", "The client was not accepted: 401 Unauthorized", "client_secret"},
		{"dcv", "client_secret", "wrong", "The client was not accepted: 401 Unauthorized", "client_secret"},
		{"passport", "client_secret", "wrong", "The client was not accepted: 401 Unauthorized, invalid_client", "client_secret"},
		{"passport", "password", "wrong", "User name or password were not accepted: 400 Bad Request, invalid_grant", "password"},
		{"passport", "grant_type", "implicit", "The token endpoint does not offer this grant: 400 Bad Request, unsupported_grant_type", "grant_type"},
		{"oauth", "client_secret", "wrong", "The client was not accepted: 401 Unauthorized, invalid_client", "client_secret"},
		{"oauth", "token_url", "/nowhere", "There is no token endpoint at this address: 404 Not Found", "token_url"},
	} {
		p := profile(t, test.id)
		values := c.box.Fill(p.SandboxDialect)
		if test.field == "token_url" {
			test.value = values["data_center"] + test.value
		}
		values[test.field] = test.value
		got := checked(t, c.Run(context.Background(), p, values))
		if f := got.Failure; f == nil || !strings.HasPrefix(f.Title, test.title) || f.Field != test.wantField || f.Kind != api.FailureEndpoint || len(f.Try) == 0 {
			t.Errorf("%s with %s %q: got %s", test.id, test.field, test.value, dump(f))
		}
		noSecrets(t, test.id, dump(got.Failure), p, values, nil)
	}
}

func TestSandboxCA(t *testing.T) {
	c := newCenter(t)
	p := profile(t, "dcv")
	for ca, want := range map[string]string{"": api.FailureTLS, "not a certificate": api.FailureField} {
		values := c.box.Fill("dcv")
		values["ca"] = ca
		got := checked(t, c.Run(context.Background(), p, values))
		if got.Failure == nil || got.Failure.Kind != want || want == api.FailureField && got.Failure.Field != "ca" {
			t.Errorf("CA %q: got %s", ca, dump(got.Failure))
		}
		if want == api.FailureTLS && (rung(got.Transcript(), api.RungTLS).State != api.RungFailed || rung(got.Transcript(), api.RungEndpoint).State != api.RungTodo) {
			t.Errorf("rungs are %s", dump(got.Transcript().Rungs))
		}
	}
}
