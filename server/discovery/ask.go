//go:build !js

package discovery

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"firstcall/app/api"
	"firstcall/app/quote"
	"firstcall/server/transport"
)

const (
	// maxDocument is how many bytes of an answer are read, decompressed. The
	// largest known metadata has a tenth of that.
	maxDocument = 256 << 10
	// shown is how many of them a transcript shows.
	shown = 4 << 10
)

// An answer is what came from a place where metadata may lie.
type answer struct {
	at         string
	status     int
	header     http.Header
	tooLarge   bool
	object     bool // the body is one JSON object
	metadata   metadata
	transcript api.Transcript
}

// ask asks at one place.
func (i *Importer) ask(ctx context.Context, at string) (answer, *api.Failure) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return answer{}, unfit("This is no URL that can be asked.")
	}
	if !i.permits(req.URL) {
		return answer{}, transport.Refusal(req.URL.Host)
	}
	req.Header.Set("Accept", "application/json")
	a := answer{at: at, transcript: api.Transcript{
		At: time.Now().Unix(), Purpose: api.ForMetadata, Request: api.Message{Start: "GET " + req.URL.RequestURI() + " HTTP/1.1"},
	}}
	exchanged, err := i.out.Do(req, transport.Settings{})
	if err != nil {
		return answer{}, a.broken(err)
	}
	if err := a.read(exchanged); err != nil {
		return answer{}, a.broken(err)
	}
	return a, nil
}

// read reads what was answered.
func (a *answer) read(exchanged *transport.Exchange) error {
	resp := exchanged.Response
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxDocument+1))
	if err != nil {
		return err
	}
	a.status, a.header, a.tooLarge = resp.StatusCode, resp.Header, len(body) > maxDocument
	if !a.tooLarge {
		a.metadata, a.object = decode(body)
	}
	t := &a.transcript
	t.Request.Header = exchanged.Trace.Fields()
	t.Response = &api.Message{
		Start: resp.Proto + " " + statusText(a.status), Header: transport.Sorted(resp.Header),
		Body: strings.ToValidUTF8(string(body[:min(len(body), shown)]), "\uFFFD"), Cut: len(body) > shown,
	}
	t.Status, t.Rungs = a.status, exchanged.Trace.Rungs()
	t.Took = exchanged.Trace.Timing().Total / 1000
	return nil
}

// decode reads one JSON object, a byte order mark before it aside. A member of
// a wrong type counts as absent.
func decode(body []byte) (m metadata, ok bool) {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\uFEFF")))
	err := json.Unmarshal(body, &m)
	kind := (*json.UnmarshalTypeError)(nil)
	return m, bytes.HasPrefix(body, []byte("{")) && (err == nil || errors.As(err, &kind))
}

// isMetadata reports whether this is metadata, be it usable or not.
func (a answer) isMetadata() bool {
	return a.status == http.StatusOK && a.object && (a.metadata.Issuer != "" || a.metadata.TokenEndpoint != "")
}

// seen words the answer of a place that has no metadata.
func (a answer) seen() string {
	kind, _, _ := mime.ParseMediaType(a.header.Get("Content-Type"))
	switch {
	case a.redirect() != "":
		return statusText(a.status) + ", a redirect to " + a.redirect()
	case a.status != http.StatusOK:
		return statusText(a.status)
	case a.tooLarge:
		return "200 OK, and more than " + strconv.Itoa(maxDocument>>10) + " kB, which no metadata has"
	case kind == "text/html" && !a.object:
		return "200 OK, and a web page in place of JSON"
	case !a.object:
		return "200 OK, and not one JSON object"
	}
	return "200 OK, and JSON that names neither issuer nor token_endpoint"
}

// redirect is where the answer sends to, "" if nowhere. Its query is left out:
// what a login page gets there helps nobody.
func (a answer) redirect() string {
	if a.status < 300 || a.status > 399 {
		return ""
	}
	to, err := url.Parse(a.header.Get("Location"))
	base, err2 := url.Parse(a.at)
	if err != nil || err2 != nil || a.header.Get("Location") == "" {
		return ""
	}
	to = base.ResolveReference(to)
	to.User, to.RawQuery, to.Fragment = nil, "", ""
	return short(to.String())
}

// short is a foreign text as it fits into a sentence.
func short(text string) string {
	if len(text) <= 200 && strings.IndexFunc(text, func(r rune) bool { return !strconv.IsPrint(r) }) < 0 {
		return text
	}
	return quote.Text(text)
}

func statusText(status int) string {
	return strings.TrimSpace(strconv.Itoa(status) + " " + http.StatusText(status))
}
