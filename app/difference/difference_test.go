package difference

import (
	"strconv"
	"strings"
	"testing"

	"firstcall/app/api"
)

func lines(d *Difference) string {
	var b strings.Builder
	for _, line := range d.Lines {
		b.WriteString(line.Sign + line.Text + "|")
	}
	return b.String()
}

func TestOf(t *testing.T) {
	ok := func(body string) api.Reply { return api.Reply{Status: 200, Body: body} }
	large := strings.Repeat("x\n", most)
	for _, test := range []struct {
		name        string
		a, b        api.Reply
		says, lines string
		note        string
	}{
		{"nothing", api.Reply{Status: 204}, api.Reply{Status: 204}, "The replies are equal: status, headers and body.", "", ""},
		{"layout only", ok(`{"a": 1, "b": [ ]}`), ok("{\"a\":1,\n\"b\":[]}\n"), "The replies are equal: status, headers and body.", ` {|   "a": 1,|   "b": []| }|`, ""},
		{"digits count", ok(`{"a":1}`), ok(`{"a":1.0}`), "They differ: body in 2 lines. The status is equal.", ` {|-  "a": 1|+  "a": 1.0| }|`, ""},
		{"status", api.Reply{Status: 200}, api.Reply{Status: 404}, "They differ: status. The body is equal.", "", ""},
		{"line ends", ok("a\r\nb\r\n"), ok("a\nb"), "The replies are equal: status, headers and body.", " a| b|", ""},
		{"one empty", ok("a"), ok(""), "They differ: body in 1 line. The status is equal.", "-a|", ""},
		{"all", api.Reply{Status: 200, Body: "a", Header: []api.Pair{{Name: "X", Value: "1"}}}, api.Reply{Status: 500, Body: "b"}, "They differ: status, body in 2 lines, 1 header.", "-a|+b|", ""},
		{"bytes", api.Reply{Body: "AAAA", Binary: true}, api.Reply{Body: "AAAA", Binary: true}, "The replies are equal: status, headers and body.", "", "as a whole"},
		{"other bytes", api.Reply{Body: "AAAA", Binary: true}, api.Reply{Body: "AAAB", Binary: true}, "They differ: body. The status is equal.", "", "as a whole"},
		{"bytes and text", api.Reply{Body: "AAAA", Binary: true}, api.Reply{Body: "AAAA"}, "They differ: body. The status is equal.", "", "as a whole"},
		{"cut off", api.Reply{Body: "a", Truncated: "Too long."}, api.Reply{Body: "a"}, "The replies are equal: status, headers and body.", " a|", "Not all of the bodies is here"},
		{"beyond what is compared", ok(large + "a"), ok(large + "b"), "They differ: body. The status is equal.", strings.Repeat(" x|", most), "first 20000 lines"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := Of(&test.a, &test.b)
			if got := d.Says(); got != test.says {
				t.Errorf("says %q, want %q", got, test.says)
			}
			if got := lines(d); got != test.lines {
				t.Errorf("got %.200s, want %.200s", got, test.lines)
			}
			if !strings.Contains(d.Note, test.note) || (d.Note == "") != (test.note == "") {
				t.Errorf("note %q", d.Note)
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	a := api.Reply{Header: []api.Pair{{Name: "Date", Value: "1"}, {Name: "ETag", Value: "x"}, {Name: "Vary", Value: "a"}, {Name: "Vary", Value: "b"}, {Name: "Same", Value: "s"}}}
	b := api.Reply{Header: []api.Pair{{Name: "date", Value: "2"}, {Name: "vary", Value: "b"}, {Name: "vary", Value: "a"}, {Name: "same", Value: "s"}, {Name: "Age", Value: "3"}}}
	d := Of(&a, &b)
	want := []Header{{"ETag", "x", ""}, {"Vary", "a, b", "b, a"}, {"Age", "", "3"}}
	if len(d.Header) != len(want) {
		t.Fatalf("got %v", d.Header)
	}
	for i, h := range want {
		if d.Header[i] != h {
			t.Errorf("got %v, want %v", d.Header[i], h)
		}
	}
	if got := d.Says(); got != "Status and body are equal; 3 headers differ." {
		t.Errorf("says %q", got)
	}
}

// TestFold leaves out what is far from any difference, and nothing else.
func TestFold(t *testing.T) {
	var from, to []string
	for i := range 40 {
		from, to = append(from, strconv.Itoa(i)), append(to, strconv.Itoa(i))
	}
	to[20] = "other"
	d := Of(&api.Reply{Body: strings.Join(from, "\n")}, &api.Reply{Body: strings.Join(to, "\n")})
	shown, cut := Fold(d.Lines, 100)
	all := 0
	var text strings.Builder
	for _, line := range shown {
		all += max(1, line.Left)
		text.WriteString(line.Sign + line.Text)
		if line.Left > 0 {
			text.WriteString("(" + strconv.Itoa(line.Left) + ")")
		}
		text.WriteString("|")
	}
	if want := " (17)| 17| 18| 19|-20|+other| 21| 22| 23| (16)|"; text.String() != want || cut {
		t.Errorf("got %s, want %s", text.String(), want)
	}
	if all != len(d.Lines) {
		t.Errorf("%d lines are shown or counted, of %d", all, len(d.Lines))
	}
	if shown, cut := Fold(d.Lines, 4); len(shown) != 4 || !cut {
		t.Errorf("%d lines, cut %v", len(shown), cut)
	}
	if shown, cut := Whole(d.Lines, 10); len(shown) != 10 || !cut {
		t.Errorf("%d lines, cut %v", len(shown), cut)
	}
	if shown, cut := Whole(d.Lines, 41); len(shown) != 41 || cut {
		t.Errorf("%d lines, cut %v", len(shown), cut)
	}
}
