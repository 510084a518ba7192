package walk

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
)

func TestLookAtProfiles(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	shots := func(name string) {
		for _, w := range widths {
			for _, theme := range []string{"light", "dark"} {
				b.do(emulation.SetDeviceMetricsOverride(w.width, w.height, 1, false), scheme(theme))
				b.eval(`scrollTo(0, 0)`, nil)
				if w.name == "phone" {
					b.do(emulation.SetDeviceMetricsOverride(w.width, 2200, 1, false))
				}
				b.shot(name + "-" + w.name + "-" + theme)
			}
		}
		b.do(emulation.SetDeviceMetricsOverride(1440, 900, 1, false), scheme("light"))
	}
	shots("pconnect")
	b.visit("/profile")
	b.alive()
	b.see("profile-verdict", "No faults")
	shots("profile")
	var issuer string
	b.eval(`fetch("/api/state").then(r => r.json()).then(s => s.providers[0].sandbox.data_center)`, &issuer)
	b.fill("issuer", issuer)
	b.click("profile-import")
	b.see("imported", "token_url")
	b.see("profile-verdict", "No faults")
	shots("profile-imported")
	b.eval(`(e => { e.value = e.value.replace("kind: url", "kind: link").replace("place: form", "place: body"); e.dispatchEvent(new Event("input")) })(document.getElementById("profile-text"))`, nil)
	b.wait("faults", `document.querySelectorAll(".fault").length > 1`)
	shots("profile-faults")
	b.fill("issuer", "http://127.0.0.1:1")
	b.click("profile-import")
	b.see("failure-title", "refused")
	shots("profile-failed")
}
