package exchange_test

import (
	"bytes"
	"encoding/gob"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/server/exchange"
	"firstcall/server/secret"
)

// kept sends a value through storage and back.
func kept[V any](t *testing.T, value V) V {
	t.Helper()
	var store bytes.Buffer
	var back V
	if err := gob.NewEncoder(&store).Encode(value); err != nil {
		t.Fatal(err)
	}
	if err := gob.NewDecoder(&store).Decode(&back); err != nil {
		t.Fatal(err)
	}
	return back
}

// TestCode signs in with a browser, with and without a metadata document, as a
// client with a secret, with a key, and with nothing.
func TestCode(t *testing.T) {
	l := listenSandbox(t)
	for _, test := range []struct{ id, dialect, way, legs string }{
		{"oauth", "oauth", api.ClientBasic, "token authorization"},
		{"oauth", "oauth", api.ClientPrivateKey, "token authorization"},
		{"oauth", "public", api.ClientNone, "token authorization"},
		{"sandbox", "oauth", api.ClientBody, "token authorization metadata"},
	} {
		p := profile(t, test.id)
		values := l.fill(test.dialect, "grant_type", api.GrantCode, "client_authentication", test.way, "scope", "openid api", "signing_alg", "ES256")
		a, failure := l.Authorize(t.Context(), p, values, redirectURI)
		if failure != nil {
			t.Errorf("%s: %s", test.id, dump(failure))
			continue
		}
		a = kept(t, a)
		asked, err := url.Parse(a.URL)
		if q := asked.Query(); err != nil || q.Get("state") != a.State.Reveal() || q.Get("nonce") != a.Nonce.Reveal() || q.Get("code_challenge_method") != "S256" || q.Get("redirect_uri") != redirectURI || q.Get("response_type") != "code" {
			t.Errorf("%s: asked %s", test.id, a.URL)
		}
		b := newBrowser(t)
		b.open(a.URL)
		b.press("decision", "allow")
		response := b.returned()
		got := checked(t, l.Redeem(t.Context(), p, values, a, response))
		if got.Grant == nil || got.Grant.IDToken.Empty() || got.Grant.RefreshToken.Empty() || legs(got.Transcripts) != test.legs {
			t.Errorf("%s: %q %s", test.id, legs(got.Transcripts), dump(got.Failure))
			continue
		}
		browsers := got.Transcripts[1]
		if !strings.Contains(browsers.Request.Start, "state=••••••••") || browsers.Response == nil || !strings.HasPrefix(browsers.Response.Start, "GET /callback?code=••••••••&iss=http%3A%2F%2F") || !strings.HasSuffix(browsers.Response.Start, "&state=•••••••• HTTP/1.1") || value(*browsers.Response, "Host") != "127.0.0.1:9" {
			t.Errorf("the browser's leg is %s", dump(browsers))
		}
		noSecrets(t, test.id, dump(got.Transcripts), p, values, got.Grant)
		spotless(t, test.id, []string{response.Get("code"), a.State.Reveal(), a.Verifier.Reveal()}, got)
		again := l.Redeem(t.Context(), p, values, a, response)
		if f := again.Failure; f == nil || !strings.HasPrefix(f.Title, "The authorization code was not accepted: 400 Bad Request, invalid_grant") || len(f.Checks) > 0 {
			t.Errorf("%s, again: %s", test.id, dump(f))
		}
	}
}

