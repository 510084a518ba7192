package bench

import "firstcall/app/api"

// Chip is a verdict in the words of a chip. Only the server's own verdict is
// ever good news.
func Chip(q Question[api.Verdict]) (words string, tone Tone) {
	switch {
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
