package walk

import (
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

const longClient = "a-client-with-a-name-that-is-longer-than-anybody-would-like-it-to-be-5f0c2b1e-7a64-4d39"

// several are the states that only more than one connection, or a renewal, has.
func several(u *upstream) []struct {
	name  string
	reach func(b *tab)
} {
	u.bodies["first-client"] = `{"id": 944455285181775872, "name": "first", "list": [1, 2, 3, 4, 5, 6, 7, 8, 9]}`
	u.bodies[longClient] = strings.Replace(u.bodies["first-client"], `"first"`, `"`+strings.Repeat("long", 60)+`"`, 1)
	u.bodies["third-client"] = u.bodies["first-client"]
	return []struct {
		name  string
		reach func(b *tab)
	}{
		{"two", func(b *tab) {
			b.connectTo(u, longClient)
			b.connectTo(u, "first-client")
		}},
		{"long", func(b *tab) { b.press(1); b.see("connections", "1 of 2") }},
		{"compare", func(b *tab) {
			b.press(2)
			b.see("connections", "2 of 2")
			b.explore("/orders")
			b.click("compare")
			b.see("difference", "They differ")
		}},
		{"three", func(b *tab) {
			b.connectTo(u, "third-client")
			b.explore("/clients/first-client")
			b.see("strange", "client_id")
		}},
		{"menu", func(b *tab) { b.click("connections") }},
		{"compare-menu", func(b *tab) {
			b.eval(`document.getElementById("connections-list").hidePopover()`, nil)
			b.click("compare")
		}},
		{"compare-equal", func(b *tab) {
			b.click("compare-2")
			b.see("difference", "equal")
		}},
		{"offer", func(b *tab) {
			b.press(2)
			b.see("connections", "2 of 3")
			b.click("compare")
			b.click("compare-3")
			b.see("offer", "client_id")
		}},
		{"disconnect", func(b *tab) {
			b.click("connections")
			b.click("disconnect")
		}},
		{"renewed", func(b *tab) {
			b.eval(`document.getElementById("dialog-disconnect").close()`, nil)
			u.revoke()
			b.click("send")
			b.see("renewed", "sent again")
		}},
		{"scope", func(b *tab) {
			u.set(func(u *upstream) { u.scope = true })
			b.click("send")
			b.see("refusal", "scope")
			u.set(func(u *upstream) { u.scope = false })
		}},
		{"not-renewed", func(b *tab) {
			u.revoke()
			u.set(func(u *upstream) { u.closed = true })
			b.click("send")
			b.see("refusal", "does not accept")
		}},
	}
}

// TestSeveralAccessible has axe look at each of these states, as
// [TestAccessible] does.
func TestSeveralAccessible(t *testing.T) {
	axe, err := os.ReadFile("../../.cache/axe.min.js")
	if err != nil {
		t.Fatalf("%v: run make tools, which fetches axe-core", err)
	}
	b := open(t, start(t), "/")
	for _, state := range several(newUpstream(t)) {
		b.do(chromedp.EmulateViewport(1440, 900), scheme("light"))
		state.reach(b)
		for _, w := range widths {
			for _, theme := range []string{"light", "dark"} {
				b.do(emulation.SetDeviceMetricsOverride(w.width, w.height, 1, false), scheme(theme))
				b.eval(`scrollTo(0, 0)`, nil)
				b.wait("an open menu beneath its button", `(list => !list || Math.abs(list.getBoundingClientRect().top - document.querySelector("[popovertarget=" + list.id + "]").getBoundingClientRect().bottom) < 12)(document.querySelector(":popover-open"))`)
				b.shot("several-" + state.name + "-" + w.name + "-" + theme)
				b.axe(t, string(axe), state.name+", "+w.name+", "+theme)
				b.fits(t, state.name+", "+w.name)
			}
		}
	}
}
