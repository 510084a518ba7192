package wire_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/app/wire"
)

var (
	formHeader = []wire.Param{
		{Name: "Accept", Value: "application/json"},
		{Name: "Content-Type", Value: "application/x-www-form-urlencoded"},
	}
	jsonHeader = []wire.Param{{Name: "Accept", Value: "application/json"}, {Name: "Content-Type", Value: "application/json"}}
	basic      = &wire.Basic{ID: "id:1", Secret: "s&+ü%"}
	grant      = wire.Param{Name: "grant_type", Value: "client_credentials"}
	password   = wire.Param{Name: "grant_type", Value: "password"}
	username   = wire.Param{Name: "username", Value: "ana@dc.example"}
	userSecret = wire.Param{Name: "password", Value: "p\"w\\\n", Secret: true}
	bodyID     = wire.Param{Name: "client_id", Value: "id:1"}
	bodySecret = wire.Param{Name: "client_secret", Value: "s&+ü%", Secret: true}
)

func TestToken(t *testing.T) {
	for _, test := range []struct {
		name     string
		provider api.Provider
		values   map[string]string
		want     wire.Request
	}{
		{
			"basic, form", acronis(), filled(),
			wire.Request{
				Method: "POST", URL: "https://dc.example/api/2/idp/token", Header: formHeader, Basic: basic,
				Place: api.PlaceForm, Body: []wire.Param{grant},
			},
		},
		{
			"the data center is put right", acronis(), filled("data_center", " DC.example/api/2/ "),
			wire.Request{
				Method: "POST", URL: "https://dc.example/api/2/idp/token", Header: formHeader, Basic: basic,
				Place: api.PlaceForm, Body: []wire.Param{grant},
			},
		},
		{
			"basic, query", dcv(), filled("data_center", "https://broker:8443"),
			wire.Request{
				Method: "POST", URL: "https://broker:8443/oauth2/token", Header: formHeader, Basic: basic,
				Place: api.PlaceQuery, Query: []wire.Param{grant},
			},
		},
		{
			"json", passport(), filled(),
			wire.Request{
				Method: "POST", URL: "https://dc.example/oauth/token", Header: jsonHeader, Place: api.PlaceJSON,
				Body: []wire.Param{username, userSecret, bodySecret, bodyID, password},
			},
		},
		{
			"grant as typed", passport(), filled("grant_type", "client_credentials"),
			wire.Request{
				Method: "POST", URL: "https://dc.example/oauth/token", Header: jsonHeader, Place: api.PlaceJSON,
				Body: []wire.Param{username, userSecret, bodySecret, bodyID, grant},
			},
		},
		{
			"hidden fields don't count", anyOAuth(), filled(),
			wire.Request{
				Method: "POST", URL: "https://dc.example/o/token", Header: formHeader, Basic: basic,
				Place: api.PlaceForm, Body: []wire.Param{grant},
			},
		},
		{
			"an endpoint is kept whole", anyOAuth(), filled("token_url", "login.example/o/token/?p=a%20b&c"),
			wire.Request{
				Method: "POST", URL: "https://login.example/o/token/?p=a%20b&c", Header: formHeader, Basic: basic,
				Place: api.PlaceForm, Body: []wire.Param{grant},
			},
		},
		{
			"body, password, scope", anyOAuth(), filled("client_auth", api.ClientBody, "grant_type", "password", "scope", "a b"),
			wire.Request{
				Method: "POST", URL: "https://dc.example/o/token", Header: formHeader, Place: api.PlaceForm,
				Body: []wire.Param{password, username, userSecret, {Name: "scope", Value: "a b"}, bodyID, bodySecret},
			},
		},
	} {
		got, err := wire.Token(test.provider, test.values)
		if err != nil || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s:\n got %+v, %v\nwant %+v", test.name, got, err, test.want)
		}
	}
}

