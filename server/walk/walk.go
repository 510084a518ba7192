//go:build !js

// Package walk holds the tests that go through Firstcall as its users do: in
// Chromium, with the real program, a real server and the sandbox. It has no
// code of its own.
package walk
