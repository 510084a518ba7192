//go:build !js

package discovery

import (
	"slices"
	"strings"
)

// A condition says when a field or parameter belongs to a form.
type condition struct {
	ever bool   // there are choices with which it does
	when string // as [api.Holds] has it; "" where it always does
}

// while is the condition of what one of grants or one of clients needs. What
// needs neither is always there.
func (w *writer) while(grants []string, clients ...string) condition {
	if len(grants)+len(clients) == 0 {
		return condition{ever: true}
	}
	var parts []string
	for _, by := range []struct {
		field   string
		offered []choice
		wanted  []string
	}{{"client_authentication", w.offer.clients, clients}, {"grant_type", w.offer.grants, grants}} {
		values := both(by.offered, by.wanted)
		if len(values) == len(by.offered) {
			return condition{ever: true}
		}
		if len(values) > 0 {
			parts = append(parts, by.field+"="+strings.Join(values, "|"))
		}
	}
	return condition{len(parts) > 0, strings.Join(parts, " or ")}
}

// both are the values of choices that are wanted.
func both(choices []choice, wanted []string) (values []string) {
	for _, c := range choices {
		if slices.Contains(wanted, c.value) {
			values = append(values, c.value)
		}
	}
	return values
}

// grantOf is for [writer.while]: nothing for what belongs to every grant.
func grantOf(grant string) []string {
	if grant == "" {
		return nil
	}
	return []string{grant}
}

// condition writes the condition's key.
func (w *writer) condition(indent int, c condition) {
	if c.when != "" {
		w.pair(indent, "when", c.when)
	}
}

// during ends a field with its condition.
func (w *writer) during(c condition) { w.condition(4, c) }

func (w *writer) grants(values ...string) bool { return len(both(w.offer.grants, values)) > 0 }

func (w *writer) clients(values ...string) bool { return len(both(w.offer.clients, values)) > 0 }
