package transport_test

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/server/transport"
)

func TestParsePin(t *testing.T) {
	sum := sha256.Sum256([]byte("leaf"))
	plain := hex.EncodeToString(sum[:])
	want := strings.ReplaceAll(strings.ToUpper(fmt.Sprintf("% x", sum)), " ", ":")
	for _, c := range []struct{ text, want, wrong string }{
		{plain, want, ""},
		{strings.ToUpper(plain), want, ""},
		{want, want, ""},
		{"  " + strings.ReplaceAll(want, ":", " ") + "\r\n", want, ""},
		{"sha256 Fingerprint=" + want + "\n", want, ""},
		{"SHA256:" + plain, want, ""},
		{" \n", "", "There is no fingerprint"},
		{plain[1:], "", "A SHA-256 fingerprint has 64 hexadecimal digits, and this has 63."},
		{plain + "00", "", "A SHA-256 fingerprint has 64 hexadecimal digits, and this has 66."},
		{plain[:40], "", "This is a SHA-1 or MD5 fingerprint"},
		{"SHA1 Fingerprint=" + plain[:40], "", "This is a SHA-1 or MD5 fingerprint"},
		{plain[:32], "", "This is a SHA-1 or MD5 fingerprint"},
		{"SHA256:" + strings.Repeat("qZ", 21) + "q=", "", "This is no fingerprint"},
		{plain[:62] + "é", "", "This is no fingerprint"},
	} {
		got, err := transport.ParsePin(c.text)
		if got != c.want || (err == nil) != (c.wrong == "") || err != nil && !strings.HasPrefix(err.Error(), c.wrong) {
			t.Errorf("%q: got %q, %v; want %q, %q", c.text, got, err, c.want, c.wrong)
		}
		if f := transport.Explain(err); err != nil && (f.Kind != api.FailureField || f.Field != api.PinField) {
			t.Errorf("%q: explained as %+v", c.text, f)
		}
	}
}

func FuzzParsePin(f *testing.F) {
	f.Add("sha256 Fingerprint=AA:BB")
	f.Add(strings.Repeat("aB", 32))
	f.Fuzz(func(t *testing.T, text string) {
		pin, err := transport.ParsePin(text)
		if err != nil {
			return
		}
		if again, err := transport.ParsePin(pin); err != nil || again != pin || len(pin) != 95 {
			t.Errorf("%q became %q, then %q, %v", text, pin, again, err)
		}
	})
}

// TestTrust has each setting that decides whom a connection trusts against
// servers that the system would not.
func TestTrust(t *testing.T) {
	ca := newAuthority(t)
	chained := ca.issue(t, nil)
	chained.Certificate = append(chained.Certificate, ca.cert.Raw)
	type server struct {
		url string
		sum [sha256.Size]byte
	}
	servers := map[string]server{}
	for name, cert := range map[string]func() tls.Certificate{
		"chained":     func() tls.Certificate { return chained },
		"self-signed": func() tls.Certificate { return selfSigned(t) },
		"expired": func() tls.Certificate {
			return ca.issue(t, func(c *x509.Certificate) { c.NotBefore, c.NotAfter = day(2020, 1, 1), day(2020, 1, 2) })
		},
		"wrong name": func() tls.Certificate { return ca.issue(t, func(c *x509.Certificate) { c.IPAddresses = nil }) },
		"for clients": func() tls.Certificate {
			return ca.issue(t, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} })
		},
	} {
		made := cert()
		servers[name] = server{serveTLS(t, made, nil).URL, sha256.Sum256(made.Leaf.Raw)}
	}
	tr := start(t, transport.Config{})
	for name, server := range servers {
		chain := map[bool]int{true: 2, false: 1}[name == "chained"]
		pinned := fmt.Sprintf("% X", server.sum)
		for _, c := range []struct {
			how      string
			settings transport.Settings
			evidence string // "" when the server is not trusted
			title    string
		}{
			{"pinned", transport.Settings{Pin: pinned}, "trusted because it is the pinned one: certificate of CN=broker", ""},
			{"pinned and skipped", transport.Settings{Pin: pinned, SkipVerify: true}, "trusted because it is the pinned one: ", ""},
			{"skipped", transport.Settings{SkipVerify: true}, "certificate NOT VERIFIED, so that anyone may be answering: certificate of CN=broker", ""},
			{"the issuer is pinned", transport.Settings{Pin: fingerprintOf(ca.cert), CA: ca.pem()}, "", "is not the pinned one"},
			{"another is pinned", transport.Settings{Pin: strings.Repeat("ab", 32), SkipVerify: true, CA: ca.pem()}, "", "is not the pinned one"},
			{"neither", transport.Settings{}, "", ""},
		} {
			label := name + ", " + c.how
			if c.evidence != "" {
				ex, _ := ask(t, tr, server.url, c.settings)
				again, _ := ask(t, tr, server.url, c.settings)
				for _, trace := range []*transport.Trace{ex.Trace, again.Trace} {
					checkTrusted(t, label, trace, c.evidence, chain, server.sum)
				}
				continue
			}
			f, err := fail(t, tr, get(t, server.url), c.settings)
			if f.Kind != api.FailureTLS || f.Phase != api.RungTLS || !strings.HasSuffix(f.Title, c.title) || len(f.Certificates) != chain {
				t.Errorf("%s: got %+v", label, f)
			}
			if got := transport.TraceOf(err).Certificates(); len(got) != chain || got[0].Fingerprint != f.Certificates[0].Fingerprint {
				t.Errorf("%s: the trace has the certificates %+v", label, got)
			}
			if pin, _ := transport.ParsePin(pinned); c.title != "" && !strings.Contains(f.Detail, pin) {
				t.Errorf("%s: the fingerprint is not in %s", label, f.Detail)
			}
		}
	}
}