// TestAnswersAreDoubted has responses that are not to be trusted. The code goes
// to nobody.
func TestAnswersAreDoubted(t *testing.T) {
	asked := false
	url404 := upstream(t, func(http.ResponseWriter, *http.Request) { asked = true })
	begun := exchange.Authorization{
		URL: url404 + "/authorize?state=right-state", RedirectURI: redirectURI, State: secret.New("right-state"), Verifier: secret.New("verifier-verifier"),
		Issuer: "https://as.example", Identified: true, TokenURL: url404 + "/token",
	}
	unknown := begun
	unknown.Issuer, unknown.Identified = "", false
	for _, test := range []struct {
		name, query string
		begun       exchange.Authorization
		title       string
		detail      string
	}{
		{"no state", "code=c&iss=https://as.example", begun, "The answer to the sign-in was not taken", "Its state is not"},
		{"another state", "code=c&state=wrong&iss=https://as.example", begun, "The answer to the sign-in was not taken", "Its state is not"},
		{"two states", "code=c&state=right-state&state=x&iss=https://as.example", begun, "The answer to the sign-in was not taken", "state more than once"},
		{"two codes", "code=c&code=d&state=right-state&iss=https://as.example", begun, "The answer to the sign-in was not taken", "code more than once"},
		{"no issuer", "code=c&state=right-state", begun, "The answer to the sign-in was not taken", "RFC 9207"},
		{"another issuer", "code=c&state=right-state&iss=https://as.example/", begun, "The answer to the sign-in was not taken", "It comes from “https://as.example/”"},
		{"another issuer with an error", "error=access_denied&state=right-state&iss=https://evil.example", begun, "The answer to the sign-in was not taken", "evil.example"},
		{"nothing", "state=right-state&iss=https://as.example", begun, "The answer to the sign-in was not taken", "neither a code nor an error"},
		{"denied", "error=access_denied&state=right-state&iss=https://as.example", begun, "The sign-in was refused: access_denied", "and no description"},
		{"no consent", "error=consent_required&error_description=Ask+first&state=right-state", unknown, "The user, or an administrator, has to consent: consent_required", "Ask first"},
		{"redirect", "error=redirect_uri_mismatch&state=right-state", unknown, "The redirect URI is not one of the client's: redirect_uri_mismatch", ""},
		{"an error of its own", "error=x%0Ay&state=right-state", unknown, "The authorization server refused the request: x y", ""},
	} {
		response, err := url.ParseQuery(test.query)
		if err != nil {
			t.Fatal(err)
		}
		got := exchanger(t).Redeem(t.Context(), profile(t, "oauth"), credentials(url404), test.begun, response)
		f := got.Failure
		if f == nil || f.Kind != api.FailureEndpoint || f.Title != test.title || !strings.Contains(f.Detail, test.detail) || len(f.Try) == 0 || f.Transcript.Purpose != api.ForAuthorization {
			t.Errorf("%s: %s", test.name, dump(f))
		}
		if test.name == "redirect" && !strings.Contains(f.Try[0], redirectURI) {
			t.Errorf("%s: %s", test.name, dump(f.Try))
		}
		if strings.Contains(dump(got), "right-state") || strings.Contains(dump(got), "verifier-verifier") {
			t.Errorf("%s: a secret is in %s", test.name, dump(got))
		}
	}
	if asked {
		t.Error("a code was sent")
	}
}

