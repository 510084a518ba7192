package wire_test

import (
	"testing"

	"firstcall/app/api"
	"firstcall/app/wire"
)

func TestVary(t *testing.T) {
	slashed := acronis()
	slashed.Token.URL = "{data_center}/t/?v=1"
	get := dcv()
	get.Token.Method = "GET"
	typed := acronis()
	typed.Token.Parameters = []api.Parameter{{Name: "content-type", Value: "odd", In: api.InHeader}, {Name: "x", Value: "1"}}
	const basic = "Basic aWQlM0ExOnMlMjYlMkIlQzMlQkMlMjU="
	for _, test := range []struct {
		name              string
		provider          api.Provider
		values            map[string]string
		vary              api.Variation
		url, header, body string
		kind              string
	}{
		{"nothing", acronis(), filled(), api.Variation{}, "https://dc.example/api/2/idp/token", basic, "grant_type=client_credentials", "application/x-www-form-urlencoded"},
		{"client", acronis(), filled(), api.Variation{Client: api.ClientBody}, "https://dc.example/api/2/idp/token", "", "grant_type=client_credentials&client_id=id%3A1&client_secret=s%26%2B%C3%BC%25", "application/x-www-form-urlencoded"},
		{"place", typed, filled(), api.Variation{Place: api.PlaceJSON}, "https://dc.example/api/2/idp/token", basic, `{"x":"1","grant_type":"client_credentials"}`, "application/json"},
		{"query", acronis(), filled(), api.Variation{Place: api.PlaceQuery}, "https://dc.example/api/2/idp/token?grant_type=client_credentials", basic, "", "application/x-www-form-urlencoded"},
		{"from GET", get, filled(), api.Variation{Place: api.PlaceForm}, "https://dc.example/oauth2/token", basic, "grant_type=client_credentials", "application/x-www-form-urlencoded"},
		{"raw", acronis(), filled("client_id", "id"), api.Variation{Basic: "raw"}, "https://dc.example/api/2/idp/token", "Basic aWQ6cyYrw7wl", "grant_type=client_credentials", "application/x-www-form-urlencoded"},
		{"slash", acronis(), filled(), api.Variation{Slash: "add"}, "https://dc.example/api/2/idp/token/", basic, "grant_type=client_credentials", "application/x-www-form-urlencoded"},
		{"no slash", slashed, filled(), api.Variation{Slash: "remove"}, "https://dc.example/t?v=1", basic, "grant_type=client_credentials", "application/x-www-form-urlencoded"},
		{"slash of an endpoint", anyOAuth(), filled("token_url", "https://a.example/t?p=1"), api.Variation{Slash: "add"}, "https://a.example/t/?p=1", basic, "grant_type=client_credentials", "application/x-www-form-urlencoded"},
		{"white space", acronis(), filled("client_secret", " s&+ü%\n"), api.Variation{Trim: true}, "https://dc.example/api/2/idp/token", basic, "grant_type=client_credentials", "application/x-www-form-urlencoded"},
		{"data center", acronis(), filled(), api.Variation{DataCenter: "https://other.example"}, "https://other.example/api/2/idp/token", basic, "grant_type=client_credentials", "application/x-www-form-urlencoded"},
	} {
		p := wire.Vary(test.provider, test.vary)
		r, err := wire.Token(p, wire.VaryValues(p, test.values, test.vary))
		if err != nil || r.FullURL() != test.url || r.AuthorizationHeader() != test.header || r.EncodeBody() != test.body || r.Method != "POST" && test.vary.Place != "" {
			t.Errorf("%s: got %s %s, %s, %s, %v", test.name, r.Method, r.FullURL(), r.AuthorizationHeader(), r.EncodeBody(), err)
		}
		if len(r.Header) != 2 || r.Header[1].Value != test.kind {
			t.Errorf("%s: got %+v", test.name, r.Header)
		}
	}
	before := filled("client_secret", " s")
	wire.VaryValues(acronis(), before, api.Variation{Trim: true})
	if before["client_secret"] != " s" || typed.Token.Place != api.PlaceForm || len(typed.Token.Parameters) != 2 {
		t.Error("a variation changed what it was given")
	}
}