func checkTrusted(t *testing.T, label string, trace *transport.Trace, evidence string, chain int, sum [sha256.Size]byte) {
	t.Helper()
	if got := trace.Rungs()[3]; got.State != api.RungGood || !strings.HasPrefix(got.Evidence, "TLS 1.3, "+evidence) {
		t.Errorf("%s: evidence %q, want %q", label, got.Evidence, evidence)
	}
	want, _ := transport.ParsePin(hex.EncodeToString(sum[:]))
	if got := trace.Certificates(); len(got) != chain || got[0].Fingerprint != want {
		t.Errorf("%s: certificates %+v, want %d that begin with %s", label, got, chain, want)
	}
}

// TestPinDetail has both fingerprints in words, and what may be behind it.
func TestPinDetail(t *testing.T) {
	cert := selfSigned(t)
	server := serveTLS(t, cert, nil)
	f, err := fail(t, start(t, transport.Config{}), get(t, server.URL), transport.Settings{Pin: strings.Repeat("ab", 32)})
	want{api.FailureTLS, api.RungTLS, "The certificate of " + hostOf(server.URL) + " is not the pinned one", []string{
		strings.TrimSuffix(strings.Repeat("AB:", 32), ":"), f.Certificates[0].Fingerprint, "renewed", "send no credentials",
	}}.check(t, "pin", f, err)
	f, err = fail(t, start(t, transport.Config{}), get(t, server.URL), transport.Settings{Pin: "SECRET"})
	want{api.FailureField, api.RungURL, "The pinned fingerprint can't be used", []string{"64 hexadecimal digits"}}.check(t, "bad pin", f, err)
}

// TestNotVerifiedElsewhere: only those who asked for it skip anything.
func TestNotVerifiedElsewhere(t *testing.T) {
	ca := newAuthority(t)
	server := serveTLS(t, ca.issue(t, nil), nil)
	tr := start(t, transport.Config{Now: time.Now})
	ask(t, tr, server.URL, transport.Settings{SkipVerify: true})
	if f, _ := fail(t, tr, get(t, server.URL), transport.Settings{}); !strings.HasSuffix(f.Title, "is not trusted") {
		t.Errorf("got %+v", f)
	}
	ex, _ := ask(t, tr, server.URL, transport.Settings{CA: ca.pem()})
	if got := ex.Trace.Rungs()[3].Evidence; strings.Contains(got, "NOT VERIFIED") || strings.Contains(got, "pinned") {
		t.Errorf("evidence %q", got)
	}
	plain := listen(t, answer("HTTP/1.1 204 No Content\r\n\r\n"))
	if ex, _ := ask(t, tr, "http://"+plain, transport.Settings{SkipVerify: true}); ex.Trace.Certificates() != nil {
		t.Error("certificates without TLS")
	}
}

func fingerprintOf(c *x509.Certificate) string { return fmt.Sprintf("%x", sha256.Sum256(c.Raw)) }
