package inspect

import (
	"encoding/json"
	"strings"

	"firstcall/app/api"
)

// What a page gets of a token at most.
const (
	mostMembers = 300      // of the header and of the claims each
	mostValue   = 16 << 10 // bytes of a value
)

// Cut is t as a page can bear it: of too long a value the beginning, of too many
// members the first. A normal token stays as it is.
func Cut(t api.Token) api.Token {
	if t.JWT == nil {
		return t
	}
	header, moreHeader := cutMembers(t.JWT.Header)
	claims, moreClaims := cutMembers(t.JWT.Claims)
	t.JWT = &api.JWT{Header: header, Claims: claims, More: t.JWT.More + moreHeader + moreClaims}
	return t
}

func cutMembers(members []api.Member) (cut []api.Member, more int) {
	few := members[:min(len(members), mostMembers)]
	cut = make([]api.Member, len(few))
	for i, m := range few {
		cut[i] = cutMember(m)
	}
	return cut, len(members) - len(few)
}

func cutMember(m api.Member) api.Member {
	const mostName = 1 << 10
	if len(m.Name) > mostName {
		m.Name = strings.ToValidUTF8(m.Name[:mostName], "") + "…"
	}
	if len(m.Value) <= mostValue {
		return m
	}
	text, ok := textAt(m.Value)
	if !ok {
		text = string(m.Value)
	}
	beginning := strings.ToValidUTF8(text[:min(len(text), mostValue)], "")
	value, err := json.Marshal(beginning + "…")
	if err != nil { // no string has one
		return m
	}
	m.Whole = max(m.Whole, len(m.Value))
	m.Value = value
	return m
}
