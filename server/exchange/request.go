//go:build !js

package exchange

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/exchange/mask"
	"firstcall/server/transport"
)

// marker stands for a secret until the request is encoded: unlike the mask
// itself it is the same in a query, a form and JSON. Should a value contain it,
// more than the secrets is masked.
const marker = "firstcall.masked.value"

// newRequest converts r exactly: nothing is added, and nothing of the browser's
// request is known here. net/http adds Host, Content-Length and Accept-Encoding,
// the transport User-Agent.
func newRequest(ctx context.Context, r wire.Request) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, r.FullURL(), strings.NewReader(r.EncodeBody()))
	if err != nil {
		return nil, err
	}
	for _, h := range r.Header {
		req.Header.Add(h.Name, h.Value)
	}
	if authorization := r.AuthorizationHeader(); authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	return req, nil
}

// maskedRequest is r with the marker for each secret, and without Authorization.
func maskedRequest(r wire.Request) wire.Request {
	hide := func(params []wire.Param) []wire.Param {
		params = slices.Clone(params)
		for i, p := range params {
			if p.Secret {
				params[i].Value = marker
			}
		}
		return params
	}
	r.Query, r.Header, r.Body, r.Basic, r.Bearer = hide(r.Query), hide(r.Header), hide(r.Body), nil, ""
	return r
}

// sentMessage shows r as it was sent: fields are those that were written, in their
// order, or r's own where none were.
func sentMessage(r wire.Request, fields []api.Pair, proto string) api.Message {
	masked := maskedRequest(r)
	message := api.Message{
		Start: r.Method + " " + unmark(target(masked.FullURL())) + " " + proto,
		Body:  unmark(masked.EncodeBody()),
	}
	if len(fields) == 0 {
		fields = ownFields(r)
	}
	for _, field := range fields {
		message.Header = append(message.Header, api.Pair{Name: field.Name, Value: maskedField(r, field)})
	}
	return message
}

func unmark(s string) string { return strings.ReplaceAll(s, marker, wire.Mask) }

// target is a URL's path and query, as the request line has them.
func target(full string) string {
	u, err := url.Parse(full)
	if err != nil {
		return full
	}
	return u.RequestURI()
}

// ownFields are the headers that a request will have for what is known before
// it is sent.
func ownFields(r wire.Request) []api.Pair {
	var fields []api.Pair
	if u, err := url.Parse(r.URL); err == nil {
		fields = append(fields, api.Pair{Name: "Host", Value: u.Host})
	}
	if r.MaskedAuthorization() != "" {
		fields = append(fields, api.Pair{Name: "Authorization"})
	}
	for _, h := range r.Header {
		fields = append(fields, api.Pair{Name: h.Name, Value: h.Value})
	}
	return fields
}

// maskedField is a header's value as it may be seen. One that contains a secret
// is masked whole.
func maskedField(r wire.Request, field api.Pair) string {
	if masked := r.MaskedAuthorization(); masked != "" && strings.EqualFold(field.Name, "Authorization") {
		return masked
	}
	for _, h := range r.Header {
		if h.Secret && strings.EqualFold(h.Name, field.Name) {
			return wire.Mask
		}
	}
	return field.Value
}

// mostFields is how many header fields of an answer are shown.
const mostFields = 200

// receivedMessage shows an answer, its headers sorted by name.
func receivedMessage(m *mask.Mask, resp *http.Response, body string) *api.Message {
	message := &api.Message{Start: m.Line(resp.Proto + " " + resp.Status)}
	fields := transport.Sorted(resp.Header)
	for _, field := range fields[:min(len(fields), mostFields)] {
		if field.Name == "Set-Cookie" {
			field.Value = maskedCookie(field.Value)
		}
		message.Header = append(message.Header, api.Pair{Name: m.Line(field.Name), Value: m.Line(field.Value)})
	}
	if more := len(fields) - mostFields; more > 0 {
		message.Header = append(message.Header, api.Pair{Name: "…", Value: strconv.Itoa(more) + " more"})
	}
	message.Body, message.Cut = m.Text(body)
	return message
}

// maskedCookie keeps a cookie's name and attributes.
func maskedCookie(value string) string {
	pair, attributes, more := strings.Cut(value, ";")
	name, _, _ := strings.Cut(pair, "=")
	if more {
		attributes = ";" + attributes
	}
	return name + "=" + wire.Mask + attributes
}
