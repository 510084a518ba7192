package exchange_test

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"firstcall/app/api"
)

// listen is an upstream that keeps the bytes of one request and answers it.
func listen(t *testing.T) (url string, received func() string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	raw := make(chan string, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			close(raw)
			return
		}
		listener.Close()
		defer conn.Close()
		var seen bytes.Buffer
		req, err := http.ReadRequest(bufio.NewReader(io.TeeReader(conn, &seen)))
		if err == nil {
			_, _ = io.Copy(io.Discard, req.Body)
		}
		raw <- seen.String()
		const body = `{"access_token":"opaque","token_type":"bearer"}`
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 47\r\nConnection: close\r\n\r\n"+body)
	}()
	return "http://" + listener.Addr().String(), func() string { return <-raw }
}

// The requests that the vendors' documents make, in Python there, with what an
// HTTP client adds of its own. HOST stands for the address.
const (
	acronisRequest = "POST /api/2/idp/token HTTP/1.1\r\nHost: HOST\r\nUser-Agent: Firstcall\r\nContent-Length: 29\r\nAccept: application/json\r\n" +
		"Authorization: Basic BASIC\r\nContent-Type: application/x-www-form-urlencoded\r\nAccept-Encoding: gzip\r\n\r\n" +
		"grant_type=client_credentials"
	dcvRequest = "POST /oauth2/token?grant_type=client_credentials HTTP/1.1\r\nHost: HOST\r\nUser-Agent: Firstcall\r\nContent-Length: 0\r\nAccept: application/json\r\n" +
		"Authorization: Basic BASIC\r\nContent-Type: application/x-www-form-urlencoded\r\nAccept-Encoding: gzip\r\n\r\n"
	passportRequest = "POST /oauth/token HTTP/1.1\r\nHost: HOST\r\nUser-Agent: Firstcall\r\nContent-Length: 147\r\nAccept: application/json\r\n" +
		"Content-Type: application/json\r\nAccept-Encoding: gzip\r\n\r\n" +
		`{"username":"ana@example.com","password":"p4ssw0rd-kept-here","client_secret":"s3cr3t-kept-here","client_id":"client-4711","grant_type":"password"}`
	oauthRequest = "POST /o/token/?p=B2C_1_x HTTP/1.1\r\nHost: HOST\r\nUser-Agent: Firstcall\r\nContent-Length: 92\r\nAccept: application/json\r\n" +
		"Content-Type: application/x-www-form-urlencoded\r\nAccept-Encoding: gzip\r\n\r\n" +
		"grant_type=client_credentials&scope=a+b&client_id=client-4711&client_secret=s3cr3t-kept-here"
)

func TestRequestsAreTheVendors(t *testing.T) {
	basic := base64.StdEncoding.EncodeToString([]byte("client-4711:s3cr3t-kept-here"))
	for _, test := range []struct {
		id, want string
		more     map[string]string
	}{
		{"acronis", acronisRequest, nil},
		{"cyberapp", strings.Replace(acronisRequest, "/api/2/idp", "/bc/idp", 1), nil},
		{"dcv", dcvRequest, nil},
		{"passport", passportRequest, nil},
		{"oauth", oauthRequest, map[string]string{"token_url": "http://HOST/o/token/?p=B2C_1_x", "client_authentication": api.ClientBody, "scope": "a b"}},
	} {
		url, received := listen(t)
		values := credentials(url)
		for name, v := range test.more {
			values[name] = strings.ReplaceAll(v, "HOST", strings.TrimPrefix(url, "http://"))
		}
		outcome := run(t, test.id, values)
		got := received()
		want := strings.NewReplacer("HOST", strings.TrimPrefix(url, "http://"), "BASIC", basic).Replace(test.want)
		if got != want {
			t.Errorf("%s:\n got %q\nwant %q", test.id, got, want)
		}
		if outcome.Grant == nil || outcome.Grant.AccessToken.Reveal() != "opaque" {
			t.Errorf("%s: %s", test.id, dump(outcome.Failure))
		}
		transcribed(t, test.id, outcome.Transcript().Request.Start+"\r\n"+headers(outcome.Transcript().Request.Header)+"\r\n"+outcome.Transcript().Request.Body, got, basic)
	}
}

// transcribed wants the transcript to be what was sent, but for the secrets.
func transcribed(t *testing.T, id, transcript, sent, basic string) {
	t.Helper()
	masked := strings.NewReplacer(basic, "••••••••", "s3cr3t-kept-here", "••••••••", "p4ssw0rd-kept-here", "••••••••").Replace(sent)
	if transcript != masked {
		t.Errorf("%s:\ntranscript %q\n      sent %q", id, transcript, masked)
	}
}

// TestJSONIsTheDocuments compares with the members of the document's payload.
func TestJSONIsTheDocuments(t *testing.T) {
	url, received := listen(t)
	run(t, "passport", credentials(url))
	_, body, _ := strings.Cut(received(), "\r\n\r\n")
	var got map[string]string
	if err := json.Unmarshal([]byte(body), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"username": "ana@example.com", "password": "p4ssw0rd-kept-here", "client_secret": "s3cr3t-kept-here",
		"client_id": "client-4711", "grant_type": "password",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}

// TestSecretsInOddPlaces has a profile that puts secrets into query and headers.
func TestSecretsInOddPlaces(t *testing.T) {
	p := profile(t, "acronis")
	p.Token.URL += "?key={client_secret}"
	p.Token.Place, p.Token.Client = api.PlaceQuery, api.ClientBody
	p.Token.Parameters = append(slices.Clone(p.Token.Parameters), api.Parameter{Name: "X-Api-Key", Value: "Key {client_secret}", In: api.InHeader})
	url, received := listen(t)
	got := checked(t, exchanger(t).Run(t.Context(), p, credentials(url)))
	raw := received()
	const start = "POST /api/2/idp/token?key=%s&grant_type=client_credentials&client_id=client-4711&client_secret=%s HTTP/1.1"
	if !strings.HasPrefix(raw, strings.ReplaceAll(start, "%s", "s3cr3t-kept-here")+"\r\n") || !strings.Contains(raw, "\r\nX-Api-Key: Key s3cr3t-kept-here\r\n") {
		t.Errorf("sent %q", raw)
	}
	if sent := got.Transcript().Request; sent.Start != strings.ReplaceAll(start, "%s", "••••••••") || value(sent, "X-Api-Key") != "••••••••" {
		t.Errorf("transcript %s", dump(sent))
	}
	listenerGone := checked(t, exchanger(t).Run(t.Context(), p, credentials(url)))
	if text := dump(listenerGone); listenerGone.Failure == nil || strings.Contains(text, "s3cr3t") {
		t.Errorf("got %s", text)
	}
}

func headers(pairs []api.Pair) string {
	var b strings.Builder
	for _, p := range pairs {
		b.WriteString(p.Name + ": " + p.Value + "\r\n")
	}
	return b.String()
}
