package bench

import (
	"strings"

	"firstcall/app/api"
)

// Signed says that the token has a signature to be checked: it is a JWT, neither
// encrypted nor expressly without one.
func (s Specimen) Signed() bool {
	return s.Token.JWT != nil && !s.Token.Encrypted && !strings.EqualFold(s.Algorithm(), "none")
}

// Verdict is what is known of the token's signature, in the words of a chip.
// Only the server's own verdict is ever good news.
func (m *Model) Verdict(s Specimen) (words string, tone Tone) {
	q := m.Verdicts[s.ID()]
	switch {
	case q.Answer == nil && s.Token.Encrypted:
		return "Encrypted", Plain
	case q.Answer == nil && s.Token.JWT != nil && !s.Signed():
		return "Unsigned", Bad
	case q.Answer == nil && q.Busy:
		return "Checking the signature", Plain
	case q.Answer == nil:
		return "Not checked", Plain
	}
	switch q.Answer.State {
	case api.VerdictValid:
		return "Signature valid", Good
	case api.VerdictInvalid:
		return "Signature not valid", Bad
	case api.VerdictUnsigned:
		return "Unsigned", Bad
	case api.VerdictNoKey:
		return "No key", Warn
	case api.VerdictEncrypted:
		return "Encrypted", Plain
	}
	return "Not checked", Plain
}

// ValidSays is what a valid signature does not say.
const ValidSays = "It says who signed the token, and that nothing was changed since. Whether the token has ended, or is meant for this API, its claims say."

// Severity words a finding's.
func Severity(f api.Finding) (word string, tone Tone) {
	switch f.Severity {
	case api.FindingBad:
		return "Fault", Bad
	case api.FindingWarn:
		return "Warning", Warn
	}
	return "Note", Plain
}
