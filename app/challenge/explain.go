package challenge

import (
	"net/url"
	"strings"

	"firstcall/app/api"
	"firstcall/app/quote"
)

// an explanation is a refusal that is being explained.
type explanation struct{ api.Refusal }

// Explain explains a reply with status 401 or 403 to a call that c's token went
// along with; for others it is nil.
func Explain(r *api.Reply, c *api.Connection) *api.Refusal {
	if r.Failure != nil || r.Status != 401 && r.Status != 403 {
		return nil
	}
	all := Parse(r.Header)
	e := &explanation{api.Refusal{Said: said(r, all)}}
	e.judge(r, c, bearer(all))
	return &e.Refusal
}

// bearer is the challenge for who comes with a token, the zero one for none.
func bearer(all []Challenge) *Challenge {
	for _, scheme := range []string{"Bearer", "DPoP"} {
		for i := range all {
			if all[i].Is(scheme) {
				return &all[i]
			}
		}
	}
	return &Challenge{}
}

func said(r *api.Reply, all []Challenge) string {
	b := bearer(all)
	switch {
	case b.Scheme != "":
		return bearerSays(r, b)
	case len(all) > 0:
		return "The data center asks for " + schemes(all) + ", which is not how a token is sent: this address may not take tokens at all."
	case r.Status == 403:
		return "The data center knows who calls, and does not allow this call (403). It gives no WWW-Authenticate header that would say what is missing."
	}
	return "The data center wants the call authenticated (401) and does not say how: there is no WWW-Authenticate header, which RFC 9110 asks for."
}

func schemes(all []Challenge) string {
	names := make([]string, len(all))
	for i := range all {
		names[i] = quote.Text(all[i].Scheme) + realm(&all[i])
	}
	return strings.Join(names, " or ")
}

func realm(c *Challenge) string {
	if c.Get("realm") == "" {
		return ""
	}
	return " for the realm " + quote.Text(c.Get("realm"))
}

// bearerSays words a challenge of RFC 6750 section 3, RFC 9470 or RFC 9449.
func bearerSays(r *api.Reply, b *Challenge) string {
	text := "The data center"
	if realm := b.Get("realm"); realm != "" {
		text += " (realm " + quote.Text(realm) + ")"
	}
	text += " " + errorSays(r, b)
	if description := b.Get("error_description"); description != "" {
		text += " It says: " + quote.Text(description) + "."
	}
	if scope := b.Get("scope"); scope != "" {
		text += " It wants the scope " + quote.Text(scope) + "."
	}
	return text
}

func errorSays(r *api.Reply, b *Challenge) string {
	switch code := b.Get("error"); code {
	case "":
		if r.Status == 403 {
			return "knows who calls, and does not allow this call (403)."
		}
		return "asks for a token and names no error, as if none had come (RFC 6750 section 3.1): it may not have read the one that was sent."
	case "invalid_token":
		return "does not accept the token: it is expired, revoked, malformed or not for this (invalid_token)."
	case "insufficient_scope":
		return "accepts the token, but its scope is not enough for this call (insufficient_scope)."
	case "invalid_request":
		return "can't read how the call is authenticated: something is missing, there twice or malformed (invalid_request)."
	case "insufficient_user_authentication":
		return "wants the user to sign in in another way, or again (insufficient_user_authentication, RFC 9470)" + stepUp(b) + "."
	case "use_dpop_nonce", "invalid_dpop_proof":
		return "wants a proof with the token that Firstcall does not make (" + code + ", RFC 9449)."
	default:
		return "refuses the call with the error " + quote.Text(code) + "."
	}
}

// stepUp says how (RFC 9470 section 3).
func stepUp(b *Challenge) string {
	text := ""
	if acr := b.Get("acr_values"); acr != "" {
		text += ", with " + quote.Text(acr)
	}
	if age := b.Get("max_age"); age != "" {
		text += ", not longer than " + quote.Text(age) + " s ago"
	}
	return text
}

// host is the data center's host, for comparisons.
func host(dataCenter string) string {
	u, err := url.Parse(dataCenter)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
