package snippet_test

import (
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/app/snippet"
)

// everywhere has parameters in each place, typed ones too, and a name twice.
func everywhere(place, method string) api.Provider {
	p := api.Provider{Fields: fields(
		api.Field{Name: "lines", Label: "Lines", Kind: api.FieldParameters, Optional: true},
		api.Field{Name: "more", Label: "More", Kind: api.FieldSecret, Optional: true},
		api.Field{Name: "resource", Label: "Resource", Optional: true},
		api.Field{Name: "token", Label: "Token", Kind: api.FieldSecret, Optional: true},
	), Token: api.TokenRequest{
		URL: "{data_center}/t?v=1", Method: method, Grant: "client_credentials", Place: place, Client: api.ClientBearer, Bearer: "{token}",
		Parameters: []api.Parameter{
			{Name: "resource", Value: "{resource}", Repeat: true},
			{Name: "q", Value: "{client_id}", In: api.InQuery},
			{Name: "X-H", Value: "h {client_id}", In: api.InHeader},
			{Value: "{lines}"},
			{Value: "{more}"},
		},
	}}
	p.Fields[2].Optional = true
	if method == "POST" {
		p.Token.Parameters = append(p.Token.Parameters, api.Parameter{Name: "b", Value: "{client_id}", In: api.InBody})
	}
	return p
}

// TestShapes runs scripts for each place of parameters, with and without a body,
// and compares what arrives with package wire.
func TestShapes(t *testing.T) {
	u := newUpstream(t, httptest.NewServer)
	values := map[string]string{
		"data_center": u.URL, "client_id": "5f0c 'x' $HOME", "lines": "a=b c\nheader:X-A='$HOME'\nquery:p=&\nquery:p=2", "resource": "https://a.example https://b.example",
	}
	for _, test := range []struct{ name, place, method string }{
		{"form", api.PlaceForm, "POST"},
		{"JSON", api.PlaceJSON, "POST"},
		{"query and body", api.PlaceQuery, "POST"},
		{"none and body", api.PlaceNone, "POST"},
		{"GET with a query", api.PlaceQuery, "GET"},
		{"GET with nothing", api.PlaceNone, "GET"},
	} {
		for _, language := range []string{"bash", "python"} {
			t.Run(test.name+"/"+language, func(t *testing.T) {
				tokenStep(t, u, language, everywhere(test.place, test.method), values, map[string]string{"token": "t.o'k$"}, map[string]string{"TOKEN": "t.o'k$"})
				if got := u.seen[0].header["Authorization"]; !slices.Equal(got, []string{"Bearer t.o'k$"}) {
					t.Errorf("got %q", got)
				}
			})
		}
	}
}

// TestPublicClient has no secret, and a query of its own in the endpoint.
func TestPublicClient(t *testing.T) {
	u := newUpstream(t, httptest.NewServer)
	p := bodyForm()
	p.Fields[3].Choices = append(p.Fields[3].Choices, api.Choice{Value: api.ClientNone})
	p.Fields[5].When = "way=client_secret_basic|client_secret_post"
	p.Token.Parameters = append(p.Token.Parameters, api.Parameter{Name: "q", Value: "1", In: api.InQuery})
	values := map[string]string{"data_center": u.URL, "token_url": u.URL + "/o/token/?p=1", "client_id": "public", "way": api.ClientNone, "grant_type": "client_credentials"}
	for _, language := range []string{"bash", "python"} {
		tokenStep(t, u, language, p, values, nil, nil)
		if got := u.seen[0]; got.form.Get("client_id") != "public" || got.query.Get("p") != "1" || got.query.Get("q") != "1" {
			t.Errorf("%s: got %+v", language, got)
		}
	}
}

// TestGivenToken is for grants and clients that the code leaves to others.
func TestGivenToken(t *testing.T) {
	signs := basicForm()
	signs.Token.Client = api.ClientPrivateKey
	signs.Fields = append(signs.Fields, api.Field{Name: api.PrivateKeyField, Label: "Private key", Kind: api.FieldKey})
	code, device := basicForm(), basicForm()
	code.Token.Grant, device.Token.Grant = api.GrantCode, api.GrantDevice
	connection := api.Connection{TokenType: "DPoP"}
	for name, test := range map[string]struct {
		provider   api.Provider
		connection *api.Connection
		says, want string
	}{
		"assertion": {signs, nil, "a JWT that is signed", "Bearer a.b'c$"},
		"code":      {code, nil, "signs in with a browser", "Bearer a.b'c$"},
		"device":    {device, &connection, "on another device", "DPoP a.b'c$"},
		"step":      {basicForm(), &api.Connection{Step: "customer", TokenType: "bearer"}, "by a further request", "Bearer a.b'c$"},
	} {
		u := newUpstream(t, httptest.NewServer)
		if test.connection != nil {
			test.connection.DataCenter = u.URL
		}
		for _, language := range []string{"bash", "python"} {
			u.seen = nil
			script := write(language, snippet.Source{
				Provider: test.provider, Connection: test.connection, Values: map[string]string{"data_center": u.URL, "client_id": "c"},
				Request: &api.Request{Method: "GET", Path: "/x"},
			})
			_, err := run(t, language, script, map[string]string{"ACCESS_TOKEN": "a.b'c$"})
			if err != nil || len(u.seen) != 1 || u.seen[0].path != "/x" || u.seen[0].header.Get("Authorization") != test.want || !strings.Contains(script, test.says) {
				t.Errorf("%s, %s: %+v, %v, code:\n%s", name, language, u.seen, err, script)
			}
		}
	}
}

