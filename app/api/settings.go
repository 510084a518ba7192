package api

// Fields of a connection's own way out, besides [CAField], as a [Failure]
// names them.
const (
	PinField               = "pin"                // SHA-256 of the only certificate that is trusted
	ClientCertificateField = "client_certificate" // PEM, with the chain that goes along
	ClientKeyField         = "client_key"         // PEM; a secret
	ProxyField             = "proxy"              // a URL; a secret, as it may hold a password
)
