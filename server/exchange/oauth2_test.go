package exchange_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"testing"

	"firstcall/app/api"
	"firstcall/server/exchange"
	"firstcall/server/secret"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// A sent request, as far as RFC 6749 decides about it.
type sent struct{ path, authorization, form string }

// TestAsOAuth2Does sends each request of x/oauth2, and wants ours to be the same.
func TestAsOAuth2Does(t *testing.T) {
	var last sent
	base := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		last = sent{r.URL.Path, r.Header.Get("Authorization"), r.PostForm.Encode()}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"access_token":"a","token_type":"bearer","device_code":"the-device-code","user_code":"u","verification_uri":"https://example.com/","interval":1}`)
	})
	const id, password = "client & 1", "s3cr3t+/%:ü"
	for way, style := range map[string]oauth2.AuthStyle{api.ClientBasic: oauth2.AuthStyleInHeader, api.ClientBody: oauth2.AuthStyleInParams} {
		config := oauth2.Config{
			ClientID: id, ClientSecret: password, RedirectURL: redirectURI, Scopes: []string{"a", "b"},
			Endpoint: oauth2.Endpoint{TokenURL: base + "/token", DeviceAuthURL: base + "/device", AuthStyle: style},
		}
		machine := clientcredentials.Config{ClientID: id, ClientSecret: password, TokenURL: base + "/token", Scopes: []string{"a", "b"}, AuthStyle: style}
		e, p := exchanger(t), profile(t, "oauth")
		values := func(grant, scope string) map[string]string {
			v := credentials(base)
			v["client_id"], v["client_secret"], v["client_authentication"], v["grant_type"], v["scope"] = id, password, way, grant, scope
			v["device_authorization_url"], v["authorization_url"] = base+"/device", base+"/authorize"
			return v
		}
		verifier := oauth2.GenerateVerifier()
		for name, both := range map[string]struct {
			theirs func(context.Context) error
			ours   func(context.Context) *api.Failure
		}{
			"client credentials": {
				func(ctx context.Context) error { _, err := machine.Token(ctx); return err },
				func(ctx context.Context) *api.Failure {
					return e.Run(ctx, p, values(api.GrantClientCredentials, "a b")).Failure
				},
			},
			"password": {
				func(ctx context.Context) error {
					_, err := config.PasswordCredentialsToken(ctx, "ana@example.com", "p4ssw0rd-kept-here")
					return err
				},
				func(ctx context.Context) *api.Failure {
					return e.Run(ctx, p, values(api.GrantPassword, "a b")).Failure
				},
			},
			"refresh": {
				func(ctx context.Context) error {
					_, err := config.TokenSource(ctx, &oauth2.Token{RefreshToken: "r/+="}).Token()
					return err
				},
				func(ctx context.Context) *api.Failure {
					return e.Refresh(ctx, p, values(api.GrantCode, "a b"), secret.New("r/+=")).Failure
				},
			},
			"code": {
				func(ctx context.Context) error {
					_, err := config.Exchange(ctx, "c/+=", oauth2.VerifierOption(verifier))
					return err
				},
				func(ctx context.Context) *api.Failure {
					begun := exchange.Authorization{URL: base, RedirectURI: redirectURI, State: secret.New("s"), Verifier: secret.New(verifier)}
					return e.Redeem(ctx, p, values(api.GrantCode, ""), begun, url.Values{"state": {"s"}, "code": {"c/+="}}).Failure
				},
			},
			"device code": {
				func(ctx context.Context) error {
					_, err := config.DeviceAccessToken(ctx, &oauth2.DeviceAuthResponse{DeviceCode: "d/+=", Interval: 1})
					return err
				},
				func(ctx context.Context) *api.Failure {
					return e.Poll(ctx, p, values(api.GrantDevice, ""), exchange.Device{DeviceCode: secret.New("d/+=")}).Failure
				},
			},
		} {
			if err := both.theirs(t.Context()); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			theirs := last
			last = sent{}
			if failure := both.ours(t.Context()); failure != nil {
				t.Errorf("%s %s: %s", way, name, dump(failure))
			}
			if name == "device code" {
				// x/oauth2 repeats scope there, and client_id although it is in the header.
				form, _ := url.ParseQuery(theirs.form)
				form.Del("scope")
				if way == api.ClientBasic {
					form.Del("client_id")
				}
				theirs.form = form.Encode()
			}
			if last != theirs {
				t.Errorf("%s %s:\n  ours %+v\ntheirs %+v", way, name, last, theirs)
			}
		}
	}
}
