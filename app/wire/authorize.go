package wire

import (
	"slices"
	"strings"

	"firstcall/app/api"
)

// An AuthorizationRequest is what one authorization request has of its own.
type AuthorizationRequest struct {
	RedirectURI   string
	State         string
	Nonce         string // goes only with the scope openid
	CodeChallenge string // of method S256 (RFC 7636 section 4.2)
	// Endpoint is the authorization endpoint of the metadata document, where the
	// profile has none.
	Endpoint string
}

// Authorization works out the URL at which the user signs in for a code: RFC 6749
// section 4.1.1 with PKCE. No secret is ever in it.
func Authorization(p api.Provider, values map[string]string, a AuthorizationRequest) (string, error) {
	r, err := authorization(p, values, a)
	return r.FullURL(), err
}

func authorization(p api.Provider, values map[string]string, a AuthorizationRequest) (Request, error) {
	q := follow(p, api.TokenRequest{URL: p.Endpoints.Authorization, Parameters: p.Token.Parameters})
	f, err := newForm(q, values)
	if err != nil {
		return Request{}, err
	}
	r := Request{Method: "GET", URL: a.Endpoint, Place: api.PlaceQuery}
	switch {
	case q.Token.URL != "":
		err = f.url(&r)
	case a.Endpoint == "":
		err = &FieldError{"", "The profile names no authorization endpoint."}
	}
	if err != nil {
		return Request{}, err
	}
	if f.values[api.ClientIDField] == "" {
		return Request{}, f.empty(api.ClientIDField)
	}
	placed, err := f.placed()
	if err != nil {
		return Request{}, err
	}
	r.Query = append(r.Query, a.query(f.values[api.ClientIDField], placed[api.InAuthorization])...)
	for _, param := range r.Query {
		if param.Secret {
			return Request{}, &FieldError{"", "The profile puts a secret into the authorization URL, which the browser shows and keeps."}
		}
	}
	return r, nil
}

// query is the request's parameters, in the order of RFC 6749 and RFC 7636.
func (a AuthorizationRequest) query(id string, own []Param) []Param {
	query := []Param{
		{"response_type", "code", false},
		{"client_id", id, false},
		{"redirect_uri", a.RedirectURI, false},
	}
	query = append(query, own...)
	query = append(query,
		Param{"state", a.State, false}, Param{"code_challenge", a.CodeChallenge, false}, Param{"code_challenge_method", "S256", false})
	if a.Nonce != "" && asksFor(own, "openid") {
		query = append(query, Param{"nonce", a.Nonce, false})
	}
	// Without it a provider has to ignore the scope (OpenID Connect Core section 11).
	if asksFor(own, "offline_access") && !slices.ContainsFunc(own, func(p Param) bool { return p.Name == "prompt" }) {
		query = append(query, Param{"prompt", "consent", false})
	}
	return query
}

// asksFor reports whether a scope is asked for, such as openid for an ID token
// (OpenID Connect Core section 3.1.2.1).
func asksFor(params []Param, scope string) bool {
	return slices.ContainsFunc(params, func(p Param) bool {
		return p.Name == "scope" && slices.Contains(strings.Fields(p.Value), scope)
	})
}

// First works out what leaves first when a token is asked for with the form's
// values: the token request, or for a grant that waits for the user the URL where
// he signs in, or the request for a device code. What is chosen at random then is
// marked as a secret, of which nothing is known yet.
func First(p api.Provider, values map[string]string, redirectURI string) (Request, error) {
	switch Grant(p, values) {
	case api.GrantCode:
		return firstAuthorization(p, values, redirectURI)
	case api.GrantDevice:
		return Token(DeviceAuthorization(p), values)
	}
	return Token(p, values)
}

func firstAuthorization(p api.Provider, values map[string]string, redirectURI string) (Request, error) {
	// The token request has to be right too, which only leaves once the user is
	// back. With discovery its URL is all that is known of the endpoint.
	token, err := Token(p, values)
	if err != nil {
		return Request{}, err
	}
	a := AuthorizationRequest{RedirectURI: redirectURI, State: unchosen, Nonce: unchosen, CodeChallenge: unchosen}
	if p.Token.Discovery {
		a.Endpoint = token.URL
	}
	r, err := authorization(p, values, a)
	for i, param := range r.Query {
		r.Query[i].Secret = param.Value == unchosen
	}
	return r, err
}

// unchosen stands for a value that is chosen at random once it is needed.
const unchosen = "\ue000random\ue001"
