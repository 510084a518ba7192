//go:build !js

package fault

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// transfers are good answers, or parts of them, that don't come as they should.
func transfers() map[string]behaviour {
	return map[string]behaviour{
		"slow":         slow,
		"drip":         drip,
		"oversized":    oversized,
		"gzip-bomb":    gzipBomb,
		"gzip-lie":     gzipLie,
		"headers":      manyHeaders,
		"length-short": raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 30\r\n\r\n" + with("")),
		"length-long":  raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n" + with("")),
		"length-twice": raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 30\r\nContent-Length: 31\r\n\r\n" + with("")),
		"cut-off":      raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n" + with("")[:32]),
		"silent":       raw(""),
		"no-http":      raw("220 mail.example.com ESMTP ready\r\n"),
	}
}

// slow lets the client wait for the answer. The degree is how many
// milliseconds, 60,000 without one.
func slow(_ *Endpoint, w http.ResponseWriter, r *http.Request, degree string) {
	if wait(r, degree, 60_000) {
		write(w, http.StatusOK, jsonType, with(`,"expires_in":3600`))
	}
}

// drip sends byte by byte. The degree is the milliseconds between two, 1,000
// without one.
func drip(_ *Endpoint, w http.ResponseWriter, r *http.Request, degree string) {
	text := with(`,"expires_in":3600`)
	w.Header().Set("Content-Type", jsonType)
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	for i := range text {
		io.WriteString(w, text[i:i+1])
		if http.NewResponseController(w).Flush() != nil || !wait(r, degree, 1000) {
			return
		}
	}
}

// wait reports whether the time passed before the client went.
func wait(r *http.Request, degree string, otherwise int) bool {
	timer := time.NewTimer(time.Duration(number(degree, otherwise)) * time.Millisecond)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// filler is the chunk that oversized and gzip-bomb repeat: no JSON text needs
// as much white space.
const filler = 1 << 16

// oversized has good JSON with white space in it. The degree is its bytes, 64
// MiB without one.
func oversized(_ *Endpoint, w http.ResponseWriter, _ *http.Request, degree string) {
	w.Header().Set("Content-Type", jsonType)
	fill(w, number(degree, 64<<20))
}

// gzipBomb is oversized, compressed a thousandfold. It is sent compressed
// whether the client takes that or not.
func gzipBomb(_ *Endpoint, w http.ResponseWriter, _ *http.Request, degree string) {
	w.Header().Set("Content-Type", jsonType)
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	defer z.Close()
	fill(z, number(degree, 64<<20))
}

// fill stops when the client has gone.
func fill(w io.Writer, size int) {
	text := with(`,"expires_in":3600`)
	io.WriteString(w, text[:1])
	chunk := strings.Repeat(" ", filler)
	for left := size - len(text); left > 0; left -= filler {
		if _, err := io.WriteString(w, chunk[:min(left, filler)]); err != nil {
			return
		}
	}
	io.WriteString(w, text[1:])
}

// gzipLie says that it is compressed, and is not.
func gzipLie(_ *Endpoint, w http.ResponseWriter, _ *http.Request, _ string) {
	w.Header().Set("Content-Encoding", "gzip")
	write(w, http.StatusOK, jsonType, with(`,"expires_in":3600`))
}

// manyHeaders has as many fields as the degree says, 5,000 without one.
func manyHeaders(_ *Endpoint, w http.ResponseWriter, _ *http.Request, degree string) {
	for i := range number(degree, 5000) {
		w.Header().Set(fmt.Sprintf("X-Fault-%d", i), "a value that means nothing")
	}
	write(w, http.StatusOK, jsonType, with(`,"expires_in":3600`))
}

// raw writes to the connection, past all that makes HTTP of it, and closes it.
func raw(text string) behaviour {
	return func(_ *Endpoint, w http.ResponseWriter, _ *http.Request, _ string) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			http.Error(w, "this fault needs HTTP/1.1", http.StatusHTTPVersionNotSupported)
			return
		}
		defer conn.Close()
		io.WriteString(conn, text)
	}
}
