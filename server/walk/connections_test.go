package walk

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// another connects once more, from a page with a connection already.
func (b *tab) another(provider string) {
	b.t.Helper()
	b.do(chromedp.Click("#stop-credentials", chromedp.ByQuery))
	b.at("/")
	b.connect(provider)
}

// press presses a digit with Alt, anywhere on the page.
func (b *tab) press(digit int) {
	b.t.Helper()
	code := fmt.Sprintf("Digit%d", digit)
	key := fmt.Sprint(digit)
	b.do(
		input.DispatchKeyEvent(input.KeyRawDown).WithModifiers(input.ModifierAlt).WithCode(code).WithKey(key).WithWindowsVirtualKeyCode(int64('0'+digit)),
		input.DispatchKeyEvent(input.KeyUp).WithModifiers(input.ModifierAlt).WithCode(code).WithKey(key).WithWindowsVirtualKeyCode(int64('0'+digit)),
	)
}

// TestSwitchConnections goes from one connection to another with a key and with
// the menu: the reply, the token and the requests are each the current one's.
func TestSwitchConnections(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.connect("acronis")
	b.wait("no choice of one", `!document.getElementById("connections")`)
	b.click("first-call")
	b.see("status", "200 OK")
	acronis := b.text("#reply")

	b.another("sandbox")
	b.see("connections", "2 of 2")
	b.do(chromedp.Click("#stop-call", chromedp.ByQuery))
	b.see("stop-call", "Not yet")
	b.see("catalog", "Fetch")
	b.click("send")
	b.see("status", "200 OK")

	b.press(1)
	b.see("connections", "1 of 2")
	b.see("announcement", "Connection 1 of 2")
	b.wait("the first one’s own reply", fmt.Sprintf(`document.getElementById("reply").innerText === %q`, acronis))
	b.see("token-in-short", "left")
}
