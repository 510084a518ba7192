//go:build !js

package discovery

import (
	"slices"

	"firstcall/app/api"
)

// A choice is a value of a profile's field, and whether the metadata has it.
type choice struct {
	value, label string
	said         bool
}

// grants are those that a profile can have, in the order of preference.
var grants = []choice{
	{value: api.GrantClientCredentials, label: "Client credentials"},
	{value: api.GrantCode, label: "Authorization code"},
	{value: api.GrantDevice, label: "Device code"},
	{value: api.GrantPassword, label: "Password"},
	{value: api.GrantJWTBearer, label: "JWT assertion"},
	{value: api.GrantTokenExchange, label: "Token exchange"},
	{value: api.GrantRefreshToken, label: "Refresh token"},
}

// clients are the ways of client authentication, in the order of preference.
var clients = []choice{
	{value: api.ClientBasic, label: "Authorization header (Basic)"},
	{value: api.ClientBody, label: "Body"},
	{value: api.ClientPrivateKey, label: "JWT signed with a private key"},
	{value: api.ClientSecretJWT, label: "JWT signed with the secret"},
	{value: api.ClientTLS, label: "TLS client certificate"},
	{value: api.ClientNone, label: "None, a public client"},
}

// An offer is what a server offers that a profile can have.
type offer struct {
	grants, clients []choice
}

// offered reads the offer out of metadata. Where that lists nothing usable the
// standard says what is meant (RFC 8414 section 2); client credentials are
// added, which many servers have and do not list.
func offered(m metadata) offer {
	o := offer{grants: among(grants, m.grants()), clients: among(clients, m.clients())}
	if len(o.grants) == 0 {
		var assumed []string
		if m.AuthorizationEndpoint != "" {
			assumed = append(assumed, api.GrantCode)
		}
		if m.DeviceAuthorizationEndpoint != "" {
			assumed = append(assumed, api.GrantDevice)
		}
		o.grants = unsaid(append(among(grants, assumed), grants[0]))
	}
	if len(o.clients) == 0 {
		o.clients = unsaid(clients[:2])
	}
	return o
}

// grants are the listed ones that have the endpoint which they begin at.
func (m metadata) grants() []string {
	return slices.DeleteFunc(slices.Clone(m.Grants), func(grant string) bool {
		return grant == api.GrantCode && m.AuthorizationEndpoint == "" ||
			grant == api.GrantDevice && m.DeviceAuthorizationEndpoint == ""
	})
}

// clients are the listed ways; a certificate that signs itself (RFC 8705 section
// 2.2) is sent as any other.
func (m metadata) clients() []string {
	methods := slices.Clone(m.ClientMethods)
	for i, method := range methods {
		if method == "self_signed_tls_client_auth" {
			methods[i] = api.ClientTLS
		}
	}
	return methods
}

// among are the known choices that are listed.
func among(known []choice, listed []string) []choice {
	var found []choice
	for _, c := range known {
		if slices.Contains(listed, c.value) {
			c.said = true
			found = append(found, c)
		}
	}
	return found
}

// unsaid are choices that the metadata does not list.
func unsaid(choices []choice) []choice {
	choices = slices.Clone(choices)
	for i := range choices {
		choices[i].said = false
	}
	return choices
}
