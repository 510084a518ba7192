package wire

import (
	"strings"

	"firstcall/app/api"
)

// An Assertion is a JWT that a request needs (RFC 7523), ready to be signed. It
// holds the key as the user entered it: whoever signs reads it.
type Assertion struct {
	Name            string // of the parameter that carries it
	Issuer, Subject string
	Audience        string // "": the token endpoint that the request goes to in the end
	Lifetime        int64  // seconds
	Claims          []api.Pair
	Algorithm       string // "": the key's usual one
	KeyID           string // "": none
	Key             string // a private key, PEM or JWK; "" where Secret signs
	Secret          string
}

// defaultLifetime is how many seconds an assertion is good: long enough for
// clocks that differ, too short to be of use to a thief.
const defaultLifetime = 60

// unsigned stands in a parameter's value for its assertion until that is signed.
const unsigned = "\ue000assertion\ue001"

// assertionName is what templates call the JWT of [api.TokenRequest.Assertion].
const assertionName = "assertion"

// Signed is r with each of its assertions signed by sign.
func (r Request) Signed(sign func(Assertion) (string, error)) (Request, error) {
	for _, a := range r.Assertions {
		jwt, err := sign(a)
		if err != nil {
			return Request{}, err
		}
		r.Query = signed(r.Query, a.Name, jwt)
		r.Header = signed(r.Header, a.Name, jwt)
		r.Body = signed(r.Body, a.Name, jwt)
	}
	r.Assertions = nil
	return r, nil
}

func signed(params []Param, name, jwt string) []Param {
	out := make([]Param, len(params))
	for i, p := range params {
		if p.Name == name {
			p.Value = strings.ReplaceAll(p.Value, unsigned, jwt)
		}
		out[i] = p
	}
	return out
}

// assertions notes what has to be signed for the parameters that carry the
// profile's assertion.
func (f form) assertions(r *Request) error {
	for _, p := range join(r.Query, r.Header, r.Body) {
		if !strings.Contains(p.Value, unsigned) || r.carries(p.Name) {
			continue
		}
		a, err := f.assertion(*f.provider.Token.Assertion)
		if err != nil {
			return err
		}
		a.Name = p.Name
		r.Assertions = append(r.Assertions, a)
	}
	return nil
}

func (r *Request) carries(name string) bool {
	for _, a := range r.Assertions {
		if a.Name == name {
			return true
		}
	}
	return false
}

// assertion is the one that the profile describes (RFC 7523 section 3).
func (f form) assertion(from api.Assertion) (Assertion, error) {
	issuer, err := f.text(from.Issuer)
	if err != nil {
		return Assertion{}, err
	}
	a := Assertion{Issuer: issuer, Subject: f.whole(from.Subject), Audience: f.whole(from.Audience), Lifetime: from.Lifetime}
	for _, claim := range from.Claims {
		if value := f.whole(claim.Value); value != "" {
			a.Claims = append(a.Claims, api.Pair{Name: claim.Name, Value: value})
		}
	}
	if blank(f.values[api.PrivateKeyField]) && f.values[api.ClientSecretField] != "" {
		return f.withSecret(a), nil
	}
	return f.withKey(a)
}

// clientAssertion is the one that the client authenticates with (RFC 7523
// section 3, OpenID Connect Core section 9).
func (f form) clientAssertion(id string) Assertion {
	return Assertion{Name: "client_assertion", Issuer: id, Subject: id, Audience: f.whole(f.provider.Token.Audience)}
}

// withSecret leaves an algorithm out that needs a private key, and withKey one
// that needs a secret: the field is the same for both.
func (f form) withSecret(a Assertion) Assertion {
	a.Secret = f.values[api.ClientSecretField]
	return f.header(a, true)
}

func (f form) withKey(a Assertion) (Assertion, error) {
	a.Key = f.values[api.PrivateKeyField]
	if a.Key == "" {
		return Assertion{}, f.empty(api.PrivateKeyField)
	}
	return f.header(a, false), nil
}

func (f form) header(a Assertion, symmetric bool) Assertion {
	if algorithm := f.values[api.SigningAlgField]; strings.HasPrefix(algorithm, "HS") == symmetric {
		a.Algorithm = algorithm
	}
	a.KeyID = f.values[api.KeyIDField]
	if a.Lifetime == 0 {
		a.Lifetime = defaultLifetime
	}
	return a
}

// whole expands a template, "" when a value that it needs is empty.
func (f form) whole(template string) string {
	out, missing := Expand(template, f.values, nil)
	if len(missing) > 0 {
		return ""
	}
	return out
}
