package jsontext_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"firstcall/app/jsontext"
)

func TestFormat(t *testing.T) {
	for src, want := range map[string]string{
		`1`:               `1`,
		` "a" `:           `"a"`,
		`[]`:              `[]`,
		"{ \n}":           `{}`,
		`[ [ ], { } ]`:    "[\n  [],\n  {}\n]",
		`{"b":1,"a":[2]}`: "{\n  \"b\": 1,\n  \"a\": [\n    2\n  ]\n}",
		`{"id":944455285181775872,"x":1.0,"y":1E+2,"z":-0}`: "{\n  \"id\": 944455285181775872,\n  \"x\": 1.0,\n  \"y\": 1E+2,\n  \"z\": -0\n}",
		`{"a":1,"a":2}`:                 "{\n  \"a\": 1,\n  \"a\": 2\n}",
		"[\"\\u00fc\u202e\u007f\\/ü\"]": "[\n  \"\\u00fc\u202e\u007f\\/ü\"\n]",
		"\"\xff\"":                      "\"\xff\"",
	} {
		if got, err := jsontext.Format(src); err != nil || got != want {
			t.Errorf("%s: got %s, %v, want %s", src, got, err, want)
		}
	}
}

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		src          string
		line, column int
		says         string
	}{
		{"", 1, 1, "empty"},
		{" \n ", 2, 2, "empty"},
		{"{\n  \"ä\": 1,\n}", 3, 1, "a name in double quotes was expected, “}” was seen"},
		{"{\"ä\" 1}", 1, 6, "a colon was expected, “1” was seen"},
		{"{'a': 1}", 1, 2, "a name in double quotes"},
		{"[1 2]", 1, 4, "a comma or “]” was expected"},
		{"[1}", 1, 3, "a comma or “]” was expected, “}” was seen"},
		{"[1,]", 1, 4, "a value was expected"},
		{"[1", 1, 3, "the text ends"},
		{"{\"a\"", 1, 5, "a colon was expected, the text ends"},
		{"[\"a\nb\"]", 1, 4, "line breaks are written"},
		{"[\"a]", 1, 2, "has no end"},
		{"[\"a\\", 1, 2, "has no end"},
		{"[\"a\\x\"]", 1, 4, "no escape"},
		{"[\"\\u12g4\"]", 1, 3, "four hexadecimal digits"},
		{"[\"\\u12", 1, 3, "four hexadecimal digits"},
		{"[012]", 1, 3, "0 before"},
		{"[-]", 1, 3, "a digit was expected"},
		{"[1.]", 1, 4, "a digit was expected"},
		{"[1e+]", 1, 5, "a digit was expected"},
		{"[+1]", 1, 2, "“+” was seen"},
		{"[True]", 1, 2, "none of true, false and null"},
		{"[nul]", 1, 2, "none of true"},
		{"1 2", 1, 3, "the end of the text was expected"},
		{"[\u202e]", 1, 2, "U+202E was seen"},
		{"[\U000e0001]", 1, 2, "U+E0001 was seen"},
		{"\ufeff{}", 1, 1, "U+FEFF was seen"},
		{"{}\x00", 1, 3, "U+0000 was seen"},
	} {
		err := jsontext.Check(test.src)
		var got *jsontext.Error
		if !errors.As(err, &got) || got.Line != test.line || got.Column != test.column || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%q: got %+v, want line %d, column %d: %s", test.src, err, test.line, test.column, test.says)
		}
	}
	if err := jsontext.Check(" [1] "); err != nil {
		t.Errorf("valid: %v", err)
	}
}

func TestLines(t *testing.T) {
	const src = `{"a":[1,"x",true],"b":{}}`
	lines, total, ok := jsontext.Lines(src, 0)
	got := draw(lines)
	want := "0 punctuation<{>\n" +
		"1 key<\"a\">punctuation<: >punctuation<[>\n" +
		"2 number<1>punctuation<,>\n2 string<\"x\">punctuation<,>\n2 word<true>\n" +
		"1 punctuation<]>punctuation<,>\n" +
		"1 key<\"b\">punctuation<: >punctuation<{}>\n" +
		"0 punctuation<}>\n"
	if !ok || total != 8 || got != want {
		t.Errorf("%v, %d, got:\n%swant:\n%s", ok, total, got, want)
	}
	for most := 1; most < 10; most++ {
		lines, total, ok := jsontext.Lines(src, most)
		if !ok || total != 8 || len(lines) != min(most, 8) || !strings.HasPrefix(want, draw(lines)) {
			t.Errorf("at most %d: got %d of %d, %v", most, len(lines), total, ok)
		}
	}
	if lines, total, ok := jsontext.Lines("[1,", 0); ok || lines != nil || total != 0 {
		t.Errorf("invalid: got %v, %d, %v", lines, total, ok)
	}
}

func draw(lines []jsontext.Line) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteByte(byte('0' + line.Indent))
		b.WriteByte(' ')
		for _, token := range line.Tokens {
			b.WriteString(token.Kind + "<" + token.Text + ">")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// TestDeep would take minutes, gigabytes or the stack if depth cost more than
// a constant.
func TestDeep(t *testing.T) {
	const depth = 100_000
	src := strings.Repeat(`[{"a":`, depth/2) + "1" + strings.Repeat("}]", depth/2)
	lines, total, ok := jsontext.Lines(src, 0)
	if !ok || total != 2*depth+1 || len(lines) != total || lines[depth].Indent != depth {
		t.Errorf("got %d lines of %d, %v", len(lines), total, ok)
	}
	out, err := jsontext.Format(src)
	if err != nil || len(out) > 1000*depth {
		t.Errorf("Format: %d bytes, %v", len(out), err)
	}
	if err := jsontext.Check(src[:len(src)-1]); err == nil {
		t.Error("an open bracket passed")
	}
}

func FuzzAgainstEncodingJSON(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,-2.5e+7,"\u00fc\n",true,null,{}],"a":[[]]}`, `"` + "\u202e\xff" + `"`, `01`, `[1,]`, `{"a"}`, "\t1e5 ", `-`, "\"\x01\"",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		lines, total, ok := jsontext.Lines(src, 0)
		valid := json.Valid([]byte(src))
		if ok != valid || (jsontext.Check(src) == nil) != valid {
			t.Fatalf("%q: got %v, %v, encoding/json says %v", src, ok, jsontext.Check(src), valid)
		}
		if !ok {
			return
		}
		formatted, err := jsontext.Format(src)
		if got := compact(t, formatted); err != nil || got != compact(t, src) {
			t.Fatalf("%q: got %q, %v", src, got, err)
		}
		if got := plain(lines); got != formatted || total != len(lines) {
			t.Fatalf("%q: lines are %q, text is %q", src, got, formatted)
		}
		var indented bytes.Buffer
		if err := json.Indent(&indented, []byte(strings.Trim(src, " \t\r\n")), "", "  "); err != nil || indented.String() != formatted {
			t.Fatalf("%q: got %q, json.Indent %q, %v", src, formatted, indented.String(), err)
		}
	})
}

func compact(t *testing.T, src string) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(src)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func plain(lines []jsontext.Line) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(strings.Repeat("  ", line.Indent))
		for _, token := range line.Tokens {
			b.WriteString(token.Text)
		}
	}
	return b.String()
}
