package challenge

import (
	"encoding/json"
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/app/claim"
	"firstcall/app/quote"
)

// noticed is from how many seconds on it matters that two clocks differ.
const noticed = 30

// judge holds a refusal to the token that c has.
func (e *explanation) judge(r *api.Reply, c *api.Connection, b *Challenge) {
	if r.Renewed == api.RenewedAfter {
		e.find("The token was renewed since: the one in use now is another.", "Send the call again, with the new token.")
		return
	}
	e.ended(r, c)
	e.early(r, c)
	if b.Get("error") == "insufficient_scope" || r.Status == 403 {
		e.scope(c, b)
	}
	if b.Get("error") != "insufficient_scope" && r.Status == 401 {
		e.audience(c)
	}
	if !b.Is("DPoP") && c.TokenType != "" && !strings.EqualFold(c.TokenType, "bearer") {
		e.find("The token was issued with the type "+quote.Text(c.TokenType)+", which may be sent otherwise than as a Bearer token.", "")
	}
	if r.Renewed == api.RenewedAgain {
		e.find("A token that had just been renewed was refused as well: its age is not the reason.", "")
	}
	if len(e.Found) == 0 {
		e.nothing(r, c, b)
	}
}

func (e *explanation) find(what, try string) {
	e.Found = append(e.Found, what)
	if try != "" {
		e.Try = append(e.Try, try)
	}
}

// ended looks for a token whose time is over.
func (e *explanation) ended(r *api.Reply, c *api.Connection) {
	if access(c).Revoked {
		e.find("The token was revoked here.", "Get a new token.")
	}
	over := r.At - c.Expiry.ExpiresAt
	if c.Expiry.ExpiresAt == 0 || over < 0 {
		return
	}
	e.find("The token had expired "+claim.Span(over)+" before the call.", "Get a new token, and send the call again.")
}

// early looks for a token that is not valid yet, which as a rule is a clock's fault.
func (e *explanation) early(r *api.Reply, c *api.Connection) {
	for _, m := range claims(c) {
		if m.Name != "nbf" {
			continue
		}
		at, _, problem := claim.NumericDate(m.Value)
		if wait := at - c.Expiry.Skew - r.At; problem == "" && wait > 0 {
			e.find("The token is not valid before a time that is still "+claim.Span(wait)+" ahead (nbf).", "Wait until then, or set the clock right that issued it.")
		}
	}
	if skew := max(c.Expiry.Skew, -c.Expiry.Skew); skew > noticed {
		e.find("The provider's clock and this server's differ by "+claim.Span(skew)+": each may judge the token's times otherwise.", "")
	}
}

// scope looks for what the token lacks of the scope that is wanted.
func (e *explanation) scope(c *api.Connection, b *Challenge) {
	has := granted(c)
	var missing []string
	for _, want := range strings.Fields(b.Get("scope")) {
		if !slices.Contains(has, want) {
			missing = append(missing, want)
		}
	}
	switch {
	case len(missing) > 0:
		e.find("The token lacks "+words(missing)+". It has "+orNone(has)+".", "Ask for the scope "+quote.Text(strings.Join(missing, " "))+" when you connect. The client has to be permitted to have it.")
	case b.Get("scope") != "" && len(has) > 0:
		e.find("The token has all of that scope, as far as the token endpoint said: a role or a right of the client may be what is missing.", "")
	case b.Get("error") == "insufficient_scope":
		e.find("The token has the scope "+orNone(has)+". Which one is missing, the answer does not say.", "Look up which scope this call needs, and ask for it when you connect.")
	}
}

// granted is the token's scope: as the answer said, as the token itself says,
// or else as it was asked for (RFC 6749 section 5.1).
func granted(c *api.Connection) []string {
	if c.Scope != "" {
		return strings.Fields(c.Scope)
	}
	for _, m := range claims(c) {
		if m.Name == "scope" || m.Name == "scp" {
			if texts, ok := claim.Texts(m.Value); ok {
				return strings.Fields(strings.Join(texts, " "))
			}
			return roles(m.Value)
		}
	}
	return strings.Fields(c.RequestedScope)
}

// roles are those of a scope that is a list of roles in tenants.
func roles(raw json.RawMessage) (all []string) {
	var grants []struct{ Role string }
	if json.Unmarshal(raw, &grants) != nil {
		return nil
	}
	for _, g := range grants {
		if !slices.Contains(all, g.Role) {
			all = append(all, g.Role)
		}
	}
	return all
}

// audience looks for a token that is meant for somebody else.
func (e *explanation) audience(c *api.Connection) {
	at := host(c.DataCenter)
	for _, m := range claims(c) {
		texts, ok := claim.Texts(m.Value)
		if m.Name != "aud" || !ok || len(texts) == 0 || at == "" {
			continue
		}
		if !slices.ContainsFunc(texts, func(aud string) bool { return aud == at || host(aud) == at }) {
			e.find("The token is meant for "+words(texts)+" (aud), which does not name "+at+". Whoever reads it has to refuse a token that is meant for others.",
				"Ask for a token for this data center: another audience, resource or scope.")
		}
	}
}

// nothing says that the token looks as it should.
func (e *explanation) nothing(r *api.Reply, c *api.Connection, b *Challenge) {
	seen := "Nothing is seen here that is wrong with the token. When it ends is not known."
	if c.Expiry.ExpiresAt != 0 {
		seen = "Nothing is seen here that is wrong with the token: at the call it had " + claim.Span(c.Expiry.ExpiresAt-r.At) + " left."
	}
	if b.Get("error") == "invalid_token" {
		e.find(seen+" It may have been revoked.", "Get a new token, and send the call again.")
		return
	}
	e.find(seen, "Look up what this call needs besides: a role, a licence, another kind of token.")
}

func access(c *api.Connection) *api.Token {
	for i := range c.Tokens {
		if c.Tokens[i].Kind == api.AccessToken {
			return &c.Tokens[i]
		}
	}
	return &api.Token{}
}

func claims(c *api.Connection) []api.Member {
	if jwt := access(c).JWT; jwt != nil {
		return jwt.Claims
	}
	return nil
}

// words lists a few texts, and says how many more there are.
func words(texts []string) string {
	const most = 6
	quoted := make([]string, 0, most)
	for _, t := range texts[:min(len(texts), most)] {
		quoted = append(quoted, quote.Text(t))
	}
	list := strings.Join(quoted, ", ")
	if len(texts) > most {
		list += " and more"
	}
	return list
}

func orNone(texts []string) string {
	if len(texts) == 0 {
		return "none that is known"
	}
	return words(texts)
}
