package walk

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
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
	b.see("catalog", "List orders")
	b.click("send")
	b.see("status", "200 OK")

	b.press(1)
	b.see("connections", "1 of 2")
	b.see("announcement", "Connection 1 of 2")
	b.wait("the first one’s own reply", fmt.Sprintf(`document.getElementById("reply").innerText === %q`, acronis))
	b.see("token-in-short", "left")

	b.do(chromedp.Focus("#connections", chromedp.ByQuery), chromedp.KeyEvent(kb.Enter))
	b.wait("the menu, at the current one", `document.activeElement.id === "connections-1"`)
	b.do(chromedp.KeyEvent(kb.Escape))
	b.wait("the menu gone", `document.activeElement.id === "connections" && !document.querySelector(":popover-open")`)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.wait("the menu, at the current one", `document.activeElement.id === "connections-1"`)
	b.do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter))
	b.see("connections", "2 of 2")
	b.wait("the focus back", `document.activeElement.id === "connections"`)

	b.visit("/explore")
	b.alive()
	b.see("connections", "2 of 2")
	b.see("status", "200 OK")
}

// TestDisconnect erases one connection and leaves the other.
func TestDisconnect(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.connect("acronis")
	b.another("sandbox")
	b.click("connections")
	b.click("disconnect")
	b.wait("the question", `document.getElementById("dialog-disconnect").open && document.getElementById("dialog-disconnect-title").innerText.includes("localhost")`)
	b.press(1)
	b.see("connections", "2 of 2")
	b.click("disconnect-now")
	b.wait("one connection", `!document.getElementById("connections")`)
	b.see("announcement", "was disconnected. The current connection is")
	b.see("stop-token", "left")
	b.visit("/token")
	b.alive()
	b.wait("one connection", `!document.getElementById("connections")`)
}
