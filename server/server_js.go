//go:build js

// Package server is the half of Firstcall that does not run in a browser. This
// stub keeps that half, and the init functions of all that it imports, out of
// app.wasm.
package server

import (
	"context"
	"errors"
)

// Main answers an error: there is no server in a browser.
func Main(context.Context, []string, string) error {
	return errors.New("server: not in a browser")
}
