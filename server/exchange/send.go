//go:build !js

package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"time"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/server/exchange/explain"
	"firstcall/server/transport"
)

// maxBody is how many bytes of an answer are read, decompressed.
const maxBody = 1 << 20

// A reply is an answer that was read.
type reply struct {
	explain.Answer
	at    time.Time
	took  int64 // milliseconds, from the request written to the end of the body
	value any   // the body, if it is one JSON value; numbers as json.Number
}

// send sends a request, reads its answer and writes both into a transcript. The
// first answer decides about the way's rungs.
func (x *run) send(ctx context.Context, purpose string, request wire.Request) (reply, *api.Failure) {
	leg := api.Transcript{At: x.now().Unix(), Purpose: purpose, Request: sentMessage(request, nil, "HTTP/1.1"), Sent: int64(len(request.EncodeBody()))}
	x.legs = append([]api.Transcript{leg}, x.legs...)
	x.reached()
	began := time.Now()
	defer func() { x.legs[0].Took = time.Since(began).Milliseconds() }()
	req, err := newRequest(ctx, request)
	if err != nil {
		// The error may quote the URL, whose query may hold a secret.
		return reply{}, x.unfit(&wire.FieldError{Reason: "Method or URL of the request are not well-formed."})
	}
	exchanged, err := x.transport.Do(req, x.settings)
	if err != nil {
		x.legs[0].Request = sentMessage(request, transport.TraceOf(err).Fields(), "HTTP/1.1")
		return reply{}, x.broken(err)
	}
	x.legs[0].Request = sentMessage(request, exchanged.Trace.Fields(), exchanged.Response.Proto)
	x.certificates = exchanged.Trace.Certificates()
	if x.way == nil {
		x.way = exchanged.Trace.Rungs()
	}
	r, err := x.read(exchanged)
	if err != nil {
		return reply{}, x.broken(err)
	}
	x.reached()
	return r, nil
}

// read reads an answer into a reply and the transcript, as far as it came.
func (x *run) read(exchanged *transport.Exchange) (reply, error) {
	resp := exchanged.Response
	defer resp.Body.Close()
	r := reply{at: x.now(), Answer: explain.Answer{Status: resp.StatusCode, Header: resp.Header}}
	r.Skew = skew(resp.Header, r.at)
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	r.Body = body[:min(len(body), maxBody)]
	r.TooLarge = len(body) > maxBody
	if !r.TooLarge {
		r.value = decode(r.Body)
		r.Object, _ = r.value.(map[string]any)
	}
	timing := exchanged.Trace.Timing()
	r.took = (timing.Wait + timing.Download) / 1000
	x.learn(r)
	leg := &x.legs[0]
	leg.Status, leg.Received = r.Status, int64(len(r.Body))
	leg.Response = receivedMessage(x.mask, resp, string(r.Body))
	leg.Response.Cut = leg.Response.Cut || r.TooLarge || err != nil
	return r, err
}

// learn tells the mask of the tokens in an answer: by the names that the profile
// knows, unescaped, and by their names in the text.
func (x *run) learn(r reply) {
	names := x.profile.Answer.Names()
	for _, name := range []string{names.AccessToken, names.IDToken, names.RefreshToken, "device_code"} {
		x.learnAll(member(r.value, name), mostTokens)
	}
	x.mask.Tokens(string(r.Body))
}

// mostTokens is how many texts within a token's member are taken for tokens.
const mostTokens = 16

// learnAll tells the mask of the texts in what stands where a token belongs, and
// answers how many more it may.
func (x *run) learnAll(value any, left int) int {
	switch v := value.(type) {
	case string:
		x.mask.Token(v)
		return left - 1
	case []any:
		for i := 0; i < len(v) && left > 0; i++ {
			left = x.learnAll(v[i], left)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if left > 0 {
				left = x.learnAll(v[name], left)
			}
		}
	}
	return left
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

// decode decodes one JSON value, a byte order mark before it aside; nil for
// anything else.
func decode(body []byte) any {
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(body, []byte("\uFEFF"))))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return nil
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil
	}
	return value
}

// Clocks that are less apart than near are taken for one, since Date has whole
// seconds and answers take time; those further apart than far are a broken header
// or an answer out of a store.
const (
	near = 2
	far  = 24 * 60 * 60
)

// skew is how many seconds the server's clock is ahead, 0 where that is not known.
func skew(header http.Header, at time.Time) int64 {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil || header.Get("Age") != "" {
		return 0
	}
	apart := date.Unix() - at.Unix()
	if size := max(apart, -apart); size < near || size > far {
		return 0
	}
	return apart
}
