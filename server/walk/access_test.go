package walk

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// states are the pages in the states that users see, each reached from the one before.
var states = []struct {
	name  string
	reach func(b *tab)
}{
	{"connect", func(b *tab) {}},
	{"connect-filled", func(b *tab) { b.sandbox("dcv") }},
	{"connect-problem", func(b *tab) {
		b.choose("acronis")
		b.paste("acronis.data_center", "eu8-cloud.acronis.com/api/2/")
		b.click("get-token")
		b.see("acronis.client_id-says", "Enter")
	}},
	{"failed", func(b *tab) {
		b.choose("dcv")
		b.paste("dcv.ca", " ")
		b.click("get-token")
		b.see("failure", "trust")
	}},
	{"token", func(b *tab) { b.connect("acronis") }},
	{"secret", func(b *tab) { b.click("where"); b.wait("the dialog", `document.getElementById("dialog-secret").open`) }},
	{"explore", func(b *tab) {
		b.eval(`document.getElementById("dialog-secret").close()`, nil)
		b.click("first-call")
		b.see("status", "200 OK")
	}},
	{"explore-body", func(b *tab) {
		b.click("request-body")
		b.paste("body", `{"id": 944455285181775872,}`)
		b.see("body-says", "Not JSON")
	}},
	{"empty", func(b *tab) {
		b.click("forget")
		b.click("forget-now")
		b.at("/")
		b.do(chromedp.Click("#stop-call", chromedp.ByQuery))
		b.see("main", "No connection yet")
	}},
}

// widths are those that the design is made for.
var widths = []struct {
	name          string
	width, height int64
}{{"desktop", 1440, 900}, {"laptop", 1024, 768}, {"phone", 390, 844}}

// TestAccessible has axe look at every state, in light and dark, on a desktop
// and a phone, and keeps a picture of each.
func TestAccessible(t *testing.T) {
	axe, err := os.ReadFile("../../.cache/axe.min.js")
	if err != nil {
		t.Fatalf("%v: run make tools, which fetches axe-core", err)
	}
	f := start(t)
	b := open(t, f, "/")
	for _, state := range states {
		b.do(chromedp.EmulateViewport(1440, 900), scheme("light"))
		state.reach(b)
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

func scheme(name string) chromedp.Action {
	// Without motion no picture shows a colour on its way to another.
	return emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"},
	})
}

func (b *tab) axe(t *testing.T, source, where string) {
	t.Helper()
	// Evaluated by the debugger, so the page's Content-Security-Policy stays as it is.
	b.do(chromedp.Evaluate(`if (typeof axe === "undefined") {`+source+`}`, nil))
	var report string
	// What an open menu covers is not judged: axe takes the menu for its background.
	b.eval(`axe.run(document.querySelector(":popover-open") ?? document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations.map(v => ({id: v.id, help: v.help, nodes: v.nodes.map(n => n.html.slice(0, 160) + " | " + (n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message ?? ""))}))))`, &report)
	var violations []struct {
		ID, Help string
		Nodes    []string
	}
	if err := json.Unmarshal([]byte(report), &violations); err != nil {
		t.Fatalf("%s: axe answers %q: %v", where, report, err)
	}
	for _, v := range violations {
		t.Errorf("%s: axe: %s (%s)\n%q", where, v.ID, v.Help, v.Nodes)
	}
}

// fits checks that nothing makes the page scroll sideways.
func (b *tab) fits(t *testing.T, where string) {
	t.Helper()
	var over int
	b.eval(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &over)
	if over > 0 {
		t.Errorf("%s: the page is %d px too wide", where, over)
	}
}
