package wire

import (
	"strings"

	"firstcall/app/api"
)

// assertionType says what client_assertion is (RFC 7523 section 2.2).
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// client authenticates the client in one way and never in two, which many
// servers refuse (RFC 6749 section 2.3). It returns what goes beside the grant,
// the name last.
func (f form) client(r *Request) ([]Param, error) {
	way, err := f.text(f.provider.Token.Client)
	if err != nil {
		return nil, err
	}
	switch way {
	case api.ClientNone:
		return f.publicClient(), nil
	case api.ClientBearer:
		return nil, f.bearer(r)
	case api.ClientBasic, api.ClientBody, api.ClientSecretJWT, api.ClientPrivateKey, api.ClientTLS:
	default:
		return nil, &FieldError{first(Names(f.provider.Token.Client)), "“" + way + "” is no way for a client to authenticate. Use one such as client_secret_basic."}
	}
	if f.values[api.ClientIDField] == "" {
		return nil, f.empty(api.ClientIDField)
	}
	switch way {
	case api.ClientBasic:
		return nil, f.basic(r)
	case api.ClientBody:
		return f.secretClient(), nil
	case api.ClientTLS:
		return f.certifiedClient()
	}
	return f.signingClient(r, way)
}

// publicClient only says its name, if it has one: a client that does not
// authenticate is identified by client_id (RFC 6749 section 3.2.1).
func (f form) publicClient() []Param {
	if id := f.values[api.ClientIDField]; id != "" {
		return []Param{{api.ClientIDField, id, false}}
	}
	return nil
}

// basic leaves a missing secret to the field's own word on whether it is optional.
func (f form) basic(r *Request) error {
	id, raw := f.values[api.ClientIDField], f.provider.Token.RawBasic
	if raw && strings.Contains(id, ":") {
		return &FieldError{api.ClientIDField, "This has a colon, which separates ID and secret in HTTP Basic and can't be part of the ID."}
	}
	r.Basic = &Basic{id, f.values[api.ClientSecretField], raw}
	return nil
}

// secretClient is a public one without a secret.
func (f form) secretClient() []Param {
	public := f.publicClient()
	if secret := f.values[api.ClientSecretField]; secret != "" {
		return append([]Param{{api.ClientSecretField, secret, true}}, public...)
	}
	return public
}

// certifiedClient says its name for the server to compare with the certificate
// (RFC 8705 section 2), which the transport shows.
func (f form) certifiedClient() ([]Param, error) {
	if blank(f.values[api.ClientCertificateField]) {
		return nil, f.empty(api.ClientCertificateField)
	}
	return f.publicClient(), nil
}

// signingClient sends no client_id: the assertion's subject says it (RFC 7521
// section 4.2), and what is not there can't contradict.
func (f form) signingClient(r *Request, way string) ([]Param, error) {
	a := f.clientAssertion(f.values[api.ClientIDField])
	switch {
	case way == api.ClientPrivateKey:
		var err error
		if a, err = f.withKey(a); err != nil {
			return nil, err
		}
	case f.values[api.ClientSecretField] == "":
		return nil, f.empty(api.ClientSecretField)
	default:
		a = f.withSecret(a)
	}
	r.Assertions = append(r.Assertions, a)
	return []Param{{a.Name, unsigned, true}, {"client_assertion_type", assertionType, false}}, nil
}

// bearer shows a token in the place of credentials (RFC 6750 section 2.1).
func (f form) bearer(r *Request) error {
	token, err := f.text(f.provider.Token.Bearer)
	if err != nil {
		return err
	}
	for _, c := range []byte(token) {
		if c <= ' ' || c == 0x7f {
			return &FieldError{first(Names(f.provider.Token.Bearer)), "This has a character that no token has, such as a space or a line break."}
		}
	}
	r.Bearer = token
	return nil
}

func first(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return names[0]
}
