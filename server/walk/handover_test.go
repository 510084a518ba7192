package walk

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestTypingThroughTheHandover types from the first paint on, over a slow
// network, until after the program has taken over: nothing is lost, and the
// caret stays where it was.
func TestTypingThroughTheHandover(t *testing.T) {
	f := start(t)
	b := blank(t, f)
	const mbit10 = 10 * 1000 * 1000 / 8
	b.do(network.Enable(), network.EmulateNetworkConditions(false, 40, mbit10, mbit10))
	b.do(chromedp.ActionFunc(func(ctx context.Context) error {
		_, _, _, _, err := page.Navigate(f.URL + "/").Do(ctx)
		return err
	}))
	b.wait("the first page", `document.readyState !== "loading" && !!document.getElementById("sandbox.client_id")`)
	b.do(chromedp.Focus(byID("sandbox.client_id"), chromedp.ByQuery))
	typed := strings.Repeat("abcdefghij", 40)
	for i, r := range typed {
		key := string(r)
		b.do(chromedp.ActionFunc(func(ctx context.Context) error {
			return input.DispatchKeyEvent(input.KeyChar).WithText(key).Do(ctx)
		}))
		if i == 200 {
			b.alive() // the rest is typed into the program's own field
		}
	}
	if got := b.value("sandbox.client_id"); got != typed {
		t.Errorf("of %d characters %d arrived:\n%s", len(typed), len(got), got)
	}
	var caret int
	b.eval(`document.getElementById("sandbox.client_id").selectionStart`, &caret)
	if caret != len(typed) {
		t.Errorf("the caret stands at %d of %d", caret, len(typed))
	}
}

// TestNothingMoves compares where everything is before and after the program
// takes over.
func TestNothingMoves(t *testing.T) {
	f := start(t)
	b := blank(t, f)
	const places = `JSON.stringify([...document.querySelectorAll("#console input, #console button, #console label, #console h1, .stop")]
		.filter(e => e.offsetParent && !e.closest("dialog, .group:not([open]) > .within") && !e.id.startsWith("copy-"))
		.map(e => [e.tagName + e.id, ...["x", "y", "width", "height"].map(k => Math.round(e.getBoundingClientRect()[k]))]))`
	for _, width := range []int64{1440, 390} {
		b.do(emulation.SetDeviceMetricsOverride(width, 900, 1, false))
		var before, after string
		b.do(emulation.SetScriptExecutionDisabled(true))
		b.visit("/")
		b.eval(places, &before)
		b.do(emulation.SetScriptExecutionDisabled(false))
		b.visit("/")
		b.alive()
		b.eval(places, &after)
		if before != after || len(before) < 500 {
			t.Errorf("at %d px before\n%s\nafter\n%s", width, before, after)
		}
	}
}

// TestWithoutTheProgram gets a token by the native form alone.
func TestWithoutTheProgram(t *testing.T) {
	f := start(t)
	b := blank(t, f)
	b.do(emulation.SetScriptExecutionDisabled(true))
	b.visit("/")
	b.choose("acronis")
	b.do(chromedp.Click(byID("sandbox.acronis"), chromedp.ByQuery)) // fills the form on the server
	f.logged(t, "POST path=/sandbox")
	b.do(emulation.SetScriptExecutionDisabled(false))
	b.visit("/")
	b.alive()
	b.wait("the server's form", `(document.getElementById("acronis.client_id")?.value ?? "") !== ""`)
	center, id, secret := b.value("acronis.data_center"), b.value("acronis.client_id"), "wrong"

	b.do(emulation.SetScriptExecutionDisabled(true))
	b.visit("/")
	b.choose("acronis")
	b.do(
		chromedp.SendKeys(byID("acronis.data_center"), center+"/api/2/", chromedp.ByQuery),
		chromedp.SendKeys(byID("acronis.client_id"), id, chromedp.ByQuery),
		chromedp.SendKeys(byID("acronis.client_secret"), secret, chromedp.ByQuery),
		chromedp.Click(byID("get-token"), chromedp.ByQuery),
	)
	f.logged(t, "POST path=/connect")
	b.do(emulation.SetScriptExecutionDisabled(false))
	b.visit("/")
	b.alive()
	b.see("failure", "invalid_client")
}
