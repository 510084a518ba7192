package exchange_test

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"firstcall/app/api"
)

const page = "<!DOCTYPE html><html><head><title>Sign in &amp; go</title></head><body>Welcome</body></html>"

// TestRefusals answers badly, and wants what the user reads.
func TestRefusals(t *testing.T) {
	for _, test := range []struct {
		name, id     string
		status       int
		body         string
		header       []string
		kind, field  string
		title        string
		detail, tryA string
	}{
		{
			"RFC 6749", "acronis", 401, `{"error":"invalid_client","error_description":"unknown client"}`, nil,
			"endpoint", "client_secret", "The client was not accepted: 401 Unauthorized, invalid_client", "unknown client", "Copy client ID and client secret again",
		},
		{
			"the form's own words", "dcv", 401, `{"error":"invalid_client"}`, nil,
			"endpoint", "client_secret", "The client was not accepted: 401", `{"error":"invalid_client"}`, "Copy client ID and client password again",
		},
		{
			"the other place", "oauth", 401, `{"error":"invalid_client"}`, nil,
			"endpoint", "client_secret", "The client was not accepted", "", "They went in the Authorization header",
		},
		{
			"wrong password", "passport", 400, `{"error":"invalid_grant","error_description":"d","hint":"h","message":"m"}`, nil,
			"endpoint", "password", "User name or password were not accepted: 400 Bad Request, invalid_grant", "d. h", "Check user name and password",
		},
		{
			"league's message", "passport", 400, `{"error":"invalid_request","hint":"Check the ` + "`username`" + ` parameter","message":"The request is missing a parameter."}`, nil,
			"endpoint", "username", "The token endpoint could not read the request", "The request is missing a parameter. Check the `username` parameter", "Compare the request",
		},
		{
			"not allowed", "passport", 400, `{"error":"unauthorized_client"}`, nil,
			"endpoint", "grant_type", "This client may not use this grant", "", "allow the grant password",
		},
		{
			"no such grant", "acronis", 400, `{"error":"unsupported_grant_type"}`, nil,
			"endpoint", "", "The token endpoint does not offer this grant", "", "The grant was client_credentials",
		},
		{
			"scope", "oauth", 400, `{"error":"invalid_scope"}`, nil,
			"endpoint", "scope", "The scope was not accepted", "", "Leave the scope empty",
		},
		{
			"later", "acronis", 503, `{"error":"temporarily_unavailable"}`,
			[]string{"Retry-After", "120"},
			"endpoint", "", "The token endpoint is not available now: 503", "", "Retry-After: 120",
		},
		{
			"its fault", "acronis", 500, `{"error":"server_error"}`, nil,
			"endpoint", "", "The token endpoint has a fault of its own: 500", "", "Try again",
		},
		{
			"Acronis", "acronis", 401, `{"error":{"code":1000,"message":"Unauthorized","details":{"info":"Wrong client"},"context":{},"domain":"PlatformAccountServer"}}`, nil,
			"endpoint", "client_secret", "The client was not accepted: 401 Unauthorized, 1000", "Unauthorized. Wrong client", "Copy",
		},
		{
			"a sentence", "acronis", 403, `{"error":"No access for you"}`, nil,
			"endpoint", "", "The token endpoint does not permit this: 403 Forbidden", "No access for you", "Copy",
		},
		{
			"Laravel", "passport", 401, `{"message":"Unauthenticated."}`, nil,
			"endpoint", "client_secret", "The client was not accepted: 401 Unauthorized", "Unauthenticated.", "Copy",
		},
		{
			"empty 400", "acronis", 400, "", nil,
			"endpoint", "", "The token endpoint refused the request: 400 Bad Request", "The answer's body was empty.", "Copy",
		},
		{
			"empty 403", "passport", 403, "", nil,
			"endpoint", "", "The token endpoint does not permit this: 403 Forbidden", "The answer's body was empty.", "Copy",
		},
		{
			"free text", "dcv", 400, "Bad credentials given", nil,
			"endpoint", "", "The token endpoint refused the request: 400", "Bad credentials given", "Copy",
		},
		{
			"404", "acronis", 404, page, nil,
			"endpoint", "data_center", "There is no token endpoint at this address: 404", "The answer is a web page with the title “Sign in & go”.", "/api/2/idp/token",
		},
		{
			"405", "acronis", 405, "", nil,
			"endpoint", "data_center", "This address takes no POST: 405", "empty", "where something else",
		},
		{
			"415", "passport", 415, "", nil,
			"endpoint", "", "The token endpoint does not take this kind of body: 415", "empty", "application/json",
		},
		{
			"429", "oauth", 429, "",
			[]string{"Retry-After", "7"},
			"endpoint", "", "The token endpoint was asked too often: 429", "empty", "Retry-After: 7",
		},
		{
			"502", "acronis", 502, page, nil,
			"endpoint", "", "The token endpoint is not available now: 502", "web page", "Try again",
		},
		{
			"a strange status", "acronis", 499, "x", nil,
			"endpoint", "", "The token endpoint refused the request: 499", "x", "Copy",
		},
		{
			"a page that refuses", "acronis", 403, page, nil,
			"endpoint", "data_center", "A web page answered, not a token endpoint: 403", "Sign in & go", "Check the data center URL",
		},
		{
			"redirect", "acronis", 302, "",
			[]string{"Location", "https://login.example.net/x?y"},
			"endpoint", "data_center", "The token endpoint redirects to login.example.net: 302 Found", "were not sent along", "If login.example.net is where",
		},
		{
			"redirect to the same host", "acronis", 301, "",
			[]string{"Location", "/login"},
			"endpoint", "data_center", "The token endpoint redirects to 127.0.0.1", "It points to /login.", "page for signing in",
		},
		{
			"redirect to nowhere", "acronis", 304, "", nil,
			"endpoint", "data_center", "The token endpoint redirects elsewhere: 304", "does not say where to", "Check the",
		},
		{
			"200 with an error", "acronis", 200, `{"error":"bad_code","error_description":"It expired.","access_token":"x"}`, nil,
			"endpoint", "", "The token endpoint refused the request: 200 OK, bad_code", "It expired.", "Copy",
		},
		{
			"200 with an object of an error", "acronis", 200, `{"error":{"code":"E1","message":"no"}}`, nil,
			"endpoint", "", "The token endpoint refused the request: 200 OK, E1", "no", "Copy",
		},
		{
			"200 and a page", "acronis", 200, page,
			[]string{"Content-Type", "text/html"},
			"answer", "data_center", "A web page answered, not a token endpoint: 200 OK", "Sign in & go", "Check the data center URL",
		},
		{
			"200 and nothing", "acronis", 200, "", nil,
			"answer", "data_center", "The answer is empty: 200 OK", "The answer's body was empty.", "Check",
		},
		{
			"204", "acronis", 204, "", nil,
			"answer", "data_center", "The answer is empty: 204", "empty", "Check",
		},
		{
			"200 and text", "acronis", 200, "OK", nil,
			"answer", "data_center", "The answer is not a JSON object: 200 OK", "OK", "Check",
		},
		{
			"200 and an array", "acronis", 200, `[{"access_token":"x"}]`, nil,
			"answer", "data_center", "The answer is not a JSON object", "[{", "Check",
		},
		{
			"200 and two objects", "acronis", 200, `{"access_token":"x"}{}`, nil,
			"answer", "data_center", "The answer is not a JSON object", "", "Check",
		},
		{
			"200 cut short", "acronis", 200, `{"access_token":"abcdefgh`, nil,
			"answer", "data_center", "The answer is not a JSON object", "", "Check",
		},
		{
			"compressed unasked", "acronis", 200, "\x00\x01",
			[]string{"Content-Encoding", "br"},
			"answer", "data_center", "The answer is not a JSON object", "compressed as br", "Check",
		},
		{
			"other names", "acronis", 200, `{"token":"abcdefgh","ttl":60}`, nil,
			"answer", "data_center", "The answer has no access_token", "It has: token, ttl.", "Check",
		},
		{
			"an empty object", "acronis", 200, `{}`, nil,
			"answer", "data_center", "The answer has no access_token", "It is an empty JSON object.", "Check",
		},
		{
			"null", "acronis", 200, `{"access_token":null,"error":null}`, nil,
			"answer", "data_center", "The answer has no access_token", "It has: access_token, error.", "Check",
		},
		{
			"a number", "acronis", 200, `{"access_token":123456}`, nil,
			"answer", "data_center", "The token can't be used", "access_token is a number where a string belongs", "Check",
		},
		{
			"an empty token", "acronis", 200, `{"access_token":""}`, nil,
			"answer", "data_center", "The token can't be used", "access_token is empty", "Check",
		},
		{
			"line break", "acronis", 200, `{"access_token":"abc\r\nX-Evil: 1"}`, nil,
			"answer", "data_center", "The token can't be used", "access_token has a line break", "Check",
		},
		{
			"control character", "acronis", 200, `{"access_token":"abc","refresh_token":"a\u0000b"}`, nil,
			"answer", "data_center", "The token can't be used", "refresh_token has a line break or another control", "Check",
		},
		{
			"type with a space", "acronis", 200, `{"access_token":"abc","token_type":"Bearer\nX"}`, nil,
			"answer", "data_center", "The token can't be used", "type is no word", "Check",
		},
		{
			"2 MiB", "acronis", 200, `{"access_token":"x","more":"` + strings.Repeat("y", 2<<20) + `"}`, nil,
			"answer", "data_center", "The answer is larger than such answers can be", "1 MiB", "Check",
		},
	} {
		got := run(t, test.id, credentials(answering(t, test.status, test.body, test.header...)))
		f := got.Failure
		if f == nil || f.Kind != test.kind || f.Field != test.field || !strings.HasPrefix(f.Title, test.title) ||
			!strings.Contains(f.Detail, test.detail) || !strings.Contains(strings.Join(f.Try, " "), test.tryA) {
			t.Errorf("%s: got %s", test.name, dump(f))
			continue
		}
		if f.Host == "" || got.Transcript().Status != test.status || got.Transcript().Response == nil || f.Transcript.Response == nil {
			t.Errorf("%s: transcript %s", test.name, dump(got.Transcript()))
		}
		if r := rung(got.Transcript(), f.Phase); r.State != api.RungFailed || !strings.Contains(r.Evidence, strconv.Itoa(test.status)) && test.kind == "endpoint" {
			t.Errorf("%s: rung %+v", test.name, r)
		}
	}
}

