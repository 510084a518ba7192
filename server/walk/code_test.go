package walk

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// python is the interpreter that has requests.
func python(t *testing.T) string {
	t.Helper()
	for _, path := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(path, "-c", "import requests").Run() == nil {
			return path
		}
	}
	t.Fatal("the code in Python needs requests: apt-get install python3-requests")
	return ""
}

// TestCodeRuns runs what the page shows as code, with the secrets that its
// first lines ask for, and expects the reply that the page got.
func TestCodeRuns(t *testing.T) {
	python := python(t)
	f := start(t)
	for _, way := range ways {
		t.Run(way.provider, func(t *testing.T) {
			b := open(t, f, "/")
			b.sandbox(way.provider)
			dir := t.TempDir()
			environment := append(os.Environ(),
				"CLIENT_SECRET="+b.value(way.provider+".client_secret"), "PASSWORD="+b.value(way.provider+".password"))
			if way.provider == "dcv" {
				if err := os.WriteFile(filepath.Join(dir, "ca.pem"), []byte(b.value("dcv.ca")), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			b.click("get-token")
			b.at("/token")
			b.click("first-call")
			b.see("status", "200 OK")
			for _, language := range []struct {
				tab     string
				command []string
			}{{"python", []string{python, "-"}}, {"curl", []string{"bash", "-s"}}} {
				b.click("code-" + language.tab)
				b.wait("the code", `document.getElementById("code-`+language.tab+`").getAttribute("aria-selected") === "true"`)
				var code string
				b.eval(`document.getElementById("code-panel").textContent`, &code)
				run := exec.Command(language.command[0], language.command[1:]...)
				run.Dir, run.Env, run.Stdin = dir, environment, strings.NewReader(code)
				out, err := run.CombinedOutput()
				if err != nil || !strings.Contains(string(out), way.first) {
					t.Errorf("%s: %v\n%s\nof\n%s", language.tab, err, out, code)
				}
			}
		})
	}
}

// TestExpiry has the token end, with its renewal switched off: the page says so,
// calls are refused, and a new token is a click away.
func TestExpiry(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.connect("acronis")
	b.click("renewal")
	b.see("renewal-note", "left to end")
	f.ahead.Store(int64(110 * time.Minute))
	b.visit("/token")
	b.alive()
	b.wait("a token that soon ends", `document.getElementById("stop-token").className.includes("expiring")`)
	f.ahead.Store(int64(3 * time.Hour))
	b.visit("/token")
	b.alive()
	b.see("countdown", "Expired")
	b.see("main", "The token has expired")
	b.shot("token-expired")
	b.do(chromedp.Click("#stop-call", chromedp.ByQuery))
	b.click("send")
	b.see("status", "401")
	b.do(chromedp.Click("#stop-token", chromedp.ByQuery))
	b.click("renew")
	b.see("countdown", "left")
	b.do(chromedp.Click("#stop-call", chromedp.ByQuery))
	b.click("send")
	b.see("status", "200 OK")
}

// TestDigits shows numbers beyond 2^53 as they were sent.
func TestDigits(t *testing.T) {
	f := start(t)
	b := open(t, f, "/")
	b.connect("acronis")
	b.do(chromedp.Click("#stop-call", chromedp.ByQuery))
	b.wait("the catalog", `document.querySelectorAll(".op").length > 0`)
	b.eval(`[...document.querySelectorAll(".op")].find(e => e.innerText.includes("List tasks")).click()`, nil)
	b.click("send")
	b.see("status", "200 OK")
	var pretty, raw string
	b.eval(`[...document.querySelectorAll(".lines .n")].map(e => e.innerText).find(n => n.length > 16) ?? ""`, &pretty)
	b.click("reply-raw")
	b.wait("the raw body", `!!document.getElementById("raw")`)
	b.eval(`document.getElementById("raw").textContent`, &raw)
	if len(pretty) < 17 || !strings.Contains(raw, pretty) || strings.HasSuffix(pretty, "0000") {
		t.Errorf("the long number is shown as %q, in the body\n%s", pretty, raw)
	}
}
