package walk

import (
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"firstcall/app/api"
)

// connecting are the states of the connect page besides those of [states], each
// reached from the one before.
var connecting = []struct {
	name  string
	reach func(b *tab)
}{
	{"groups", func(b *tab) {
		b.sandbox("oauth")
		b.eval(`document.querySelectorAll(".group").forEach(e => { e.open = true })`, nil)
		b.wait("the fields", `document.getElementById("oauth.proxy").checkVisibility()`)
	}},
	{"assertion", func(b *tab) {
		b.pick("oauth.grant_type", api.GrantJWTBearer)
		b.see("preview", "signed when sent")
	}},
	{"device", func(b *tab) {
		b.eval(`document.querySelectorAll(".group").forEach(e => { e.open = false })`, nil)
		b.pick("oauth.grant_type", api.GrantDevice)
		b.click("get-token")
		b.see("signin-asked", "once")
	}},
	{"code", func(b *tab) {
		b.click("cancel-signin")
		b.wait("no sign-in", `!document.getElementById("signin")`)
		b.pick("oauth.grant_type", api.GrantCode)
		b.see("redirect-uri", api.CallbackPath)
		b.click("get-token")
		b.see("signin", "Sign in at")
	}},
	{"checks", func(b *tab) {
		b.click("cancel-signin")
		b.wait("no sign-in", `!document.getElementById("signin")`)
		b.pick("oauth.grant_type", api.GrantClientCredentials)
		b.paste("oauth.client_secret", "wrong")
		b.click("get-token")
		b.see("checks", "Find the cause")
		b.click("try-0")
		b.wait("what came of it", `!!document.querySelector("#tried-0 > summary")`)
		b.eval(`document.querySelector("#tried-0").open = true`, nil)
	}},
	{"worked", func(b *tab) {
		b.sandbox("oauth")
		b.paste("oauth.token_url", b.value("oauth.token_url")+"/")
		b.click("get-token")
		b.see("failure", "404")
		b.click("try-0")
		b.see("checks", "This works")
	}},
	{"otherwise", func(b *tab) {
		b.click("keep-0")
		b.at("/token")
		b.do(chromedp.Click("#stop-credentials", chromedp.ByQuery))
		b.see("otherwise", "Undo")
	}},
	{"chain", func(b *tab) {
		b.sandbox("dcv")
		b.paste("dcv.ca", " ")
		b.click("get-token")
		b.see("chain", "Throw-away CA")
		b.eval(`document.querySelectorAll("#chain .group").forEach(e => { e.open = true })`, nil)
	}},
	{"unverified", func(b *tab) {
		b.pick("dcv.verify", "never")
		b.see("way-out.dcv", "not verified")
	}},
	{"long", func(b *tab) {
		b.sandbox("oauth")
		b.pick("oauth.client_authentication", "client_secret_post")
		b.paste("oauth.client_id", strings.Repeat("very-long-client-id-", 40))
		b.paste("oauth.token_url", b.value("oauth.token_url")+"?"+strings.Repeat("x", 600))
		b.paste("oauth.scope", strings.Repeat("https://example.com/scopes/everything ", 20))
		b.click("get-token")
		b.wait("the failure", `!!document.getElementById("failure")`)
	}},
}

// TestConnectingIsAccessible has axe look at those states, in light and dark, at
// each width, and keeps a picture of each.
func TestConnectingIsAccessible(t *testing.T) {
	axe, err := os.ReadFile("../../.cache/axe.min.js")
	if err != nil {
		t.Fatalf("%v: run make tools, which fetches axe-core", err)
	}
	f := start(t)
	b := open(t, f, "/")
	for _, state := range connecting {
		b.do(chromedp.EmulateViewport(1440, 900), scheme("light"))
		state.reach(b)
		for _, w := range widths {
			for _, theme := range []string{"light", "dark"} {
				b.do(emulation.SetDeviceMetricsOverride(w.width, w.height, 1, false), scheme(theme))
				b.shot("connect-" + state.name + "-" + w.name + "-" + theme)
				b.axe(t, string(axe), state.name+", "+w.name+", "+theme)
				b.fits(t, state.name+", "+w.name)
			}
		}
	}
}
