//go:build !js

package explain

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"firstcall/app/api"
)

// expectsTLS is what servers say, in small letters, when a request in plain
// HTTP comes to a port for TLS.
var expectsTLS = []string{
	"client sent an http request to an https server",    // Go's net/http
	"the plain http request was sent to https port",     // nginx
	"speaking plain http to an ssl-enabled server port", // Apache
	"this combination of host and port requires tls",    // Tomcat
}

// WantsTLS reports whether an answer says that its port speaks TLS.
func (c Case) WantsTLS() bool {
	if c.Answer.Status != http.StatusBadRequest || !strings.HasPrefix(c.Request.URL, "http://") {
		return false
	}
	body := bytes.ToLower(c.Answer.Body)
	return slices.ContainsFunc(expectsTLS, func(said string) bool { return bytes.Contains(body, []byte(said)) })
}

// unencrypted is the failure of a request in plain HTTP to a port for TLS.
func (c Case) unencrypted() *api.Failure {
	return &api.Failure{
		Title:  Host(c.Request.URL) + " speaks TLS, not plain HTTP: " + c.Answer.StatusText(),
		Detail: "The URL begins with http://, and the server says that this port expects TLS. " + c.seen(refusal{}),
		Field:  c.urlField(),
		Try:    []string{"Begin the " + c.address() + " with https://."},
	}
}
