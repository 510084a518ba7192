//go:build !js

package server

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"firstcall/app/api"
)

// robots keeps crawlers off what they can't use.
const robots = "User-agent: *\nDisallow: /api/\n"

// newAssets makes all that is served as it is: the files of the program, the
// pages, and what go-app needs around them. No request has a part in any.
func newAssets(files fs.FS, providers []api.Provider) (assets, error) {
	if files == nil {
		return nil, errNotBuilt
	}
	a := assets{}
	wasm, err := a.read(files)
	if err != nil {
		return nil, err
	}
	a.add("/robots.txt", []byte(robots))
	a.add(whenPath, whenSheet(providers))
	providers = withoutCredentials(providers)
	for _, page := range api.Pages {
		html, err := document{page, providers, wasm}.draw()
		if err != nil {
			return nil, fmt.Errorf("%w (page %s)", err, page)
		}
		a.add(page, html)
	}
	return a, a.addGoapp(wasm)
}

// withoutCredentials empties the sandbox's values, for pages that the browser
// and its service worker keep. That there are some shows that there is a sandbox.
func withoutCredentials(providers []api.Provider) []api.Provider {
	emptied := slices.Clone(providers)
	for i, p := range emptied {
		emptied[i].Sandbox = maps.Clone(p.Sandbox)
		for name := range p.Sandbox {
			emptied[i].Sandbox[name] = ""
		}
	}
	return emptied
}
