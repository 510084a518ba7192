//go:build !js

package exchange

import (
	"strings"

	"firstcall/app/api"
	"firstcall/server/exchange/explain"
)

// of is what there is to explain of an answer.
func (x *run) of(r reply) explain.Case {
	c := explain.Case{
		Purpose: x.purpose, Provider: x.profile.Provider, Values: x.values, Request: x.request,
		Answer: r.Answer, Token: x.profile.Answer.Names().AccessToken, Line: x.mask.Line, Sibling: x.profile.Permits, Varies: x.varies,
	}
	if p, found := x.request.Param("grant_type"); found && !p.Secret {
		c.Grant = p.Value
	}
	return c
}

// refused is the failure of an answer that says no.
func (x *run) refused(r reply) *api.Failure { return x.refusedAs(x.of(r), r) }

func (x *run) refusedAs(c explain.Case, r reply) *api.Failure {
	failure := c.Refused()
	evidence := strings.TrimSpace(r.StatusText() + " " + failure.Error)
	x.reached(api.Rung{Name: api.RungEndpoint, State: api.RungFailed, Evidence: evidence, Took: r.took})
	return failure
}

// useless is the failure of an answer 2xx that is none to what was asked.
func (x *run) useless(r reply, why error) *api.Failure {
	failure := x.of(r).Useless(why.Error())
	x.reached(x.good(r), api.Rung{Name: api.RungToken, State: api.RungFailed, Evidence: failure.Title})
	return failure
}
