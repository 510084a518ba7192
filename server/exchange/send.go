//go:build !js

package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/transport"
)

// maxBody is how many bytes of an answer are read, decompressed.
const maxBody = 1 << 20

// A reply is an answer that was read.
type reply struct {
	at       time.Time
	took     int64 // milliseconds, from the request written to the end of the body
	status   int
	header   http.Header
	body     []byte
	tooLarge bool
	object   map[string]any // the body, if it is one JSON object; numbers as json.Number
}

// statusText is the status with its reason phrase.
func (r reply) statusText() string {
	return strings.TrimSpace(strconv.Itoa(r.status) + " " + http.StatusText(r.status))
}

// send sends a request, reads its answer and writes both into the transcript.
// The first answer decides about the way's rungs.
func (x *run) send(ctx context.Context, request wire.Request) (reply, *api.Failure) {
	x.transcript.Request, x.transcript.Response, x.transcript.Status = sentMessage(request, nil, "HTTP/1.1"), nil, 0
	req, err := newRequest(ctx, request)
	if err != nil {
		// The error may quote the URL, whose query may hold a secret.
		return reply{}, x.unfit(&wire.FieldError{Reason: "Method or URL of the token request are not well-formed."})
	}
	exchanged, err := x.transport.Do(req, x.settings)
	if err != nil {
		x.transcript.Request = sentMessage(request, transport.TraceOf(err).Fields(), "HTTP/1.1")
		return reply{}, x.broken(err)
	}
	x.transcript.Request = sentMessage(request, exchanged.Trace.Fields(), exchanged.Response.Proto)
	if x.way == nil {
		x.way = exchanged.Trace.Rungs()
	}
	r, err := x.read(exchanged)
	if err != nil {
		return reply{}, x.broken(err)
	}
	return r, nil
}

// read reads an answer into a reply and the transcript, as far as it came.
func (x *run) read(exchanged *transport.Exchange) (reply, error) {
	resp := exchanged.Response
	defer resp.Body.Close()
	r := reply{at: x.now(), status: resp.StatusCode, header: resp.Header}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	r.body = body[:min(len(body), maxBody)]
	r.tooLarge = len(body) > maxBody
	if !r.tooLarge {
		r.object = decodeObject(r.body)
	}
	timing := exchanged.Trace.Timing()
	r.took = (timing.Wait + timing.Download) / 1000
	x.mask.answer(r.object, string(r.body), x.profile.Answer.Names())
	x.transcript.Status = r.status
	x.transcript.Response = x.mask.receivedMessage(resp, string(r.body))
	x.transcript.Response.Cut = x.transcript.Response.Cut || r.tooLarge || err != nil
	return r, err
}

// broken is the failure of a request that got no whole answer.
func (x *run) broken(err error) *api.Failure {
	failure := transport.Explain(err)
	if failure.Phase == api.RungCall || failure.Phase == "" {
		failure.Phase = api.RungEndpoint
		if x.way == nil {
			x.way = transport.TraceOf(err).Rungs()
		}
		x.reached(api.Rung{Name: api.RungEndpoint, State: api.RungFailed, Evidence: failure.Title})
		return failure
	}
	x.way = transport.TraceOf(err).Rungs()
	x.reached()
	return failure
}

// decodeObject decodes one JSON object, a byte order mark before it aside; nil
// for anything else.
func decodeObject(body []byte) map[string]any {
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(body, []byte("\uFEFF"))))
	decoder.UseNumber()
	var object map[string]any
	if decoder.Decode(&object) != nil {
		return nil
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil
	}
	return object
}
