package transport_test

import (
	"crypto"
	"crypto/ecdh"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/server/secret"
	"firstcall/server/transport"
)

// clientPEM issues a client certificate for a key, and gives both in PEM.
func (a authority) clientPEM(t *testing.T, key crypto.Signer, change func(*x509.Certificate)) (cert, private string) {
	t.Helper()
	template := leafTemplate(change)
	template.Subject = pkix.Name{CommonName: "console"}
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return block("CERTIFICATE", der), block("PRIVATE KEY", pkcs8)
}

func TestParseClientCertificate(t *testing.T) {
	ca := newAuthority(t)
	ec := newKey(t)
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	_, edKey, _ := ed25519.GenerateKey(rand.Reader)
	exchange, _ := ecdh.X25519().GenerateKey(rand.Reader)
	x25519, _ := x509.MarshalPKCS8PrivateKey(exchange)
	sec1, _ := x509.MarshalECPrivateKey(ec)
	ecCert, ecPEM := ca.clientPEM(t, ec, nil)
	rsaCert, rsaPEM := ca.clientPEM(t, rsaKey, nil)
	edCert, edPEM := ca.clientPEM(t, edKey, nil)
	pkcs1 := block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(rsaKey))
	cert, key := api.ClientCertificateField, api.ClientKeyField
	for _, c := range []struct{ name, cert, key, field, want string }{
		{"neither", " ", "\n", "", ""},
		{"ECDSA, PKCS #8", ecCert, ecPEM, "", ""},
		{"ECDSA, SEC 1", ecCert, block("EC PARAMETERS", []byte{6, 5, 43, 129, 4, 0, 34}) + block("EC PRIVATE KEY", sec1), "", ""},
		{"RSA, PKCS #8", rsaCert, rsaPEM, "", ""},
		{"RSA, PKCS #1", rsaCert, pkcs1, "", ""},
		{"Ed25519", edCert, edPEM, "", ""},
		{"chain, indented", "  " + strings.ReplaceAll(ecCert+ca.pem(), "\n", "\r\n  "), "\t" + strings.ReplaceAll(ecPEM, "\n", "\n\t"), "", ""},
		{"certificates beside the key", ecCert, ecCert + ecPEM + ca.pem(), "", ""},
		{"no key", ecCert, "", key, "There is a client certificate, but not its private key."},
		{"no certificate", "", ecPEM, cert, "There is a private key, but not the client certificate"},
		{"key with the certificate", ecCert + ecPEM, ecPEM, cert, "There is a private key among the certificates."},
		{"certificate for the key", ecCert, ecCert, key, "This is a certificate."},
		{"another key", ecCert, rsaPEM, key, "The private key does not belong to the client certificate, which is for CN=console and has a key of the kind ECDSA P-256."},
		{"junk after the key", ecCert, block("EC PRIVATE KEY", sec1) + "x", "", ""},
		{"another ECDSA key", ecCert, marshal(t, newKey(t)), key, "The private key does not belong"},
		{"wrong order", ca.pem() + ecCert, ecPEM, key, "The private key belongs to certificate 2 of the chain."},
		{"two keys", ecCert, ecPEM + rsaPEM, key, "There is more than one key"},
		{"encrypted, PKCS #8", ecCert, block("ENCRYPTED PRIVATE KEY", []byte("SECRET")), key, "The private key is encrypted"},
		{"encrypted, PKCS #1", rsaCert, strings.Replace(pkcs1, "KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n", 1), key, "The private key is encrypted"},
		{"OpenSSH", ecCert, block("OPENSSH PRIVATE KEY", []byte("SECRET")), key, "This key is in the format of OpenSSH"},
		{"public key", ecCert, block("PUBLIC KEY", []byte("SECRET")), key, "There is something else than a private key"},
		{"can't sign", ecCert, block("PRIVATE KEY", x25519), key, "The private key is of a kind that can't sign"},
		{"damaged", ecCert, block("PRIVATE KEY", []byte("SECRET")), key, "The private key is damaged, or of a kind"},
		{"cut off", ecCert, ecPEM[:len(ecPEM)/2], key, "The private key is damaged or cut off"},
		{"junk", ecCert, "SECRET", key, "No private key was found"},
		{"junk certificate", "SECRET", ecPEM, cert, "No certificate was found"},
		{"certificate cut off", ecCert[:len(ecCert)/2], ecPEM, cert, "The certificate is damaged or cut off"},
	} {
		err := transport.ParseClientCertificate(c.cert, c.key)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, c.want) || (c.want == "") != (got == "") || strings.Contains(got, "SECRET") {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		if f := transport.Explain(err); err != nil && (f.Kind != api.FailureField || f.Field != c.field || f.Title != "The client certificate can't be used") {
			t.Errorf("%s: explained as %+v", c.name, f)
		}
	}
}

func marshal(t *testing.T, key crypto.Signer) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return block("PRIVATE KEY", der)
}