func TestTokenOddProfiles(t *testing.T) {
	p := acronis()
	p.Fields = append(p.Fields, api.Field{Name: "realm", Kind: api.FieldText}, api.Field{Name: "key", Kind: api.FieldSecret})
	p.Token = api.TokenRequest{
		Method: "PUT", URL: "{data_center}/{realm}/token?v=2&key={key}&x={nothing}", Client: api.ClientNone,
		Parameters: []api.Parameter{
			{Name: "accept", Value: "text/plain", In: api.InHeader}, {Name: "content-type", In: api.InHeader}, {Name: "X-Key", Value: "k {key}", In: api.InHeader},
		},
	}
	got, err := wire.Token(p, filled("realm", "a/b?c", "key", "k1"))
	want := wire.Request{
		Method: "PUT", URL: "https://dc.example/a%2Fb%3Fc/token", Place: api.PlaceForm,
		Query:  []wire.Param{{Name: "v", Value: "2"}, {Name: "key", Value: "k1", Secret: true}},
		Header: []wire.Param{{Name: "accept", Value: "text/plain"}, {Name: "X-Key", Value: "k k1", Secret: true}},
		Body:   []wire.Param{bodyID},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %+v, %v\nwant %+v", got, err, want)
	}
}

func TestTokenFieldErrors(t *testing.T) {
	with := func(p api.Provider, change func(*api.TokenRequest)) api.Provider { change(&p.Token); return p }
	for _, test := range []struct {
		name     string
		provider api.Provider
		values   map[string]string
		field    string
		reason   string
	}{
		{"empty", acronis(), filled("client_secret", ""), "client_secret", "Enter the client secret."},
		{"blank", acronis(), filled("client_id", " \n"), "client_id", "Enter the client ID."},
		{"first in order", acronis(), nil, "data_center", "Enter the data center URL."},
		{"not a URL", acronis(), filled("data_center", "ftp://x"), "data_center", "can't be used here"},
		{"shown now", anyOAuth(), filled("grant_type", "password", "username", ""), "username", "Enter the user name."},
		{"upper-case label", anyOAuth(), filled("token_url", ""), "token_url", "Enter the token URL."},
		{"not offered", anyOAuth(), filled("grant_type", "implicit"), "grant_type", "Choose one"},
		{"no such way", anyOAuth(), filled("client_auth", "sideways"), "client_auth", "sideways"},
		{"raw ID with a colon", with(acronis(), func(t *api.TokenRequest) { t.RawBasic = true }), filled(), "client_id", "colon"},
		{"unknown name", with(acronis(), func(t *api.TokenRequest) { t.Grant = "{what}" }), filled(), "what", "Enter the what."},
		{"no place", with(acronis(), func(t *api.TokenRequest) { t.Place = "cloud" }), filled(), "", "cloud"},
		{"no scheme", with(acronis(), func(t *api.TokenRequest) { t.URL = "/token" }), filled(), "", "/token"},
		{"secret in path", with(acronis(), func(t *api.TokenRequest) { t.URL += "/{client_secret}" }), filled(), "", "masked"},
		{"header", with(passport(), func(t *api.TokenRequest) {
			t.Parameters = []api.Parameter{{Name: "X", Value: "{password}", In: api.InHeader}}
		}), filled(), "password", "line break"},
	} {
		got, err := wire.Token(test.provider, test.values)
		var wrong *wire.FieldError
		if !errors.As(err, &wrong) || wrong.Field != test.field || !strings.Contains(wrong.Reason, test.reason) {
			t.Errorf("%s: got %+v, %v, want %s: %s", test.name, got, err, test.field, test.reason)
			continue
		}
		if strings.Contains(err.Error(), "p\"w") || strings.Contains(err.Error(), "s&") {
			t.Errorf("%s: a secret is in %q", test.name, err)
		}
	}
}

func TestTokenPublicClient(t *testing.T) {
	p := anyOAuth()
	p.Fields[4].Optional = true
	got, err := wire.Token(p, filled("client_secret", "", "client_auth", api.ClientBody))
	if want := []wire.Param{grant, bodyID}; err != nil || !reflect.DeepEqual(got.Body, want) {
		t.Errorf("got %+v, %v, want %+v", got.Body, err, want)
	}
}

func TestTokenHiddenBehindHidden(t *testing.T) {
	p := acronis()
	p.Fields = append(p.Fields,
		api.Field{Name: "c", When: "b=1"}, api.Field{Name: "b", When: "a=1", Default: "1"}, api.Field{Name: "a", Optional: true})
	if _, err := wire.Token(p, filled("b", "1")); err != nil {
		t.Errorf("got %v: c hangs on b, which is hidden", err)
	}
}
