//go:build !js

package relay

import (
	"cmp"
	"encoding/base64"
	"io"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"firstcall/app/api"
	"firstcall/server/transport"
)

// read fills reply from what came. The error is why the body ended early, which
// Truncated says too.
func read(exchange *transport.Exchange, reply *api.Reply) error {
	resp := exchange.Response
	body, err := readBody(resp)
	if err != nil {
		f := transport.Explain(err)
		reply.Truncated = f.Title + ". What is shown came before. " + f.Detail
	} else if len(body) > maxBody {
		body = body[:maxBody]
		reply.Truncated = "The body is longer than 8 MiB. Only its beginning was read."
	}
	resp.Body.Close()
	reply.Status, reply.StatusText, reply.Proto = resp.StatusCode, reason(resp), resp.Proto
	reply.Header = received(resp)
	reply.Size = int64(len(body))
	reply.Body, reply.Binary = text(body, reply.Truncated != "")
	reply.Timing, reply.Remote = exchange.Trace.Timing(), exchange.Trace.Remote()
	return err
}

// readBody reads one byte more than is kept, to know whether there is more.
// After 101 no body comes, but another protocol that nobody asked for.
func readBody(resp *http.Response) ([]byte, error) {
	if resp.StatusCode == http.StatusSwitchingProtocols {
		return nil, nil
	}
	return io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
}

// reason is the server's own phrase, which HTTP/2 does not have.
func reason(resp *http.Response) string {
	own := strings.TrimPrefix(resp.Status, strconv.Itoa(resp.StatusCode))
	return cmp.Or(strings.TrimSpace(own), http.StatusText(resp.StatusCode))
}

// received are the reply's headers. net/http takes Content-Encoding off when it
// unpacks the body; it was there all the same.
func received(resp *http.Response) []api.Pair {
	header := resp.Header
	if resp.Uncompressed {
		header = header.Clone()
		header.Set("Content-Encoding", "gzip")
	}
	return transport.Sorted(header)
}

// text is the body as UTF-8, or else in Base64. Of a body that was cut, a
// character's first bytes at the end are left out.
func text(body []byte, cut bool) (s string, binary bool) {
	if cut {
		body = wholeRunes(body)
	}
	if utf8.Valid(body) {
		return string(body), false
	}
	return base64.StdEncoding.EncodeToString(body), true
}

// wholeRunes takes an incomplete character off the end.
func wholeRunes(body []byte) []byte {
	for i := len(body) - 1; i >= 0 && i >= len(body)-utf8.UTFMax; i-- {
		if utf8.RuneStart(body[i]) {
			if !utf8.FullRune(body[i:]) {
				return body[:i]
			}
			break
		}
	}
	return body
}
