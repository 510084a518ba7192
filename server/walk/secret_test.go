package walk

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// Canaries: nothing else in the world looks like them.
const (
	canarySecret   = "cAnArY+sEcReT/0815%:x"
	canaryPassword = "pAsSwOrD-cAnArY-4711"
)

// everywhere is all of the browser where something could have been left: the
// document as it stands, storage of each kind, the URL, the history.
const everywhere = `(async () => {
	const parts = [location.href, document.documentElement.outerHTML, document.cookie, JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), JSON.stringify(history.state)];
	for (const e of document.querySelectorAll("input, textarea, select")) parts.push(e.value);
	for (const db of await indexedDB.databases()) parts.push(JSON.stringify(db));
	for (const name of await caches.keys()) {
		const cache = await caches.open(name);
		for (const request of await cache.keys()) {
			const text = await (await cache.match(request)).text();
			parts.push(request.url, text.length > 1e6 ? "" : text);
		}
	}
	for (const e of performance.getEntries()) parts.push(e.name);
	return parts.join("\n");
})()`

func (b *tab) clean(when string, canaries ...string) {
	b.t.Helper()
	var all string
	b.eval(everywhere, &all)
	if !strings.Contains(all, "From credentials") && !strings.Contains(all, "firstcall") {
		b.t.Fatalf("%s: the search sees nothing: %.200s", when, all)
	}
	for _, c := range canaries {
		for _, form := range []string{c, url.QueryEscape(c), url.PathEscape(c)} {
			if i := strings.Index(all, form); i >= 0 {
				b.t.Errorf("%s: a secret stands in %q", when, all[max(0, i-80):min(len(all), i+len(form)+20)])
			}
		}
	}
}

// TestCanary types distinctive secrets and looks for them everywhere, after a
// refusal, after a token, after a call, and after a reload.
func TestCanary(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.sandbox("passport")
	secret := b.value("passport.client_secret")
	if secret == "" {
		t.Fatal("the sandbox filled in no secret")
	}
	b.paste("passport.client_secret", canarySecret)
	b.paste("passport.password", canaryPassword)
	b.click("get-token")
	b.see("failure", "invalid_client")
	b.clean("after a refusal", canarySecret, canaryPassword)

	b.click("sandbox.passport")
	b.wait("the sandbox's password", `document.getElementById("passport.password").value !== ""`)
	password := b.value("passport.password")
	b.click("get-token")
	b.at("/token")
	b.see("token-text", "eyJ")
	var raw string
	b.eval(`fetch("/api/reveal", {method: "POST", headers: {"Content-Type": "application/json"}, body: '{"token":"access_token"}'}).then(r => r.json()).then(r => r.token)`, &raw)
	if len(raw) < 100 {
		t.Fatalf("reveal answers %q", raw)
	}
	signature := raw[strings.LastIndexByte(raw, '.')+1:]
	// The sandbox's own secrets come with the state, to fill the form: they are
	// in memory, and must be nowhere else.
	canaries := []string{secret, password, raw, signature}
	b.clean("with a token", canaries...)
	b.click("first-call")
	b.see("status", "200 OK")
	for _, language := range []string{"code-curl", "code-python"} {
		b.click(language)
		b.clean("with code in "+language, canaries...)
	}
	for _, view := range []string{"reply-sent", "reply-headers", "reply-raw"} {
		b.click(view)
		b.clean("with "+view, canaries...)
	}
	b.visit("/token")
	b.alive()
	b.clean("after a reload", canaries...)
	b.click("reveal")
	b.wait("the token revealed", `document.getElementById("token-text").innerText.length > 200`)
	b.click("reveal")
	b.wait("the token hidden", `document.getElementById("token-text").innerText.length < 200`)
	b.clean("after hiding", canaries...)
	b.do(chromedp.Click("#stop-call", chromedp.ByQuery))
	for _, c := range append(canaries, canarySecret, canaryPassword) {
		if strings.Contains(f.Logs.String(), c) {
			t.Errorf("the log holds a secret: %.20s…", c)
		}
	}
	if !strings.Contains(f.Logs.String(), "/api/connect") {
		t.Error("the log says nothing of the exchange")
	}
}

// TestRevealAndCopy gives the whole token on demand, and the header made of it.
func TestRevealAndCopy(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.connect("acronis")
	b.eval(`navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }`, nil)
	b.click("copy-authorization")
	b.wait("the header", `(window.copied ?? "").startsWith("Authorization: Bearer eyJ")`)
	b.see("copy-authorization", "Copied")
	b.click("copy-token")
	b.wait("the token", `(window.copied ?? "").startsWith("eyJ") && window.copied.split(".").length === 3`)
	b.click("reveal")
	b.wait("the same on show", `document.getElementById("token-text").innerText === window.copied`)
}
