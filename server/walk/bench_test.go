package walk

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestBench asks all that the token page can ask about a token: who signed it,
// whether it is active, another made of it, and its end.
func TestBench(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.sandbox("sandbox")
	b.paste("sandbox.scope", "openid api")
	b.click("get-token")
	b.at("/token")
	b.see("verdict", "Signature valid")
	b.click("parts-signature")
	b.see("signature", "Whether the token has ended")
	b.see("signature", "/oauth2/jwks")
	b.click("check-again")
	b.click("parts-findings")
	b.see("parts-panel", "scope")
	b.see("scopes", "openid: not granted")

	b.click("introspect")
	b.see("active", "Active")
	b.see("transcripts", "Introspection")
	b.eval(`navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }`, nil)
	b.click("copy-exchange")
	b.wait("the request as curl", `(window.copied ?? "").includes("curl") && window.copied.includes('$TOKEN') && !window.copied.includes("•")`)
	b.click("transcript-1")
	b.wait("the token request alone unfolded", `document.querySelectorAll("[aria-expanded=true]").length === 1 && !!document.getElementById("transcript-1-body")`)

	b.click("ask-who-am-i")
	b.see("who-am-i", "200 OK")

	b.click("get-exchange")
	b.see("token-title", "Access token")
	b.see("main", "exchange")
	b.see("verdict", "Signature valid")
	b.see("compare", "members differ")
	b.see("compare", "different")

	b.click("revoke")
	b.wait("what revoking means", `document.getElementById("dialog-revoke").open && document.getElementById("dialog-revoke").innerText.includes("calls with it are refused")`)
	b.click("revoke-now")
	b.see("revocation", "Revoked")
	b.wait("the mark beside the title", `document.querySelector("#main header").innerText.includes("Revoked")`)
	b.click("introspect")
	b.see("active", "Not active")
}

// TestRenewsByItself lets the time of a renewal come: once the page notices, the
// token is renewed, without a click, and its signature is checked anew.
func TestRenewsByItself(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.connect("sandbox")
	b.see("main", "Renews by itself")
	b.click("renewal")
	b.wait("the switch off", `!document.getElementById("renewal").checked`)
	b.see("renewal-note", "left to end")
	f.ahead.Store(int64(59*time.Minute + 30*time.Second))
	b.visit("/token")
	b.alive()
	b.wait("a token that soon ends", `document.getElementById("stop-token").className.includes("expiring")`)
	if text := b.text("#renewal-note"); strings.Contains(text, "Renewed once") {
		t.Errorf("renewed, though it is switched off: %s", text)
	}
	b.click("renewal")
	b.see("renewal-note", "Renewed once so far")
	b.see("countdown", "59 min")
	b.see("verdict", "Signature valid")
	b.click("renew")
	b.see("renewal-note", "Renewed 2 times so far")
	b.see("transcripts", "Renewal")
}

// TestRenewalFails has the token endpoint refuse a renewal: the page and the line
// say so, and the token goes on being shown.
func TestRenewalFails(t *testing.T) {
	var asked atomic.Int64
	endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if asked.Add(1) > 1 {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(`{"error":"invalid_client","error_description":"This client was blocked."}`))
			return
		}
		_, _ = w.Write([]byte(`{"access_token":"ghp_abcdefghijklmnopqrstuvwxyz0123456789","token_type":"Bearer","expires_in":3600}`))
	}))
	t.Cleanup(endpoint.Close)
	f := start(t)
	b := open(t, f, "/")
	b.sandbox("oauth")
	b.paste("oauth.token_url", endpoint.URL+"/token")
	b.click("get-token")
	b.at("/token")
	b.see("not-readable", "a GitHub personal access token")
	b.wait("no verdict on what has no signature", `!document.getElementById("verdict")`)
	b.click("renew")
	b.see("renewal-failed", "What to try")
	b.see("renewal-failed", "Not renewed")
	b.see("renewal-note", "not tried again until you renew it")
	b.see("stop-token", "Can’t renew")
	b.see("announcement", "The token was not renewed")
	b.see("transcripts", "400")
}

// TestSideBySide compares the tokens of two connections.
func TestSideBySide(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.connect("acronis")
	b.click("tokens-id_token")
	b.see("token-title", "ID token")
	b.see("countdown", "from the JWT's claim exp")
	b.do(chromedp.Click("#stop-credentials", chromedp.ByQuery))
	b.connect("sandbox")
	b.wait("both connections' tokens", `document.getElementById("compare-b").options.length === 3`)
	b.click("parts-header") // so that the page is at rest before the choice
	b.see("parts-panel", "RSASSA")
	b.eval(`(e => { e.value = [...e.options].find(o => o.text.startsWith("ID token")).value; e.dispatchEvent(new Event("change", {bubbles: true})); })(document.getElementById("compare-b"))`, nil)
	b.see("compare", "only in A")
	b.see("compare", "only in B")
	b.see("compare", "later")
}

// TestBenchByKeyboard goes through the parts of a token, and into the dialog and
// out of it, without a mouse.
func TestBenchByKeyboard(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.connect("sandbox")
	b.do(chromedp.Focus("#parts-claims", chromedp.ByQuery))
	for _, part := range []string{"header", "signature", "findings"} {
		b.do(chromedp.KeyEvent(kb.ArrowRight))
		b.wait("the part "+part, `document.activeElement.id === "parts-`+part+`" && document.activeElement.getAttribute("aria-selected") === "true"`)
	}
	b.do(chromedp.Focus("#revoke", chromedp.ByQuery), chromedp.KeyEvent(kb.Enter))
	b.wait("the dialog", `document.getElementById("dialog-revoke").open`)
	b.do(chromedp.KeyEvent(kb.Escape))
	b.wait("the focus back", `!document.getElementById("dialog-revoke").open && document.activeElement.id === "revoke"`)
	b.do(chromedp.Focus("#transcript-0", chromedp.ByQuery), chromedp.KeyEvent(kb.Enter))
	b.wait("it folded", `document.getElementById("transcript-0").getAttribute("aria-expanded") === "false"`)
	b.do(chromedp.Focus("#renewal", chromedp.ByQuery), chromedp.KeyEvent(" "))
	b.see("renewal-note", "left to end")
}

// TestStep gets a customer's token with the one that is there, and begins with the
// call that it is good for.
func TestStep(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.connect("acronis")
	b.click("get-customer")
	b.see("stop-credentials", "customer")
	b.see("parts-panel", "company_admin")
	b.wait("no call that the token is not good for", `!document.getElementById("who-am-i")`)
	b.click("first-call")
	b.see("status", "200 OK")
	b.see("reply", `"customer"`)
}