// TestIDTokens has answers whose ID token is not that of the sign-in.
func TestIDTokens(t *testing.T) {
	const right = `"iss":"https://as.example","aud":["x","client-4711"],"nonce":"right-nonce"`
	for _, test := range []struct{ name, claims, detail string }{
		{"right", right, ""},
		{"one audience", `"iss":"https://as.example","aud":"client-4711","nonce":"right-nonce"`, ""},
		{"no nonce", `"iss":"https://as.example","aud":"client-4711"`, "Its nonce"},
		{"another nonce", `"iss":"https://as.example","aud":"client-4711","nonce":"x"`, "Its nonce"},
		{"another issuer", `"iss":"https://evil.example","aud":"client-4711","nonce":"right-nonce"`, "Its issuer"},
		{"another client", `"iss":"https://as.example","aud":"x","nonce":"right-nonce"`, "not for this client"},
		{"no JWT", ``, "not a JWT"},
		{"another token's hash", right + `,"at_hash":"AAAA"`, "at_hash"},
		// OpenID Connect Core appendix A.4: at_hash of the access token of that example.
		{"its own hash", right + `,"at_hash":"77QmUPtjPfzWtF2AnpK9RQ"`, ""},
	} {
		id := strings.Replace(jwt("{"+test.claims+"}"), jwt("{}")[:strings.Index(jwt("{}"), ".")], "eyJhbGciOiJSUzI1NiJ9", 1)
		if test.claims == "" {
			id = "opaque-id-token"
		}
		base := answering(t, 200, `{"access_token":"jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y","token_type":"Bearer","id_token":"`+id+`"}`)
		begun := exchange.Authorization{URL: base + "/a", RedirectURI: redirectURI, State: secret.New("s"), Nonce: secret.New("right-nonce"), Issuer: "https://as.example", TokenURL: base + "/token"}
		got := checked(t, exchanger(t).Redeem(t.Context(), profile(t, "oauth"), credentials(base), begun, url.Values{"state": {"s"}, "code": {"the-code"}}))
		switch f := got.Failure; {
		case test.detail == "" && f != nil, test.detail != "" && (f == nil || f.Kind != api.FailureAnswer || !strings.Contains(f.Detail, test.detail)):
			t.Errorf("%s: %s", test.name, dump(f))
		case f != nil && (rung(got.Transcript(), api.RungToken).State != api.RungFailed || rung(*f.Transcript, api.RungToken).State != api.RungFailed):
			t.Errorf("%s: rungs %s", test.name, dump(got.Transcript().Rungs))
		}
	}
}

// TestDevice asks too early, too often, and again after the user decided.
func TestDevice(t *testing.T) {
	l := listenSandbox(t)
	for _, test := range []struct{ id, legs string }{{"oauth", "device"}, {"sandbox", "device metadata"}} {
		p := profile(t, test.id)
		values := l.fill("oauth", "grant_type", api.GrantDevice, "scope", "openid api")
		for decision, title := range map[string]string{"allow": "", "deny": "The sign-in was refused: 400 Bad Request, access_denied", "": "The code was not confirmed in time"} {
			d, failure := l.Device(t.Context(), p, values)
			if failure != nil {
				t.Fatalf("%s: %s", test.id, dump(failure))
			}
			d = kept(t, d)
			if legs(d.Transcripts) != test.legs || d.Interval != 5 || d.ExpiresAt <= l.now().Unix() || d.UserCode == "" || !strings.HasPrefix(d.VerificationURIComplete, d.VerificationURI) {
				t.Errorf("%s: %+v", test.id, d)
			}
			if text := dump(d.Transcripts); strings.Contains(text, d.DeviceCode.Reveal()) || !strings.Contains(text, d.UserCode) {
				t.Errorf("%s: %s", test.id, text)
			}
			first := l.Poll(t.Context(), p, values, d)
			second := l.Poll(t.Context(), p, values, d)
			if !first.Pending || first.SlowDown || first.Interval != 5 || !second.Pending || !second.SlowDown || second.Interval != 10 || first.Grant != nil || first.Failure != nil {
				t.Errorf("%s: %s, then %s", test.id, dump(first), dump(second))
			}
			if decision == "" {
				l.pass(time.Hour)
			} else {
				b := newBrowser(t)
				b.open(d.VerificationURIComplete)
				b.press("decision", decision)
				l.pass(15 * time.Second)
			}
			last := l.Poll(t.Context(), p, values, d)
			if (last.Grant == nil) != (title != "") || last.Failure != nil && last.Failure.Title[:min(len(title), len(last.Failure.Title))] != title || last.Pending {
				t.Errorf("%s, %q: %s", test.id, decision, dump(last))
			}
			noSecrets(t, test.id, dump(first)+dump(second)+dump(last.Transcripts)+dump(last.Failure), p, values, last.Grant)
			if strings.Contains(dump(last), d.DeviceCode.Reveal()) {
				t.Errorf("the device code is in %s", dump(last))
			}
		}
	}
}

