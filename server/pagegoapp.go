//go:build !js

package server

import (
	_ "embed"
	"slices"
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"
)

// goappPaths are what go-app makes. Nothing else is asked of its handler, and
// that only once, before the first request: its prerender does not escape
// attributes, it answers any path to an If-None-Match, and it fetches
// /robots.txt and the like from whatever host a request names.
var goappPaths = []string{"/app.js", "/app-worker.js", "/app.css", "/manifest.webmanifest", "/wasm_exec.js"}

// worker is the service worker's template; go-app's own puts itself between
// the page and every request, calls that are to be aborted among them.
//
//go:embed worker.js
var worker string

// resolver has the program loaded from the URL with its hash.
type resolver struct{ wasm string }

// Resolve answers the URL of one of go-app's resources.
func (r resolver) Resolve(location string) string {
	if location == "/web/app.wasm" {
		return r.wasm
	}
	return location
}

// addGoapp adds go-app's files. The service worker caches what there is so
// far, so everything else has to be there already.
func (a assets) addGoapp(wasm string) error {
	handler := &goapp.Handler{
		Name:                  "Firstcall",
		ShortName:             "Firstcall",
		Description:           "From API credentials to the first authenticated call.",
		Icon:                  goapp.Icon{Default: "/web/icon-192.png", Large: "/web/icon-512.png", Maskable: "/web/icon-512.png", SVG: "/web/icon.svg"},
		BackgroundColor:       "#f7f7f5",
		ThemeColor:            "#ffffff",
		LoadingLabel:          "Loading, {progress} %",
		Version:               a.version(),
		Resources:             resolver{wasm},
		WasmContentLength:     strconv.Itoa(len(a[wasm].bodies[plain])),
		CacheableResources:    a.cacheable(wasm),
		ServiceWorkerTemplate: worker,
	}
	for _, path := range goappPaths {
		made, err := capture(handler, path)
		if err != nil {
			return err
		}
		a.add(path, made)
	}
	return nil
}

// cacheable lists what the service worker has to hold for the pages to open
// without the server. go-app adds the program itself.
func (a assets) cacheable(wasm string) []string {
	var urls []string
	for url := range a {
		if url != wasm && url != "/web/app.wasm" && url != "/robots.txt" {
			urls = append(urls, url)
		}
	}
	slices.Sort(urls)
	return urls
}
