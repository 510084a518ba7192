package exchange_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// A browser is the user's: it follows redirects, presses buttons, and stops at
// the redirect URI, whose query it keeps.
type browser struct {
	t      *testing.T
	client *http.Client
	at     *url.URL // the page shown, or the redirect URI
	form   string   // where the page's form leads
	fields url.Values
}

// redirectURI is loopback, as the sandbox and the foreign provider let clients
// have it. Nobody listens there.
const redirectURI = "http://127.0.0.1:9/callback"

func newBrowser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	way := &http.Transport{}
	t.Cleanup(way.CloseIdleConnections)
	return &browser{t: t, client: &http.Client{Jar: jar, Transport: way, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), redirectURI) {
			return http.ErrUseLastResponse
		}
		return nil
	}}}
}

func (b *browser) open(address string) {
	b.t.Helper()
	b.see(b.client.Get(address))
}

// press sends the page's form with more fields: what was typed, or the button.
func (b *browser) press(typed ...string) {
	b.t.Helper()
	for i := 0; i+1 < len(typed); i += 2 {
		b.fields.Set(typed[i], typed[i+1])
	}
	to, err := b.at.Parse(b.form)
	if err != nil {
		b.t.Fatal(err)
	}
	r, err := http.NewRequest("POST", to.String(), strings.NewReader(b.fields.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	b.see(b.client.Do(r))
}

func (b *browser) see(resp *http.Response, err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	b.at, b.fields = resp.Request.URL, url.Values{}
	if to, err := resp.Location(); err == nil {
		b.at = to
		return
	}
	root, err := html.Parse(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		b.t.Fatal(err)
	}
	for node := range root.Descendants() {
		attributes := map[string]string{}
		for _, a := range node.Attr {
			attributes[a.Key] = a.Val
		}
		switch {
		case node.Data == "form":
			b.form = attributes["action"]
		case node.Data == "input" && attributes["type"] == "hidden":
			b.fields.Set(attributes["name"], attributes["value"])
		}
	}
}

// returned is the authorization response.
func (b *browser) returned() url.Values {
	b.t.Helper()
	if !strings.HasPrefix(b.at.String(), redirectURI) {
		b.t.Fatalf("the browser is at %s", b.at)
	}
	return b.at.Query()
}
