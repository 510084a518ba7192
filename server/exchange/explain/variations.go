//go:build !js

package explain

import (
	"net/url"
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
)

// ways are where the secret goes with the ways of client authentication that
// stand for each other.
var ways = map[string]string{api.ClientBasic: "in the Authorization header", api.ClientBody: "in the body"}

// otherClient suspects the way in which the client authenticates, for which
// servers have a setting a client. Credentials in the wrong place are no credentials.
func (c Case) otherClient(m meaning, said refusal) []cause {
	way := c.way()
	other := map[string]string{api.ClientBasic: api.ClientBody, api.ClientBody: api.ClientBasic}[way]
	if other == "" || c.Purpose == api.ForRenewal || c.Values[api.ClientSecretField] == "" {
		return nil
	}
	weight, reason := c.wants(other, said)
	if weight == 0 {
		weight, reason = possible, "Servers mostly take the credentials in one place only, and do not say so. They went "+ways[way]+"."
		if m.kind == aboutRequest {
			weight = remote + 1
		}
	}
	found := cause{weight: weight, check: &api.Check{
		Variation: api.Variation{Client: other}, Title: "Send the credentials " + ways[other], Reason: reason,
	}}
	if names := wire.Names(c.Provider.Token.Client); len(names) > 0 {
		found.try = "Send the credentials " + ways[other] + ": choose it under " + Label(c.Provider, names[0]) + ". They went " + ways[way] + "."
	}
	return []cause{found}
}

// wants finds in an answer that it asks for the other way.
func (c Case) wants(other string, said refusal) (weight int, reason string) {
	text := strings.ToLower(said.description)
	went := ways[c.way()]
	if other == api.ClientBasic && c.Answer.asksForBasic() {
		return observed, "The answer's WWW-Authenticate asks for Basic, and the credentials went " + went + "."
	}
	for _, hint := range map[string][]string{
		api.ClientBasic: {"client_secret_basic", "authorization header", "basic auth"},
		api.ClientBody:  {"client_secret_post", "request body", "client_id is missing", "missing client_id", "client_id is required", "missing parameter: client_id", "'client_id'"},
	}[other] {
		if strings.Contains(text, hint) {
			return observed, "The answer's words point to it, and the credentials went " + went + "."
		}
	}
	return 0, ""
}

// encoding suspects the form encoding before Base64, where it makes a difference.
func (c Case) encoding(about kind) []cause {
	basic := c.Request.Basic
	if basic == nil || url.QueryEscape(basic.ID) == basic.ID && url.QueryEscape(basic.Secret) == basic.Secret {
		return nil
	}
	check := &api.Check{Variation: api.Variation{Basic: "raw"}, Title: "Send ID and secret without form encoding"}
	check.Reason = "ID or secret has characters that form encoding changes. They were sent encoded, as RFC 6749 section 2.3.1 asks, and some servers do not decode them."
	if basic.Raw {
		check = &api.Check{Variation: api.Variation{Basic: "encoded"}, Title: "Send ID and secret form-encoded"}
		check.Reason = "ID or secret has characters that form encoding changes. They were sent as they are, and RFC 6749 section 2.3.1 asks for them encoded."
	}
	weight := observed - 10
	if about == aboutAnything {
		weight = usual - 1
	}
	return []cause{{weight: weight, try: check.Reason, check: check}}
}

// bodies are the places of the grant, as a title has them.
var bodies = map[string]string{
	api.PlaceForm: "as a form", api.PlaceJSON: "as JSON", api.PlaceQuery: "in the query",
}

// otherPlaces suspects where the grant and its parameters went.
func (c Case) otherPlaces(said refusal) []cause {
	var causes []cause
	place := c.place()
	weight, reason := c.unread(said)
	for _, other := range []string{api.PlaceForm, api.PlaceJSON, api.PlaceQuery} {
		if other == place || bodies[place] == "" || c.Purpose == api.ForRenewal {
			continue
		}
		if other == api.PlaceQuery && weight > remote {
			weight -= 5 // the rarest
		}
		causes = append(causes, cause{weight: weight, check: &api.Check{
			Variation: api.Variation{Place: other}, Title: "Send the parameters " + bodies[other], Reason: reason,
		}})
	}
	return causes
}

// unread finds in an answer that the parameters were not read.
func (c Case) unread(said refusal) (weight int, reason string) {
	text := strings.ToLower(said.description)
	went := "The parameters went " + bodies[c.place()]
	switch {
	case c.Answer.Status == 415:
		return observed, "The answer is 415 Unsupported Media Type. " + went + "."
	case strings.Contains(text, "content-type") || strings.Contains(text, "content type") || strings.Contains(text, "urlencoded") || strings.Contains(text, "media type"):
		return observed, "The answer speaks of the body's type. " + went + "."
	case strings.Contains(text, "grant_type") || strings.Contains(text, "grant type") && strings.Contains(text, "missing"):
		return observed, "The answer says that grant_type is missing or not right, and it was there. " + went + "."
	case strings.Contains(text, "json") || strings.Contains(text, "malformed") || strings.Contains(text, "parse"):
		return usual, "The answer says that the body could not be read. " + went + "."
	}
	return remote, went + ", and the answer does not say what is wrong with them."
}

// slash suspects the end of the URL's path, which many frameworks hold to.
func (c Case) slash() []cause {
	if !c.slashCounts() || c.Answer.Status != 404 && c.Answer.Status != 405 {
		return nil
	}
	return []cause{c.slashed("The answer is " + c.Answer.StatusText() + ", and many servers tell the URL with a slash at its end from the one without.")}
}

// slashCounts reports whether a slash can be put there or taken away.
func (c Case) slashCounts() bool {
	u, err := url.Parse(c.Request.URL)
	return err == nil && !c.Provider.Token.Discovery && u.Path != "" && u.Path != "/"
}

func (c Case) slashed(reason string) cause {
	variation, title := api.Variation{Slash: "add"}, "Put a slash at the end of the URL"
	if u, err := url.Parse(c.Request.URL); err == nil && strings.HasSuffix(u.Path, "/") {
		variation, title = api.Variation{Slash: "remove"}, "Take the slash off the end of the URL"
	}
	return cause{weight: possible, check: &api.Check{Variation: variation, Title: title, Reason: reason}}
}
