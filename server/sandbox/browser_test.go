//go:build !js

package sandbox

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// A browser follows redirects and presses buttons.
type browser struct {
	t      *testing.T
	client *http.Client
}

func newBrowser(t *testing.T) browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return browser{t, &http.Client{Jar: jar, Transport: transport}}
}

// A screen is a page that was loaded, with its only form.
type screen struct {
	status int
	header http.Header
	at     *url.URL
	text   string
	method string
	action string
	fields url.Values
	tags   map[string]int
	labels map[string]bool // IDs that a label is for
}

func (b browser) open(address string) screen {
	b.t.Helper()
	resp, err := b.client.Get(address)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.read(resp)
}

// press sends the page's form with one more field: that of the button, or what
// was typed.
func (b browser) press(page screen, name, value string) screen {
	b.t.Helper()
	action, err := page.at.Parse(page.action)
	if err != nil {
		b.t.Fatal(err)
	}
	page.fields.Set(name, value)
	r, err := http.NewRequest(page.method, action.String(), strings.NewReader(page.fields.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	if page.method == http.MethodGet {
		r.Body, r.URL.RawQuery = http.NoBody, page.fields.Encode()
	} else {
		r.Header.Set("Content-Type", formType)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.read(resp)
}

func (b browser) read(resp *http.Response) screen {
	b.t.Helper()
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	page := screen{
		status: resp.StatusCode, header: resp.Header, at: resp.Request.URL, text: string(text),
		fields: url.Values{}, tags: map[string]int{}, labels: map[string]bool{},
	}
	root, err := html.Parse(strings.NewReader(page.text))
	if err != nil {
		b.t.Fatal(err)
	}
	for node := range root.Descendants() {
		page.see(node)
	}
	return page
}

func (s *screen) see(node *html.Node) {
	if node.Type != html.ElementNode {
		return
	}
	attributes := map[string]string{}
	for _, a := range node.Attr {
		attributes[a.Key] = a.Val
	}
	s.tags[node.Data]++
	switch node.Data {
	case "form":
		s.method, s.action = strings.ToUpper(attributes["method"]), attributes["action"]
	case "input":
		if attributes["type"] == "hidden" {
			s.fields.Set(attributes["name"], attributes["value"])
		}
	case "label":
		s.labels[attributes["for"]] = true
	}
}

// callback serves a client's redirect URI. It returns that and the query of
// the last answer.
func callback(t *testing.T) (uri string, answer func() url.Values) {
	t.Helper()
	var last url.Values
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		last = r.URL.Query()
		if r.URL.Path != "/callback" || r.Method != http.MethodGet {
			t.Errorf("the browser came with %s %s", r.Method, r.URL.Path)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL + "/callback", func() url.Values { return last }
}
