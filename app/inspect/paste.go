package inspect

import (
	"strings"
	"unicode"

	"firstcall/app/api"
	"firstcall/app/jsontext"
)

// A Found is a token that was found in a pasted text.
type Found struct {
	Token api.Token
	Raw   string   // the token itself, which is secret
	Notes []string // what was taken off or out to find it, a sentence each
}

// Find finds the tokens of a pasted text: one alone, or with white space,
// quotes, line breaks, "Bearer" or a whole header or command around it, or those
// of a JSON answer, a URL or a form. A text that is nothing of these is taken
// for a token itself; an empty one has none.
func Find(text string) []Found {
	if len(text) > longest {
		return []Found{{Token: Token(api.AccessToken, text), Raw: text}}
	}
	p := paste{text: text}
	if p.trim(); p.text == "" {
		return nil
	}
	if strings.HasPrefix(p.text, "{") {
		return p.fromJSON()
	}
	if found := p.fromForm(); found != nil {
		return found
	}
	p.unwrap()
	p.join()
	return []Found{p.found("", p.text)}
}

// A paste is a pasted text and what was done to it.
type paste struct {
	text  string
	notes []string
}

func (p *paste) note(sentence string) { p.notes = append(p.notes, sentence) }

// found is a token of the paste; without a kind, that is told by what it holds.
func (p *paste) found(kind, raw string, notes ...string) Found {
	f := Found{Token: Token(api.AccessToken, raw), Raw: raw, Notes: append(p.notes[:len(p.notes):len(p.notes)], notes...)}
	f.Token.Kind = kind
	if kind == "" {
		f.Token.Kind = kindOf(f.Token)
	}
	return f
}

func (p *paste) trim() {
	trimmed := strings.TrimFunc(p.text, func(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' || r == '\u200B' })
	if trimmed != p.text {
		p.text = trimmed
		p.note("White space around the text was taken off.")
	}
}

// fromJSON finds the tokens of a JSON answer.
func (p *paste) fromJSON() []Found {
	all, err := members([]byte(p.text))
	if err != nil {
		why := "it is not one object."
		if check := jsontext.Check(p.text); check != nil {
			why = check.Error()
		}
		return []Found{p.found("", p.text, "This looks like a JSON answer, and can't be read as one: "+why)}
	}
	var found []Found
	p.search(all, 0, &found)
	if found == nil {
		return []Found{p.found("", p.text, "This is JSON, and none of its members is called as tokens are, such as access_token.")}
	}
	return found
}

// search goes into objects of objects, since some answers wrap what the
// standard has at the top. Of each kind the first token counts.
func (p *paste) search(all []api.Member, depth int, found *[]Found) {
	const deep = 4
	for _, m := range all {
		kind := kindByName(m.Name)
		if raw, ok := textAt(m.Value); ok && raw != "" && kind != "" {
			if !has(*found, kind) {
				*found = append(*found, p.found(kind, raw, "The token was taken out of a JSON answer, from its member "+m.Name+"."))
			}
		} else if m.Value[0] == '{' && depth < deep {
			inner, _ := members(m.Value)
			p.search(inner, depth+1, found)
		}
	}
}

func has(found []Found, kind string) bool {
	for _, f := range found {
		if f.Token.Kind == kind {
			return true
		}
	}
	return false
}

func kindByName(name string) string {
	switch strings.ReplaceAll(strings.ToLower(name), "_", "") {
	case "accesstoken", "token", "jwt":
		return api.AccessToken
	case "idtoken":
		return api.IDToken
	case "refreshtoken":
		return api.RefreshToken
	}
	return ""
}

// kindOf tells an ID token by the claims that only those have (OpenID Connect
// Core section 2 and 3.1.3.6).
func kindOf(t api.Token) string {
	if t.JWT != nil {
		for _, name := range []string{"nonce", "at_hash", "c_hash"} {
			if last(t.JWT.Claims, name) != nil {
				return api.IDToken
			}
		}
	}
	return api.AccessToken
}
