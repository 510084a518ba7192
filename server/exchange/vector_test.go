package exchange

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/server/provider"
	"firstcall/server/secret"
	"firstcall/server/transport"
)

// TestChallenge has RFC 7636 appendix B.
func TestChallenge(t *testing.T) {
	if got := challenge(secret.New("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")); got != "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" {
		t.Errorf("got %s", got)
	}
	if length := len(random().Reveal()); length < 43 || length > 128 {
		t.Errorf("a verifier has %d characters", length)
	}
}

// TestExamplesOfTheRFCs sends what the RFCs' examples send, and reads what they answer.
func TestExamplesOfTheRFCs(t *testing.T) {
	basic := map[string]string{"client_id": "s6BhdRkqt3", "client_secret": "gX1fBat3bV"}
	const usual = `{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"example","expires_in":3600,"refresh_token":"tGzv3JOkF0XG5Qx2TlKWIA","example_parameter":"example_value"}`
	for _, test := range []struct {
		name    string
		token   api.TokenRequest
		values  map[string]string
		run     func(*Exchanger, provider.Profile, map[string]string) Outcome
		form    url.Values
		header  string
		answer  string
		access  string
		refresh string
		issued  string
	}{
		{
			"RFC 6749 section 4.4",
			api.TokenRequest{Grant: api.GrantClientCredentials, Client: api.ClientBasic},
			basic, nil,
			url.Values{"grant_type": {"client_credentials"}},
			"Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW", usual, "2YotnFZFEjr1zCsicMWpAA", "tGzv3JOkF0XG5Qx2TlKWIA", "",
		},
		{
			"RFC 6749 section 6",
			api.TokenRequest{Grant: api.GrantClientCredentials, Client: api.ClientBasic},
			basic,
			func(e *Exchanger, p provider.Profile, values map[string]string) Outcome {
				return e.Refresh(t.Context(), p, values, secret.New("tGzv3JOkF0XG5Qx2TlKWIA"))
			},
			url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"tGzv3JOkF0XG5Qx2TlKWIA"}},
			"Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW",
			`{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"example","expires_in":3600}`, "2YotnFZFEjr1zCsicMWpAA", "tGzv3JOkF0XG5Qx2TlKWIA", "",
		},
		{
			"RFC 6749 section 4.1.3",
			api.TokenRequest{Grant: api.GrantCode, Client: api.ClientBasic},
			basic,
			func(e *Exchanger, p provider.Profile, values map[string]string) Outcome {
				begun := Authorization{URL: "https://server.example.com/authorize", RedirectURI: "https://client.example.com/cb", State: secret.New("xyz"), Verifier: secret.New("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")}
				return e.Redeem(t.Context(), p, values, begun, url.Values{"code": {"SplxlOBeZQQYbYS6WxSbIA"}, "state": {"xyz"}})
			},
			url.Values{
				"grant_type": {"authorization_code"}, "code": {"SplxlOBeZQQYbYS6WxSbIA"}, "redirect_uri": {"https://client.example.com/cb"},
				"code_verifier": {"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"}, // RFC 7636 section 4.5
			},
			"Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW", usual, "2YotnFZFEjr1zCsicMWpAA", "tGzv3JOkF0XG5Qx2TlKWIA", "",
		},
		{
			"RFC 8628 section 3.4",
			api.TokenRequest{Grant: api.GrantDevice, Client: api.ClientNone},
			map[string]string{"client_id": "1406020730"},
			func(e *Exchanger, p provider.Profile, values map[string]string) Outcome {
				return e.Poll(t.Context(), p, values, Device{DeviceCode: secret.New("GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS")}).Outcome
			},
			url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:device_code"}, "device_code": {"GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS"}, "client_id": {"1406020730"}},
			"", usual, "2YotnFZFEjr1zCsicMWpAA", "tGzv3JOkF0XG5Qx2TlKWIA", "",
		},
		{
			"RFC 8693 section 2.3",
			api.TokenRequest{Grant: api.GrantTokenExchange, Client: api.ClientBasic, Parameters: []api.Parameter{
				{Name: "resource", Value: "https://backend.example.com/api"},
				{Name: "subject_token", Value: "{subject_token}"},
				{Name: "subject_token_type", Value: "urn:ietf:params:oauth:token-type:access_token"},
			}},
			map[string]string{"client_id": "rs08", "client_secret": "long-secure-random-secret", "subject_token": "accVkjcJyb4BWCxGsndESCJQbdFMogUC5PbRDqceLTC"},
			nil,
			url.Values{
				"grant_type": {"urn:ietf:params:oauth:grant-type:token-exchange"}, "resource": {"https://backend.example.com/api"},
				"subject_token": {"accVkjcJyb4BWCxGsndESCJQbdFMogUC5PbRDqceLTC"}, "subject_token_type": {"urn:ietf:params:oauth:token-type:access_token"},
			},
			"Basic cnMwODpsb25nLXNlY3VyZS1yYW5kb20tc2VjcmV0",
			`{"access_token":"eyJhbGciOiJFUzI1NiIsImtpZCI6IjllciJ9.eyJhdWQiOiJodHRwczovL2JhY2tlbmQuZXhhbXBsZS5jb20iLCJpc3MiOiJodHRwczovL2FzLmV4YW1wbGUuY29tIiwiZXhwIjoxNDQxOTE3NTkzLCJpYXQiOjE0NDE5MTc1MzMsInN1YiI6ImJkY0BleGFtcGxlLmNvbSIsInNjb3BlIjoiYXBpIn0.x","issued_token_type":"urn:ietf:params:oauth:token-type:access_token","token_type":"Bearer","expires_in":60}`,
			"eyJhbGciOiJFUzI1NiIsImtpZCI6IjllciJ9.eyJhdWQiOiJodHRwczovL2JhY2tlbmQuZXhhbXBsZS5jb20iLCJpc3MiOiJodHRwczovL2FzLmV4YW1wbGUuY29tIiwiZXhwIjoxNDQxOTE3NTkzLCJpYXQiOjE0NDE5MTc1MzMsInN1YiI6ImJkY0BleGFtcGxlLmNvbSIsInNjb3BlIjoiYXBpIn0.x",
			"", "urn:ietf:params:oauth:token-type:access_token",
		},
		{
			"RFC 8693 section 2.2.1, N_A",
			api.TokenRequest{Grant: api.GrantTokenExchange, Client: api.ClientNone},
			map[string]string{"client_id": "c"},
			nil,
			url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:token-exchange"}, "client_id": {"c"}},
			"",
			`{"access_token":"AAAA","issued_token_type":"urn:ietf:params:oauth:token-type:saml2","token_type":"N_A"}`, "AAAA", "", "urn:ietf:params:oauth:token-type:saml2",
		},
	} {
		var form url.Values
		var header string
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_ = r.ParseForm()
			form, header = r.PostForm, r.Header.Get("Authorization")
			_, _ = io.WriteString(w, test.answer)
		}))
		way := transport.New(transport.Config{})
		p := example(test.token)
		values := with(test.values, "data_center", server.URL)
		do := test.run
		if do == nil {
			do = func(e *Exchanger, p provider.Profile, values map[string]string) Outcome {
				return e.Run(t.Context(), p, values)
			}
		}
		got := do(New(way, func() time.Time { return time.Unix(1_441_917_533, 0) }), p, values)
		if g := got.Grant; g == nil || g.AccessToken.Reveal() != test.access || g.RefreshToken.Reveal() != test.refresh || g.IssuedTokenType != test.issued {
			t.Errorf("%s: got %+v, %+v", test.name, g, got.Failure)
		}
		if form.Encode() != test.form.Encode() || header != test.header {
			t.Errorf("%s: sent %s, %q", test.name, form.Encode(), header)
		}
		way.Close()
		server.Close()
	}
}

// example is a provider with the fields of the examples.
func example(token api.TokenRequest) provider.Profile {
	token.URL, token.Place = "{data_center}/token", api.PlaceForm
	fields := []api.Field{{Name: "data_center", Kind: api.FieldURL}}
	for _, name := range []string{"client_id", "subject_token"} {
		fields = append(fields, api.Field{Name: name, Optional: true})
	}
	for _, name := range []string{"client_secret", "private_key"} {
		fields = append(fields, api.Field{Name: name, Kind: api.FieldSecret, Optional: true})
	}
	return provider.Profile{Provider: api.Provider{Name: "Example", Fields: fields, Token: token}}
}
