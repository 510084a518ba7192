package claim

import (
	"encoding/json"
	"slices"
	"strings"

	"firstcall/app/api"
)

// explainParty explains the claims that name who is concerned, and compares
// them with the connection.
func explainParty(name string, v value, ctx Context) string {
	switch name {
	case "iss":
		return issuer(v, ctx.Connection)
	case "sub":
		return "Whom the token is about: " + who(v, ctx.Connection) + "."
	case "aud":
		return audience(v, ctx)
	case "azp", "client_id", "cid", "appid":
		return "The client that the token was issued to: " + who(v, ctx.Connection) + "."
	case "act":
		return actor(v, "Who acts in the name of the subject", ctx.Connection)
	case "may_act":
		return actor(v, "Who may act in the name of the subject", ctx.Connection)
	case "cnf":
		return confirmation(v)
	}
	return ""
}

func issuer(v value, c api.Connection) string {
	dataCenter := strings.TrimRight(c.DataCenter, "/")
	given := strings.TrimRight(v.text, "/")
	switch {
	case v.text == "":
		return "Who issued the token. It should be a text, and isn't."
	case dataCenter == "":
		return "Who issued the token."
	case given == dataCenter:
		return "Who issued the token: this data center."
	case strings.HasPrefix(given, dataCenter+"/"):
		return "Who issued the token: a part of this data center."
	default:
		return "Who issued the token. The name differs from this data center's, " + quote(dataCenter) + "."
	}
}

// who names a party as seen from the connection.
func who(v value, c api.Connection) string {
	switch v.text {
	case "":
		return "no text, where there should be one"
	case c.Values["client_id"]:
		return "the client itself"
	case c.Values["username"]:
		return "the user who logged in"
	case strings.TrimRight(c.DataCenter, "/"), c.DataCenter:
		return "this data center"
	default:
		return quote(v.text)
	}
}

// audience warns when an ID token is for somebody else, which a client has to
// refuse (OpenID Connect Core section 3.1.3.7).
func audience(v value, ctx Context) string {
	if !v.ok || len(v.texts) == 0 {
		return "Whom the token is meant for. It should be a text or a list of texts, and isn't."
	}
	parties := make([]string, 0, len(v.texts))
	for _, text := range v.texts[:min(len(v.texts), 10)] {
		parties = append(parties, who(value{text: text}, ctx.Connection))
	}
	sentence := "Whom the token is meant for: " + strings.Join(parties, ", ") + "."
	client := ctx.Connection.Values["client_id"]
	if ctx.Kind == api.IDToken && client != "" && !slices.Contains(v.texts, client) {
		sentence += " The client isn't among them, and has to refuse such an ID token."
	}
	return sentence
}

// actor names who acts, and through whom (RFC 8693 section 4.1: the outermost
// is the one now, those within came before).
func actor(v value, role string, c api.Connection) string {
	var object struct {
		Sub string
		Act json.RawMessage
	}
	if !v.object(&object) || object.Sub == "" {
		return role + " (RFC 8693)."
	}
	through := ""
	if isKind(object.Act, '{') {
		through = ", after others who did before"
	}
	return role + ": " + who(value{text: object.Sub}, c) + through + " (RFC 8693)."
}

// confirmation explains to which key a token is bound (RFC 7800).
func confirmation(v value) string {
	const bound = "The token is bound to a key, and of no use to anybody else"
	var object map[string]any
	if !v.object(&object) {
		return bound + "."
	}
	for _, way := range [...]struct{ member, text string }{
		{"jkt", ": the one that the client proves with DPoP (RFC 9449)."},
		{"x5t#S256", ": the one of the client's TLS certificate (RFC 8705)."},
		{"jwk", ": the one that stands here (RFC 7800)."},
		{"jwe", ": one that stands here encrypted (RFC 7800)."},
		{"jku", ": one that is to be had at this address (RFC 7800)."},
		{"kid", ": one that both sides know by this name (RFC 7800)."},
	} {
		if _, ok := object[way.member]; ok {
			return bound + way.text
		}
	}
	return bound + " (RFC 7800)."
}
