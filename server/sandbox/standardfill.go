//go:build !js

package sandbox

import "maps"

// values are those of the client that is for everything. They name the
// addresses too, which discovery would tell.
func (s *standard) values() map[string]string {
	values := s.confidential(s.clients[0])
	values["client_certificate"] = s.mutual.client
	values["client_key"] = s.mutual.clientKey
	return values
}

// briefValues are those of the client whose tokens live for a minute.
func (s *standard) briefValues() map[string]string { return s.anyServer(s.confidential(s.clients[1])) }

// anyValues are for the profile of any OAuth 2.0 server, which asks for more.
func (s *standard) anyValues() map[string]string { return s.anyServer(s.values()) }

// anyServer leaves the certificates out, which its plain HTTP has no use for.
func (s *standard) anyServer(values map[string]string) map[string]string {
	for _, name := range []string{"ca", "client_certificate", "client_key"} {
		delete(values, name)
	}
	values["grant_type"] = "client_credentials"
	values["client_authentication"] = "client_secret_basic"
	return values
}

// publicValues are those of the client without a secret, which needs a user.
func (s *standard) publicValues() map[string]string {
	values := s.addresses()
	values["client_id"] = s.clients[2].id
	values = s.anyServer(values)
	values["grant_type"] = "authorization_code"
	values["client_authentication"] = "none"
	return values
}

// confidential has a key only if one can be made, which fails on no machine
// that has random numbers.
func (s *standard) confidential(c client) map[string]string {
	values := s.addresses()
	values["client_id"] = c.id
	values["client_secret"] = c.secret
	values["username"] = s.user.id
	values["password"] = s.user.secret
	values["assertion_issuer"] = c.id
	values["assertion_subject"] = s.user.id
	values["assertion_audience"] = s.at.String()
	if id, key, err := s.keys.private("ES256"); err == nil {
		maps.Copy(values, map[string]string{"private_key": key, "key_id": id, "signing_alg": "ES256"})
	}
	return values
}

// addresses leaves out those that only a browser can make use of until there is
// a port for one.
func (s *standard) addresses() map[string]string {
	base := s.at.String()
	values := map[string]string{
		"data_center":       base,
		"issuer":            base,
		"scope":             "openid profile api",
		"token_url":         base + "/oauth2/token",
		"mtls_token_url":    s.mutual.at.String() + "/oauth2/token",
		"ca":                s.mutual.ca,
		"introspection_url": base + "/oauth2/introspect",
		"revocation_url":    base + "/oauth2/revoke",
		"userinfo_url":      base + "/oauth2/userinfo",
		"jwks_url":          base + "/oauth2/jwks",
	}
	if s.at.listens() {
		values["authorization_url"] = base + "/oauth2/authorize"
		values["device_authorization_url"] = base + "/oauth2/device_authorization"
	}
	return values
}
