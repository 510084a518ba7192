package transport_test

import (
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"

	"firstcall/server/transport"
)

func TestParseCA(t *testing.T) {
	ca := newAuthority(t)
	good := ca.pem()
	key, err := x509.MarshalPKCS8PrivateKey(ca.key)
	if err != nil {
		t.Fatal(err)
	}
	private := block("PRIVATE KEY", key)
	base64 := strings.Join(strings.Split(strings.TrimSpace(good), "\n")[1:5], "\n")
	for _, c := range []struct{ name, text, want string }{
		{"one", good, ""},
		{"two with comments", "# root\n" + good + "\nand another\n" + good, ""},
		{"indented", "   " + strings.ReplaceAll(good, "\n", "  \r\n\t"), ""},
		{"empty", "", "There is no certificate: the text is empty."},
		{"blank", " \n\t", "There is no certificate: the text is empty."},
		{"prose", "the broker's certificate", "No certificate was found"},
		{"prose with a 0", "0 is no certificate", "No certificate was found"},
		{"DER", string(ca.cert.Raw), "This looks like a certificate in DER"},
		{"DER read as text", strings.ToValidUTF8(string(ca.cert.Raw), "\uFFFD"), "This looks like a certificate in DER"},
		{"no frame", base64, "The lines around the certificate are missing"},
		{"key", private, "This is a private key."},
		{"certificate and key", good + private, "This is a private key."},
		{"key cut off", private[:60], "This looks like a private key."},
		{"request", block("CERTIFICATE REQUEST", []byte{1}), "This is a request for a certificate"},
		{"public key", block("PUBLIC KEY", []byte{1}), "Block 1 of the text is not a certificate"},
		{"broken inside", good + block("CERTIFICATE", []byte("nothing")), "Certificate 2 of the text is damaged"},
		{"cut off", good[:len(good)/2], "The certificate is damaged or cut off"},
		{"second cut off", good + good[:len(good)/2], "Only 1 of the 2 certificates"},
		{"broken Base64", strings.Replace(good, "MII", "M!!", 1), "The certificate is damaged or cut off"},
	} {
		err := transport.ParseCA(c.text)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, c.want) || (c.want == "") != (got == "") {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func FuzzParseCA(f *testing.F) {
	f.Add("-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n")
	f.Add("0\x82")
	f.Fuzz(func(t *testing.T, text string) {
		if err := transport.ParseCA(text); err != nil && err.Error() == "" {
			t.Error("an error without a sentence")
		}
	})
}

func block(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}
