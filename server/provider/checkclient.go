//go:build !js

package provider

import (
	"fmt"

	"firstcall/app/api"
	"firstcall/app/wire"
)

var clients = []string{
	api.ClientBasic, api.ClientBody, api.ClientSecretJWT, api.ClientPrivateKey, api.ClientTLS, api.ClientBearer, api.ClientNone,
}

// clientFields are what each way needs; that of the body can be without a secret,
// for a public client.
var clientFields = map[string][]string{
	api.ClientBasic:      {api.ClientIDField, api.ClientSecretField},
	api.ClientBody:       {api.ClientIDField},
	api.ClientSecretJWT:  {api.ClientIDField, api.ClientSecretField},
	api.ClientPrivateKey: {api.ClientIDField, api.PrivateKeyField},
	api.ClientTLS:        {api.ClientIDField},
}

// ways are those that a client template can become: itself, or the choices of the
// field that it names; none for anything else in braces.
func ways(p Profile, client string) []string {
	names := wire.Names(client)
	if len(names) == 0 {
		return []string{client}
	}
	f, _ := p.Field(names[0])
	if client != "{"+names[0]+"}" || f.Kind != api.FieldChoice {
		return nil
	}
	return values(f)
}

// checkClient wants one of the ways, or a choice among them, and what they need.
func (s *source) checkClient(p Profile, t api.TokenRequest, at []any) {
	client := below(at, "client")
	all := ways(p, t.Client)
	if len(all) == 0 {
		s.fault(fmt.Sprintf("client %q names no field of kind choice", t.Client), client...)
	}
	for _, way := range all {
		s.oneOf("client", way, clients, client...)
		for _, name := range clientFields[way] {
			if _, found := p.Field(name); !found {
				s.fault(fmt.Sprintf("client %q needs a field named %s", way, name), client...)
			}
		}
		switch {
		case way == api.ClientBearer && t.Bearer == "":
			s.fault(fmt.Sprintf("client %q needs bearer, the token to show", way), client...)
		case t.Place == api.PlaceNone && (way == api.ClientBody || way == api.ClientSecretJWT || way == api.ClientPrivateKey):
			s.fault(fmt.Sprintf("client %q needs a place other than none for what it sends", way), client...)
		}
	}
	s.template(p, nil, t.Bearer, below(at, "bearer")...)
	s.template(p, nil, t.Audience, below(at, "audience")...)
}
