package exchange

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/exchange/explain"
	"firstcall/server/provider"
)

// FuzzAnswer reads any answer, as a grant and as a refusal.
func FuzzAnswer(f *testing.F) {
	f.Add(200, `{"access_token":"eyJhbGciOiJub25lIn0.eyJleHAiOjE3MDAwMDAwMDB9.","expires_in":3600,"token_type":"Bearer"}`)
	f.Add(200, `{"access_token":"a","expires_on":"1e3","scope":["a",1],"error":{}}`)
	f.Add(401, `{"error":{"code":1000,"message":"m","details":{"info":"i"}}}`)
	f.Add(400, `{"error":"invalid_grant","error_description":[],"hint":{},"message":"`+"`password`"+`"}`)
	f.Add(200, `{"device_code":"a","user_code":"b","verification_uri":"https://c.example/","interval":1e3,"active":true}`)
	f.Add(401, `Bearer error="invalid_token", error_description="a \"b\""`)
	f.Add(302, `<html><title>x</title>`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		x, r := fuzzed(status, body)
		grant, err := readGrant(r, x.profile.Answer.Names())
		if err != nil {
			judged(t, x, x.useless(r, err))
		} else {
			sound(t, grant)
		}
		judged(t, x, x.refused(r))
		if d, err := readDevice(r); err != nil {
			judged(t, x, x.noDevice(r, err))
		} else if d.DeviceCode.Empty() || d.Interval < 1 || !strings.HasPrefix(d.VerificationURI, "http") {
			t.Errorf("a device %+v out of %q", d, body)
		}
		for _, claim := range x.claims([]byte(body)) {
			if !json.Valid(claim.Value) || strings.Contains(string(claim.Value), fuzzSecret) {
				t.Errorf("the claim %q out of %q", claim.Value, body)
			}
		}
		x.metadata, x.document = r.Object, "https://dc.example/.well-known/openid-configuration"
		if _, err := x.endpointFor(tokenEndpoint); err == nil && !strings.Contains(body, "dc.example") {
			t.Errorf("a token endpoint out of %q", body)
		}
	})
}

const fuzzSecret = "canary-of-the-fuzz"

func fuzzed(status int, body string) (*run, reply) {
	p := provider.Profile{Provider: api.Provider{
		Fields: []api.Field{
			{Name: "data_center", Label: "Data center URL", Kind: api.FieldURL},
			{Name: "client_id", Label: "Client ID"},
			{Name: "client_secret", Label: "Client secret", Kind: api.FieldSecret},
		},
		Token: api.TokenRequest{URL: "{data_center}/token"},
	}}
	x := (&Exchanger{now: time.Now}).start(p, map[string]string{"client_secret": fuzzSecret}, api.ForToken, tokenEndpoint)
	x.request = wire.Request{Method: "POST", URL: "https://dc.example/token", Basic: &wire.Basic{ID: "id", Secret: fuzzSecret}}
	x.varies, x.legs = true, make([]api.Transcript, 1)
	header := http.Header{"Location": {body}, "Www-Authenticate": {body}}
	r := reply{at: time.Unix(1_700_000_000, 0), Answer: explain.Answer{Status: status, Header: header, Body: []byte(body)}, value: decode([]byte(body))}
	r.Object, _ = r.value.(map[string]any)
	x.learn(r)
	return x, r
}

// sound wants a grant that can be used as it is.
func sound(t *testing.T, g *Grant) {
	t.Helper()
	if g.AccessToken.Empty() || strings.ContainsAny(g.TokenType+g.AccessToken.Reveal()+g.RefreshToken.Reveal()+g.IDToken.Reveal(), "\r\n\x00") || g.TokenType == "" {
		t.Errorf("got %q %q", g.TokenType, g.AccessToken.Reveal())
	}
	e := g.Expiry
	if (e.Source == "") != (e.ExpiresAt == 0) || e.ExpiresAt < 0 || e.ExpiresAt > latest || e.IssuedAt < earliest || g.evidence() == "" {
		t.Errorf("got %+v", e)
	}
}

// judged wants a failure that says something, and no secret.
func judged(t *testing.T, x *run, f *api.Failure) {
	t.Helper()
	text, err := json.Marshal(struct {
		F *api.Failure
		T api.Transcript
	}{f, x.legs[0]})
	if err != nil || strings.Contains(string(text), fuzzSecret) {
		t.Errorf("%v in %s", err, text)
	}
	if f.Kind == "" || f.Title == "" || f.Detail == "" || len(f.Try) == 0 || len(x.legs[0].Rungs) != len(ladder) {
		t.Errorf("the failure says too little: %s", text)
	}
}
