//go:build !js

package explain

import (
	"cmp"
	"slices"

	"firstcall/app/api"
)

// A cause is something that may be behind a failure.
type cause struct {
	weight int // how much speaks for it
	field  string
	try    string // what to do about it, "" for nothing more than the check
	check  *api.Check
}

// Weights of causes. What was observed comes before what is usual.
const (
	certain  = 100 // the server says so
	observed = 80  // something of the request or the answer points there
	usual    = 50  // what it mostly is
	possible = 30
	remote   = 10
)

// ranked causes, the likeliest first.
type ranked []cause

// rank sorts causes by weight. Of equal ones the first stays first.
func rank(causes []cause) ranked {
	causes = slices.Clone(causes)
	slices.SortStableFunc(causes, func(a, b cause) int { return cmp.Compare(b.weight, a.weight) })
	return causes
}

// fill puts what causes say into a failure, nothing twice.
func (r ranked) fill(failure *api.Failure, checks bool) {
	for _, c := range r {
		failure.Field = cmp.Or(failure.Field, c.field)
		if c.try != "" && !slices.Contains(failure.Try, c.try) {
			failure.Try = append(failure.Try, c.try)
		}
		if checks && c.check != nil && !slices.ContainsFunc(failure.Checks, func(known api.Check) bool { return known.Variation == c.check.Variation }) {
			failure.Checks = append(failure.Checks, *c.check)
		}
	}
}

// tries are causes of one weight without a field or a check; empty texts fall out.
func tries(weight int, texts ...string) []cause {
	var all []cause
	for _, text := range texts {
		if text != "" {
			all = append(all, cause{weight: weight, try: text})
		}
	}
	return all
}
