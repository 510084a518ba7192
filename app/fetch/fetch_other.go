//go:build !js

package fetch

import (
	"context"
	"errors"
)

// errNoBrowser is what every request ends with outside a browser.
var errNoBrowser = errors.New("fetch: there is no browser here")

// Get needs a browser.
func Get(context.Context, string, any) error { return errNoBrowser }

// Post needs a browser.
func Post(context.Context, string, any, any) error { return errNoBrowser }

// Put needs a browser.
func Put(context.Context, string, any, any) error { return errNoBrowser }

// Delete needs a browser.
func Delete(context.Context, string, any) error { return errNoBrowser }

// Last needs a browser.
func Last(string, any) {}
