package snippet

import (
	"os/exec"
	"strings"
	"testing"
	"testing/quick"
)

var hard = []string{
	"", "'", "''", "\\", "\\'", "$HOME", "`id`", "$(id)", "!!", "a\nb\n", "\t", "\r\n", "\x01\x1b[0m\x7f", "😀é\u202e\u00a0\u2028\ufffd",
	"\"", "{x}", "%s%n", "-n", "\\x41\\u0041", "\x80\xff", "\ue000", strings.Repeat("x'", 1000),
}

// TestBashQuote has bash itself print literals, hundreds in one run.
func TestBashQuote(t *testing.T) {
	texts := append(many(t), hard...)
	var code strings.Builder
	for _, s := range texts {
		code.WriteString("printf '%s\\0' " + bashQuote(s) + "\n")
	}
	compare(t, texts, "bash", code.String(), func(s string) string { return strings.ReplaceAll(s, "\x00", "") })
}

func TestPythonQuote(t *testing.T) {
	texts := append(many(t), hard...)
	code := strings.Builder{}
	code.WriteString("import sys\n")
	for _, s := range texts {
		code.WriteString("sys.stdout.buffer.write((" + pythonQuote(s) + " + '\\0').encode('utf-8'))\n")
	}
	compare(t, texts, "python3", code.String(), func(s string) string { return string([]rune(s)) })
}

// TestWords has both languages print words made of literals and a variable.
func TestWords(t *testing.T) {
	v := &variable{name: "v"}
	texts := append(many(t), hard...)
	var inBash, inPython strings.Builder
	inBash.WriteString("v='$x'\n")
	inPython.WriteString("import sys\nv = '$x'\n")
	for _, s := range texts {
		pieces := []piece{{literal: s}, {variable: v}, {literal: s}}
		inBash.WriteString("printf '%s\\0' " + bashWord(pieces) + "\n")
		inPython.WriteString("sys.stdout.buffer.write((" + pythonWord(pieces) + " + '\\0').encode('utf-8'))\n")
	}
	compare(t, texts, "bash", inBash.String(), func(s string) string {
		s = strings.ReplaceAll(s, "\x00", "")
		return s + "$x" + s
	})
	compare(t, texts, "python3", inPython.String(), func(s string) string {
		s = string([]rune(s))
		return s + "$x" + s
	})
}

// many draws texts without NUL at random.
func many(t *testing.T) []string {
	t.Helper()
	var texts []string
	err := quick.Check(func(s string, bytes []byte) bool {
		texts = append(texts, strings.ReplaceAll(s, "\x00", ""), strings.ReplaceAll(string(bytes), "\x00", ""))
		return true
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func compare(t *testing.T, texts []string, program, code string, want func(string) string) {
	t.Helper()
	cmd := exec.Command(program)
	cmd.Stdin = strings.NewReader(code)
	out, err := cmd.Output()
	got := strings.Split(string(out), "\x00")
	if err != nil || len(got) != len(texts)+1 {
		t.Fatalf("%s printed %d of %d texts, %v", program, len(got)-1, len(texts), err)
	}
	for i, s := range texts {
		if got[i] != want(s) {
			t.Errorf("%s printed %q, want %q", program, got[i], want(s))
		}
	}
}
