// Package fetch asks the server that the page came from. It speaks JSON over
// the browser's own fetch, which costs app.wasm nothing where net/http would
// double it.
package fetch

import "firstcall/app/api"

// An Error is the server's refusal of a request.
type Error struct {
	Status  int
	Problem api.Problem
}

// Error is the sentence for the user.
func (e *Error) Error() string { return e.Problem.Error }

// Unreachable says that no answer came at all.
type Unreachable struct{ Reason string }

// Error says why, as the browser does.
func (e *Unreachable) Error() string { return e.Reason }
