package walk

import (
	"crypto/rand"
	"crypto/rsa"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/golang-jwt/jwt/v5"
)

// signed is a token of an issuer that nobody knows.
func signed(t *testing.T, claims jwt.MapClaims) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := jwt.NewWithClaims(jwt.SigningMethodRS256, claims).SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// asked is how often the page asked the server for something but its state.
const asked = `performance.getEntriesByType("resource").filter(e => e.name.includes("/api/") && !e.name.endsWith("/api/state")).length`

// TestInspector pastes tokens of each kind, without a connection: they are read
// in the browser, and nothing is sent.
func TestInspector(t *testing.T) {
	f := start(t)
	b := open(t, f, "/inspect")
	raw := signed(t, jwt.MapClaims{"iss": "https://issuer.example.com", "sub": "somebody", "aud": "https://api.example.com", "exp": time.Now().Add(time.Hour).Unix()})
	parts := strings.Split(raw, ".")
	unsigned, err := jwt.NewWithClaims(jwt.SigningMethodNone, jwt.MapClaims{"iss": "joe"}).SignedString(jwt.UnsafeAllowNoneSignatureType)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, text, tab string
		wants           []string
	}{
		{"a JWT", raw, "parts-claims", []string{"Not checked", "JWT, RS256", "somebody", "Whom the token is meant for", "59 min"}},
		{"its header", raw, "parts-header", []string{"RSASSA-PKCS1-v1_5"}},
		{"with Bearer", "Bearer " + raw, "parts-claims", []string{"“Bearer” before the token was taken off", "somebody"}},
		{"an answer", `{"access_token":"` + raw + `","id_token":"` + unsigned + `","expires_in":3600}`, "tokens-id_token", []string{"Unsigned", "JWT, none", "joe"}},
		{"unsigned", unsigned, "parts-findings", []string{"Unsigned", "Fault", "Not signed", "the token's alg is none"}},
		{"two parts", parts[0] + "." + parts[1], "parts-claims", []string{"has 2 parts where a JWT has 3", "somebody"}},
		{"broken Base64", parts[0] + "." + parts[1] + "!." + parts[2], "parts-claims", []string{"payload is not Base64url", "not a readable JWT"}},
		{"encrypted", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AxY8DCtDaGlsbGljb3RoZQ.KDlTtXchhZTGufMYmOYGS4Hf.U0m_YmjN04DJvceFICbCVQ", "parts-header", []string{"Encrypted", "JWE, dir", "AES-256"}},
		{"opaque", "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "", []string{"opaque", "a GitHub personal access token", "no JWT"}},
		{"markup", "x<script>alert(1)</script>", "", []string{"opaque", "26 characters"}},
	} {
		b.paste("paste", test.text)
		b.wait(test.name+" read", `!document.getElementById("main").innerText.includes("Reading it")`)
		if test.tab != "" {
			b.click(test.tab)
		}
		for _, want := range test.wants {
			b.see("main", want)
		}
	}
	b.paste("paste", raw)
	b.click("parts-claims")
	var before string
	b.wait("a countdown", `!!document.getElementById("countdown")`)
	b.eval(`document.getElementById("countdown").innerText`, &before)
	b.wait("the countdown going on", `document.getElementById("countdown").innerText !== `+strconv.Quote(before))
	var sent int
	b.eval(asked, &sent)
	if sent > 0 {
		t.Errorf("the page asked the server %d times", sent)
	}
	b.see("paste-says", "Nothing was sent anywhere")
}

// TestInspectorForgets leaves the inspector, and nothing of the token is left.
func TestInspectorForgets(t *testing.T) {
	f := start(t)
	b := open(t, f, "/inspect")
	raw := signed(t, jwt.MapClaims{"iss": "https://issuer.example.com", "sub": canaryPassword})
	b.paste("paste", raw)
	b.see("main", canaryPassword)
	b.do(chromedp.Click("#stop-credentials", chromedp.ByQuery))
	b.wait("the connect page", `!!document.getElementById("get-token") && !document.getElementById("paste")`)
	b.clean("after leaving", raw, canaryPassword)
	b.do(chromedp.NavigateBack())
	b.at("/inspect")
	b.wait("an empty page", `document.getElementById("paste")?.value === ""`)
	b.clean("after coming back", raw, canaryPassword)
	if strings.Contains(f.Logs.String(), raw) {
		t.Error("the log holds the token")
	}
}

// TestInspectorChecks has the signature of a pasted token checked: the sandbox's
// own one, one that was altered, and one of an issuer that can't be reached. It
// compares it with the connection's, which it is.
func TestInspectorChecks(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.connect("sandbox")
	var raw string
	b.eval(`fetch("/api/reveal", {method: "POST", headers: {"Content-Type": "application/json"}, body: '{"token":"access_token"}'}).then(r => r.json()).then(r => r.token)`, &raw)
	b.visit("/inspect")
	b.alive()
	b.paste("paste", raw)
	b.see("check-says", "which asks http://")
	b.click("check")
	b.see("verdict", "Signature valid")
	b.see("signature", "/oauth2/jwks")
	b.see("paste-says", "sent to the Firstcall server once")
	b.see("compare", "0 of ")

	header, rest, _ := strings.Cut(raw, ".")
	claims, signature, _ := strings.Cut(rest, ".")
	b.paste("paste", header+"."+claims+"."+strings.ToUpper(signature[:20])+signature[20:])
	b.see("verdict", "Not checked")
	b.click("check")
	b.see("verdict", "Signature not valid")

	b.paste("paste", signed(t, jwt.MapClaims{"iss": "https://no-such-issuer.invalid"}))
	b.see("check-says", "https://no-such-issuer.invalid")
	b.click("check")
	b.see("signature", "no-such-issuer.invalid")
	b.see("verdict", "Not checked")
	b.paste("issuer", "")
	b.wait("no check without an issuer", `document.getElementById("check").disabled`)
}

// TestTenMegabytes pastes a token of ten megabytes; the page lives on.
func TestTenMegabytes(t *testing.T) {
	f := start(t)
	b := open(t, f, "/inspect")
	b.eval(`(() => {
		const encode = text => btoa(text).replace(/=+$/, "").replace(/\+/g, "-").replace(/\//g, "_");
		const token = encode('{"alg":"RS256"}') + "." + encode(JSON.stringify({sub: "somebody", data: "x".repeat(7.5e6)})) + "." + encode("y".repeat(256));
		const data = new DataTransfer();
		data.setData("text/plain", token);
		document.getElementById("paste").dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
	})()`, nil)
	b.see("parts-panel", "The beginning of 7500002 bytes")
	b.see("main", "somebody")
	b.click("parts-findings")
	b.see("parts-panel", "Too long for a header")
	b.click("clear")
	b.wait("an empty page", `document.getElementById("paste").value === "" && !document.getElementById("parts")`)
}

// benchStates are the token's page and the inspector in the states that users see.
var benchStates = []struct {
	name  string
	reach func(t *testing.T, b *tab, f *front)
}{
	{"inspector-empty", func(_ *testing.T, b *tab, _ *front) { b.visit("/inspect"); b.alive() }},
	{"inspector-jwt", func(t *testing.T, b *tab, _ *front) {
		b.paste("paste", "Bearer "+signed(t, jwt.MapClaims{"iss": "https://issuer.example.com", "sub": strings.Repeat("long", 100), "password": "x", "exp": 1300819380}))
		b.click("parts-findings")
		b.see("parts-panel", "Fault")
	}},
	{"inspector-broken", func(_ *testing.T, b *tab, _ *front) {
		b.paste("paste", "eyJhbGciOiJSUzI1NiJ9.eyJhIjoxLA.AA+/")
		b.click("parts-claims")
		b.see("parts-panel", "can't be read as one")
	}},
	{"bench", func(_ *testing.T, b *tab, _ *front) {
		b.visit("/")
		b.alive()
		b.connect("acronis")
		b.click("ask-who-am-i")
		b.see("who-am-i", "200 OK")
	}},
	{"bench-signature", func(_ *testing.T, b *tab, _ *front) {
		b.visit("/")
		b.alive()
		b.wait("the session's form", `document.getElementById("provider.acronis").checked`)
		b.connect("sandbox")
		b.see("verdict", "Signature valid")
		b.click("parts-signature")
		b.click("introspect")
		b.see("active", "Active")
	}},
	{"bench-revoke", func(_ *testing.T, b *tab, _ *front) {
		b.click("revoke")
		b.wait("the dialog", `document.getElementById("dialog-revoke").open`)
	}},
	{"bench-revoked", func(_ *testing.T, b *tab, _ *front) {
		b.eval(`document.getElementById("revoke-now").click()`, nil)
		b.see("revocation", "Revoked")
	}},
	{"bench-expired", func(_ *testing.T, b *tab, f *front) {
		f.ahead.Store(int64(5 * time.Hour))
		b.visit("/token")
		b.alive()
		b.see("countdown", "Expired")
		b.click("parts-findings")
	}},
}

// TestBenchAccessible has axe look at every state, in light and dark, at each width.
func TestBenchAccessible(t *testing.T) {
	axe, err := os.ReadFile("../../.cache/axe.min.js")
	if err != nil {
		t.Fatalf("%v: run make tools, which fetches axe-core", err)
	}
	f := start(t)
	b := open(t, f, "/")
	for _, state := range benchStates {
		b.do(chromedp.EmulateViewport(1440, 900), scheme("light"))
		state.reach(t, b, f)
		for _, w := range widths {
			for _, theme := range []string{"light", "dark"} {
				b.do(emulation.SetDeviceMetricsOverride(w.width, w.height, 1, false), scheme(theme))
				b.eval(`scrollTo(0, 0)`, nil)
				b.shot(state.name + "-" + w.name + "-" + theme)
				b.axe(t, string(axe), state.name+", "+w.name+", "+theme)
				b.fits(t, state.name+", "+w.name)
			}
		}
	}
}
