package inspect

import (
	"net/url"
	"strings"

	"firstcall/app/api"
)

// fromForm finds the tokens of a form or of a URL's query or fragment (RFC 6749
// section 4.2.2); nil where there is none.
func (p *paste) fromForm() []Found {
	var found []Found
	for _, name := range []string{api.AccessToken, api.IDToken, api.RefreshToken} {
		if raw := parameter(p.text, name); raw != "" {
			found = append(found, p.found(name, raw, "The token was taken out of a URL or form, from its parameter "+name+"."))
		}
	}
	return found
}

// parameter is the value of a parameter that begins where one can begin.
func parameter(text, name string) string {
	for rest := text; ; {
		i := strings.Index(rest, name+"=")
		if i < 0 {
			return ""
		}
		begins := i == 0 || strings.IndexByte("?#&; '\"\n", rest[i-1]) >= 0
		rest = rest[i+len(name)+1:]
		if !begins {
			continue
		}
		encoded := rest
		if end := strings.IndexAny(rest, "&#; '\"\r\n"); end >= 0 {
			encoded = rest[:end]
		}
		if value, err := url.QueryUnescape(encoded); err == nil {
			return value
		}
		return encoded
	}
}
