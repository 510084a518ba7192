//go:build !js

package app

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sort"
	"strings"
	"testing"
	"testing/fstest"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"
	"golang.org/x/net/html"

	"firstcall/app/api"
	"firstcall/app/console"
	front "firstcall/server"
)

// TestFirstFrameIsTheFirstPage compares what the server's template draws with
// the program's first frame, element by element: nothing may move when the
// program takes over.
func TestFirstFrameIsTheFirstPage(t *testing.T) {
	for _, sandbox := range []bool{true, false} {
		base := startServer(t, sandbox)
		for _, page := range api.Pages {
			document := parse(t, get(t, base+page))
			var providers []api.Provider
			if err := json.Unmarshal([]byte(text(find(document, api.ProvidersElement))), &providers); err != nil {
				t.Fatalf("%s: the providers in the page: %v", page, err)
			}
			if len(providers) < 5 {
				t.Fatalf("%s: only %d providers in the page", page, len(providers))
			}
			s := &shell{model: console.New(providers), page: page}
			frame := parse(t, goapp.HTMLString(s.Render()))

			got, want := outline(find(document, "console")), outline(find(frame, "console"))
			for i := range max(len(got), len(want)) {
				if i >= len(got) || i >= len(want) || got[i] != want[i] {
					t.Errorf("%s, sandbox %v: element %d is\n%q in the template,\n%q in the program", page, sandbox, i, at(got, i), at(want, i))
					break
				}
			}
			if len(got) < 20 {
				t.Errorf("%s: only %d elements were compared", page, len(got))
			}
		}
	}
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "nothing"
}

func startServer(t *testing.T, sandbox bool) string {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"app.wasm", "firstcall.css", "tokens.css", "theme.js", "icon.svg", "icon-192.png", "icon-512.png"} {
		files[name] = &fstest.MapFile{Data: []byte(name)}
	}
	srv, err := front.New(front.Config{Sandbox: &sandbox, Files: files})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = srv.Close() })
	listener := httptest.NewServer(srv.Handler())
	t.Cleanup(listener.Close)
	return listener.URL
}

func get(t *testing.T, url string) string {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %v", url, resp.StatusCode, err)
	}
	return string(body)
}

func parse(t *testing.T, source string) *html.Node {
	t.Helper()
	n, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func find(n *html.Node, id string) *html.Node {
	if n == nil {
		return nil
	}
	for _, a := range n.Attr {
		if a.Key == "id" && a.Val == id {
			return n
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if found := find(c, id); found != nil {
			return found
		}
	}
	return nil
}

func text(n *html.Node) string {
	if n == nil {
		return ""
	}
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(text(c))
	}
	return b.String()
}

// outline lists elements with their attributes in order, and texts. An input's
// value is left out: the program sets it through the DOM.
func outline(n *html.Node) (lines []string) {
	if n == nil {
		return nil
	}
	switch n.Type {
	case html.TextNode:
		if t := strings.Join(strings.Fields(n.Data), " "); t != "" {
			return []string{t}
		}
		return nil
	case html.ElementNode:
		lines = append(lines, element(n))
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		lines = append(lines, outline(c)...)
	}
	return append(lines, "/"+n.Data)
}

func element(n *html.Node) string {
	var attrs []string
	kind := ""
	for _, a := range n.Attr {
		if a.Key == "type" {
			kind = a.Val
		}
	}
	for _, a := range n.Attr {
		value := a.Val
		switch {
		case n.Data == "input" && a.Key == "value" && (kind == "text" || kind == "password"):
			continue
		case value == "true":
			value = "" // go-app writes such an attribute without its value
		}
		attrs = append(attrs, a.Key+"="+value)
	}
	sort.Strings(attrs)
	return "<" + n.Data + " " + strings.Join(attrs, " ") + ">"
}