// TestPlainHTTPToTLS has what servers say when http:// leads to their TLS port.
func TestPlainHTTPToTLS(t *testing.T) {
	real := httptest.NewUnstartedServer(http.NotFoundHandler())
	real.Config.ErrorLog = log.New(io.Discard, "", 0)
	real.StartTLS()
	t.Cleanup(real.Close)
	plain := func(body string) string { return answering(t, 400, body) }
	for name, url := range map[string]string{
		"Go":     "http://" + real.Listener.Addr().String(),
		"nginx":  plain("<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>"),
		"Apache": plain("<!DOCTYPE HTML><html><title>400 Bad Request</title><p>Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />"),
		"Tomcat": plain("Bad Request\r\nThis combination of host and port requires TLS.\r\n"),
	} {
		for _, id := range []string{"acronis", "oauth"} {
			values := credentials(url)
			values["client_secret"] += " "
			f := run(t, id, values).Failure
			if f == nil || f.Kind != api.FailureEndpoint || f.Field == "" || f.Field == "client_secret" || !strings.HasSuffix(f.Title, " speaks TLS, not plain HTTP: 400 Bad Request") ||
				!strings.Contains(f.Detail, "expects TLS") || !strings.HasPrefix(f.Try[0], "Begin the ") || !strings.HasSuffix(f.Try[0], " URL with https://.") {
				t.Errorf("%s, %s: got %s", name, id, dump(f))
			}
		}
	}
}

