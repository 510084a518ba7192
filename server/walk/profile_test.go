package walk

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	browserdomain "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const editor = "profile-text"

// issuer is the sandbox's.
func (b *tab) issuer() (url string) {
	b.t.Helper()
	b.eval(`fetch("/api/state").then(r => r.json()).then(s => s.providers[0].sandbox.data_center)`, &url)
	return url
}

// edit puts another text into the editor, as pasting does.
func (b *tab) edit(old, new string) {
	b.t.Helper()
	text := b.value(editor)
	changed := strings.Replace(text, old, new, 1)
	if changed == text {
		b.t.Fatalf("%q is not in the text that begins with %.60q", old, text)
	}
	b.paste(editor, changed)
}

// TestProfileFromAnIssuer walks from the connect page to a token of a server
// that the program knows by its issuer's URL only.
func TestProfileFromAnIssuer(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.do(chromedp.Click(`.other a`, chromedp.ByQuery))
	b.at("/profile")
	b.see("profile-text-says", "No faults")
	b.fill("issuer", b.issuer())
	b.click("profile-import")
	b.see("imported", "client_authentication")
	b.see("imported", "API base URL")
	b.wait("the marked lines", `document.querySelectorAll("#profile-text-numbers .marked").length > 5`)
	b.wait("a good profile", `/No faults.*localhost/s.test(document.getElementById("profile-text-says").innerText)`)
	b.click("profile-use")
	b.at("/")
	var id string
	b.eval(`document.querySelector("input[name=provider]:checked").value`, &id)
	if !strings.HasPrefix(id, "localhost-") {
		t.Fatalf("%s is chosen", id)
	}
	var fill map[string]string
	b.eval(`fetch("/api/state").then(r => r.json()).then(s => s.providers[0].sandbox)`, &fill)
	b.paste(id+".data_center", fill["data_center"])
	b.paste(id+".client_id", fill["client_id"])
	b.paste(id+".client_secret", fill["client_secret"])
	b.click("get-token")
	b.at("/token")
	b.see("countdown", "left")
}

// TestEditProfile begins with a built-in one, breaks and mends it, and takes it
// along as a file.
func TestEditProfile(t *testing.T) {
	f := start(t)
	b := open(t, f, "/profile")
	b.see("profile-text-says", "Sandbox")
	b.eval(`(e => { e.value = "acronis"; e.dispatchEvent(new Event("change", {bubbles: true})) })(document.getElementById("profile-from"))`, nil)
	b.click("profile-open")
	b.see("profile-text-says", "Acronis")
	b.edit("id: acronis\n", "id: my-acronis\n")
	b.edit("place: form", "place: nowhere")
	b.wait("the fault", `/Line \d+\s+place "nowhere"/.test(document.querySelector(".fault")?.innerText ?? "")`)
	var disabled bool
	b.eval(`document.getElementById("profile-use").disabled`, &disabled)
	if !disabled {
		t.Error("a faulty profile can be used")
	}
	b.do(chromedp.Click(".fault", chromedp.ByQuery))
	b.wait("the caret at the fault", `(e => document.activeElement === e && /place: nowhere/.test(e.value.slice(e.selectionStart, e.selectionEnd)) && e.scrollTop > 0)(document.getElementById("profile-text"))`)
	b.wait("the numbers scrolled along", `document.getElementById("profile-text-numbers").scrollTop === document.getElementById("profile-text").scrollTop`)
	b.do(chromedp.KeyEvent(kb.Tab))
	b.wait("Tab to lead on", `document.activeElement.id !== "profile-text"`)

	b.visit("/profile")
	b.alive()
	b.wait("the faulty text after a reload", `/place: nowhere/.test(document.getElementById("profile-text").value)`)
	b.wait("its fault", `!!document.querySelector(".fault")`)
	mine := b.value(editor)
	b.click("profile-open")
	b.see("profile-text-says", "No faults")
	b.click("profile-back")
	b.wait("the text before", `/place: nowhere/.test(document.getElementById("profile-text").value)`)
	if got := b.value(editor); got != mine {
		t.Error("the text that was brought back is another one")
	}
	b.edit("place: nowhere", "place: form")
	b.see("profile-text-says", "No faults")
	if got := b.download("my-acronis.yaml"); got != b.value(editor) {
		t.Errorf("the file is\n%s", got)
	}

	b.click("profile-use")
	b.at("/")
	b.wait("the profile's card", `document.getElementById("provider.my-acronis").checked`)
	b.connect("my-acronis")
	b.visit("/profile")
	b.alive()
	b.see("profile-text-says", "No faults")
	b.click("profile-remove")
	b.wait("no way to remove it twice", `!document.getElementById("profile-remove")`)
	b.visit("/")
	b.alive()
	b.wait("the provider gone", `!document.getElementById("provider.my-acronis") && !!document.getElementById("provider.acronis")`)
}

// download clicks on Download and answers what the browser saved.
func (b *tab) download(name string) string {
	b.t.Helper()
	dir, err := os.MkdirTemp("", "firstcall-download-")
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = os.RemoveAll(dir) })
	inBrowser(b.t, func(ctx context.Context) error {
		return browserdomain.SetDownloadBehavior(browserdomain.SetDownloadBehaviorBehaviorAllow).
			WithBrowserContextID(b.user).WithDownloadPath(dir).Do(ctx)
	})
	b.click("profile-download")
	for range int(patience / (20 * time.Millisecond)) {
		if text, err := os.ReadFile(filepath.Join(dir, name)); err == nil && len(text) > 0 {
			return string(text)
		}
		time.Sleep(20 * time.Millisecond)
	}
	b.t.Fatalf("%s was not saved", name)
	return ""
}

// TestProfilesAccessible has axe look at the page in its states.
func TestProfilesAccessible(t *testing.T) {
	axe, err := os.ReadFile("../../.cache/axe.min.js")
	if err != nil {
		t.Fatalf("%v: run make tools, which fetches axe-core", err)
	}
	f := start(t)
	b := open(t, f, "/profile")
	for _, state := range []struct {
		name  string
		reach func()
	}{
		{"profile", func() { b.see("profile-text-says", "No faults") }},
		{"profile-imported", func() {
			b.fill("issuer", b.issuer())
			b.click("profile-import")
			b.see("imported", "token_url")
		}},
		{"profile-faults", func() {
			b.edit("kind: url", "kind: link")
			b.wait("the faults", `document.querySelectorAll(".fault").length > 1`)
		}},
		{"profile-failed", func() {
			b.fill("issuer", "http://127.0.0.1:1")
			b.click("profile-import")
			b.wait("the failure in focus", `document.activeElement.id === "failure-title"`)
		}},
		{"profile-problem", func() {
			b.fill("issuer", "me@example.com")
			b.click("profile-import")
			b.see("issuer-says", "e-mail")
		}},
	} {
		b.do(chromedp.EmulateViewport(1440, 900), scheme("light"))
		state.reach()
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
