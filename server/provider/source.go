//go:build !js

package provider

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"firstcall/app/api"

	"go.yaml.in/yaml/v3"
)

// A source is one profile's text with the faults found in it so far.
type source struct {
	name   string
	text   []byte
	root   *yaml.Node // nil where the text is no YAML
	faults []api.ProfileFault
}

// Faults are what is wrong with a profile's text, in the order of the lines.
type Faults struct {
	Name string // of the file
	List []api.ProfileFault
}

// Error names the first faults, each on a line of its own as "file:line: reason".
func (f *Faults) Error() string {
	var lines []string
	for i, fault := range f.List {
		if i == mostFaults {
			lines = append(lines, fmt.Sprintf("%s:%d: there are %d faults more", f.Name, fault.Line, len(f.List)-i))
			break
		}
		lines = append(lines, fmt.Sprintf("%s:%d: %s", f.Name, fault.Line, fault.Reason))
	}
	return strings.Join(lines, "\n")
}

// mostFaults is how many faults of one file are worth telling.
const mostFaults = 20

func newSource(name string, text []byte) *source { return &source{name: name, text: text} }

// profile decodes and checks. What it answers is only good if err is nil.
func (s *source) profile() Profile {
	var p Profile
	if len(s.text) > MaxText {
		s.fault(tooLarge)
		return p
	}
	var document yaml.Node
	if err := yaml.Unmarshal(s.text, &document); err != nil {
		s.yamlFaults(err)
		return p
	}
	if len(document.Content) == 0 {
		s.fault("the file is empty")
		return p
	}
	s.root = document.Content[0]
	if !s.tame() {
		return p
	}
	decoder := yaml.NewDecoder(bytes.NewReader(s.text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&p); err != nil {
		s.yamlFaults(err)
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		s.fault("a file holds one profile; after --- another document begins")
	}
	p.YAML = string(s.text)
	s.fill(&p)
	s.check(p)
	return p
}

// fault notes a fault of what stands at path: keys and indexes from the top.
func (s *source) fault(reason string, path ...any) {
	s.faults = append(s.faults, api.ProfileFault{Line: s.line(path), Reason: reason})
}

// line answers the line of the deepest node on the path that exists.
func (s *source) line(path []any) int {
	if s.root == nil {
		return 1
	}
	node, line := s.root, s.root.Line
	for _, step := range path {
		if node.Kind == yaml.AliasNode {
			node = node.Alias
		}
		if node = child(node, step); node == nil {
			break
		}
		line = node.Line
	}
	return line
}

// child answers the value under a key, or the element at an index.
func child(node *yaml.Node, step any) *yaml.Node {
	switch step := step.(type) {
	case int:
		if node.Kind == yaml.SequenceNode && step < len(node.Content) {
			return node.Content[step]
		}
	case string:
		for i := 0; node.Kind == yaml.MappingNode && i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == step {
				return node.Content[i+1]
			}
		}
	}
	return nil
}

var (
	yamlLine    = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)
	yamlUnknown = regexp.MustCompile(`^field (\S+) not found in type \S+$`)
	yamlType    = regexp.MustCompile(`^cannot unmarshal !!(\S+) ?(.*) into (\S+)$`)
)

// yamlFaults takes the decoder's errors over, in words without Go's types.
func (s *source) yamlFaults(err error) {
	texts := []string{err.Error()}
	if kinds := (*yaml.TypeError)(nil); errors.As(err, &kinds) {
		texts = kinds.Errors
	}
	for _, text := range texts {
		line, reason := 1, strings.TrimPrefix(text, "yaml: ")
		if m := yamlLine.FindStringSubmatch(text); m != nil {
			line, _ = strconv.Atoi(m[1])
			reason = m[2]
		}
		if m := yamlUnknown.FindStringSubmatch(reason); m != nil {
			reason = "unknown key " + m[1]
		} else if m := yamlType.FindStringSubmatch(reason); m != nil {
			reason = "this should be " + expected(m[3]) + ", not " + strings.TrimSpace(yamlNoun(m[1])+" "+m[2])
		}
		s.faults = append(s.faults, api.ProfileFault{Line: line, Reason: reason})
	}
}

// expected words a Go type of the profile for who writes one.
func expected(goType string) string {
	switch {
	case goType == "string":
		return "text"
	case goType == "bool":
		return "true or false"
	case strings.HasPrefix(goType, "int"):
		return "a whole number"
	case strings.HasPrefix(goType, "[]"):
		return "a list"
	}
	return "keys with values"
}

func yamlNoun(tag string) string {
	switch tag {
	case "seq":
		return "a list"
	case "map":
		return "keys with values"
	}
	return "the value"
}

// err is the faults as a [*Faults], or nil.
func (s *source) err() error {
	if len(s.faults) == 0 {
		return nil
	}
	slices.SortStableFunc(s.faults, func(a, b api.ProfileFault) int { return cmp.Compare(a.Line, b.Line) })
	return &Faults{s.name, s.faults}
}
