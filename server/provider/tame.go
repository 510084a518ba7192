//go:build !js

package provider

import (
	"fmt"

	"firstcall/app/api"

	"go.yaml.in/yaml/v3"
)

// What a text may have besides its length: keys beside each other, of which the
// decoder compares each with each, and nodes once every alias is written out.
const (
	mostKeys  = 500
	mostNodes = 50_000
)

// tame notes what must not get to the decoder, and reports whether there is
// none of it. Of n equal keys the decoder tells n²/2 times: 64 kB of them fill
// gigabytes. And aliases can have the same text decoded millions of times.
func (s *source) tame() bool {
	if weigh(s.root, map[*yaml.Node]int{}) > mostNodes {
		s.fault("this is more than a profile can have, once each *alias is written out")
		return false
	}
	s.keys(s.root)
	return len(s.faults) == 0
}

// weigh counts the nodes of n with its aliases written out, as far as there may
// be any. An alias within itself weighs too much.
func weigh(n *yaml.Node, known map[*yaml.Node]int) int {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if weight, done := known[n]; done {
		return weight
	}
	known[n] = mostNodes + 1
	weight := 1
	for _, child := range n.Content {
		weight = min(weight+weigh(child, known), mostNodes+1)
	}
	known[n] = weight
	return weight
}

// keys notes which keys are there twice, or too many.
func (s *source) keys(n *yaml.Node) {
	if n.Kind == yaml.MappingNode {
		s.equalKeys(n)
	}
	for _, child := range n.Content {
		s.keys(child)
	}
}

func (s *source) equalKeys(n *yaml.Node) {
	if len(n.Content)/2 > mostKeys {
		s.faults = append(s.faults, api.ProfileFault{Line: n.Line, Reason: fmt.Sprintf("there are more than %d keys here", mostKeys)})
		return
	}
	type key struct {
		kind  yaml.Kind
		value string
	}
	first := map[key]int{}
	for i := 0; i < len(n.Content); i += 2 {
		k := key{n.Content[i].Kind, n.Content[i].Value}
		if line, there := first[k]; there {
			s.faults = append(s.faults, api.ProfileFault{Line: n.Content[i].Line, Reason: fmt.Sprintf("mapping key %q already defined at line %d", k.value, line)})
			continue
		}
		first[k] = n.Content[i].Line
	}
}
