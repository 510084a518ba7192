// Command compress writes FILE.br and FILE.gz beside each FILE it is given,
// for the server to send as they are.
//
//	go run ./web/compress [-quick] FILE...
//
// Brotli's best level takes half a minute for app.wasm. With -quick, for
// development, there is only a quick FILE.gz, and no FILE.br that could be
// taken for the real one.
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/andybalholm/brotli"
)

func main() {
	quick := flag.Bool("quick", false, "compress fast rather than well")
	flag.Parse()
	for _, name := range flag.Args() {
		if err := compress(name, *quick); err != nil {
			fmt.Fprintln(os.Stderr, "compress:", err)
			os.Exit(1)
		}
	}
}

func compress(name string, quick bool) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	level := gzip.BestCompression
	if quick {
		level = gzip.BestSpeed
	}
	err = write(name+".gz", data, func(w io.Writer) (io.WriteCloser, error) {
		return gzip.NewWriterLevel(w, level)
	})
	if err != nil {
		return err
	}
	if quick {
		return os.RemoveAll(name + ".br")
	}
	return write(name+".br", data, func(w io.Writer) (io.WriteCloser, error) {
		return brotli.NewWriterLevel(w, brotli.BestCompression), nil
	})
}

func write(name string, data []byte, compressor func(io.Writer) (io.WriteCloser, error)) error {
	var b bytes.Buffer
	w, err := compressor(&b)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}
