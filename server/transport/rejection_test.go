package transport

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"testing"
	"time"
)

// TestLastWords: a closed connection still tells the alert that ended it, and
// an open one is left alone. Whether HTTP/2 needs that depends on who is first,
// so the front door can't show it each time.
func TestLastWords(t *testing.T) {
	near, far := net.Pipe()
	served := make(chan error)
	go func() {
		server := tls.Server(far, &tls.Config{Certificates: []tls.Certificate{someCertificate(t)}, ClientAuth: tls.RequireAnyClientCert})
		err := server.Handshake()
		io.Copy(io.Discard, far)
		served <- err
	}()
	under := &conn{Conn: near, closed: make(chan struct{})}
	client := tls.Client(under, &tls.Config{InsecureSkipVerify: true})
	if err := client.Handshake(); err != nil {
		t.Fatal(err)
	}
	_, first := client.Read(make([]byte, 1))
	s := seen{certificateWanted: true, secured: client}
	if got := s.lastWords(); got != nil {
		t.Errorf("an open connection was read from: %v", got)
	}
	client.Close()
	got := s.lastWords()
	if alert, ok := alertOf(got); !ok || alert != 116 || got.Error() != first.Error() {
		t.Errorf("got %v, want %v", got, first)
	}
	s.firstByte = time.Now()
	if got := s.lastWords(); got != nil {
		t.Errorf("of an answered request: %v", got)
	}
	if err := <-served; err == nil {
		t.Error("the server was content")
	}
}

func someCertificate(t *testing.T) tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Error(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Error(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}
