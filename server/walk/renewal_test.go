package walk

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestRenewalInCalls has calls renew the token before they go out and at a 401,
// and refused when it can't be renewed.
func TestRenewalInCalls(t *testing.T) {
	u := newUpstream(t)
	u.bodies["client"] = "{}"
	f := start(t)
	b := open(t, f, "/")
	b.connectTo(u, "client")
	b.explore("/orders")
	b.click("send")
	b.see("status", "200 OK")

	u.revoke()
	b.click("send")
	b.see("renewed", "answered 401. The token was renewed and the call sent again")
	b.see("status", "200 OK")
	b.see("stop-token", "renewed once")

	u.revoke()
	b.paste("method", "POST")
	b.click("send")
	b.see("renewed", "POST may do twice what it does")
	b.see("status", "401")
	b.see("refusal", "renewed since")
	b.click("send-again")
	b.see("status", "200 OK")
	b.wait("no more of a renewal", `!document.getElementById("renewed")`)
	b.see("stop-token", "renewed 2 times")

	u.revoke()
	u.set(func(u *upstream) { u.closed = true })
	b.click("send")
	b.see("renewed", "could not be renewed")
	b.see("refusal", "does not accept the token")
	b.see("stop-token", "Can’t renew")
	b.see("token-in-short", "Can’t renew")
	b.do(chromedp.Click("#stop-token", chromedp.ByQuery))
	b.at("/token")
	b.wait("the focus on why", `document.activeElement.id === "renewal-failed-title"`)
	b.do(chromedp.Click("#stop-call", chromedp.ByQuery))
	b.wait("the focus on the reply", `document.activeElement.id === "reply"`)
	b.do(chromedp.Focus("#send", chromedp.ByQuery), chromedp.Click("#stop-call", chromedp.ByQuery))
	b.wait("the focus on the reply, on the same page", `document.activeElement.id === "reply"`)
	b.click("see-renewal")
	b.at("/token")
	b.wait("the focus on the renewal", `document.activeElement.id.startsWith("transcript-")`)
	b.do(chromedp.Click("#stop-call", chromedp.ByQuery))
	b.click("connect-again")
	b.at("/")
	b.wait("the form filled in", `document.getElementById("oauth.client_id")?.value === "client"`)
}

// TestRenewalBeforeCall renews what is due, and says so.
func TestRenewalBeforeCall(t *testing.T) {
	u := newUpstream(t)
	u.bodies["client"] = "{}"
	f := start(t)
	b := open(t, f, "/")
	b.connectTo(u, "client")
	b.explore("/orders")
	f.ahead.Store(int64(59*time.Minute + 30*time.Second))
	b.click("send")
	b.see("renewed", "renewed before this call")
	b.see("stop-token", "renewed once")
}

// TestScopeRefused reads the challenge of a 403.
func TestScopeRefused(t *testing.T) {
	u := newUpstream(t)
	u.scope = true
	b := open(t, start(t), "/")
	b.connectTo(u, "client")
	b.explore("/orders")
	b.click("send")
	b.see("refusal", "scope is not enough")
	b.see("refusal", "lacks “read”, “write”")
}
