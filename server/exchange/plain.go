//go:build !js

package exchange

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

// wantsTLS reports whether an answer says that its port speaks TLS.
func (x *run) wantsTLS(r reply) bool {
	if r.status != http.StatusBadRequest || !strings.HasPrefix(x.request.URL, "http://") {
		return false
	}
	body := bytes.ToLower(r.body)
	return slices.ContainsFunc(expectsTLS, func(said string) bool { return bytes.Contains(body, []byte(said)) })
}

// unencrypted is the failure of a request in plain HTTP to a port for TLS.
func (x *run) unencrypted(r reply) *api.Failure {
	return &api.Failure{
		Title:  hostOf(x.request.URL) + " speaks TLS, not plain HTTP: " + r.statusText(),
		Detail: "The URL begins with http://, and the server says that this port expects TLS. " + x.seen(r),
		Field:  x.urlField(),
		Try:    []string{"Begin the " + x.inSentence(x.urlField()) + " with https://."},
	}
}
