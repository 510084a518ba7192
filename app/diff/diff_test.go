package diff_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/app/diff"
)

func text(lines []api.DiffLine) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(line.Sign + line.Text + "|")
	}
	return b.String()
}

func TestLines(t *testing.T) {
	for _, test := range []struct{ a, b, want string }{
		{"", "", ""},
		{"", "x y", "+x|+y|"},
		{"x y", "", "-x|-y|"},
		{"x y", "x y", " x| y|"},
		{"a b c", "a x c", " a|-b|+x| c|"},
		{"a b c d", "b c d e", "-a| b| c| d|+e|"},
		{"a a a", "a a", " a| a|-a|"},
		{"a b c a b b a", "c b a b a c", "-a|-b| c|-a| b|+a| b| a|+c|"},
	} {
		if got := text(diff.Lines(strings.Fields(test.a), strings.Fields(test.b))); got != test.want {
			t.Errorf("%q to %q: got %s, want %s", test.a, test.b, got, test.want)
		}
	}
}

// TestBounded compares what is too much to compare in full.
func TestBounded(t *testing.T) {
	var a, b []string
	for i := range 200_000 {
		a, b = append(a, "a"+strconv.Itoa(i)), append(b, "b"+strconv.Itoa(i))
	}
	got := diff.Lines(append(a, "end"), append(b, "end"))
	if len(got) != len(a)+len(b)+1 || same(got) || !same(diff.Lines(a, a)) {
		t.Errorf("got %d lines", len(got))
	}
	fits(t, got, append(a, "end"), append(b, "end"))
}

// fits wants both texts in a diff.
func fits(t *testing.T, lines []api.DiffLine, a, b []string) {
	t.Helper()
	var from, to []string
	for _, line := range lines {
		if line.Sign != "+" {
			from = append(from, line.Text)
		}
		if line.Sign != "-" {
			to = append(to, line.Text)
		}
	}
	if !slices.Equal(from, a) || !slices.Equal(to, b) {
		t.Errorf("%s is not from %q to %q", text(lines), a, b)
	}
}

// FuzzLines has diff(1) count how many lines differ at least.
func FuzzLines(f *testing.F) {
	f.Add("abcabba", "cbabac")
	f.Add("aaaa", "aa")
	f.Fuzz(func(t *testing.T, from, to string) {
		if len(from)+len(to) > 200 {
			return
		}
		lines := func(s string) (lines []string) {
			for _, b := range []byte(s) {
				lines = append(lines, strconv.Itoa(int(b)))
			}
			return lines
		}
		a, b := lines(from), lines(to)
		got := diff.Lines(a, b)
		fits(t, got, a, b)
		differ := 0
		for _, line := range got {
			if line.Sign != " " {
				differ++
			}
		}
		if want := counted(t, a, b); differ != want {
			t.Errorf("%q to %q: %d lines differ, with diff %d", a, b, differ, want)
		}
	})
}

func counted(t *testing.T, a, b []string) int {
	t.Helper()
	dir := t.TempDir()
	var names []string
	for name, lines := range map[string][]string{"a": a, "b": b} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(strings.Join(append(lines, ""), "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		names = append(names, path)
	}
	slices.Sort(names)
	out, err := exec.Command("diff", append([]string{"--minimal"}, names...)...).Output()
	if len(out) == 0 && err != nil {
		t.Fatal(err)
	}
	count := 0
	for line := range strings.Lines(string(out)) {
		if line[0] == '<' || line[0] == '>' {
			count++
		}
	}
	return count
}

func same(lines []api.DiffLine) bool {
	return !slices.ContainsFunc(lines, func(line api.DiffLine) bool { return line.Sign != " " })
}
