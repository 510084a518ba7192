package wire_test

import (
	"reflect"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/app/wire"
)

// whole is a provider with all endpoints, and parameters that only its token
// request has.
func whole() api.Provider {
	p := login(api.PlaceJSON)
	p.Endpoints = api.Endpoints{
		DeviceAuthorization: "{data_center}/d?v=1", Introspection: "{data_center}/i", Revocation: "{data_center}/r",
		Authorization: "{data_center}/a?v=1",
	}
	p.Token.Parameters = append(p.Token.Parameters, api.Parameter{Name: "Content-Type", Value: "application/odd", In: api.InHeader})
	return p
}

func TestFollowingRequests(t *testing.T) {
	values := filled("lines", "a=b\nheader:X-A=1\nquery:p=1\nauthorization:z=3", "words", "x y",
		"refresh_token", "r", "code", "c", "redirect_uri", "https://c.example", "code_verifier", "v", "device_code", "d", "token", "t", "token_type_hint", "h")
	headers := func(kind string, more ...wire.Param) []wire.Param {
		return append([]wire.Param{{Name: "Accept", Value: "application/json"}}, append(more, wire.Param{Name: "Content-Type", Value: kind})...)
	}
	odd := headers("application/odd", wire.Param{Name: "h", Value: "1"}, wire.Param{Name: "X-A", Value: "1"})
	form := []wire.Param{formHeader[0], formHeader[1], {Name: "h", Value: "1"}, {Name: "X-A", Value: "1"}}
	for _, test := range []struct {
		name      string
		provider  api.Provider
		url, body string
		header    []wire.Param
	}{
		{"refresh", wire.Refresh(whole()), "https://dc.example/t?q=id%3A1&p=1", `{"refresh_token":"r","grant_type":"refresh_token"}`, odd},
		{"code", wire.Code(whole()), "https://dc.example/t?q=id%3A1&p=1", `{"code":"c","redirect_uri":"https://c.example","code_verifier":"v","w":["x","y"],"a":"b","grant_type":"authorization_code","b":"3"}`, odd},
		{"device", wire.DeviceAuthorization(whole()), "https://dc.example/d?v=1", "o=4&z=3", form},
		{"poll", wire.DeviceToken(whole()), "https://dc.example/t?q=id%3A1&p=1", `{"device_code":"d","w":["x","y"],"a":"b","grant_type":"urn:ietf:params:oauth:grant-type:device_code","b":"3"}`, odd},
		{"introspection", wire.Introspection(whole()), "https://dc.example/i", "token=t&token_type_hint=h", form},
		{"revocation", wire.Revocation(whole()), "https://dc.example/r", "token=t&token_type_hint=h", form},
	} {
		r, err := wire.Token(test.provider, values)
		if err != nil || r.FullURL() != test.url || r.EncodeBody() != test.body || !reflect.DeepEqual(r.Header, test.header) || r.Basic == nil || r.Method != "POST" {
			t.Errorf("%s: got %s %s %+v, %v", test.name, r.FullURL(), r.EncodeBody(), r.Header, err)
		}
		for _, name := range []string{"refresh_token", "code", "code_verifier", "device_code", "token"} {
			if p, found := r.Param(name); found && !p.Secret {
				t.Errorf("%s: %s is not a secret", test.name, name)
			}
		}
	}
}

// TestFollowingRequestsWant the value that they are about, and nothing of the first.
func TestFollowingRequestsWant(t *testing.T) {
	for name, p := range map[string]api.Provider{
		"refresh_token": wire.Refresh(passport()), "code": wire.Code(passport()), "device_code": wire.DeviceToken(passport()),
	} {
		values := filled("password", "", "username", "", name, "")
		if _, err := wire.Token(p, values); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got %v", name, err)
		}
		values[name] = "x"
		if _, err := wire.Token(p, values); err != nil {
			t.Errorf("%s: got %v", name, err)
		}
		values["client_secret"] = ""
		if _, err := wire.Token(p, values); err == nil {
			t.Errorf("%s: the client's secret may be missing", name)
		}
	}
	if _, err := wire.Token(wire.Introspection(passport()), filled("token", "t")); err == nil || !strings.Contains(err.Error(), "no address") {
		t.Errorf("got %v", err)
	}
	discovered := acronis()
	discovered.Token.Discovery = true
	for _, p := range []api.Provider{wire.Introspection(discovered), wire.Revocation(discovered), wire.DeviceAuthorization(discovered)} {
		if r, err := wire.Token(p, filled("token", "t")); err != nil || !p.Token.Discovery || r.URL != "https://dc.example/api/2/idp/token" {
			t.Errorf("got %+v, %v", r, err)
		}
	}
}

func TestStep(t *testing.T) {
	p := passport()
	step := api.Step{
		Fields: []api.Field{{Name: "tenant", Label: "Tenant"}},
		Token: api.TokenRequest{
			URL: "{data_center}/s", Grant: "g", Place: api.PlaceForm, Client: api.ClientBearer, Bearer: "{access_token}",
			Parameters: []api.Parameter{{Name: "scope", Value: "of:{tenant}"}, {Name: "assertion", Value: "{access_token}"}},
		},
	}
	r, err := wire.Token(wire.Step(p, step), map[string]string{"data_center": "https://dc.example", "access_token": "a.b", "tenant": "1"})
	if err != nil || r.AuthorizationHeader() != "Bearer a.b" || r.EncodeBody() != "grant_type=g&scope=of%3A1&assertion=a.b" || strings.Contains(draw(r.Preview()), "a.b") {
		t.Errorf("got %+v, %v", r, err)
	}
	for _, missing := range []string{"access_token", "tenant"} {
		values := map[string]string{"data_center": "https://dc.example", "access_token": "a.b", "tenant": "1", missing: ""}
		if _, err := wire.Token(wire.Step(p, step), values); err == nil {
			t.Errorf("without %s", missing)
		}
	}
	if _, required := p.Field("password"); !required || p.Fields[2].Optional {
		t.Error("Step changed the provider that it was given")
	}
}

// TestFirst is what leaves first, for the preview.
func TestFirst(t *testing.T) {
	p := whole()
	p.Fields = append(p.Fields, api.Field{Name: "grant", Default: "x"})
	p.Token.Grant = "{grant}"
	for grant, want := range map[string]string{
		api.GrantDevice: "[method POST] [url https://dc.example/d]?[key v]=[value 1]\n",
		"x":             "[method POST] [url https://dc.example/t]?[key q]=[value id%3A1]\n",
		api.GrantCode: "[method GET] [url https://dc.example/a]?[key v]=[value 1]&[key response_type]=[value code]&[key client_id]=[value id%3A1]&" +
			"[key redirect_uri]=[value https%3A%2F%2Fc.example%2Fcallback]&[key o]=[value 4]&[key state]=[secret ••••••••]&" +
			"[key code_challenge]=[secret ••••••••]&[key code_challenge_method]=[value S256]",
	} {
		r, err := wire.First(p, filled("grant", grant), "https://c.example/callback")
		if got := draw(r.Preview()); err != nil || !strings.HasPrefix(got, want) || wire.Grant(p, filled("grant", grant)) != grant {
			t.Errorf("%s: got\n%s, %v", grant, got, err)
		}
	}
	p.Endpoints.Authorization, p.Token.Discovery = "", true
	r, err := wire.First(p, filled("grant", api.GrantCode), "")
	if err != nil || r.URL != "https://dc.example/t" {
		t.Errorf("got %+v, %v", r, err)
	}
}
