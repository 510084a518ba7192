package provider_test

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/app/wire"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// odd values of IDs and secrets, which break encoders that are not theirs.
var odd = []string{"plain", "a b", "a+b/c=", "100%", "ü😀", "x&y=z", "co:lon", `"\`, "<&>'", "~-._*()!"}

// TestAsOAuth2 compares with x/oauth2's client credentials, for both of its ways.
func TestAsOAuth2(t *testing.T) {
	var got *http.Request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		got = r
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"access_token":"t","token_type":"Bearer"}`)
	}))
	defer server.Close()
	p := anyServer(t)
	for way, style := range map[string]oauth2.AuthStyle{api.ClientBasic: oauth2.AuthStyleInHeader, api.ClientBody: oauth2.AuthStyleInParams} {
		for _, text := range odd {
			config := clientcredentials.Config{
				ClientID: "id" + text, ClientSecret: text + "s", TokenURL: server.URL + "/token", AuthStyle: style,
				Scopes: []string{"a", text}, EndpointParams: url.Values{"audience": {"x", "y"}},
			}
			if _, err := config.Token(t.Context()); err != nil {
				t.Fatal(err)
			}
			r, err := wire.Token(p, with(
				"client_authentication", way, "client_id", config.ClientID, "client_secret", config.ClientSecret,
				"token_url", config.TokenURL, "scope", strings.Join(config.Scopes, " "), "audience", "x y",
			))
			if err != nil {
				t.Fatal(err)
			}
			form, err := url.ParseQuery(r.EncodeBody())
			if err != nil || !reflect.DeepEqual(form, got.PostForm) || r.AuthorizationHeader() != got.Header.Get("Authorization") {
				t.Errorf("%s, %q: got\n%s %v\nwant\n%s %v", way, text, r.AuthorizationHeader(), form, got.Header.Get("Authorization"), got.PostForm)
			}
		}
	}
}

// TestOnePlace looks for the secret in header, query and body of the request as it
// is sent, by every way and with every place: it is in one, or in none where it
// only signs, or is no secret but a certificate.
func TestOnePlace(t *testing.T) {
	const secret = "s3cr3t+ü/%=&"
	places := map[string][]string{ // where it is found, by way and place
		api.ClientBasic:      {"header", "header", "header"},
		api.ClientBody:       {"body", "body", "query"},
		api.ClientSecretJWT:  {"", "", ""},
		api.ClientPrivateKey: {"", "", ""},
		api.ClientTLS:        {"", "", ""},
		api.ClientBearer:     {"header", "header", "header"},
		api.ClientNone:       {"", "", ""},
	}
	for way, found := range places {
		for i, place := range []string{api.PlaceForm, api.PlaceJSON, api.PlaceQuery} {
			p := anyServer(t)
			p.Token.Place = place
			bearer := strings.Trim(url.QueryEscape(secret), "%")
			r, err := wire.Token(p, with(
				"client_authentication", way, "client_secret", secret, "private_key", secret, "bearer_token", bearer, "client_certificate", "c", "client_key", secret,
			))
			if err == nil && way == api.ClientBearer && r.Bearer != bearer {
				t.Errorf("got %q", r.Bearer)
			}
			r = signed(t, r, err)
			where := strings.Join(holding(t, r, secret, bearer), " ")
			if where != found[i] {
				t.Errorf("%s, %s: the secret is in %q, want %q", way, place, where, found[i])
			}
			if _, has := r.Param("client_id"); has && (way == api.ClientBasic || way == api.ClientSecretJWT || way == api.ClientPrivateKey) {
				t.Errorf("%s, %s: the client is named twice", way, place)
			}
			if preview := text(r.Preview()); strings.Contains(preview, "s3cr3t") || strings.Contains(preview, base64.StdEncoding.EncodeToString([]byte(secret))[:8]) {
				t.Errorf("%s, %s: the preview shows it:\n%s", way, place, preview)
			}
		}
	}
}

// holding names the parts of the sent request that have one of the texts, however
// they are encoded.
func holding(t *testing.T, r wire.Request, texts ...string) (parts []string) {
	t.Helper()
	sent := httptest.NewRequest(r.Method, r.FullURL(), strings.NewReader(r.EncodeBody()))
	header := r.AuthorizationHeader()
	for _, h := range r.Header {
		header += "\n" + h.Value
	}
	if _, encoded, basic := strings.Cut(header, "Basic "); basic {
		encoded, _, _ = strings.Cut(encoded, "\n")
		plain, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil {
			t.Fatal(err)
		}
		header += "\n" + string(plain)
	}
	for _, part := range []struct{ name, content string }{{"header", header}, {"query", sent.URL.RawQuery}, {"body", r.EncodeBody()}} {
		for _, text := range texts {
			if strings.Contains(part.content, text) || strings.Contains(part.content, url.QueryEscape(text)) {
				parts = append(parts, part.name)
				break
			}
		}
	}
	return parts
}

func text(lines []wire.Line) string {
	var b strings.Builder
	for _, line := range lines {
		for _, segment := range line {
			b.WriteString(segment.Text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
