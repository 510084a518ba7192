//go:build !js

package server

import (
	"bytes"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// root is the top of the source tree, from this package's directory.
const root = ".."

var (
	helpFlag     = regexp.MustCompile(`--(\[no-\])?([a-z][a-z-]*)`)
	flagMention  = regexp.MustCompile(`--[a-z][a-z-]*`)
	envMention   = regexp.MustCompile(`FIRSTCALL_[A-Z_]+`)
	markdownLink = regexp.MustCompile(`\]\(\s*([^)\s]+)`)
)

// TestReadmeListsEveryFlag holds the README's configuration table to --help:
// the same flags, each with the same environment variable and default.
func TestReadmeListsEveryFlag(t *testing.T) {
	inHelp, inReadme := flagsInHelp(t), flagsInReadme(t)
	if len(inHelp) < 10 {
		t.Fatalf("only %d flags were found in --help", len(inHelp))
	}
	for flag, want := range inHelp {
		if got, listed := inReadme[flag]; !listed {
			t.Errorf("the README's table lacks %s", flag)
		} else if got != want {
			t.Errorf("the README says %+v of %s, want %+v", got, flag, want)
		}
	}
	for flag := range inReadme {
		if _, known := inHelp[flag]; !known {
			t.Errorf("the README's table has %s, which --help does not", flag)
		}
	}
}

// TestDocumentsNameRealFlags looks for flags and variables that are mentioned
// outside of the table and do not exist.
func TestDocumentsNameRealFlags(t *testing.T) {
	var known []string
	for flag, is := range flagsInHelp(t) {
		known = append(known, flag, is.env)
	}
	for _, name := range []string{"README.md", "SECURITY.md"} {
		text := readDocument(t, name)
		for _, mention := range append(flagMention.FindAllString(text, -1), envMention.FindAllString(text, -1)...) {
			if !slices.Contains(known, mention) {
				t.Errorf("%s mentions %s, which --help does not know", name, mention)
			}
		}
	}
}

// TestDocumentsLinkToWhatExists follows the relative links, pictures included.
func TestDocumentsLinkToWhatExists(t *testing.T) {
	docs, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil || len(docs) == 0 {
		t.Fatalf("docs holds %d documents, %v", len(docs), err)
	}
	names := []string{"README.md", "SECURITY.md"}
	for _, path := range docs {
		names = append(names, filepath.Join("docs", filepath.Base(path)))
	}
	followed := 0
	for _, name := range names {
		for _, link := range relativeLinks(t, name) {
			followed++
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(name), link)); err != nil {
				t.Errorf("%s links to %s: %v", name, link, err)
			}
		}
	}
	if followed == 0 {
		t.Error("no relative link was found")
	}
}

// relativeLinks are the paths that a document links to, without fragments.
func relativeLinks(t *testing.T, name string) (paths []string) {
	t.Helper()
	for _, link := range markdownLink.FindAllStringSubmatch(readDocument(t, name), -1) {
		u, err := url.Parse(link[1])
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !u.IsAbs() && u.Path != "" {
			paths = append(paths, filepath.FromSlash(u.Path))
		}
	}
	return paths
}

// A documented flag's environment variable and default; either may be empty.
type documented struct{ env, value string }

// flagsInHelp reads --help as a user does. The defaults come from the parser,
// since help writes placeholders in the same place.
func flagsInHelp(t *testing.T) map[string]documented {
	t.Helper()
	var out bytes.Buffer
	if err := run(t.Context(), []string{"--help"}, "v1", files, &out, &out); err != nil {
		t.Fatal(err)
	}
	parser, err := kong.New(&Config{})
	if err != nil {
		t.Fatal(err)
	}
	defaults := map[string]string{}
	for _, flag := range parser.Model.Flags {
		defaults[flag.Name] = flag.Default
	}
	flags := map[string]documented{}
	_, listed, _ := strings.Cut(out.String(), "\nFlags:\n")
	for _, entry := range entries(listed) {
		name := helpFlag.FindStringSubmatch(entry)
		is := documented{env: envMention.FindString(entry), value: defaults[name[2]]}
		flags["--"+name[2]] = is
		if name[1] != "" {
			flags["--no-"+name[2]] = is
		}
	}
	return flags
}

// entries cuts help's list before each line that begins with a flag. Those
// between explain it, stand further in, and may begin with another flag's name.
func entries(listed string) []string {
	starts := regexp.MustCompile(`(?m)^  (-[a-z], |    )--`).FindAllStringIndex(listed, -1)
	var cut []string
	for i, start := range starts {
		end := len(listed)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		cut = append(cut, listed[start[0]:end])
	}
	return cut
}

// flagsInReadme reads the rows of the configuration table: those that begin
// with a flag.
func flagsInReadme(t *testing.T) map[string]documented {
	t.Helper()
	flags := map[string]documented{}
	for line := range strings.Lines(readDocument(t, "README.md")) {
		cells := strings.Split(line, "|")
		if len(cells) < 5 {
			continue
		}
		is := documented{env: code(cells[2]), value: code(cells[3])}
		for _, flag := range flagMention.FindAllString(cells[1], -1) {
			if _, twice := flags[flag]; twice {
				t.Errorf("the README's table has %s twice", flag)
			}
			flags[flag] = is
		}
	}
	return flags
}

// code is the text of a table's cell between backquotes, empty if it has none.
func code(cell string) string {
	_, rest, _ := strings.Cut(cell, "`")
	text, _, _ := strings.Cut(rest, "`")
	return text
}

func readDocument(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
