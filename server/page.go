//go:build !js

package server

import (
	"fmt"
	"io/fs"

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
	for _, page := range api.Pages {
		html, err := document{page, providers, wasm}.draw()
		if err != nil {
			return nil, fmt.Errorf("%w (page %s)", err, page)
		}
		a.add(page, html)
	}
	return a, a.addGoapp(wasm)
}
