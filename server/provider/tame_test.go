package provider_test

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"firstcall/server/provider"
)

// TestTamed holds texts that would keep the decoder busy for minutes, and fill
// the memory, to a fault instead.
func TestTamed(t *testing.T) {
	distinct, inner := &strings.Builder{}, &strings.Builder{}
	for i := range 9000 {
		distinct.WriteString(strconv.FormatInt(int64(i), 36) + ":\n")
	}
	for i := range 400 {
		inner.WriteString(strconv.Itoa(i) + ": ,")
	}
	for _, test := range []struct{ name, text, want string }{
		{"equal keys", strings.Repeat("a:\n", 400), `mapping key "a" already defined at line 1`},
		{"equal empty keys", strings.Repeat("?\n", 400), `mapping key "" already defined at line 1`},
		{"equal keys deep inside", "fields:\n- name: x\n  choices: [{value: a, value: b}]\n", `mapping key "value" already defined at line 3`},
		{"many equal keys", strings.Repeat("?\n", 20_000), "more than 500 keys"},
		{"many keys", distinct.String(), "more than 500 keys"},
		{"aliases", "summary: &a {" + inner.String() + "}\nfields: [" + strings.Repeat("*a,", 15_000) + "]\n", "once each *alias is written out"},
		{"an alias within itself", "fields: &a [*a]\n", "once each *alias is written out"},
		{"aliases of aliases", doubling(), "once each *alias is written out"},
		{"too large", strings.Repeat("#\n", 40_000), "larger than 64 kB"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := provider.Parse("x", []byte(test.text))
			var faults *provider.Faults
			if !errors.As(err, &faults) || !strings.Contains(faults.List[0].Reason, test.want) {
				t.Errorf("%.200v, want %q first", err, test.want)
			}
		})
	}
}

// TestProfilesHaveTheirText reads each built-in profile again from it.
func TestProfilesHaveTheirText(t *testing.T) {
	for _, p := range builtin(t) {
		again, err := provider.Parse("again", []byte(p.YAML))
		if err != nil || again.ID != p.ID || again.YAML != p.YAML {
			t.Errorf("%s: %v", p.ID, err)
		}
	}
}

// doubling has lists that have the one before twice.
func doubling() string {
	text := "need: &l0 [x]\n"
	for i := range 40 {
		text += fmt.Sprintf("k%d: &l%d [*l%d, *l%d]\n", i, i+1, i, i)
	}
	return text
}
