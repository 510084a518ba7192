//go:build js

// Package web holds the files that the browser loads. In the browser, which
// asks the server for them, it is empty: app.wasm would hold itself.
package web

import (
	"embed"
	"io/fs"
)

// Files answers no file.
func Files() fs.FS { return embed.FS{} }