func TestErrorMembersArePassedOn(t *testing.T) {
	body := `{"error":"invalid_client","error_description":"` + strings.Repeat("é", 1000) + `"}`
	f := run(t, "acronis", credentials(answering(t, 400, body))).Failure
	if f.Error != "invalid_client" || f.Description != strings.Repeat("é", 299)+"…" || f.Detail != f.Description {
		t.Errorf("got %s", dump(f))
	}
}

func TestWhiteSpaceIsSuspected(t *testing.T) {
	values := credentials(answering(t, 401, `{"error":"invalid_client"}`))
	values["client_secret"] += "\n"
	f := run(t, "acronis", values).Failure
	if f == nil || f.Field != "client_secret" || !strings.Contains(f.Try[0], "client secret begins or ends with white space") {
		t.Errorf("got %s", dump(f))
	}
	values["client_secret"], values["client_id"] = "good-secret", " id"
	if f = run(t, "acronis", values).Failure; f == nil || f.Field != "client_id" {
		t.Errorf("got %s", dump(f))
	}
}

func TestFormIsCheckedFirst(t *testing.T) {
	asked := false
	url := upstream(t, func(http.ResponseWriter, *http.Request) { asked = true })
	for _, test := range []struct{ id, field, value, detail string }{
		{"acronis", "client_secret", "", "Enter the client secret."},
		{"acronis", "data_center", "ftp://x", "can't be used here"},
		{"dcv", "ca", "nonsense", "No certificate was found"},
		{"oauth", "client_authentication", "sideways", "Choose one"},
	} {
		values := credentials(url)
		values[test.field] = test.value
		got := run(t, test.id, values)
		if f := got.Failure; f == nil || f.Kind != api.FailureField || f.Field != test.field || !strings.Contains(f.Detail, test.detail) {
			t.Errorf("%s, %s: got %s", test.id, test.field, dump(f))
		}
	}
	if asked {
		t.Error("a request was sent")
	}
}

