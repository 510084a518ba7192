//go:build !js

package exchange

import (
	"context"
	"strings"

	"firstcall/app/api"
	"firstcall/app/diff"
	"firstcall/app/wire"
	"firstcall/server/provider"
)

// Try makes an exchange once as Run does, with a variation, and says how its
// request differs from the one that failed. Its token is dropped.
func (e *Exchanger) Try(ctx context.Context, p provider.Profile, values map[string]string, v api.Variation, failed *api.Transcript) api.Tried {
	varied := p
	varied.Provider = wire.Vary(p.Provider, v)
	others := wire.VaryValues(p.Provider, values, v)
	outcome := e.start(varied, others, api.ForToken, tokenEndpoint).grant(ctx)
	tried := api.Tried{Good: outcome.Grant != nil, Failure: outcome.Failure, Transcript: outcome.Transcript()}
	var before []string
	if failed != nil {
		before = lines(failed.Request, nil)
	}
	first, errFirst := wire.Token(p.Provider, values)
	second, errSecond := wire.Token(varied.Provider, others)
	if errFirst != nil || errSecond != nil {
		first, second = wire.Request{}, wire.Request{}
	}
	tried.Changed = diff.Lines(before, lines(tried.Transcript.Request, otherSecrets(first, second)))
	return tried
}

// otherSecrets names the headers and parameters that have another secret in b
// than in a, which their masks do not show.
func otherSecrets(a, b wire.Request) map[string]bool {
	names := map[string]bool{}
	if a.MaskedAuthorization() == b.MaskedAuthorization() && a.AuthorizationHeader() != b.AuthorizationHeader() {
		names["Authorization"] = true
	}
	before := map[string]string{}
	for _, p := range secrets(a) {
		before[p.Name] = p.Value
	}
	for _, p := range secrets(b) {
		if value, there := before[p.Name]; there && value != p.Value {
			names[p.Name] = true
		}
	}
	return names
}

func secrets(r wire.Request) []wire.Param {
	var all []wire.Param
	for _, params := range [][]wire.Param{r.Query, r.Header, r.Body} {
		for _, p := range params {
			if p.Secret {
				all = append(all, p)
			}
		}
	}
	return all
}

// lines is a request as lines, with a parameter of the body in each. Those of the
// others have another secret than before.
func lines(m api.Message, others map[string]bool) []string {
	start := m.Start
	for name := range others {
		if strings.Contains(start, name+"="+wire.Mask) {
			start += note(true)
			break
		}
	}
	all := []string{start}
	for _, h := range m.Header {
		all = append(all, h.Name+": "+h.Value+note(others[h.Name]))
	}
	if m.Body == "" {
		return all
	}
	separator := "&"
	if strings.HasPrefix(m.Body, "{") {
		separator = ","
	}
	all = append(all, "")
	for part := range strings.SplitSeq(m.Body, separator) {
		name, _, _ := strings.Cut(part, "=")
		if separator == "," {
			name, _, _ = strings.Cut(strings.TrimPrefix(part, "{"), ":")
			name = strings.Trim(name, `"`)
		}
		all = append(all, part+note(others[name]))
	}
	return all
}

func note(other bool) string {
	if other {
		return " (another value)"
	}
	return ""
}
