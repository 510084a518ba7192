package wire_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"firstcall/app/wire"
)

func TestExpand(t *testing.T) {
	values := map[string]string{"id": "a/b", "tenant_id": "t", "braces": "{id}", "empty": ""}
	for _, test := range []struct {
		template, want string
		escape         func(string) string
		missing        []string
	}{
		{template: "", want: ""},
		{template: "/clients/{id}", want: "/clients/a/b"},
		{template: "/clients/{id}", want: "/clients/a%2Fb", escape: url.PathEscape},
		{template: "{id}{tenant_id}", want: "a/bt"},
		{template: "{x}/{empty}/{id}/{x}", want: "{x}/{empty}/a/b/{x}", missing: []string{"x", "empty"}},
		{template: "{braces}", want: "{id}"},
		{template: "{{id}}", want: "{a/b}"},
		{template: `{"a":{"id":1}} {} { id } {id`, want: `{"a":{"id":1}} {} { id } {id`},
		{template: "ü{id}ü}", want: "üa/bü}"},
	} {
		got, missing := wire.Expand(test.template, values, test.escape)
		if got != test.want || !slices.Equal(missing, test.missing) {
			t.Errorf("%q: got %q, %q, want %q, %q", test.template, got, missing, test.want, test.missing)
		}
	}
}

// FuzzExpand compares with a regular expression.
func FuzzExpand(f *testing.F) {
	f.Add("/{a}/{b}{{a}}{", "va{b}")
	f.Add("{\xff}{a-_9}", "")
	placeholder := regexp.MustCompile(`\{[A-Za-z0-9_-]+\}`)
	f.Fuzz(func(t *testing.T, template, value string) {
		values := map[string]string{"a": value, "B": "x"}
		var unfilled []string
		want := placeholder.ReplaceAllStringFunc(template, func(p string) string {
			if v := values[strings.Trim(p, "{}")]; v != "" {
				return url.QueryEscape(v)
			}
			if name := strings.Trim(p, "{}"); !slices.Contains(unfilled, name) {
				unfilled = append(unfilled, name)
			}
			return p
		})
		got, missing := wire.Expand(template, values, url.QueryEscape)
		if got != want || !slices.Equal(missing, unfilled) {
			t.Fatalf("%q: got %q, %q, want %q, %q", template, got, missing, want, unfilled)
		}
		for _, name := range missing {
			if !slices.Contains(wire.Names(template), name) {
				t.Fatalf("%q: %q is missing, but not in Names", template, name)
			}
		}
	})
}
