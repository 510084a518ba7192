package exchange_test

import (
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/server/provider"
)

// jwt is an unsigned token with these claims.
func jwt(claims string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"typ":"JWT","alg":"none"}`)) + "." + encode([]byte(claims)) + "."
}

func TestExpiry(t *testing.T) {
	now := answered.Unix()
	exp := jwt(fmt.Sprintf(`{"iat":%d,"exp":%d.75}`, now-60, now+500))
	for _, test := range []struct {
		name, members, token string
		expiresAt, issuedAt  int64
		source               string
	}{
		{"nothing", ``, "opaque", 0, now, ""},
		{"expires_on", `,"expires_on":1700007200,"expires_in":60`, "opaque", 1700007200, now, "expires_on"},
		{"expires_in", `,"expires_in":3600`, "opaque", now + 3600, now, "expires_in"},
		{"as strings", `,"expires_in":" 3600 "`, "opaque", now + 3600, now, "expires_in"},
		{"expires_on as a string", `,"expires_on":"1700007200"`, "opaque", 1700007200, now, "expires_on"},
		{"fraction", `,"expires_in":3600.9`, "opaque", now + 3600, now, "expires_in"},
		{"exponent", `,"expires_in":36e2`, "opaque", now + 3600, now, "expires_in"},
		{"a year", `,"expires_in":31536000`, "opaque", now + 31536000, now, "expires_in"},
		{"exp and iat", ``, exp, now + 500, now - 60, "exp"},
		{"the answer before the token", `,"expires_in":60`, exp, now + 60, now - 60, "expires_in"},
		{"milliseconds", `,"expires_on":1700007200000,"expires_in":60`, "opaque", 1700007200, now, "expires_on"},
		{"expires_at", `,"expires_at":1700007200`, exp, 1700007200, now - 60, "expires_at"},
		{"expires_at as a date", `,"expires_at":"2023-11-15T01:13:20+01:00"`, "opaque", 1700007200, now, "expires_at"},
		{"the span before expires_at", `,"expires_at":1700007200,"expires_in":60`, "opaque", now + 60, now, "expires_in"},
		{"a span as a point", `,"expires_on":3600`, exp, now + 500, now - 60, "exp"},
		{"negative", `,"expires_on":-1,"expires_in":-5`, exp, now + 500, now - 60, "exp"},
		{"zero", `,"expires_in":0`, "opaque", 0, now, ""},
		{"absurd", `,"expires_in":1e300,"expires_on":99999999999999999999999`, "opaque", 0, now, ""},
		{"not numbers", `,"expires_in":"soon","expires_on":{"a":1}`, exp, now + 500, now - 60, "exp"},
		{"NaN and infinite", `,"expires_in":"NaN","expires_on":"Inf"`, "opaque", 0, now, ""},
		{"claims that can't be", ``, jwt(`{"iat":-1,"exp":"1700000000"}`), 0, now, ""},
		{"issued after its end", ``, jwt(`{"iat":1800000000,"exp":1700000500}`), now + 500, now, "exp"},
	} {
		got := run(t, "acronis", credentials(answering(t, 200, `{"access_token":"`+test.token+`"`+test.members+`}`)))
		want := api.Expiry{IssuedAt: test.issuedAt, ExpiresAt: test.expiresAt, Source: test.source}
		if got.Grant == nil || got.Grant.Expiry != want {
			t.Errorf("%s: got %+v, want %+v; %s", test.name, got.Grant, want, dump(got.Failure))
		}
	}
}

func TestTolerated(t *testing.T) {
	for _, test := range []struct{ name, body, tokenType, scope, refresh string }{
		{"no type", `{"access_token":"abcd"}`, "Bearer", "", ""},
		{"a type that is none", `{"access_token":"abcd","token_type":7}`, "Bearer", "", ""},
		{"small letters", `{"access_token":"abcd","token_type":"bearer"}`, "bearer", "", ""},
		{"scope as an array", `{"access_token":"abcd","scope":["a","b",3]}`, "Bearer", "a b", ""},
		{"nulls", `{"access_token":"abcd","refresh_token":null,"id_token":null,"scope":null,"error":null,"expires_in":null}`, "Bearer", "", ""},
		{"an error that is none", `{"access_token":"abcd","error":"","refresh_token":"r"}`, "Bearer", "", "r"},
		{"byte order mark", "\uFEFF {\"access_token\":\"abcd\"}\n", "Bearer", "", ""},
		{"twice", `{"access_token":"first","access_token":"abcd"}`, "Bearer", "", ""},
	} {
		got := run(t, "acronis", credentials(answering(t, 201, test.body, "Content-Type", "text/plain")))
		g := got.Grant
		if g == nil || g.AccessToken.Reveal() != "abcd" || g.TokenType != test.tokenType || g.Scope != test.scope || g.RefreshToken.Reveal() != test.refresh {
			t.Errorf("%s: got %+v; %s", test.name, g, dump(got.Failure))
		}
	}
}

func TestOwnNames(t *testing.T) {
	p := profile(t, "acronis")
	p.Answer = provider.Answer{AccessToken: "token", TokenType: "kind", ExpiresIn: "ttl"}
	url := answering(t, 200, `{"token":"abcd-efgh-ijkl","kind":"Key","ttl":60,"access_token":"another"}`)
	got := checked(t, exchanger(t).Run(t.Context(), p, credentials(url)))
	if g := got.Grant; g == nil || g.AccessToken.Reveal() != "abcd-efgh-ijkl" || g.TokenType != "Key" || g.Expiry.Source != "ttl" {
		t.Errorf("got %+v; %s", g, dump(got.Failure))
	}
	if text := dump(got.Transcript()); strings.Contains(text, "abcd-efgh-ijkl") || strings.Contains(text, "another") {
		t.Errorf("a token is in %s", text)
	}
}

// TestPaths finds the members where a profile says.
func TestPaths(t *testing.T) {
	for body, names := range map[string]provider.Answer{
		`{"data":{"token":"abcd-efgh-ijkl","life":60}}`:        {AccessToken: "data.token", ExpiresIn: "data.life"},
		`[{"token":"abcd-efgh-ijkl","life":60}]`:               {AccessToken: "0.token", ExpiresIn: "0.life"},
		`{"data.token":"abcd-efgh-ijkl","data":{"life":"60"}}`: {AccessToken: "data.token", ExpiresIn: "data.life"},
	} {
		p := profile(t, "acronis")
		p.Answer = names
		got := checked(t, exchanger(t).Run(t.Context(), p, credentials(answering(t, 200, body))))
		if g := got.Grant; g == nil || g.AccessToken.Reveal() != "abcd-efgh-ijkl" || g.Expiry.ExpiresAt != clock().Unix()+60 || g.Expiry.Source != names.ExpiresIn {
			t.Errorf("%s: got %+v; %s", body, g, dump(got.Failure))
		}
		if text := dump(got.Transcripts); strings.Contains(text, "abcd-efgh-ijkl") {
			t.Errorf("the token is in %s", text)
		}
	}
}

func TestCompressedAnswer(t *testing.T) {
	url := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, `{"access_token":"abcd"}`)
		z.Close()
	})
	if got := run(t, "acronis", credentials(url)); got.Grant == nil || got.Grant.AccessToken.Reveal() != "abcd" {
		t.Errorf("got %s", dump(got.Failure))
	}
}

func TestCompressionBomb(t *testing.T) {
	url := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.Copy(z, io.LimitReader(zeros{}, 64<<20))
		z.Close()
	})
	got := run(t, "acronis", credentials(url))
	if f := got.Failure; f == nil || f.Kind != api.FailureAnswer || !strings.Contains(f.Detail, "1 MiB") {
		t.Errorf("got %s", dump(f))
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// TestLargeAnswer has a token that is nearly the largest answer.
func TestLargeAnswer(t *testing.T) {
	token := jwt(`{"a":"` + strings.Repeat("x", 700_000) + `"}`)
	got := run(t, "acronis", credentials(answering(t, 200, `{"access_token":"`+token+`"}`)))
	if got.Grant == nil || got.Grant.AccessToken.Reveal() != token {
		t.Fatalf("got %s", dump(got.Failure))
	}
	if text := dump(got.Transcript()); len(text) > 4<<10 || strings.Contains(text, token[100:200]) {
		t.Errorf("the transcript has %d bytes", len(text))
	}
}
