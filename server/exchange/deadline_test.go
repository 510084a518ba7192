package exchange_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"firstcall/app/api"
	"firstcall/server/exchange"
	"firstcall/server/transport"
)

// TestExchangeEnds has a data center, within the test and its clock, whose
// answer trickles in without an end.
func TestExchangeEnds(t *testing.T) {
	for _, test := range []struct{ name, begin, more string }{
		{"headers", "HTTP/1.1 200 OK\r\n", "X-More: 1\r\n"},
		{"body", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{", " "},
	} {
		synctest.Test(t, func(t *testing.T) {
			ended := make(chan struct{})
			way := transport.New(transport.Config{Local: map[string]transport.Dialer{"dc.example": func(context.Context) (net.Conn, error) {
				here, there := net.Pipe()
				go func() {
					defer close(ended)
					trickle(there, test.begin, test.more)
				}()
				return here, nil
			}}})
			began := time.Now()
			got := checked(t, exchange.New(way, clock).Run(t.Context(), profile(t, "acronis"), credentials("http://dc.example")))
			if took := time.Since(began); took != time.Minute {
				t.Errorf("%s: it took %v, want a minute", test.name, took)
			}
			if f := got.Failure; f == nil || f.Kind != api.FailureTimeout || f.Phase != api.RungEndpoint || f.Title != "The answer from dc.example did not end in time" {
				t.Errorf("%s: got %s", test.name, dump(f))
			}
			if r := rung(got.Transcript(), api.RungEndpoint); r.State != api.RungFailed || rung(got.Transcript(), api.RungTCP).State != api.RungGood {
				t.Errorf("%s: rungs %s", test.name, dump(got.Transcript().Rungs))
			}
			way.Close()
			<-ended
		})
	}
}

// trickle reads a request, begins to answer it, and goes on for as long as it is read.
func trickle(conn net.Conn, begin, more string) {
	defer conn.Close()
	req, err := http.ReadRequest(bufio.NewReader(conn))
	if err == nil {
		_, err = io.Copy(io.Discard, req.Body)
	}
	for text := begin; err == nil; text = more {
		_, err = io.WriteString(conn, text)
		time.Sleep(7 * time.Second) // of the test's clock
	}
}