// TestClientCertificate: a server that requires one gets ours, with its chain,
// over each version of TLS and HTTP, and a rejection says what was rejected.
func TestClientCertificate(t *testing.T) {
	ca, clients, strangers := newAuthority(t), newAuthority(t), newAuthority(t)
	cert, key := clients.clientPEM(t, newKey(t), nil)
	strange, strangeKey := strangers.clientPEM(t, newKey(t), nil)
	old, oldKey := clients.clientPEM(t, newKey(t), func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) })
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		for _, protocol := range []string{"h2", "http/1.1"} {
			server := serveTLS(t, ca.issue(t, nil), func(c *tls.Config) {
				c.ClientAuth, c.ClientCAs = tls.RequireAndVerifyClientCert, clients.pool()
				c.MaxVersion, c.NextProtos = version, []string{protocol}
			})
			name := fmt.Sprintf("%s, %s", tls.VersionName(version), protocol)
			tr := start(t, transport.Config{})
			good := transport.Settings{CA: ca.pem(), ClientCertificate: cert, ClientKey: secret.New(key)}
			ex, _ := ask(t, tr, server.URL, good)
			if got := ex.Trace.Rungs()[3].Evidence; !strings.HasSuffix(got, "; asked for a client certificate, it got the one of CN=console") {
				t.Errorf("%s: evidence %q", name, got)
			}
			if got, want := ex.Response.ProtoMajor, map[string]int{"h2": 2, "http/1.1": 1}[protocol]; got != want {
				t.Errorf("%s: HTTP/%d", name, got)
			}
			for _, c := range []struct {
				how, cert, key, title string
				has                   []string
			}{
				{"none", "", "", "wants a client certificate", []string{"got none", "Its alert was “", "issued by CN=Test Root", "Give this connection the client certificate"}},
				{"unknown authority", strange, strangeKey, "did not accept the client certificate", []string{"Subject CN=console, issued by CN=Test Root", "“unknown certificate authority”", "does not know the authority"}},
				{"expired", old, oldKey, "did not accept the client certificate", []string{"Subject CN=console", "has expired"}},
			} {
				s := transport.Settings{CA: ca.pem(), ClientCertificate: c.cert, ClientKey: secret.New(c.key)}
				f, err := fail(t, tr, get(t, server.URL), s)
				want{api.FailureTLS, api.RungTLS, hostOf(server.URL) + " " + c.title, c.has}.check(t, name+", "+c.how, f, err)
				if key := strings.Split(c.key, "\n"); len(key) > 1 {
					checkHidden(t, name+", "+c.how, key[1], f, err, s, tr)
				}
			}
		}
	}
}

// TestClientCertificateChain: what follows the certificate goes along, so that
// a server that knows only the root accepts it.
func TestClientCertificateChain(t *testing.T) {
	root := newAuthority(t)
	key := newKey(t)
	middle := authority{parse(t, &x509.Certificate{
		SerialNumber: root.cert.SerialNumber, Subject: pkix.Name{CommonName: "Middle"}, NotBefore: root.cert.NotBefore, NotAfter: root.cert.NotAfter,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}, root.cert, key, root.key), key}
	cert, private := middle.clientPEM(t, newKey(t), nil)
	server := serveTLS(t, root.issue(t, nil), func(c *tls.Config) {
		c.ClientAuth, c.ClientCAs = tls.RequireAndVerifyClientCert, root.pool()
	})
	tr := start(t, transport.Config{})
	ask(t, tr, server.URL, transport.Settings{CA: root.pem(), ClientCertificate: cert + middle.pem(), ClientKey: secret.New(private)})
	f, err := fail(t, tr, get(t, server.URL), transport.Settings{CA: root.pem(), ClientCertificate: cert, ClientKey: secret.New(private)})
	want{api.FailureTLS, api.RungTLS, hostOf(server.URL) + " did not accept the client certificate", []string{"intermediate", "issued by CN=Middle"}}.check(t, "chain", f, err)
}

// TestClientCertificateNotAsked: without being asked nothing is sent, and where
// it is optional none is missed; the evidence tells which.
func TestClientCertificateNotAsked(t *testing.T) {
	ca := newAuthority(t)
	cert, key := ca.clientPEM(t, newKey(t), nil)
	silent := serveTLS(t, ca.issue(t, nil), nil)
	asking := serveTLS(t, ca.issue(t, nil), func(c *tls.Config) { c.ClientAuth = tls.RequestClientCert })
	tr := start(t, transport.Config{})
	ex, _ := ask(t, tr, silent.URL, transport.Settings{CA: ca.pem(), ClientCertificate: cert, ClientKey: secret.New(key)})
	if got := ex.Trace.Rungs()[3].Evidence; strings.Contains(got, "client certificate") {
		t.Errorf("evidence %q", got)
	}
	ex, _ = ask(t, tr, asking.URL, transport.Settings{CA: ca.pem()})
	if got := ex.Trace.Rungs()[3].Evidence; !strings.HasSuffix(got, "; it asked for a client certificate and got none") {
		t.Errorf("evidence %q", got)
	}
}

// TestClientCertificateHungUp has a server that ends it without a word.
func TestClientCertificateHungUp(t *testing.T) {
	ca := newAuthority(t)
	cert, key := ca.clientPEM(t, newKey(t), nil)
	own := ca.issue(t, nil)
	host := listen(t, func(c net.Conn) {
		secured := tls.Server(c, &tls.Config{Certificates: []tls.Certificate{own}, ClientAuth: tls.RequestClientCert})
		secured.HandshakeContext(t.Context())
	})
	tr := start(t, transport.Config{})
	s := transport.Settings{CA: ca.pem(), ClientCertificate: cert, ClientKey: secret.New(key)}
	f, err := fail(t, tr, get(t, "https://"+host), s)
	want{api.FailureTLS, api.RungTLS, host + " ended the connection after it got the client certificate", []string{"Subject CN=console"}}.check(t, "hung up", f, err)
	f, err = fail(t, tr, get(t, "https://"+host), transport.Settings{CA: ca.pem(), ClientCertificate: cert})
	want{api.FailureField, api.RungURL, "The client certificate can't be used", []string{"not its private key"}}.check(t, "no key", f, err)
}
