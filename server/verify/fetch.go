//go:build !js

package verify

import (
	"context"
	"io"
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
	// maxTime ends a request whose answer trickles in.
	maxTime = 20 * time.Second
	// maxBody is how many bytes of an answer are read, decompressed.
	maxBody = 1 << 20
)

// fetchKeys asks for the key set of a source.
func (v *Verifier) fetchKeys(ctx context.Context, at source) (keySet, *api.Failure) {
	const what = "key set"
	data, failure := v.get(ctx, what, at)
	if failure != nil {
		return keySet{}, failure
	}
	set, err := parseKeys(data)
	if err != nil {
		return keySet{}, useless(what, at.url, "is none", "It should be a JSON object with an array keys (RFC 7517 section 5). "+beginning(data))
	}
	return set, nil
}

// get asks for a document, with nothing of the user's in the request.
func (v *Verifier) get(ctx context.Context, what string, at source) ([]byte, *api.Failure) {
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	u, err := url.Parse(at.url)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return nil, useless(what, at.url, "has no address", noAddress)
	}
	u.Fragment = ""
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, useless(what, at.url, "has no address", noAddress)
	}
	req.Header.Set("Accept", "application/json")
	exchanged, err := v.transport.Do(req, at.settings)
	if err != nil {
		return nil, broken(err)
	}
	defer exchanged.Response.Body.Close()
	data, err := io.ReadAll(io.LimitReader(exchanged.Response.Body, maxBody+1))
	switch {
	case err != nil:
		return nil, broken(err)
	case exchanged.Response.StatusCode != http.StatusOK:
		return nil, refused(what, at.url, exchanged.Response, data)
	case len(data) > maxBody:
		return nil, useless(what, at.url, "is too long", "It has more than 1 MiB, of which no more is read.")
	}
	return data, nil
}

const noAddress = "An address begins with https:// and a host, and has no user in it."

// broken is the failure of a request that got no whole answer.
func broken(err error) *api.Failure {
	failure := transport.Explain(err)
	if failure.Phase == api.RungCall || failure.Phase == "" {
		failure.Phase = api.RungKeys
	}
	return failure
}

// refused is the failure of an answer that is not 200.
func refused(what, at string, resp *http.Response, data []byte) *api.Failure {
	status := strings.TrimSpace(strconv.Itoa(resp.StatusCode) + " " + http.StatusText(resp.StatusCode))
	if resp.StatusCode/100 != 3 {
		return useless(what, at, "was not given: "+status, beginning(data))
	}
	detail := "Redirects are not followed."
	if to, err := resp.Location(); err == nil {
		// Its query and fragment may be anything.
		to.RawQuery, to.Fragment, to.User = "", "", nil
		detail = "The server points to " + quote.Text(to.String()) + ". Redirects are not followed."
	}
	return useless(what, at, "is elsewhere: "+status, detail)
}

// useless is the failure of a document that was answered and can't be used.
func useless(what, at, is, detail string) *api.Failure {
	f := &api.Failure{
		Kind: api.FailureKeys, Phase: api.RungKeys, Title: "The " + what + " " + is, Detail: detail,
		Try: []string{
			"Check the address: the " + what + " is looked for at " + shown(at) + ".",
			"Ask the provider's documentation where its keys are (JWKS, jwks_uri).",
		},
	}
	if u, err := url.Parse(at); err == nil {
		f.Host = u.Host
	}
	return f
}

// shown is an address for a sentence, without what may be secret in it.
func shown(at string) string {
	u, err := url.Parse(at)
	if err != nil || u.Host == "" {
		return "no address"
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
}

// beginning quotes an answer's first characters, by which a web page or an
// error is known.
func beginning(data []byte) string {
	text := strings.TrimSpace(string(data[:min(len(data), 256)]))
	switch lower := strings.ToLower(text); {
	case text == "":
		return "The answer is empty."
	case strings.HasPrefix(lower, "<!doctype html"), strings.HasPrefix(lower, "<html"):
		return "A web page answered."
	}
	return "The answer begins with " + quote.Text(text) + "."
}