// TestKeysAreCheckedFirst wants nothing asked, not even the metadata document, with
// a key that can't sign.
func TestKeysAreCheckedFirst(t *testing.T) {
	asked := false
	url := upstream(t, func(http.ResponseWriter, *http.Request) { asked = true })
	for field, value := range map[string]string{"private_key": "sesame", "signing_alg": "ES256"} {
		values := credentials(url)
		values["client_authentication"], values["grant_type"], values["private_key"] = api.ClientPrivateKey, api.GrantCode, generated(t)
		values["authorization_url"] = url + "/authorize"
		values[field] = value
		id := map[string]string{"private_key": "sandbox", "signing_alg": "oauth"}[field]
		got := run(t, id, values)
		_, failure := exchanger(t).Authorize(t.Context(), profile(t, id), values, redirectURI)
		for _, f := range []*api.Failure{got.Failure, failure} {
			if f == nil || f.Kind != api.FailureField || f.Field != field || strings.Contains(dump(f), "sesame") {
				t.Errorf("%s: %s", field, dump(f))
			}
		}
	}
	if asked {
		t.Error("a request was sent")
	}
}

func TestNobodyThere(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	got := run(t, "acronis", credentials("http://"+listener.Addr().String()))
	if got.Failure == nil || got.Failure.Kind != api.FailureTCP || got.Transcript().Response != nil {
		t.Errorf("got %s", dump(got.Failure))
	}
	if rung(got.Transcript(), api.RungTCP).State != api.RungFailed || rung(got.Transcript(), api.RungEndpoint).State != api.RungTodo {
		t.Errorf("rungs are %s", dump(got.Transcript().Rungs))
	}
	if sent := got.Transcript().Request; value(sent, "Authorization") != "Basic ••••••••" || sent.Body != "grant_type=client_credentials" {
		t.Errorf("the transcript does not show what was to be sent: %s", dump(sent))
	}
}

// TestBrokenOff hangs up at different moments.
func TestBrokenOff(t *testing.T) {
	for _, begun := range []string{"", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"access_token\":\"abcdefgh-half", "no HTTP at all\r\n\r\n"} {
		url := upstream(t, func(w http.ResponseWriter, r *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = io.WriteString(conn, begun)
			conn.Close()
		})
		got := run(t, "acronis", credentials(url))
		if f := got.Failure; f == nil || f.Kind != api.FailureBroken || f.Phase != api.RungEndpoint || rung(got.Transcript(), api.RungEndpoint).State != api.RungFailed {
			t.Errorf("%q: got %s", begun, dump(f))
		}
		if strings.Contains(begun, "200") {
			if r := got.Transcript().Response; r == nil || !r.Cut || strings.Contains(dump(got), "abcdefgh-half") {
				t.Errorf("the half answer is %s", dump(got.Transcript()))
			}
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	left := make(chan struct{})
	url := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then does the server watch the connection
		cancel()
		<-r.Context().Done()
		close(left)
	})
	got := checked(t, exchanger(t).Run(ctx, profile(t, "acronis"), credentials(url)))
	if got.Failure == nil || got.Failure.Kind != api.FailureCancelled {
		t.Errorf("got %s", dump(got.Failure))
	}
	<-left
}
