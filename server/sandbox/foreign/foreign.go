//go:build !js

// Package foreign is an OpenID provider that nobody here wrote, for tests:
// zitadel/oidc's op with the storage of its own examples. It knows what its
// makers took the standards to mean, goes by the real clock and has grants
// authorization_code, refresh_token, device_code, client_credentials and token
// exchange, introspection and revocation.
//
// It is no dialect of the sandbox. op takes the time from the system's clock and
// nowhere else, gives no iss in the authorization response (RFC 9207) and no
// scope with a token, writes JWT where RFC 9068 wants at+jwt, takes
// client_credentials with a secret only, and, of a client that has one, checks
// no code_verifier.
package foreign

import (
	"log/slog"
	"net/http"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

// Who there is. The user signs in at a page with the fields username, password
// and a hidden id, and for a device one with a hidden user_code.
const (
	Username = "test-user@localhost"
	Password = "verysecure"

	// Web is a client with a secret, for authorization_code, refresh_token (with
	// the scope offline_access) and token exchange.
	Web       = "web"
	WebSecret = "web secret, with characters + / : that have to be encoded"
	// Native is a client without a secret, for authorization_code with PKCE and
	// refresh_token. Its redirect URI may have any port.
	Native = "native"
	// Device is a client with a secret, for device_code.
	Device       = "device"
	DeviceSecret = "device secret"
	// Service is a client for client_credentials.
	Service       = "sid1"
	ServiceSecret = "verysecret"
)

// Handler serves the provider at an issuer such as http://localhost:1234, where
// it has to be reached. Web may be sent back to one redirect URI, and Native to
// http loopback ones with the path /callback.
func Handler(issuer, redirectURI string) http.Handler {
	clients := map[string]*storage.Client{
		Web:    storage.WebClient(Web, WebSecret, redirectURI),
		Native: storage.NativeClient(Native, "http://localhost/callback"),
		Device: storage.DeviceClient(Device, DeviceSecret),
	}
	store := storage.NewStorageWithClients(storage.NewUserStore("http://localhost:"), clients)
	return exampleop.SetupServer(issuer, store, slog.New(slog.DiscardHandler), false)
}
