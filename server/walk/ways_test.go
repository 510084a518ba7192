package walk

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// ways are the six providers with what their first call shows.
var ways = []struct {
	provider string
	ends     string // where the token's end is known from
	first    string // something of the first reply
}{
	{"sandbox", "from expires_in", `"`},
	{"acronis", "from expires_on", `"api_client"`},
	{"cyberapp", "from expires_on", `"api_client"`},
	{"dcv", "from expires_in", "SessionId1895"},
	{"passport", "from expires_in", "@"},
	{"oauth", "from expires_in", `"`},
}

// connect gets a token from the sandbox in a provider's dialect.
func (b *tab) connect(provider string) {
	b.t.Helper()
	b.sandbox(provider)
	b.click("get-token")
	b.at("/token")
	b.see("countdown", "left")
}

// TestFourClicks walks from the page to a 200 with each provider: choose, fill
// in, get the token, send.
func TestFourClicks(t *testing.T) {
	f := start(t)
	for _, way := range ways {
		t.Run(way.provider, func(t *testing.T) {
			b := open(t, f, "/")
			b.connect(way.provider)
			b.see("countdown", way.ends)
			if got := b.text("#token-text"); !strings.Contains(got, "…") {
				t.Errorf("the token is not masked: %s", got)
			}
			b.click("first-call")
			b.at("/explore")
			b.see("status", "200 OK")
			b.see("reply", way.first)
			b.see("stop-call", "200 OK")
		})
	}
}

// TestEveryStarter sends all the starter requests of each provider.
func TestEveryStarter(t *testing.T) {
	f := start(t)
	for _, way := range ways {
		t.Run(way.provider, func(t *testing.T) {
			b := open(t, f, "/")
			b.connect(way.provider)
			b.do(chromedp.Click("#stop-call", chromedp.ByQuery))
			b.wait("the catalog", `document.querySelectorAll(".op").length > 0`)
			var names []string
			b.eval(`[...document.querySelectorAll(".op")].map(e => e.innerText)`, &names)
			sent := 0
			for i, name := range names {
				if strings.Contains(name, "slowly") {
					continue // TestCancel has that one
				}
				b.eval(fmt.Sprintf(`document.querySelectorAll(".op")[%d].click()`, i), nil)
				b.wait("the request opened", fmt.Sprintf(`document.querySelectorAll(".op")[%d].getAttribute("aria-current") === "true"`, i))
				b.click("send")
				sent++
				b.wait("the reply to "+name, fmt.Sprintf(`!document.getElementById("cancel-call") && performance.getEntriesByName(location.origin + "/api/call").length === %d`, sent))
				if got := b.text("#status"); !strings.HasPrefix(got, "20") {
					t.Errorf("%s: got %q\n%s", name, got, b.text("#reply"))
				}
			}
		})
	}
}

// TestTypedByHand types as users do: white space, an API path at the end, no scheme.
func TestTypedByHand(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.sandbox("acronis")
	center, id, secret := b.value("acronis.data_center"), b.value("acronis.client_id"), b.value("acronis.client_secret")
	if secret == "" {
		t.Fatal("the sandbox filled in no secret")
	}
	b.paste("acronis.data_center", "  "+strings.TrimPrefix(center, "http://")+"/api/2/ ")
	b.see("acronis.data_center-says", "/api/2")
	if got := b.value("acronis.data_center"); got != center {
		t.Errorf("put right as %q, want %q", got, center)
	}
	b.paste("acronis.client_id", "\t"+id+" ")
	b.see("acronis.client_id-says", "White space")
	b.fill("acronis.client_secret", secret)
	b.click("get-token")
	b.at("/token")
	b.see("token-text", "eyJ")
}

// TestFieldsSayWhatIsWrong sends nothing while a field can't be right.
func TestFieldsSayWhatIsWrong(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.choose("acronis")
	b.click("get-token")
	b.see("acronis.data_center-says", "Enter")
	b.paste("acronis.data_center", "ftp://eu8-cloud.acronis.com")
	b.see("acronis.data_center-says", "ftp")
	b.paste("acronis.data_center", "https://user:hunter2hunter2@eu8-cloud.acronis.com")
	b.wait("a problem", `!!document.querySelector("[id='acronis.data_center-says'] .bad")`)
	if said := b.text(byID("acronis.data_center-says")); strings.Contains(said, "hunter2") {
		t.Errorf("the password is repeated: %s", said)
	}
	b.paste("acronis.data_center", "https://eu8-cloud.acronis.com")
	b.click("get-token")
	b.see("acronis.client_id-says", "Enter")
	b.wait("the focus at the field at fault", `document.activeElement.id === "acronis.client_id"`)
	if got := b.text("#stop-token"); !strings.Contains(got, "Not yet") {
		t.Errorf("something was sent: %s", got)
	}
}

// TestHugeAndOddInput types what no field expects; the page lives on.
func TestHugeAndOddInput(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.sandbox("passport")
	b.paste("passport.client_id", strings.Repeat("x", 10_000))
	b.paste("passport.username", "käthe 🦊 <script>alert(1)</script>")
	b.click("get-token")
	b.see("failure", "40")
	b.paste("passport.client_id", strings.Repeat("y", 70_000))
	b.click("get-token")
	b.see("passport.client_id-says", "64 kB")
}

// TestKeyboardAlone goes the way without a mouse.
func TestKeyboardAlone(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	press := func(keys string, times int) {
		for range times {
			b.do(chromedp.KeyEvent(keys))
		}
	}
	focused := func(id string) bool {
		var got string
		b.eval(`document.activeElement?.id ?? ""`, &got)
		return got == id
	}
	tabTo := func(id string) {
		t.Helper()
		for range 40 {
			if focused(id) {
				return
			}
			press(kb.Tab, 1)
		}
		t.Fatalf("Tab does not reach #%s", id)
	}
	tabTo("provider.sandbox")
	press(kb.ArrowDown, 1)
	b.wait("the next card", `document.getElementById("provider.acronis").checked`)
	tabTo("sandbox.acronis")
	press(kb.Enter, 1)
	b.wait("the sandbox's values", `document.getElementById("acronis.client_id").value !== ""`)
	b.wait("the focus at the next step", `document.activeElement.id === "get-token"`)
	press(kb.Enter, 1)
	b.at("/token")
	tabTo("where")
	press(kb.Enter, 1)
	b.wait("the dialog", `document.getElementById("dialog-secret").open`)
	press(kb.Escape, 1)
	b.wait("the focus back", `!document.getElementById("dialog-secret").open && document.activeElement.id === "where"`)
	tabTo("first-call")
	press(kb.Enter, 1)
	b.see("status", "200 OK")
	tabTo("path")
	press(kb.End, 1)
	b.do(chromedp.KeyEvent("x"))
	b.eval(`document.getElementById("path").dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", ctrlKey: true, bubbles: true, cancelable: true}))`, nil)
	b.see("status", "404")
}
