package inspect

import (
	"slices"
	"strings"

	"firstcall/app/api"
	"firstcall/app/quote"
)

// personal are claims about a person (OpenID Connect Core section 5.1, and usual
// ones beside them), without underscores.
var personal = []string{
	"name", "givenname", "familyname", "middlename", "email", "phonenumber", "phone", "mobile", "address", "birthdate",
	"dateofbirth", "gender", "ssn", "iban",
}

// confidential finds what should not travel with each call. An ID token is for
// personal data.
func (r *review) confidential() {
	var people []string
	for _, m := range r.claims {
		plain := strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(m.Name))
		text, isText := textAt(m.Value)
		switch {
		case isText && text != "" && secretive(plain):
			r.add(&api.Finding{
				Severity: api.FindingWarn, Title: "A secret among the claims", Source: "RFC 7519 section 12", Part: api.PartClaims, Claim: m.Name,
				Text: "By its name " + quote.Text(m.Name) + " is a secret. Whoever sees the token can read it.",
			})
		case slices.Contains(personal, plain) && r.kind == api.AccessToken:
			people = append(people, m.Name)
		}
	}
	if len(people) > 0 {
		r.add(&api.Finding{
			Severity: api.FindingNote, Title: "Personal data among the claims", Source: "RFC 9068 section 6", Part: api.PartClaims, Claim: people[0],
			Text: "Each API that gets the token, and whoever logs it, can read " + list(people) + ".",
		})
	}
}

func secretive(name string) bool {
	return strings.HasSuffix(name, "password") || strings.HasSuffix(name, "secret") ||
		slices.Contains([]string{"passwd", "pwd", "apikey", "privatekey", "passphrase", "pin", "cvv"}, name)
}