// TestAnswerPaths reads the token where this provider puts it.
func TestAnswerPaths(t *testing.T) {
	for _, test := range []struct {
		answer api.Answer
		body   string
	}{
		{api.Answer{AccessToken: "token", TokenType: "kind"}, `{"kind":"X","token":"a.b","access_token":"wrong"}`},
		{api.Answer{AccessToken: "data.token", TokenType: "data.kind"}, `{"data":{"kind":"X","token":"a.b"},"last":{"token":"wrong"}}`},
		{api.Answer{AccessToken: "list.0.my token", TokenType: "it's"}, `{"list":[{"my token":"a.b"}],"it's":"X"}`},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, test.body) }))
		p := basicForm()
		p.Answer = test.answer
		for _, language := range []string{"bash", "python"} {
			code := write(language, snippet.Source{Provider: p, Values: map[string]string{"data_center": server.URL, "client_id": "c"}})
			out, err := run(t, language, code, map[string]string{"CLIENT_SECRET": "s"})
			if err != nil || !strings.HasSuffix(strings.TrimSpace(out), "X a.b") {
				t.Errorf("%s, %s: got %q, %v, code:\n%s", test.answer.AccessToken, language, out, err, code)
			}
		}
		server.Close()
	}
}

// TestWays goes out without verification, within a time and with a proxy.
func TestWays(t *testing.T) {
	u := newUpstream(t, httptest.NewTLSServer)
	p := basicForm()
	for _, name := range []string{api.VerifyField, api.ConnectTimeoutField, api.TimeoutField, api.ProxyField, api.PinField} {
		p.Fields = append(p.Fields, api.Field{Name: name, Optional: true})
	}
	values := map[string]string{"data_center": u.URL, "client_id": "c", api.VerifyField: "never", api.ConnectTimeoutField: "2.5", api.TimeoutField: "20", api.PinField: "AB"}
	for _, language := range []string{"bash", "python"} {
		u.seen = nil
		code := write(language, snippet.Source{Provider: p, Values: values})
		if _, err := run(t, language, code, map[string]string{"CLIENT_SECRET": "s"}); err != nil || len(u.seen) != 1 || !strings.Contains(code, "The pinned certificate is not checked here") {
			t.Errorf("%s: %d requests, %v, code:\n%s", language, len(u.seen), err, code)
		}
	}
	plain := newUpstream(t, httptest.NewServer)
	values = map[string]string{"data_center": "http://nowhere.invalid", "client_id": "c", api.ProxyField: plain.URL}
	for _, language := range []string{"bash", "python"} {
		plain.seen = nil
		code := write(language, snippet.Source{Provider: p, Values: values})
		if _, err := run(t, language, code, map[string]string{"CLIENT_SECRET": "s"}); err != nil || len(plain.seen) != 1 {
			t.Errorf("%s: %d requests, %v, code:\n%s", language, len(plain.seen), err, code)
		}
	}
}

// TestClientCertificate shows it to a server that wants one.
func TestClientCertificate(t *testing.T) {
	u, certificate, key := newMutual(t)
	ca := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: u.Certificate().Raw}))
	p := basicForm()
	p.Token.Client = api.ClientTLS
	p.Fields = append(p.Fields[:2:2], api.Field{Name: api.CAField, Kind: api.FieldCertificate, Optional: true})
	for _, name := range []string{"", api.ClientCertificateField} {
		p := p
		values := map[string]string{"data_center": u.URL, "client_id": "c", api.CAField: ca}
		if name != "" {
			p.Fields = append(slices.Clip(p.Fields), api.Field{Name: name, Kind: api.FieldCertificate, Optional: true})
			values[name] = certificate
		}
		if name == "" {
			p.Token.Client = api.ClientNone
		}
		for _, language := range []string{"bash", "python"} {
			u.seen = nil
			code := write(language, snippet.Source{Provider: p, Values: values})
			_, err := run(t, language, code, map[string]string{api.CAField: ca, "client.pem": certificate, "client-key.pem": key})
			if shown := err == nil && len(u.seen) == 1 && u.seen[0].form.Get("client_id") == "c"; shown != (name != "") {
				t.Errorf("%s: %d requests, %v, code:\n%s", language, len(u.seen), err, code)
			}
		}
	}
}

// TestPlainHTTPHasNoTLS leaves certificates out of code that meets none.
func TestPlainHTTPHasNoTLS(t *testing.T) {
	p := basicForm()
	p.Fields = append(p.Fields, api.Field{Name: api.CAField, Kind: api.FieldCertificate}, api.Field{Name: api.ClientCertificateField, Kind: api.FieldCertificate})
	for base, want := range map[string]bool{"http://localhost:8081": false, "https://dc.example": true} {
		source := snippet.Source{Provider: p, Values: map[string]string{api.DataCenterField: base, api.CAField: "PEM", api.ClientCertificateField: "PEM"}}
		for _, code := range []string{snippet.Python(source), snippet.Curl(source)} {
			if got := strings.Contains(code, "ca.pem") && strings.Contains(code, "client.pem"); got != want {
				t.Errorf("%s: certificates in the code: %t\n%s", base, got, code)
			}
		}
	}
}
