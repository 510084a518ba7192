//go:build !js

package transport

import (
	"crypto/tls"
	"crypto/x509"
	"strings"
	"time"

	"firstcall/app/api"
)

// phase is the rung that the request had reached; RungCall stands for all that
// comes after the connection.
func (s seen) phase() string {
	switch {
	case !s.gotConn.IsZero():
		return api.RungCall
	case !s.tlsStart.IsZero():
		return api.RungTLS
	case !s.tcpStart.IsZero():
		return api.RungTCP
	case !s.dnsStart.IsZero():
		return api.RungDNS
	}
	return api.RungURL
}

func (s seen) rungs() []api.Rung {
	rungs := []api.Rung{
		{Name: api.RungURL, Evidence: s.address},
		{Name: api.RungDNS, Evidence: s.dnsEvidence(), Took: millis(s.dnsStart, s.dnsDone)},
		{Name: api.RungTCP, Evidence: s.tcpEvidence(), Took: millis(s.tcpStart, s.tcpDone)},
		{Name: api.RungTLS, Evidence: s.tlsEvidence(), Took: millis(s.tlsStart, s.tlsDone)},
	}
	state := api.RungGood
	for i, r := range rungs {
		switch {
		case state == api.RungTodo:
			rungs[i] = api.Rung{Name: r.Name, State: state}
		case s.failure != nil && s.failure.Phase == r.Name:
			rungs[i] = api.Rung{Name: r.Name, State: api.RungFailed, Evidence: s.failure.Title}
			state = api.RungTodo
		default:
			rungs[i].State = state
		}
	}
	return rungs
}

func (s seen) dnsEvidence() string {
	switch {
	case s.local:
		return s.host + " is inside this program, so nothing was looked up"
	case s.literal:
		return s.host + " is an address, so nothing was looked up"
	case s.reused:
		return "not needed: the connection was open already"
	}
	return strings.Join(s.addrs, ", ")
}

func (s seen) tcpEvidence() string {
	switch {
	case s.local:
		return "connected inside this program"
	case s.reused:
		return s.remote + ", a connection that was open already" + s.through()
	}
	return s.remote + " accepts connections" + s.through()
}

func (s seen) through() string {
	if s.proxy == "" {
		return ""
	}
	return " through the proxy " + s.proxy
}

func (s seen) tlsEvidence() string {
	if s.scheme == "http" {
		return "not encrypted: the URL begins with http://"
	}
	if s.tls == nil {
		return ""
	}
	text := tls.VersionName(s.tls.Version)
	if len(s.tls.PeerCertificates) > 0 {
		text += s.trust() + certificateEvidence(s.tls.PeerCertificates[0])
	}
	switch {
	case s.certificateSent != nil:
		text += "; asked for a client certificate, it got the one of " + subjectOf(s.certificateSent)
	case s.certificateWanted:
		text += "; it asked for a client certificate and got none"
	}
	if s.reused {
		text += "; the connection was open already"
	}
	return text
}

// trust says on what grounds the certificate after it was accepted.
func (s seen) trust() string {
	switch {
	case s.pinned:
		return ", trusted because it is the pinned one: "
	case s.blind:
		return ", certificate NOT VERIFIED, so that anyone may be answering: "
	}
	return ", "
}

func certificateEvidence(c *x509.Certificate) string {
	return "certificate of " + subjectOf(c) + ", issued by " + issuerOf(c) + ", valid until " + date(c.NotAfter)
}

func (s seen) timing() api.Timing {
	if s.end.IsZero() {
		return api.Timing{}
	}
	written := s.wrote
	if written.IsZero() || written.After(s.firstByte) { // the answer was faster than the hook
		written = s.gotConn
	}
	timing := api.Timing{
		DNS:     micros(s.dnsStart, s.dnsDone),
		Connect: micros(s.tcpStart, s.tcpDone),
		TLS:     micros(s.tlsStart, s.tlsDone),
		Wait:    micros(written, s.firstByte),
		Total:   micros(s.start, s.end),
	}
	if s.complete {
		timing.Download = micros(s.firstByte, s.end)
	}
	return timing
}

// micros is at least 1 for what happened, so that 0 says that it did not.
func micros(from, to time.Time) int64 {
	if from.IsZero() || to.Before(from) {
		return 0
	}
	return max(1, to.Sub(from).Microseconds())
}

func millis(from, to time.Time) int64 { return (micros(from, to) + 500) / 1000 }
