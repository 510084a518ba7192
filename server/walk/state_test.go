package walk

import (
	"context"
	"net"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// TestReloadLosesNothing reloads each page with something on it.
func TestReloadLosesNothing(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.choose("acronis")
	b.paste("acronis.client_id", "half-typed")
	b.visit("/")
	b.alive()
	b.wait("what was typed", `document.getElementById("acronis.client_id")?.value === "half-typed" && document.getElementById("provider.acronis").checked`)

	b.connect("acronis")
	b.visit("/token")
	b.alive()
	b.see("token-text", "eyJ")
	b.see("countdown", "left")

	b.click("first-call")
	b.see("status", "200 OK")
	b.paste("query-0-name", "lod")
	b.paste("query-0-value", "full")
	b.visit("/explore")
	b.alive()
	b.see("status", "200 OK")
	b.wait("the request being built", `document.getElementById("query-0-name").value === "lod" && document.getElementById("query-0-value").value === "full"`)

	b.visit("/")
	b.alive()
	b.wait("the secret kept", `document.getElementById("acronis.client_secret")?.value === "" && document.querySelector(".platform:has(> .provider > :checked)").innerText.includes("kept on the server")`)
	b.click("get-token")
	b.at("/token")
}

// TestForget erases here and on the server.
func TestForget(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.connect("acronis")
	b.click("first-call")
	b.see("status", "200 OK")
	before := b.cookies()
	b.click("forget")
	b.wait("the question", `document.getElementById("dialog-forget").open`)
	b.click("forget-now")
	b.at("/")
	b.see("stop-token", "Not yet")
	b.visit("/token")
	b.alive()
	b.see("main", "No token yet")
	for _, c := range before {
		b.do(network.SetCookie(c.Name, c.Value).WithURL(f.URL).WithHTTPOnly(true))
	}
	b.visit("/token")
	b.alive()
	b.see("main", "No token yet")
}

func (b *tab) cookies() (cookies []*network.Cookie) {
	b.t.Helper()
	b.do(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		cookies, err = network.GetCookies().Do(ctx)
		return err
	}))
	return cookies
}

// TestServerStartedAnew and TestServerAway keep what was typed.
func TestServerStartedAnew(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	f := startOn(t, listener)
	b := open(t, f, "/")
	b.expect("Failed to load resource")
	b.connect("acronis")
	b.click("first-call")
	b.see("status", "200 OK")
	f.stop()

	b.click("send")
	b.wait("that the server does not answer", `/does not answer/.test(document.getElementById("main").innerText)`)

	listener, err = net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	startOn(t, listener)
	b.click("send")
	b.wait("that the session is gone", `/no longer holds this session/.test(document.body.innerText)`)
	b.do(chromedp.Click("#stop-credentials", chromedp.ByQuery))
	if got := b.value("acronis.client_id"); got == "" {
		t.Error("the client ID was lost")
	}
}

// TestCancel ends a call that takes its time, and one more can be sent.
func TestCancel(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.connect("sandbox")
	b.do(chromedp.Click("#stop-call", chromedp.ByQuery))
	b.fill("path", "/api/v1/slow?seconds=50")
	b.click("send")
	b.click("cancel-call")
	b.wait("the end of the call", `!!document.getElementById("send") && /ancel/.test(document.getElementById("announcement").innerText)`)
	b.eval(`document.querySelectorAll(".op")[0].click()`, nil)
	b.click("send")
	b.see("status", "200 OK")
	if !strings.Contains(f.Logs.String(), "/api/call") {
		t.Error("the log has no call")
	}
}

// TestTwoTabs share one session.
func TestTwoTabs(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.connect("sandbox")
	second := window(t, f, b.user)
	second.visit("/explore")
	second.alive()
	second.click("send")
	second.see("status", "200 OK")
}
