//go:build !js

package server

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
)

// errNotBuilt is what to say when app.wasm is missing.
var errNotBuilt = errors.New("app.wasm is not built: run make build")

// Content codings (RFC 9110 section 8.4.1), also the suffixes of files that
// were compressed when built.
const (
	plain = ""
	zip   = "gzip"
	br    = "br"
)

// An asset is one file as it is served, in every coding that there is.
type asset struct {
	contentType string
	hash        string            // of the content
	bodies      map[string][]byte // by coding; plain is always there
	immutable   bool              // the URL has the hash in it
}

// assets are all that is served as it is, by path.
type assets map[string]*asset

// contentTypes are those that occur. A system's own table may be wrong, and
// with nosniff a browser then refuses the file.
var contentTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".ico":         "image/x-icon",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".woff2":       "font/woff2",
}

// read adds the files under /web/, each with what lies beside it compressed,
// and answers the URL of app.wasm, which holds the hash of its content.
func (a assets) read(files fs.FS) (wasm string, err error) {
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || isVariant(files, name) {
			return err
		}
		return a.readFile(files, name)
	})
	if err != nil {
		return "", fmt.Errorf("server: %w", err)
	}
	program := a["/web/app.wasm"]
	if program == nil {
		return "", errNotBuilt
	}
	hashed := *program
	hashed.immutable = true
	wasm = "/web/app." + program.hash + ".wasm"
	a[wasm] = &hashed
	return wasm, nil
}

func (a assets) readFile(files fs.FS, name string) error {
	body, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	it := a.add("/web/"+name, body)
	for coding, suffix := range suffixes {
		if packed, err := fs.ReadFile(files, name+suffix); err == nil {
			it.bodies[coding] = packed
		}
	}
	return nil
}

var suffixes = map[string]string{zip: ".gz", br: ".br"}

// isVariant reports whether name is another file compressed.
func isVariant(files fs.FS, name string) bool {
	for _, suffix := range suffixes {
		if base, packed := strings.CutSuffix(name, suffix); packed {
			_, err := fs.Stat(files, base)
			return err == nil
		}
	}
	return false
}

// add serves body at url, compressed here if it is text.
func (a assets) add(url string, body []byte) *asset {
	hash := sha256.Sum256(body)
	it := &asset{
		contentType: contentTypes[path.Ext(url)],
		hash:        hex.EncodeToString(hash[:8]),
		bodies:      map[string][]byte{plain: body},
	}
	switch {
	case it.contentType == "" && path.Ext(url) == "":
		it.contentType = contentTypes[".html"]
	case it.contentType == "":
		it.contentType = "application/octet-stream"
	}
	if strings.HasPrefix(it.contentType, "text/") || strings.HasSuffix(it.contentType, "+xml") || strings.HasSuffix(it.contentType, "json") {
		it.bodies[zip], it.bodies[br] = compress(body)
	}
	a[url] = it
	return it
}

func compress(body []byte) (zipped, brotlied []byte) {
	var z, b bytes.Buffer
	// Writing to a buffer never fails.
	zw := gzip.NewWriter(&z)
	_, _ = zw.Write(body)
	_ = zw.Close()
	bw := brotli.NewWriter(&b)
	_, _ = bw.Write(body)
	_ = bw.Close()
	return z.Bytes(), b.Bytes()
}

// version names all the content, so that any change of it is another version.
func (a assets) version() string {
	all := sha256.New()
	for _, url := range slices.Sorted(maps.Keys(a)) {
		fmt.Fprintln(all, url, a[url].hash)
	}
	return hex.EncodeToString(all.Sum(nil)[:8])
}

// serve answers the asset at r's path.
func (a assets) serve(w http.ResponseWriter, r *http.Request) error {
	it := a[r.URL.Path]
	if it == nil {
		return missing.says("There is nothing at this address.")
	}
	coding := choose(r.Header.Get("Accept-Encoding"), it.bodies)
	h := w.Header()
	etag := `"` + it.hash + `"`
	if len(it.bodies) > 1 {
		h.Set("Vary", "Accept-Encoding")
		etag = `"` + it.hash + "-" + coding + `"`
	}
	h.Set("ETag", etag)
	h.Set("Cache-Control", "no-cache")
	if it.immutable {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	// An ETag can't occur within another, quotes included.
	if strings.Contains(r.Header.Get("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	if coding != plain {
		h.Set("Content-Encoding", coding)
	}
	h.Set("Content-Type", it.contentType)
	h.Set("Content-Length", strconv.Itoa(len(it.bodies[coding])))
	// An error here is a browser that went away; to HEAD nothing is written.
	_, _ = w.Write(it.bodies[coding])
	return nil
}
