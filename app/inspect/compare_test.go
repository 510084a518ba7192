package inspect_test

import (
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/app/inspect"
)

func TestCompare(t *testing.T) {
	a := inspect.Token(api.AccessToken, signed(`{"alg":"RS256","kid":"1"}`, `{"iss":"i","exp":1,"scope":[{"tid":"t", "role":"r"}],"n":1,"gone":true,"x":1,"x":2,"s":"\u0041"}`))
	b := inspect.Token(api.AccessToken, signed(`{"kid":"2","alg":"RS256","typ":"JWT"}`, `{"exp":2,"iss":"i","scope":[{"role":"r","tid":"t"}],"n":1.0,"x":1,"new":null,"s":"A"}`))
	var got []string
	for _, d := range inspect.Compare(*a.JWT, *b.JWT) {
		got = append(got, d.Part+" "+d.Name+" "+d.Kind+" "+string(d.A)+" "+string(d.B))
	}
	want := []string{
		`header alg same "RS256" "RS256"`, `header kid changed "1" "2"`, `header typ added  "JWT"`,
		`claims iss same "i" "i"`, `claims exp changed 1 2`, `claims scope same [{"tid":"t", "role":"r"}] [{"role":"r","tid":"t"}]`, `claims n changed 1 1.0`,
		`claims gone removed true `, `claims x same 1 1`, `claims x removed 2 `, `claims s same "\u0041" "A"`, `claims new added  null`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if diffs := inspect.Compare(api.JWT{}, api.JWT{}); len(diffs) != 0 {
		t.Errorf("got %v", diffs)
	}
}
