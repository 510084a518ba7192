package entry

import (
	"strings"

	"firstcall/app/api"
)

const (
	linesMended = "Its line breaks were put right."
	keyTakenOff = "The private key that stood there too was taken off: it is a secret, and goes into the field for the key."
)

// cleanCertificate writes certificates anew, and nothing that stands around them.
func cleanCertificate(f api.Field, typed, trimmed string) Cleaned {
	var certificates strings.Builder
	broken, private := false, false
	for _, b := range blocks(trimmed) {
		private = private || b.private()
		if b.label == "CERTIFICATE" {
			broken = broken || !b.whole
			certificates.WriteString(b.text())
		}
	}
	client := f.Name == api.ClientCertificateField
	switch {
	case private && !client:
		return Cleaned{Value: typed, Problem: "This is a private key, which belongs on its server only. Give the certificate of the authority: it begins with -----BEGIN CERTIFICATE-----."}
	case private && certificates.Len() == 0:
		return Cleaned{Value: typed, Problem: "This is a private key, which goes into the field for the key. Give the certificate here: it begins with -----BEGIN CERTIFICATE-----."}
	case certificates.Len() == 0:
		return Cleaned{Value: typed, Problem: "No certificate was found. It is text that begins with -----BEGIN CERTIFICATE-----."}
	case broken:
		return Cleaned{Value: typed, Problem: "A certificate is damaged or cut off between its BEGIN line and its END line. Paste all of it."}
	case private:
		return Cleaned{Value: certificates.String(), Notes: []string{keyTakenOff}}
	case !strings.Contains(trimmed, "\n"):
		return Cleaned{Value: certificates.String(), Notes: []string{linesMended}}
	}
	return Cleaned{Value: certificates.String()}
}
