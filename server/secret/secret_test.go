package secret_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"firstcall/server/secret"

	"go.yaml.in/yaml/v3"
)

const canary = "canary-7f3a"

type holder struct {
	Shown  secret.String
	hidden secret.String
	Nested *holder
	List   []secret.String
	Map    map[string]secret.String
}

func loaded() holder {
	s := secret.New(canary)
	inner := &holder{Shown: s, hidden: s}
	return holder{s, s, inner, []secret.String{s}, map[string]secret.String{"k": s}}
}

// leaks reports whether text holds the canary as text, hex or a list of bytes.
func leaks(text string) bool {
	lower := strings.ToLower(text)
	return strings.Contains(lower, canary) ||
		strings.Contains(lower, fmt.Sprintf("%x", canary)) ||
		strings.Contains(lower, fmt.Sprintf("% x", canary)) ||
		strings.Contains(text, strings.Trim(fmt.Sprint([]byte(canary)), "[]"))
}

func TestEveryVerbIsRedacted(t *testing.T) {
	h := loaded()
	for _, value := range []any{h.Shown, &h.Shown, h, &h, h.List, h.Map, any(h)} {
		for verb := 'A'; verb <= 'z'; verb++ {
			for _, flags := range []string{"", "+", "#", " ", "-20", "020", "#+ .3"} {
				format := "%" + flags + string(verb)
				if got := fmt.Sprintf(format, value); leaks(got) {
					t.Errorf("Sprintf(%q, %T) = %q", format, value, got)
				}
			}
		}
	}
}

func TestPrintingNeverShowsIt(t *testing.T) {
	s := secret.New(canary)
	err := fmt.Errorf("outer: %w", fmt.Errorf("inner %v: %w", s, errors.New(s.String())))
	for _, got := range []string{fmt.Sprint(s), fmt.Sprintln(s, loaded()), err.Error(), s.String(), s.GoString()} {
		if leaks(got) || !strings.Contains(got, secret.Redacted) {
			t.Errorf("got %q", got)
		}
	}
}

func TestLogsNeverShowIt(t *testing.T) {
	var out bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		h := loaded()
		slog.New(handler).With("with", h.Shown).Error("m", "s", h.Shown, "p", &h.Shown, "h", h, "hp", &h,
			"list", h.List, "map", h.Map, slog.Group("g", "s", h.Shown))
	}
	if got := out.String(); leaks(got) || !strings.Contains(got, secret.Redacted) {
		t.Errorf("log is %s", got)
	}
}

func TestEncodingsNeverShowIt(t *testing.T) {
	h := loaded()
	h.Nested = nil
	encoders := map[string]func() ([]byte, error){
		"json":        func() ([]byte, error) { return json.Marshal(loaded()) },
		"json key":    func() ([]byte, error) { return json.Marshal(map[secret.String]int{h.Shown: 1}) },
		"json indent": func() ([]byte, error) { return json.MarshalIndent(&h, "", " ") },
		"xml":         func() ([]byte, error) { return xml.Marshal(h.Shown) },
		"yaml":        func() ([]byte, error) { return yaml.Marshal(h) },
	}
	for name, encode := range encoders {
		got, err := encode()
		if err != nil || leaks(string(got)) || !strings.Contains(string(got), secret.Redacted) {
			t.Errorf("%s = %s, %v", name, got, err)
		}
	}
}

func TestGobCarriesTheValue(t *testing.T) {
	for _, want := range []string{canary, "", "\x00\xff", "ключ"} {
		var wire bytes.Buffer
		if err := gob.NewEncoder(&wire).Encode(struct{ S secret.String }{secret.New(want)}); err != nil {
			t.Fatal(err)
		}
		var got struct{ S secret.String }
		if err := gob.NewDecoder(&wire).Decode(&got); err != nil {
			t.Fatal(err)
		}
		if got.S.Reveal() != want {
			t.Errorf("got %q, want %q", got.S.Reveal(), want)
		}
	}
}

func TestZeroValue(t *testing.T) {
	var zero secret.String
	if !zero.Empty() || zero.Reveal() != "" || !secret.New("").Empty() || secret.New("x").Empty() {
		t.Error("Empty and Reveal disagree about the zero value")
	}
	if got := fmt.Sprintf("%v %s %#v", zero, zero, zero); got != "[redacted] [redacted] [redacted]" {
		t.Errorf("got %q", got)
	}
}

func TestEquality(t *testing.T) {
	a, b := secret.New("one "+canary), secret.New("one "+strings.Clone(canary))
	if a != b || a == secret.New("two") || secret.New("") != (secret.String{}) {
		t.Error("Strings are not equal exactly when their values are")
	}
}
