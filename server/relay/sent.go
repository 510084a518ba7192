//go:build !js

package relay

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"firstcall/app/api"
	"firstcall/app/inspect"
	"firstcall/server/transport"
)

// maxShown is how many bytes of the body Sent repeats: Request has it all.
const maxShown = 64 << 10

// newRequest leaves the body's bytes as they are.
func newRequest(ctx context.Context, req api.Request, u *url.URL, header http.Header) (*http.Request, error) {
	if len(req.Body) > maxBody {
		return nil, refusal("The body is longer than 8 MiB, which is more than Firstcall sends.")
	}
	out, err := http.NewRequestWithContext(ctx, req.Method, u.String(), strings.NewReader(req.Body))
	if err != nil {
		return nil, refusal("The request can't be sent: its method or its path is not valid HTTP.")
	}
	out.Header = header
	return out, nil
}

// A viewer shows requests with the token masked wherever it stands.
type viewer struct{ token, body string }

// message is the request as it went out, as far as trace knows; else as it
// would have.
func (v viewer) message(out *http.Request, trace *transport.Trace, proto string) api.Message {
	m := api.Message{Start: v.hide(out.Method + " " + out.URL.RequestURI() + " " + proto)}
	fields := trace.Fields()
	if len(fields) == 0 {
		fields = append([]api.Pair{{Name: "Host", Value: out.URL.Host}}, transport.Sorted(out.Header)...)
	}
	for _, f := range fields {
		if f.Name == "Authorization" {
			f.Value = maskAuthorization(f.Value)
		}
		m.Header = append(m.Header, api.Pair{Name: f.Name, Value: v.hide(f.Value)})
	}
	body := v.body
	if len(body) > maxShown {
		body, m.Cut = strings.ToValidUTF8(body[:maxShown], ""), true
	}
	m.Body = v.hide(body)
	return m
}

// hide masks the token where the user typed it, in a query for instance. Too
// short a token would be found by chance.
func (v viewer) hide(s string) string {
	if utf8.RuneCountInString(v.token) < 8 {
		return s
	}
	return strings.NewReplacer(v.token, inspect.Mask(v.token), url.QueryEscape(v.token), inspect.Mask(v.token)).Replace(s)
}

// maskAuthorization shows the beginning of a bearer token only: that of Basic
// credentials would be the user's name.
func maskAuthorization(value string) string {
	scheme, credentials, two := strings.Cut(value, " ")
	switch {
	case !two:
		return "…"
	case strings.EqualFold(scheme, "Basic"):
		return scheme + " …"
	}
	return scheme + " " + inspect.Mask(credentials)
}
