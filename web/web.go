//go:build !js

// Package web holds the files that the browser loads. It knows nothing of how
// they are served.
package web

import (
	"embed"
	"io/fs"
)

//go:embed static
var static embed.FS

// Files answers the files by their name below /web/. Among them, once it is
// built, are app.wasm and its compressed variants.
func Files() fs.FS {
	files, _ := fs.Sub(static, "static") // fails only for an invalid name
	return files
}
