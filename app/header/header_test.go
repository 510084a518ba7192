package header_test

import (
	"net/http"
	"slices"
	"testing"

	"firstcall/app/api"
	"firstcall/app/header"
)

func TestDefaults(t *testing.T) {
	accept := api.Pair{Name: "Accept", Value: "application/json"}
	typed := func(value string) []api.Pair { return []api.Pair{accept, {Name: "Content-Type", Value: value}} }
	for _, test := range []struct {
		rows []api.Row
		body string
		want []api.Pair
	}{
		{nil, "", []api.Pair{accept}},
		{[]api.Row{{Name: "accept", Value: "text/csv"}}, "", nil},
		{[]api.Row{{Name: "Accept", Value: "text/csv", Off: true}}, "", []api.Pair{accept}},
		{[]api.Row{{Name: "CONTENT-TYPE"}}, "{}", []api.Pair{accept}},
		{nil, " \n{\"a\":}", typed("application/json")},
		{nil, "[", typed("application/json")},
		{nil, `"text"`, typed("application/json")},
		{nil, "12", typed("application/json")},
		{nil, "a=b", typed("text/plain; charset=utf-8")},
		{nil, " ", typed("text/plain; charset=utf-8")},
		{nil, "<a/>", typed("text/plain; charset=utf-8")},
	} {
		if got := header.Defaults(api.Request{Header: test.rows, Body: test.body}); !slices.Equal(got, test.want) {
			t.Errorf("%v with %q: got %v, want %v", test.rows, test.body, got, test.want)
		}
	}
}

// TestIsToken asks net/http, which wants a method to be a token.
func TestIsToken(t *testing.T) {
	names := []string{"é", "\xff", "X-A", "a b", "a:b"}
	for c := range rune(0x100) {
		names = append(names, "a"+string(c))
	}
	for _, name := range names {
		_, err := http.NewRequest(name, "/", nil)
		if got := header.IsToken(name); got != (err == nil) {
			t.Errorf("%q: got %v, net/http says %v", name, got, err)
		}
	}
	if header.IsToken("") {
		t.Error("nothing is taken for a token")
	}
}

func TestIsControl(t *testing.T) {
	for r, want := range map[rune]bool{0: true, '\r': true, '\n': true, 0x1f: true, 0x7f: true, '\t': false, ' ': false, 'é': false} {
		if got := header.IsControl(r); got != want {
			t.Errorf("%U: got %v", r, got)
		}
	}
}
