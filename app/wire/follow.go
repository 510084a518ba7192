package wire

import (
	"strings"

	"firstcall/app/api"
)

// Names of the values that a request takes from an earlier answer. Fields of a
// profile have other names.
const (
	CodeField       = "code"
	RedirectField   = "redirect_uri"
	VerifierField   = "code_verifier"
	DeviceCodeField = "device_code"
	TokenField      = "token"
	TokenHintField  = "token_type_hint"
)

// Refresh is p with the request for a new token by values[api.RefreshTokenField]
// (RFC 6749 section 6), the client authenticating as before. Scope and whatever
// else the first request had beside its grant are left out: they stay as granted.
func Refresh(p api.Provider) api.Provider {
	t := p.Token
	t.Grant, t.Assertion = api.GrantRefreshToken, nil
	t.Parameters = append([]api.Parameter{named(api.RefreshTokenField)}, elsewhere(t.Parameters, api.InHeader, api.InQuery)...)
	return follow(p, t, hidden(api.RefreshTokenField))
}

// Code is p with the request that redeems an authorization code (RFC 6749 section
// 4.1.3, RFC 7636 section 4.5): values code, redirect_uri and code_verifier.
func Code(p api.Provider) api.Provider {
	t := p.Token
	t.Grant = api.GrantCode
	t.Parameters = append([]api.Parameter{named(CodeField), named(RedirectField), named(VerifierField)}, t.Parameters...)
	return follow(p, t, hidden(CodeField), plain(RedirectField), hidden(VerifierField))
}

// DeviceAuthorization is p with the request for a device code (RFC 8628 section 3.1).
func DeviceAuthorization(p api.Provider) api.Provider {
	t := endpoint(p, p.Endpoints.DeviceAuthorization)
	t.Parameters = append(t.Parameters, elsewhere(p.Token.Parameters, api.InAuthorization)...)
	return follow(p, t)
}

// DeviceToken is p with the request that asks whether the user has decided (RFC
// 8628 section 3.4): value device_code.
func DeviceToken(p api.Provider) api.Provider {
	t := p.Token
	t.Grant = api.GrantDevice
	t.Parameters = append([]api.Parameter{named(DeviceCodeField)}, t.Parameters...)
	return follow(p, t, hidden(DeviceCodeField))
}

// Introspection is p with the question what a token is worth (RFC 7662 section
// 2.1): values token and, if known, token_type_hint.
func Introspection(p api.Provider) api.Provider { return aboutToken(p, p.Endpoints.Introspection) }

// Revocation is p with the request to end a token (RFC 7009 section 2.1): values
// token and, if known, token_type_hint.
func Revocation(p api.Provider) api.Provider { return aboutToken(p, p.Endpoints.Revocation) }

func aboutToken(p api.Provider, url string) api.Provider {
	t := endpoint(p, url)
	t.Parameters = append([]api.Parameter{named(TokenField), named(TokenHintField)}, t.Parameters...)
	return follow(p, t, hidden(TokenField), plain(TokenHintField))
}

// Step is p with the token request of one of its steps: value access_token and
// those of the step's own fields.
func Step(p api.Provider, step api.Step) api.Provider {
	q := follow(p, step.Token, append([]api.Field{hidden(api.AccessTokenField)}, step.Fields...)...)
	if step.Token.Client == api.ClientBearer || step.Token.Client == api.ClientNone {
		for i := range q.Fields[:len(q.Fields)-len(step.Fields)] {
			q.Fields[i].Optional = true
		}
	}
	return q
}

// endpoint is a request to another endpoint of p's authorization server, in a
// form-encoded body as the RFCs have it, with the client authenticating as at the
// token endpoint. Headers stay, for they are often what a gateway wants. Without
// a URL it is the metadata document's to say.
func endpoint(p api.Provider, url string) api.TokenRequest {
	t := p.Token
	t.Method, t.Place, t.Grant, t.Assertion, t.Note = "POST", api.PlaceForm, "", nil, ""
	if t.Discovery = url == "" && p.Token.Discovery; !t.Discovery {
		t.URL = url
	}
	t.Parameters = nil
	for _, parameter := range elsewhere(p.Token.Parameters, api.InHeader) {
		if !strings.EqualFold(parameter.Name, "Content-Type") {
			t.Parameters = append(t.Parameters, parameter)
		}
	}
	return t
}

// elsewhere picks the parameters that go to one of the places, and of what the
// user typed the lines that do.
func elsewhere(parameters []api.Parameter, places ...string) []api.Parameter {
	var picked []api.Parameter
	for _, p := range parameters {
		for _, place := range places {
			switch {
			case p.In == place:
				picked = append(picked, p)
			case p.Name == "" && p.In == "":
				p := p
				p.In = place
				picked = append(picked, p)
			}
		}
	}
	return picked
}

// follow is p with another token request and its values as fields in the place of
// any that have their names. What the user entered for the first request only may
// be missing; client authentication still wants what it needs.
func follow(p api.Provider, t api.TokenRequest, fields ...api.Field) api.Provider {
	own := make(map[string]bool, len(fields))
	for _, f := range fields {
		own[f.Name] = true
	}
	var kept []api.Field
	for _, f := range p.Fields {
		if own[f.Name] {
			continue
		}
		f.Optional = f.Optional || f.Name != api.ClientIDField && f.Name != api.ClientSecretField
		kept = append(kept, f)
	}
	p.Token, p.Fields = t, append(kept, fields...)
	return p
}

// named is a parameter whose value has its name.
func named(name string) api.Parameter { return api.Parameter{Name: name, Value: "{" + name + "}"} }

func hidden(name string) api.Field {
	return api.Field{Name: name, Label: name, Kind: api.FieldSecret, Optional: name == VerifierField}
}

func plain(name string) api.Field {
	return api.Field{Name: name, Label: name, Kind: api.FieldText, Optional: true}
}
