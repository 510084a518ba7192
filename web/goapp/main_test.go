package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// original is the directory of the go-app that go.mod names.
func original(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", "{{.Module.Dir}}", "github.com/maxence-charriere/go-app/v10/pkg/app").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// TestOnlyCuts holds the copy to the promise that nothing in it is new.
func TestOnlyCuts(t *testing.T) {
	module := original(t)
	files, err := filepath.Glob(filepath.Join(module, "pkg/app/*.go"))
	if err != nil || len(files) < 30 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	to := t.TempDir()
	if err := copyPackage(filepath.Join(module, "pkg/app"), to); err != nil {
		t.Fatal(err)
	}
	copies, shorter := 0, 0
	for _, file := range files {
		got, err := os.ReadFile(filepath.Join(to, filepath.Base(file)))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		copies++
		text, marked := strings.CutPrefix(string(got), mark)
		if !marked {
			t.Errorf("the copy of %s is not marked as generated", file)
		}
		if len(text) < len(want) {
			shorter++
		}
		if !isSubsequence(linesOf(text), linesOf(string(want))) {
			t.Errorf("the copy of %s has lines that the original has not", file)
		}
	}
	if copies < 20 || shorter != 5 {
		t.Errorf("%d files were copied and %d of them cut, want some 30 and 5", copies, shorter)
	}
}

// linesOf leaves out how a formatter aligns a line.
func linesOf(text string) []string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ")
	}
	return lines
}

func isSubsequence(part, whole []string) bool {
	for _, line := range whole {
		if len(part) > 0 && part[0] == line {
			part = part[1:]
		}
	}
	return len(part) == 0
}

// TestOtherGoApp says which line of a new go-app is not what was expected.
func TestOtherGoApp(t *testing.T) {
	const route = "package app\n\nimport (\n\t\"regexp\"\n)\n\nfunc (r *router) routed(path string) bool {\n\treturn true\n}\n"
	for _, test := range []struct{ name, text, want string }{
		{"a line that is gone", route, `no line begins with "routesWithRegexp []"`},
		{"a line that is there twice", strings.Replace(route, "(\n", "(\n\t\"regexp\"\n", 1), `lines 6 and 7 both begin with "\"regexp\""`},
	} {
		t.Run(test.name, func(t *testing.T) {
			from := t.TempDir()
			if err := os.WriteFile(filepath.Join(from, "route.go"), []byte(test.text), 0o644); err != nil {
				t.Fatal(err)
			}
			err := copyPackage(from, t.TempDir())
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "web/goapp/unused.go") {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

func TestCut(t *testing.T) {
	const text = "type a struct {\n\tb int\n\tc int\n}\n\nfunc (a) d() {\n\tif true {\n\t\treturn\n\t}\n}\n"
	for _, test := range []struct{ start, want string }{
		{"b ", strings.Replace(text, "\tb int\n", "", 1)},
		{"if true ", "type a struct {\n\tb int\n\tc int\n}\n\nfunc (a) d() {\n}\n"},
		{"type a ", "\nfunc (a) d() {\n\tif true {\n\t\treturn\n\t}\n}\n"},
		{"func (a) d(", "type a struct {\n\tb int\n\tc int\n}\n\n"},
	} {
		if got, err := cut(text, test.start); err != nil || got != test.want {
			t.Errorf("cut %q: %v\n%s", test.start, err, got)
		}
	}
}
