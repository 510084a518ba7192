package discovery_test

import (
	"strings"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/provider"
)

// TestImportOfTheSandbox compares the profile with what go-oidc reads out of the
// same metadata.
func TestImportOfTheSandbox(t *testing.T) {
	fill := listening(t)
	issuer := fill["issuer"]
	_, p := imported(t, issuer)
	independent, err := oidc.NewProvider(t.Context(), issuer)
	if err != nil {
		t.Fatal(err)
	}
	var further struct {
		Issuer        string   `json:"issuer"`
		Introspection string   `json:"introspection_endpoint"`
		Revocation    string   `json:"revocation_endpoint"`
		JWKS          string   `json:"jwks_uri"`
		Grants        []string `json:"grant_types_supported"`
		Clients       []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := independent.Claims(&further); err != nil {
		t.Fatal(err)
	}
	for field, want := range map[string]string{
		"token_url":                independent.Endpoint().TokenURL,
		"authorization_url":        independent.Endpoint().AuthURL,
		"device_authorization_url": independent.Endpoint().DeviceAuthURL,
		"userinfo_url":             independent.UserInfoEndpoint(),
		"introspection_url":        further.Introspection,
		"revocation_url":           further.Revocation,
		"jwks_url":                 further.JWKS,
	} {
		if f, found := p.Field(field); !found || f.Default != want || want == "" || f.Kind != api.FieldEndpoint {
			t.Errorf("%s is %q, want %q", field, f.Default, want)
		}
	}
	if p.Issuer != further.Issuer || p.Endpoints.JWKS != "{jwks_url}" {
		t.Errorf("issuer %q, endpoints %+v", p.Issuer, p.Endpoints)
	}
	sameChoices(t, p, "grant_type", further.Grants)
	sameChoices(t, p, "client_authentication", further.Clients)
}

func sameChoices(t *testing.T, p provider.Profile, field string, want []string) {
	t.Helper()
	f, _ := p.Field(field)
	offered := map[string]bool{}
	for _, c := range f.Choices {
		offered[c.Value] = true
	}
	for _, value := range want {
		if !offered[value] {
			t.Errorf("%s does not offer %s", field, value)
		}
	}
	if len(offered) != len(want) || len(want) < 4 {
		t.Errorf("%s offers %v, want %v", field, offered, want)
	}
}

// TestEveryWayMakesARequest fills the profile for each grant with each client
// authentication, with nothing but the fields that it shows.
func TestEveryWayMakesARequest(t *testing.T) {
	fill := listening(t)
	_, p := imported(t, fill["issuer"])
	grants, _ := p.Field("grant_type")
	clients, _ := p.Field("client_authentication")
	for _, grant := range grants.Choices {
		for _, client := range clients.Choices {
			values := map[string]string{
				"data_center": "https://api.test", "client_id": fill["client_id"], "grant_type": grant.Value, "client_authentication": client.Value,
				"client_certificate": fill["client_certificate"], "client_key": fill["client_key"],
			}
			for _, f := range p.Fields {
				if _, there := values[f.Name]; !there && f.Default == "" && !f.Optional && f.Shown(values) {
					values[f.Name] = "typed"
				}
			}
			request := p.Provider
			switch grant.Value {
			case api.GrantCode:
				request = wire.Code(request)
				values["code"], values["redirect_uri"], values["code_verifier"] = "c", "http://localhost/callback", "v"
			case api.GrantDevice:
				request = wire.DeviceToken(request)
				values["device_code"] = "d"
			}
			got, err := wire.Token(request, values)
			if err != nil {
				t.Errorf("%s, %s: %v", grant.Value, client.Value, err)
				continue
			}
			if sent, _ := got.Param("grant_type"); sent.Value != grant.Value || got.URL != fill["token_url"] {
				t.Errorf("%s, %s: grant %q to %s", grant.Value, client.Value, sent.Value, got.URL)
			}
		}
	}
}

// TestEveryFormOfIssuer enters one issuer in all the forms that it has.
func TestEveryFormOfIssuer(t *testing.T) {
	s := server(t, map[string]string{
		"/.well-known/openid-configuration":                document(""),
		"/realms/a/.well-known/openid-configuration":       document("/realms/a"),
		"/.well-known/oauth-authorization-server/tenant/b": document("/tenant/b"),
		"/.well-known/openid-configuration/c":              document("/c"),
		"/d/.well-known/oauth-authorization-server":        document("/d"),
		"/slash/.well-known/openid-configuration":          document("/slash/"),
		"/q/.well-known/openid-configuration?p=sign-in":    document("/q"),
	})
	host := strings.TrimPrefix(s.URL, "http://")
	for typed, want := range map[string]string{
		s.URL:       "",
		s.URL + "/": "",
		" " + strings.ToUpper("localhost") + host[strings.Index(host, ":"):] + " ": "another host",
		host:                 "",
		s.URL + "/realms/a":  "/realms/a",
		s.URL + "/realms/a/": "/realms/a",
		s.URL + "/tenant/b":  "/tenant/b",
		s.URL + "/c":         "/c",
		s.URL + "/d":         "/d",
		s.URL + "/slash":     "/slash/",
		s.URL + "/#anchor":   "",
		s.URL + "/?utm=a":    "",
		s.URL + "/realms/a/.well-known/openid-configuration":       "/realms/a",
		s.URL + "/.well-known/openid-configuration/":               "",
		s.URL + "/.well-known/oauth-authorization-server/tenant/b": "/tenant/b",
		s.URL + "/q/.well-known/openid-configuration?p=sign-in":    "/q",
	} {
		if want == "another host" {
			if got := run(t, typed); got.Failure == nil || got.Failure.Title != "The metadata is another issuer's" {
				t.Errorf("%q: %+v", typed, got.Failure)
			}
			continue
		}
		if _, p := imported(t, typed); p.Issuer != s.URL+want {
			t.Errorf("%q: issuer %q, want %q", typed, p.Issuer, s.URL+want)
		}
	}
}
