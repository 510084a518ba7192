package walk

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"firstcall/app/api"
)

// pick chooses a value of a list, as a user does.
func (b *tab) pick(id, value string) {
	b.t.Helper()
	b.wait("#"+id, fmt.Sprintf(`!!document.getElementById(%q)`, id))
	b.eval(fmt.Sprintf(`(e => { e.focus(); e.value = %q; e.dispatchEvent(new Event("change", {bubbles: true})) })(document.getElementById(%q))`, value, id), nil)
	if got := b.value(id); got != value {
		b.t.Fatalf("#%s offers no %s", id, value)
	}
}

// settled is [tab.wait] while the browser goes from page to page: one that is
// just being left answers with an error.
func (b *tab) settled(what, condition string) {
	b.t.Helper()
	for range int(patience / (50 * time.Millisecond)) {
		var ok bool
		if err := chromedp.Run(b.ctx, chromedp.Evaluate(condition, &ok)); err == nil && ok {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Fatalf("waiting for %s\n%s", what, b.text("body"))
}

// lands waits until the browser has come to a page of Firstcall's from
// somewhere else, with nothing of that in the URL, and its program is alive.
func (b *tab) lands(path string) {
	b.t.Helper()
	b.settled(path, fmt.Sprintf(`location.href === %q && document.readyState === "complete"`, b.base+path))
	b.alive()
}

// decide presses a button of the sandbox's sign-in page.
func (b *tab) decide(decision string) {
	b.t.Helper()
	b.settled("the sandbox's page", fmt.Sprintf(`document.title.includes("sandbox") && !!document.querySelector("button[value=%s]")`, decision))
	b.do(chromedp.Click("button[value="+decision+"]", chromedp.ByQuery))
}

// shows reports whether a field can be seen.
func (b *tab) shows(id string) bool {
	b.t.Helper()
	var visible bool
	b.eval(fmt.Sprintf(`(e => !!e && e.checkVisibility({contentVisibilityAuto: true}))(document.getElementById(%q))`, id), &visible)
	return visible
}

// TestSignInByCode goes to the sandbox's login page and comes back with a token.
func TestSignInByCode(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.sandbox("oauth")
	b.pick("oauth.grant_type", api.GrantCode)
	b.see("preview", "code_challenge_method=S256")
	b.see("preview", "grant_type=authorization_code")
	b.see("redirect-uri", f.URL+api.CallbackPath)
	b.click("get-token")
	b.see("signin", "Sign in at localhost")
	b.wait("the focus at the sign-in", `document.activeElement.id === "signin-title"`)
	b.see("stop-credentials", "Waiting for you")
	b.see("legs", "Authorization request")
	b.do(chromedp.Click("#where", chromedp.ByQuery), chromedp.KeyEvent(kb.Escape), chromedp.Click("#stop-credentials", chromedp.ByQuery))
	b.wait("the focus there again", `document.activeElement.id === "signin-title"`)
	b.visit("/")
	b.alive()
	b.see("signin", "Sign in at localhost") // a reload loses nothing

	b.click("signin-link")
	b.decide("deny")
	b.lands("/")
	b.see("failure", "access_denied")
	b.click("get-token")
	b.click("signin-link")
	b.decide("allow")
	b.lands("/token")
	b.see("countdown", "left")
	b.see("token-text", "eyJ")
	var tabs int
	b.eval(`history.length`, &tabs)
	if tabs < 3 {
		t.Errorf("the sign-in was not in this tab: its history has %d entries", tabs)
	}
}

// TestSignInOnAnotherDevice enters the code in another browser, while this one
// waits.
func TestSignInOnAnotherDevice(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.sandbox("oauth")
	b.pick("oauth.grant_type", api.GrantDevice)
	b.click("get-token")
	b.wait("the code", `/^[A-Z]{4}-[A-Z]{4}$/.test(document.getElementById("user-code")?.innerText ?? "")`)
	b.see("signin-left", "left")
	b.see("signin-asked", "Asked once")
	var drawn, link string
	b.eval(`document.querySelector(".qr path").getAttribute("d")`, &drawn)
	b.eval(`document.getElementById("signin-link").href`, &link)
	if !strings.HasPrefix(drawn, "M4 4h7v1h-7z") {
		t.Errorf("a QR code begins with its finder pattern, this one with %.20q", drawn)
	}
	if code := b.text("#user-code"); !strings.HasSuffix(link, code) {
		t.Errorf("the link %s is without the code %s", link, code)
	}
	other := blank(t, f)
	other.do(chromedp.Navigate(link))
	other.decide("allow")
	b.at("/token")
	b.see("countdown", "left")
}

// TestSignInCancelled gives up, and nothing waits any more.
func TestSignInCancelled(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.sandbox("oauth")
	b.pick("oauth.grant_type", api.GrantDevice)
	b.click("get-token")
	b.click("cancel-signin")
	b.wait("no sign-in", `!document.getElementById("signin")`)
	b.see("stop-credentials", "Not connected")
	b.visit("/")
	b.alive()
	b.wait("the form as it was", fmt.Sprintf(`document.getElementById("oauth.grant_type")?.value === %q`, api.GrantDevice))
	if b.text("#signin") != "" {
		t.Error("the sign-in is there again")
	}
}

// TestFindTheCause tries what the failure offers, keeps what works, and undoes it.
func TestFindTheCause(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.sandbox("oauth")
	right := b.value("oauth.token_url")
	b.paste("oauth.token_url", right+"/")
	b.click("get-token")
	b.see("failure", "404")
	b.see("checks", "one more login attempt")
	if got := b.text("#checks"); strings.Contains(got, "This works") {
		t.Errorf("a check ran by itself: %s", got)
	}
	b.click("try-0")
	b.see("checks", "This works")
	b.see("checks", "- POST /oauth2/token/ HTTP/1.1")
	b.see("checks", "+ POST /oauth2/token HTTP/1.1")
	b.click("keep-0")
	b.at("/token")
	b.do(chromedp.Click("#stop-credentials", chromedp.ByQuery))
	b.see("otherwise", "no slash at the end of the token URL")
	b.see("preview", right+"\n")
	b.visit("/")
	b.alive()
	b.click("undo-variation")
	b.wait("the profile's own way", `!document.getElementById("otherwise")`)
	b.see("preview", right+"/\n")
	b.click("get-token")
	b.see("failure", "404")
}

// TestCheckThatDoesNotHelp says so beneath the check, and the failure stays.
func TestCheckThatDoesNotHelp(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.sandbox("oauth")
	b.paste("oauth.client_secret", "wrong")
	b.click("get-token")
	b.see("failure", "invalid_client")
	b.click("try-0")
	b.wait("what came of it", `!!document.querySelector("#tried-0 > summary")`)
	b.eval(`document.querySelector("#tried-0").open = true`, nil)
	b.see("tried-0", "invalid_client")
	b.see("failure", "invalid_client")
}

// TestPin trusts the one certificate that was shown, by a click on purpose.
func TestPin(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.sandbox("dcv")
	b.paste("dcv.ca", " ")
	b.click("get-token")
	b.see("chain", "Throw-away CA")
	b.see("chain", "by another way than this connection")
	fingerprint := b.text(".fingerprint")
	b.click("pin")
	b.wait("the pin", fmt.Sprintf(`document.getElementById("dcv.pin").value === %q`, fingerprint))
	b.wait("the focus at the next step", `document.activeElement.id === "get-token"`)
	if !b.shows("dcv.pin") {
		t.Error("the pin is filled in where nobody sees it")
	}
	b.click("get-token")
	b.at("/token")
	b.see("stop-credentials", "localhost:")

	b.do(chromedp.Click("#stop-credentials", chromedp.ByQuery))
	b.paste("dcv.pin", strings.Repeat("AB:", 31)+"AB")
	b.click("get-token")
	b.see("failure", "pinned")
}

// TestUnverified marks a connection that trusts anybody, wherever it shows.
func TestUnverified(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.sandbox("dcv")
	b.paste("dcv.ca", " ")
	b.pick("dcv.verify", "never")
	b.see("way-out.dcv", "certificates not verified")
	b.wait("two warnings", `[...document.querySelectorAll(".hint.bad")].filter(e => e.innerText.includes("not verified")).length === 2`)
	b.click("get-token")
	b.at("/token")
	b.see("stop-credentials", "Not verified")
}

// TestProbe says whether a data center answers once its field is left.
func TestProbe(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.sandbox("acronis")
	center := b.value("acronis.data_center")
	const answers = `(document.querySelector(".where.good")?.innerText ?? "").includes("answers in")`
	b.paste("acronis.data_center", "http://127.0.0.1:1")
	b.wait("why it does not answer", `!!document.querySelector(".where.warn")`)
	b.paste("acronis.data_center", center)
	b.wait("how fast it answers", answers)
	const probes = `performance.getEntriesByName(location.origin + "/api/probe").length`
	var before, after int
	b.eval(probes, &before)
	b.paste("acronis.data_center", "http://127.0.0.1:1")
	b.paste("acronis.data_center", center)
	b.wait("how fast it answers", answers)
	b.eval(probes, &after)
	if before != 2 || after != 2 {
		t.Errorf("two values were probed %d times, and again %d times", before, after-before)
	}
}

// TestGrantsKeepWhatWasTyped goes through the grants and back.
func TestGrantsKeepWhatWasTyped(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.choose("oauth")
	b.paste("oauth.client_id", "my-client")
	b.pick("oauth.grant_type", api.GrantPassword)
	b.wait("the user name", `document.getElementById("oauth.username").checkVisibility()`)
	b.paste("oauth.username", "ana")
	b.pick("oauth.grant_type", api.GrantCode)
	b.wait("no user name", `!document.getElementById("oauth.username").checkVisibility()`)
	if b.value("oauth.client_id") != "my-client" {
		t.Error("the client ID is lost")
	}
	b.pick("oauth.grant_type", api.GrantPassword)
	b.wait("the user name", `document.getElementById("oauth.username").checkVisibility()`)
	if b.value("oauth.username") != "ana" {
		t.Error("the user name is lost")
	}
	if b.shows("oauth.audience") {
		t.Error("what few need is not folded away")
	}
	b.eval(`document.querySelector("[id='more.oauth'] > summary").click()`, nil)
	b.paste("oauth.audience", "https://api.example.com")
	b.see("preview", "audience=")
	b.see("more.oauth", "1 set")
}

// TestGrantsBeforeTheProgram chooses grants while the style sheet alone shows
// their fields.
func TestGrantsBeforeTheProgram(t *testing.T) {
	f := start(t)
	b := blank(t, f)
	b.do(emulation.SetScriptExecutionDisabled(true))
	b.visit("/")
	b.choose("oauth")
	for _, test := range []struct {
		grant, client string
		shown, hidden []string
	}{
		{api.GrantClientCredentials, api.ClientBasic, []string{"client_id", "client_secret"}, []string{"username", "authorization_url", "private_key", "assertion_source"}},
		{api.GrantPassword, api.ClientBody, []string{"client_secret", "username", "password"}, []string{"private_key", "signed_assertion"}},
		{api.GrantCode, api.ClientNone, []string{"authorization_url", "client_id"}, []string{"client_secret", "username"}},
		{api.GrantJWTBearer, api.ClientNone, []string{"assertion_source", "assertion_issuer", "private_key"}, []string{"signed_assertion", "client_secret"}},
		{api.GrantClientCredentials, api.ClientPrivateKey, []string{"private_key", "key_id"}, []string{"client_secret", "assertion_issuer"}},
	} {
		b.eval(fmt.Sprintf(`document.getElementById("oauth.grant_type").value = %q; document.getElementById("oauth.client_authentication").value = %q`, test.grant, test.client), nil)
		for _, name := range test.shown {
			if !b.shows("oauth." + name) {
				t.Errorf("%s with %s: %s is hidden", test.grant, test.client, name)
			}
		}
		for _, name := range test.hidden {
			if b.shows("oauth." + name) {
				t.Errorf("%s with %s: %s is shown", test.grant, test.client, name)
			}
		}
	}
}