// TestSlowDown has servers that say by how much.
func TestSlowDown(t *testing.T) {
	for body, want := range map[string]int{
		`{"error":"slow_down"}`: 12, `{"error":"slow_down","interval":20}`: 20, `{"error":"slow_down","interval":1}`: 12, `{"error":"slow_down","interval":1e9}`: 300,
	} {
		values := credentials(answering(t, 400, body))
		got := exchanger(t).Poll(t.Context(), profile(t, "oauth"), values, exchange.Device{DeviceCode: secret.New("d"), Interval: 7})
		if !got.Pending || !got.SlowDown || got.Interval != want {
			t.Errorf("%s: %s", body, dump(got))
		}
	}
}

// TestDeviceAnswers has answers of other servers.
func TestDeviceAnswers(t *testing.T) {
	for _, test := range []struct {
		name, body string
		want       exchange.Device
		title      string
	}{
		{
			"RFC 8628 section 3.2", `{"device_code":"GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS","user_code":"WDJB-MJHT","verification_uri":"https://example.com/device","verification_uri_complete":"https://example.com/device?user_code=WDJB-MJHT","expires_in":1800,"interval":5}`,
			exchange.Device{UserCode: "WDJB-MJHT", VerificationURI: "https://example.com/device", VerificationURIComplete: "https://example.com/device?user_code=WDJB-MJHT", ExpiresAt: 1_700_001_800, Interval: 5},
			"",
		},
		{
			"Google", `{"device_code":"4/4-GMMhmHCXhWEzkobqIHGG","user_code":"GQVQ-JKEC","verification_url":"https://www.google.com/device","expires_in":1800,"interval":"7"}`,
			exchange.Device{UserCode: "GQVQ-JKEC", VerificationURI: "https://www.google.com/device", ExpiresAt: 1_700_001_800, Interval: 7},
			"",
		},
		{
			"little", `{"device_code":"abcdefgh","user_code":"A","verification_uri":"https://example.com/"}`,
			exchange.Device{UserCode: "A", VerificationURI: "https://example.com/", Interval: 5},
			"",
		},
		{
			"eternity", `{"device_code":"abcdefgh","user_code":"A","verification_uri":"https://example.com/","verification_uri_complete":"javascript:alert(1)","interval":1e9,"expires_in":-1}`,
			exchange.Device{UserCode: "A", VerificationURI: "https://example.com/", Interval: 300},
			"",
		},
		{"no code", `{"user_code":"A","verification_uri":"https://example.com/"}`, exchange.Device{}, "The answer can't be used"},
		{"no page", `{"device_code":"abcdefgh","user_code":"A"}`, exchange.Device{}, "The answer can't be used"},
		{"a script", `{"device_code":"abcdefgh","user_code":"A","verification_uri":"javascript:alert(1)"}`, exchange.Device{}, "The answer can't be used"},
		{"a line", `{"device_code":"abcdefgh","user_code":"A\nB","verification_uri":"https://example.com/"}`, exchange.Device{}, "The answer can't be used"},
		{"an error", `{"error":"unauthorized_client"}`, exchange.Device{}, "This client may not use this grant: 200 OK, unauthorized_client"},
		{"a page", page, exchange.Device{}, "A web page answered, not a device authorization endpoint: 200 OK"},
	} {
		p := profile(t, "oauth")
		p.Endpoints.DeviceAuthorization = answering(t, 200, test.body)
		d, f := exchanger(t).Device(t.Context(), p, credentials("http://127.0.0.1:9"))
		if f != nil {
			if f.Title != test.title || f.Transcript == nil {
				t.Errorf("%s: %s", test.name, dump(f))
			}
			continue
		}
		if d.DeviceCode.Empty() || strings.Contains(dump(d.Transcripts), d.DeviceCode.Reveal()) {
			t.Errorf("%s: %s", test.name, dump(d))
		}
		d.DeviceCode, d.Transcripts = secret.String{}, nil
		if test.title != "" || dump(d) != dump(test.want) {
			t.Errorf("%s: got %s", test.name, dump(d))
		}
	}
}
