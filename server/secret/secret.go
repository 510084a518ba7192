//go:build !js

// Package secret holds values that redact themselves wherever they are
// printed, logged or encoded as text. It owns that rule alone and knows neither
// who keeps a secret nor what for.
package secret

import (
	"fmt"
	"io"
	"log/slog"
	"unique"
)

// Redacted is what every text form of a [String] says.
const Redacted = "[redacted]"

// A String is a password, client secret or token. Its zero value is empty and
// redacts itself too, so that a log does not tell whether there was a secret.
//
// Strings are equal by == when their values are, and can be part of a map's key.
//
// The value sits behind a pointer: fmt prints a String inside another struct's
// unexported field without asking its methods, and prints a nested pointer as
// an address.
type String struct{ value unique.Handle[string] }

// New wraps s.
func New(s string) String {
	if s == "" {
		return String{}
	}
	return String{unique.Make(s)}
}

// Reveal answers the value itself.
func (s String) Reveal() string {
	if s == (String{}) {
		return ""
	}
	return s.value.Value()
}

// Empty reports whether there is no value.
func (s String) Empty() bool { return s.Reveal() == "" }

// String answers [Redacted].
func (s String) String() string { return Redacted }

// GoString answers [Redacted].
func (s String) GoString() string { return Redacted }

// Format writes [Redacted] for every verb, those made for numbers included.
func (s String) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, Redacted) }

// LogValue answers [Redacted] to slog.
func (s String) LogValue() slog.Value { return slog.StringValue(Redacted) }

// MarshalJSON answers [Redacted] as a JSON string.
func (s String) MarshalJSON() ([]byte, error) { return []byte(`"` + Redacted + `"`), nil }

// MarshalText answers [Redacted]; XML, YAML and map keys use it.
func (s String) MarshalText() ([]byte, error) { return []byte(Redacted), nil }

// MarshalBinary answers the value itself. Only encoding/gob asks for it, on the
// way into sealed storage.
func (s String) MarshalBinary() ([]byte, error) { return []byte(s.Reveal()), nil }

// UnmarshalBinary takes back what MarshalBinary gave.
func (s *String) UnmarshalBinary(data []byte) error {
	*s = New(string(data))
	return nil
}
