package walk

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestCompare sends one request over two connections.
func TestCompare(t *testing.T) {
	u := newUpstream(t)
	u.bodies["first-client"] = `{"a": 1, "list": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], "name": "first"}`
	u.bodies["second-client"] = `{"a":1,"list":[1,2,3,4,5,6,7,8,9,10],"name":"second"}`
	b := open(t, start(t), "/")
	b.connectTo(u, "second-client")
	b.connectTo(u, "first-client")
	b.explore("/orders")
	b.click("compare")
	b.see("difference", "They differ: body in 2 lines, 2 headers. The status is equal.")
	b.see("status-mine", "200 OK")
	b.see("status-theirs", "200 OK")
	b.see("headers-differ", "Served-By")
	changes := b.text("#changes")
	for _, want := range []string{`"name": "first"`, `"name": "second"`, "equal lines"} {
		if !strings.Contains(changes, want) {
			t.Errorf("%q is not in\n%s", want, changes)
		}
	}
	b.click("whole")
	b.see("changes", `"a": 1`)
	b.click("end-comparison")
	b.see("reply", `"first"`)

	u.set(func(u *upstream) { u.bodies["second-client"] = strings.ReplaceAll(u.bodies["first-client"], " ", "") })
	b.do(chromedp.Focus("#path", chromedp.ByQuery), chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(input.ModifierCtrl|input.ModifierShift)))
	b.see("difference", "Status and body are equal; 2 headers differ.")
	b.click("send")
	b.see("status", "200 OK")
	b.wait("the reply alone", `!document.getElementById("comparison")`)
}

// TestCompareWithOwnValues asks what is to become of the client's ID in the path.
func TestCompareWithOwnValues(t *testing.T) {
	u := newUpstream(t)
	u.bodies["first-client"], u.bodies["second-client"] = "{}", "{}"
	b := open(t, start(t), "/")
	b.connectTo(u, "second-client")
	b.connectTo(u, "first-client")
	b.explore("/clients/first-client")
	b.click("compare")
	b.see("offer", "client_id in the path")
	b.wait("the focus on the offer", `document.activeElement.id === "compare-filled"`)
	b.click("compare-filled")
	b.see("side-theirs", "/clients/second-client")
	b.see("difference", "equal")

	b.press(1)
	b.see("strange", "client_id of")
	if got := b.value("path"); got != "/clients/first-client" {
		t.Errorf("the request did not stay: %s", got)
	}
	b.click("fill-own")
	b.wait("its own value", `document.getElementById("path").value === "/clients/second-client"`)
	b.wait("no more to say", `!document.getElementById("strange")`)
}

// TestCancelOneOfTwo ends one of two calls; the other one’s reply is shown.
func TestCancelOneOfTwo(t *testing.T) {
	quick, held := newUpstream(t), newUpstream(t)
	quick.bodies["quick"] = "{}"
	b := open(t, start(t), "/")
	b.connectTo(held, "held")
	b.connectTo(quick, "quick")
	b.explore("/held")
	close(quick.hold)
	b.click("compare")
	b.see("status-mine", "200 OK")
	b.click("cancel-theirs")
	b.see("side-theirs", "Cancelled")
	b.see("status-mine", "200 OK")
}
