//go:build !js

package server

import (
	"encoding/base64"
	"strings"
	"testing"

	"firstcall/app/api"
	zitadel "firstcall/server/sandbox/foreign"
)

func (b *browser) verify(asked api.Verify) api.Verdict {
	b.site.t.Helper()
	return decode[api.Verdict](b.site.t, b.want(200, "POST", api.VerifyPath, asked))
}

func (b *browser) raw(kind string) string {
	b.site.t.Helper()
	return decode[api.Revealed](b.site.t, b.want(200, "POST", api.RevealPath, api.Reveal{Token: kind})).Token
}

// password is a connection of the sandbox with all kinds of tokens.
func (b *browser) password(provider string) api.State {
	t := b.site.t
	t.Helper()
	state := b.connect(with(sandboxForm(t, b.state(), provider), map[string]string{"grant_type": api.GrantPassword}))
	if state.Connection() == nil || len(state.Connection().Tokens) != 3 {
		t.Fatalf("failure %+v", state.Failure)
	}
	return state
}

func TestVerify(t *testing.T) {
	b := start(t, Config{}).browser()
	for _, provider := range []string{"sandbox", "oauth"} {
		b.password(provider)
		for kind, want := range map[string]string{api.AccessToken: api.VerdictValid, api.IDToken: api.VerdictValid, api.RefreshToken: api.VerdictUnsupported} {
			if got := b.verify(api.Verify{TokenRef: api.TokenRef{Token: kind}}); got.State != want || got.Reason == "" {
				t.Errorf("%s of %s: %+v, want %s", kind, provider, got, want)
			}
		}
	}
	wantProblem(t, b.ask("POST", api.VerifyPath, api.Verify{TokenRef: api.TokenRef{Token: "none"}}), 400, api.KindInvalid)
}

func TestVerifyPasted(t *testing.T) {
	b := start(t, Config{}).browser()
	issuer := b.password("sandbox").Connection().DataCenter
	raw := b.raw(api.AccessToken)
	parts := strings.Split(raw, ".")
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + parts[1] + "."
	for name, tc := range map[string]struct{ raw, issuer, want string }{
		"as it is":       {raw, issuer, api.VerdictValid},
		"altered":        {parts[0] + "." + parts[1] + "x." + parts[2], issuer, api.VerdictInvalid},
		"unsigned":       {none, "", api.VerdictUnsigned},
		"opaque":         {"abc", "", api.VerdictUnsupported},
		"another issuer": {raw, foreignProvider(t, ""), api.VerdictNoKey},
		"nobody":         {raw, "http://127.0.0.1:1", api.VerdictUnreachable},
		"no issuer":      {raw, "", api.VerdictUnreachable},
	} {
		got := b.verify(api.Verify{Raw: tc.raw, Issuer: tc.issuer})
		if got.State != tc.want || (got.Failure != nil) != (tc.want == api.VerdictUnreachable) {
			t.Errorf("%s: %+v, want %s", name, got, tc.want)
		}
	}
}

// TestIntrospectAndRevoke asks the sandbox, and a provider of others, about tokens
// before and after they are revoked.
func TestIntrospectAndRevoke(t *testing.T) {
	site := start(t, Config{})
	b := site.browser()
	b.password("sandbox")
	wantRevoked(t, b, api.AccessToken, "sub")
	if got := b.call(api.Request{Method: "GET", Path: "/api/v1/me"}); got.Status != 401 || got.Renewed != "" {
		t.Errorf("a call with a token that was revoked on purpose: status %d, renewed %q", got.Status, got.Renewed)
	}
	if c := b.renew(api.Renew{}); c.Tokens[0].Revoked || !c.Renewal.On {
		t.Errorf("after a renewal: %+v", c.Tokens[0])
	}
	wantRevoked(t, b, api.RefreshToken, "sub")
	if c := b.state().Connection(); c.Renewal.How != api.RenewGrant || c.Renewal.At != 0 {
		t.Errorf("without the refresh token, and nobody asks: %+v", c.Renewal)
	}

	b = site.browser()
	issuer := foreignProvider(t, site.URL+"/callback")
	_, it := b.begin(api.Form{Provider: "oauth", Values: map[string]string{
		"data_center": issuer, "token_url": issuer + "/oauth/token", "authorization_url": issuer + "/auth", "introspection_url": issuer + "/oauth/introspect",
		"revocation_url": issuer + "/revoke", "grant_type": api.GrantCode, "scope": "openid profile offline_access",
		"client_authentication": api.ClientBasic, "client_id": zitadel.Web, "client_secret": zitadel.WebSecret,
	}})
	wantRedirect(t, b.back(newUser(t).decide(it.URL, signed())), api.PageToken)
	wantRevoked(t, b, api.AccessToken, "sub")
}

// wantRevoked introspects a token, revokes it and introspects it again.
func wantRevoked(t *testing.T, b *browser, kind, claim string) {
	t.Helper()
	ref := api.TokenRef{Token: kind}
	introspect := func() api.Introspection {
		return decode[api.Introspection](t, b.want(200, "POST", api.IntrospectPath, ref))
	}
	before := introspect()
	names := map[string]bool{}
	for _, m := range before.Claims {
		names[m.Name] = true
	}
	if !before.Active || !names[claim] || before.Failure != nil || before.Transcript.Purpose != api.ForIntrospection {
		t.Fatalf("%s before: %+v, failure %+v", kind, before, before.Failure)
	}
	revoked := decode[api.Revocation](t, b.want(200, "POST", api.RevokePath, ref))
	if revoked.Failure != nil || revoked.Transcript.Purpose != api.ForRevocation {
		t.Fatalf("%s: %+v", kind, revoked.Failure)
	}
	if after := introspect(); after.Active || after.Failure != nil {
		t.Errorf("%s after: %+v", kind, after)
	}
	for _, token := range b.state().Connection().Tokens {
		if token.Revoked != (token.Kind == kind) {
			t.Errorf("%s is marked revoked: %v", token.Kind, token.Revoked)
		}
	}
}

func TestBenchWithoutEndpoints(t *testing.T) {
	b := start(t, Config{}).browser()
	b.mustConnect("passport")
	ref := api.TokenRef{Token: api.AccessToken}
	if got := decode[api.Introspection](t, b.want(200, "POST", api.IntrospectPath, ref)); got.Failure == nil || got.Active {
		t.Errorf("introspection %+v", got)
	}
	if got := decode[api.Revocation](t, b.want(200, "POST", api.RevokePath, ref)); got.Failure == nil || b.state().Connection().Tokens[0].Revoked {
		t.Errorf("revocation %+v", got)
	}
	if got := b.verify(api.Verify{TokenRef: ref}); got.State != api.VerdictUnreachable || got.Failure == nil {
		t.Errorf("verdict %+v", got)
	}
	for _, path := range []string{api.IntrospectPath, api.RevokePath} {
		wantProblem(t, b.ask("POST", path, api.TokenRef{Token: api.IDToken}), 400, api.KindInvalid)
		wantProblem(t, b.ask("POST", path, api.TokenRef{Connection: "none", Token: api.AccessToken}), 409, api.KindChanged)
	}
}
