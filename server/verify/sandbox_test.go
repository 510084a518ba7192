package verify_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/app/inspect"
	"firstcall/server/exchange"
	"firstcall/server/provider"
	"firstcall/server/sandbox"
	"firstcall/server/secret"
	"firstcall/server/transport"
	"firstcall/server/verify"
)

// TestSandbox gets tokens of each built-in provider, verifies where there are
// keys, and holds the findings to those that a reviewer would raise.
func TestSandbox(t *testing.T) {
	box, err := sandbox.New(sandbox.Config{})
	if err != nil {
		t.Fatal(err)
	}
	local := make(map[string]transport.Dialer)
	for host, dial := range box.Local() {
		local[host] = dial
	}
	way := transport.New(transport.Config{Local: local})
	t.Cleanup(func() {
		way.Close()
		if err := box.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	profiles, err := provider.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	exchanger, verifier := exchange.New(way, time.Now), verify.New(way, time.Now)
	const untyped, noKid = "note Not typed as an access token", "note Names no key"
	want := map[string]string{
		"sandbox":  "note Less scope than asked for",
		"oauth":    "note Less scope than asked for",
		"acronis":  untyped,
		"cyberapp": untyped,
		"dcv":      untyped,
		"passport": "warn Lives long; warn No iss; " + noKid + "; " + untyped,
	}
	for _, p := range profiles {
		values := box.Fill(p.SandboxDialect)
		got := exchanger.Run(context.Background(), p, values)
		if got.Grant == nil {
			t.Fatalf("%s: %s", p.ID, dump(got.Failure))
		}
		raw := got.Grant.AccessToken
		token := inspect.Token(api.AccessToken, raw.Reveal())
		ctx := inspect.Context{
			Now: time.Now(), DataCenter: values[api.DataCenterField], ClientID: values["client_id"],
			RequestedScope: values["scope"], GrantedScope: got.Grant.Scope,
		}
		if titles := titles(inspect.Findings(token, ctx)); titles != want[p.ID] {
			t.Errorf("%s: findings %q, want %q", p.ID, titles, want[p.ID])
		}
		if id := got.Grant.IDToken; !id.Empty() {
			if titles := titles(inspect.Findings(inspect.Token(api.IDToken, id.Reveal()), ctx)); titles != "" {
				t.Errorf("%s: findings %q on the ID token", p.ID, titles)
			}
		}
		if p.SandboxDialect == "standard" {
			verified(t, verifier, raw, token, transport.Settings{CA: values[api.CAField]})
		}
	}
}

func titles(findings []api.Finding) string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Severity+" "+f.Title)
	}
	return strings.Join(all, "; ")
}

// verified finds the keys by the token's issuer.
func verified(t *testing.T, v *verify.Verifier, raw secret.String, token api.Token, s transport.Settings) {
	t.Helper()
	issuer := inspect.Text(token.JWT.Claims, "iss")
	keys, failure := v.KeysURL(context.Background(), issuer, s)
	if failure != nil {
		t.Fatal(dump(failure))
	}
	if got := sound(t, v.Signature(context.Background(), raw, keys, s)); got.State != api.VerdictValid || got.Key != "RSA 2048" {
		t.Errorf("got %s", dump(got))
	}
	forged := strings.Replace(raw.Reveal(), ".", "."+encode(`{"iss":"`+issuer+`"}`)+".", 1)
	forged = forged[:strings.Index(forged, ".")] + "." + strings.Split(forged, ".")[1] + "." + strings.Split(forged, ".")[3]
	if got := sound(t, v.Signature(context.Background(), secret.New(forged), keys, s)); got.State != api.VerdictInvalid {
		t.Errorf("forged: got %s", dump(got))
	}
}
