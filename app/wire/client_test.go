package wire_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/app/wire"
)

// keys are the fields of assertions.
var keys = []api.Field{
	{Name: api.PrivateKeyField, Label: "Private key", Kind: api.FieldKey, Optional: true},
	{Name: api.KeyIDField, Optional: true},
	{Name: api.SigningAlgField, Optional: true},
	{Name: api.ClientCertificateField, Label: "Client certificate", Kind: api.FieldCertificate, Optional: true},
	{Name: "bearer_token", Label: "Bearer token", Kind: api.FieldSecret, Optional: true},
	{Name: "aud", Optional: true},
}

func signing(way string) api.Provider {
	p := acronis()
	p.Fields = append(p.Fields, keys...)
	p.Fields[2].Optional = true
	p.Token.Client, p.Token.Bearer, p.Token.Audience = way, "{bearer_token}", "{aud}"
	return p
}

func TestClientAssertions(t *testing.T) {
	for _, test := range []struct {
		way    string
		values map[string]string
		want   wire.Assertion
	}{
		{
			api.ClientPrivateKey, filled("private_key", "K", "key_id", "k1", "signing_alg", "ES256", "aud", "https://as.example"),
			wire.Assertion{Audience: "https://as.example", Algorithm: "ES256", KeyID: "k1", Key: "K"},
		},
		{api.ClientPrivateKey, filled("private_key", "K", "signing_alg", "HS256"), wire.Assertion{Key: "K"}},
		{api.ClientSecretJWT, filled("private_key", "K", "signing_alg", "HS512"), wire.Assertion{Algorithm: "HS512", Secret: "s&+ü%"}},
		{api.ClientSecretJWT, filled("signing_alg", "ES256"), wire.Assertion{Secret: "s&+ü%"}},
	} {
		r, err := wire.Token(signing(test.way), test.values)
		test.want.Name, test.want.Issuer, test.want.Subject, test.want.Lifetime = "client_assertion", "id:1", "id:1", 60
		if err != nil || !reflect.DeepEqual(r.Assertions, []wire.Assertion{test.want}) || r.AuthorizationHeader() != "" {
			t.Errorf("%s: got %+v, %v", test.way, r.Assertions, err)
		}
		preview := draw(r.Preview())
		if !strings.Contains(preview, "[key client_assertion]=[secret eyJ… signed when sent]") || strings.Contains(preview, "K") && strings.Contains(preview, "=K") {
			t.Errorf("%s: got\n%s", test.way, preview)
		}
	}
}

func TestClientNeeds(t *testing.T) {
	for _, test := range []struct{ way, emptied, field, reason string }{
		{api.ClientPrivateKey, "private_key", "private_key", "Enter the private key."},
		{api.ClientSecretJWT, "client_secret", "client_secret", "Enter the client secret."},
		{api.ClientTLS, "client_certificate", "client_certificate", "Enter the client certificate."},
		{api.ClientBearer, "bearer_token", "bearer_token", "Enter the bearer token."},
	} {
		full := filled("private_key", "K", "client_certificate", "C", "bearer_token", "t.o.k")
		if _, err := wire.Token(signing(test.way), full); err != nil {
			t.Errorf("%s: %v", test.way, err)
		}
		full[test.emptied] = ""
		var wrong *wire.FieldError
		if _, err := wire.Token(signing(test.way), full); !errors.As(err, &wrong) || wrong.Field != test.field || wrong.Reason != test.reason {
			t.Errorf("%s: got %v", test.way, err)
		}
	}
	if _, err := wire.Token(signing(api.ClientBearer), filled("bearer_token", "a b")); err == nil || strings.Contains(err.Error(), "a b") {
		t.Errorf("got %v", err)
	}
	p := signing(api.ClientBody)
	p.Token.Place, p.Token.Grant = api.PlaceNone, ""
	if _, err := wire.Token(p, filled()); err == nil {
		t.Error("a secret without a place")
	}
}

// TestBearer sends the token as it is, and shows nothing of it.
func TestBearer(t *testing.T) {
	r, err := wire.Token(signing(api.ClientBearer), filled("bearer_token", "t.o.k"))
	if err != nil || r.AuthorizationHeader() != "Bearer t.o.k" || r.MaskedAuthorization() != "Bearer ••••••••" || r.EncodeBody() != "grant_type=client_credentials" {
		t.Errorf("got %s, %s, %v", r.AuthorizationHeader(), r.EncodeBody(), err)
	}
	if got := draw(r.Preview()); !strings.Contains(got, "[key Authorization]: [value Bearer ][secret ••••••••]") || strings.Contains(got, "t.o.k") {
		t.Errorf("got\n%s", got)
	}
}

// TestGrantAssertion is RFC 7523's grant, besides a client that signs too.
func TestGrantAssertion(t *testing.T) {
	p := signing(api.ClientPrivateKey)
	p.Token.Assertion = &api.Assertion{
		Issuer: "{client_id}", Subject: "{aud}", Audience: "{data_center}/t", Lifetime: 300,
		Claims: []api.Pair{{Name: "scope", Value: "of {client_id}"}, {Name: "none", Value: "{aud}"}},
	}
	p.Token.Parameters = []api.Parameter{
		{Name: "assertion", Value: "{assertion}"},
		{Name: "X-Assertion", Value: "JWT {assertion}", In: api.InHeader},
	}
	r, err := wire.Token(p, filled("private_key", "K"))
	if err != nil || len(r.Assertions) != 3 {
		t.Fatalf("got %+v, %v", r.Assertions, err)
	}
	want := wire.Assertion{
		Name: "assertion", Issuer: "id:1", Audience: "https://dc.example/t", Lifetime: 300, Key: "K",
		Claims: []api.Pair{{Name: "scope", Value: "of id:1"}},
	}
	if !reflect.DeepEqual(r.Assertions[2], want) && !reflect.DeepEqual(r.Assertions[1], want) {
		t.Errorf("got %+v", r.Assertions)
	}
	signed, err := r.Signed(func(a wire.Assertion) (string, error) { return "jwt-" + a.Name, nil })
	if err != nil || signed.EncodeBody() != "grant_type=client_credentials&assertion=jwt-assertion&"+
		"client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=jwt-client_assertion" {
		t.Errorf("got %s, %v", signed.EncodeBody(), err)
	}
	if header := signed.Header[2]; header != (wire.Param{Name: "X-Assertion", Value: "JWT jwt-X-Assertion", Secret: true}) || len(signed.Assertions) != 0 {
		t.Errorf("got %+v", signed)
	}
	if strings.Contains(r.EncodeBody(), "jwt-assertion") {
		t.Error("signing changed the request that is to be signed anew")
	}
	if strings.Contains(draw(signed.Preview()), "jwt-assertion") {
		t.Errorf("got\n%s", draw(signed.Preview()))
	}
	refused := errors.New("no key")
	if _, err := r.Signed(func(wire.Assertion) (string, error) { return "", refused }); !errors.Is(err, refused) {
		t.Errorf("got %v", err)
	}
	p.Token.Client = api.ClientBasic
	r, err = wire.Token(p, filled())
	if err != nil || r.Assertions[0].Secret != "s&+ü%" || r.Assertions[0].Key != "" {
		t.Errorf("signed with the secret: got %+v, %v", r.Assertions, err)
	}
}
