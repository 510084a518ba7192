//go:build !js

package server

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func TestChooseCoding(t *testing.T) {
	all := map[string][]byte{plain: nil, zip: nil, br: nil}
	for accept, want := range map[string]string{
		"":                           plain,
		"gzip, deflate, br, zstd":    br,
		"gzip":                       zip,
		"GZIP":                       zip,
		"br;q=0.5, gzip;q=1.0":       zip,
		"br; q=0.5, gzip; q=0.5":     br,
		"br;q=0, gzip;q=0":           plain,
		"*":                          br,
		"br;q=0, *":                  zip,
		"identity":                   plain,
		"identity, gzip;q=0.5":       plain,
		"identity;q=0.5, gzip;q=0.8": zip,
		"br;q=many":                  plain,
		"deflate":                    plain,
		";,;q=,":                     plain,
	} {
		if got := choose(accept, all); got != want {
			t.Errorf("choose(%q) = %q, want %q", accept, got, want)
		}
	}
	if got := choose("br, gzip", map[string][]byte{plain: nil}); got != plain {
		t.Errorf("choose = %q of nothing compressed", got)
	}
}

// get asks for an asset, compressed only as accept says.
func (b *browser) get(path, accept string, more ...string) answer {
	b.site.t.Helper()
	r := b.request("GET", path, nil)
	// An explicit header keeps the client from decompressing by itself.
	r.Header.Set("Accept-Encoding", accept)
	for i := 0; i+1 < len(more); i += 2 {
		r.Header.Set(more[i], more[i+1])
	}
	return b.send(r)
}

// wasmURL is where the page loads the program from.
func (b *browser) wasmURL() string {
	b.site.t.Helper()
	_, rest, found := strings.Cut(b.get("/app.js", "identity").body, `fetchWithProgress("`)
	url, _, closed := strings.Cut(rest, `"`)
	if !found || !closed {
		b.site.t.Fatal("app.js does not say where the program is")
	}
	return url
}

func TestProgram(t *testing.T) {
	b := start(t, bare).browser()
	url := b.wasmURL()
	if !strings.HasPrefix(url, "/web/app.") || url == "/web/app.wasm" {
		t.Fatalf("the program is at %s, want its hash in it", url)
	}
	for accept, want := range map[string]string{"identity": "app.wasm", "gzip": "app.wasm.gz", "gzip, br": "app.wasm.br"} {
		got := b.get(url, accept)
		if got.status != 200 || got.body != string(files[want].Data) {
			t.Errorf("%s: status %d, body %q, want %s", accept, got.status, got.body, want)
		}
		if got.header.Get("Content-Type") != "application/wasm" || !strings.Contains(got.header.Get("Cache-Control"), "immutable") || got.header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: %v", accept, got.header)
		}
	}
	if !strings.Contains(b.get("/app.js", "identity").body, fmt.Sprintf("goappWasmContentLength = %q", strconv.Itoa(len(files["app.wasm"].Data)))) {
		t.Error("app.js does not know the program's raw size")
	}
	if !strings.Contains(b.get("/", "identity").body, `href="`+url+`"`) {
		t.Error("the page does not preload the program")
	}
	if got := b.get("/web/app.wasm", "identity"); got.header.Get("Cache-Control") != "no-cache" {
		t.Errorf("a URL without the hash is cached: %v", got.header)
	}
}

func TestTextIsCompressed(t *testing.T) {
	b := start(t, bare).browser()
	for _, path := range []string{"/", "/app.js", "/web/firstcall.css"} {
		want := b.get(path, "identity").body
		zipped, err := gzip.NewReader(strings.NewReader(b.get(path, "gzip").body))
		if err != nil {
			t.Fatal(err)
		}
		for coding, r := range map[string]io.Reader{zip: zipped, br: brotli.NewReader(strings.NewReader(b.get(path, "br").body))} {
			if got, err := io.ReadAll(r); err != nil || string(got) != want || want == "" {
				t.Errorf("%s in %s: %d bytes, %v; want %d", path, coding, len(got), err, len(want))
			}
		}
	}
	if got := b.get("/web/icon-192.png", "br"); got.header.Get("Content-Encoding") != "" || got.header.Get("Content-Type") != "image/png" {
		t.Errorf("a picture: %v", got.header)
	}
}

func TestConditionalRequests(t *testing.T) {
	b := start(t, bare).browser()
	for _, path := range []string{"/", "/app.js", "/web/firstcall.css", "/web/icon-192.png"} {
		first := b.get(path, "br")
		etag := first.header.Get("ETag")
		if first.header.Get("Cache-Control") != "no-cache" || etag == "" {
			t.Errorf("%s: %v", path, first.header)
		}
		if got := b.get(path, "br", "If-None-Match", `W/"x", `+etag); got.status != http.StatusNotModified || got.body != "" {
			t.Errorf("%s: status %d, want 304", path, got.status)
		}
		if got := b.get(path, "br", "If-None-Match", `"other"`); got.status != 200 {
			t.Errorf("%s: status %d for another version", path, got.status)
		}
		if got := b.get("/none", "br", "If-None-Match", etag); got.status != 404 {
			t.Errorf("status %d for what is not there", got.status)
		}
	}
	if css := "/web/firstcall.css"; b.get(css, "br").header.Get("ETag") == b.get(css, "gzip").header.Get("ETag") {
		t.Error("two codings have one ETag")
	}
}

func TestServiceWorkerFindsAll(t *testing.T) {
	b := start(t, bare).browser()
	_, rest, _ := strings.Cut(b.get("/app-worker.js", "identity").body, "resourcesToCache = [")
	list, _, _ := strings.Cut(rest, "]")
	urls := strings.Split(list, ",")
	if len(urls) < 8 {
		t.Fatalf("the worker caches only %s", list)
	}
	for _, quoted := range urls {
		url := strings.Trim(quoted, `"`)
		// One that is missing would keep the worker from being installed.
		if got := b.get(url, "br"); got.status != 200 {
			t.Errorf("the worker caches %s: status %d", url, got.status)
		}
	}
}

func TestVersionIsOfTheContent(t *testing.T) {
	one, err := newAssets(files, nil)
	if err != nil {
		t.Fatal(err)
	}
	same, err := newAssets(files, nil)
	if err != nil {
		t.Fatal(err)
	}
	if one.version() != same.version() || !bytes.Equal(one["/app-worker.js"].bodies[plain], same["/app-worker.js"].bodies[plain]) {
		t.Error("the same files have two versions")
	}
	changed := map[string]*asset{}
	for url, a := range one {
		changed[url] = a
	}
	assets(changed).add("/web/firstcall.css", []byte("body {}"))
	if one.version() == assets(changed).version() {
		t.Error("other files have the same version")
	}
}
