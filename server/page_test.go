//go:build !js

package server

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"firstcall/app/api"
)

// parsePage answers the page's elements by id, in no order, and the page.
func (b *browser) parsePage(path string) (byID map[string]*html.Node, page *html.Node) {
	t := b.site.t
	t.Helper()
	page, err := html.Parse(strings.NewReader(b.want(200, "GET", path, nil).body))
	if err != nil {
		t.Fatal(err)
	}
	byID = map[string]*html.Node{}
	for n := range page.Descendants() {
		if id := attribute(n, "id"); id != "" {
			if byID[id] != nil {
				t.Errorf("%s: the id %s occurs twice", path, id)
			}
			byID[id] = n
		}
	}
	return byID, page
}

func TestPagesHaveWhatTheProgramNeeds(t *testing.T) {
	b := start(t, Config{}).browser()
	for _, path := range api.Pages {
		byID, page := b.parsePage(path)
		for _, id := range []string{"app-wasm-loader", "app-wasm-loader-icon", "app-wasm-loader-label", api.ProvidersElement} {
			if byID[id] == nil {
				t.Errorf("%s lacks #%s", path, id)
			}
		}
		if first := firstElement(page, "body"); first == byID["app-wasm-loader"] {
			t.Errorf("%s: go-app replaces the first child of body, which is the loader", path)
		}
		var providers []api.Provider
		if err := json.Unmarshal([]byte(byID[api.ProvidersElement].FirstChild.Data), &providers); err != nil || len(providers) != 6 {
			t.Errorf("%s: %d providers, %v", path, len(providers), err)
		}
		wantNothingInline(t, path, page)
	}
}

// TestPagesHaveNoCredentials looks for the sandbox's in what browsers cache.
func TestPagesHaveNoCredentials(t *testing.T) {
	b := start(t, Config{}).browser()
	secrets := 0
	for _, p := range b.state().Providers {
		for name, value := range p.Sandbox {
			if f, _ := p.Field(name); f.Kind != api.FieldSecret {
				continue
			}
			secrets++
			for _, path := range append([]string{"/app-worker.js"}, api.Pages...) {
				if value == "" || strings.Contains(b.want(200, "GET", path, nil).body, value) {
					t.Errorf("%s has the %s of %s, %q", path, name, p.ID, value)
				}
			}
		}
	}
	if secrets < 6 {
		t.Errorf("only %d secrets were looked for", secrets)
	}
	byID, _ := b.parsePage(api.PageConnect)
	if byID["sandbox.acronis"] == nil {
		t.Error("the button for the sandbox is gone")
	}
}

func firstElement(page *html.Node, of string) *html.Node {
	for n := range page.Descendants() {
		if n.Type == html.ElementNode && n.Data == of {
			for child := range n.ChildNodes() {
				if child.Type == html.ElementNode {
					return child
				}
			}
		}
	}
	return nil
}

// wantNothingInline looks for what the policy would stop.
func wantNothingInline(t *testing.T, path string, page *html.Node) {
	t.Helper()
	for n := range page.Descendants() {
		if n.Data == "style" || n.Data == "script" && attribute(n, "src") == "" && attribute(n, "type") != "application/json" {
			t.Errorf("%s has an inline <%s>", path, n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s: <%s %s=%q>", path, n.Data, a.Key, a.Val)
			}
		}
	}
}

func TestConnectFormHasEveryField(t *testing.T) {
	b := start(t, Config{}).browser()
	byID, _ := b.parsePage(api.PageConnect)
	for _, p := range b.state().Providers {
		if attribute(byID[api.ProviderInput+"."+p.ID], "value") != p.ID {
			t.Errorf("there is no choice for %s", p.ID)
		}
		for _, f := range p.Fields {
			name := api.InputName(p.ID, f.Name)
			in := byID[name]
			if f.Advanced {
				// Folded fields are the program's to draw.
				if in != nil {
					t.Errorf("there is an input %s", name)
				}
				continue
			}
			if in == nil || attribute(in, "name") != name {
				t.Errorf("there is no input %s", name)
				continue
			}
			if secret := attribute(in, "type") == "password"; secret != (f.Kind == api.FieldSecret) {
				t.Errorf("%s: secret is %v", name, secret)
			}
		}
	}
	form := byID["connect"]
	if form == nil || attribute(form, "action") != api.SubmitPath || attribute(form, "method") != "post" || attribute(form, "enctype") != "multipart/form-data" {
		t.Errorf("the form is %+v", form)
	}
}

func TestNothingOfTheRequestIsInAPage(t *testing.T) {
	b := start(t, bare).browser()
	want := b.want(200, "GET", "/", nil).body
	r := b.request("GET", "/?x=%22%3E%3Cscript%3E", nil)
	r.Header.Set("User-Agent", "<script>")
	r.Header.Set("Referer", "https://evil.test/<script>")
	if got := b.send(r).body; got != want {
		t.Error("the page depends on the request")
	}
	if got := b.ask("GET", `/%22%3E%3Cscript%3Ealert(1)`, nil); got.status != 404 || strings.Contains(got.body, "alert(1)") {
		t.Errorf("status %d\n%s", got.status, got.body)
	}
}

// TestProblemPageIsStyled holds its classes to those of the style sheet.
func TestProblemPageIsStyled(t *testing.T) {
	css, err := os.ReadFile("../web/static/firstcall.css")
	if err != nil {
		t.Fatal(err)
	}
	page, err := html.Parse(strings.NewReader(start(t, bare).browser().want(404, "GET", "/nowhere", nil).body))
	if err != nil {
		t.Fatal(err)
	}
	classes := 0
	for n := range page.Descendants() {
		for _, class := range strings.Fields(attribute(n, "class")) {
			classes++
			if !strings.Contains(string(css), "."+class+" ") {
				t.Errorf("<%s class=%q>: there is no style for it", n.Data, class)
			}
		}
	}
	if classes < 3 {
		t.Errorf("only %d classes", classes)
	}
	wantNothingInline(t, "/nowhere", page)
}
