package claim

import "strings"

// explainUser explains claims about a user and the login.
func explainUser(name string, v value, _ Context) string {
	switch name {
	case "email_verified":
		return verified(v, "e-mail address")
	case "phone_number_verified":
		return verified(v, "phone number")
	case "amr":
		return methods(v)
	case "token_use":
		return "What the token is for: " + quote(v.text) + ", a claim of the provider's own."
	}
	return ""
}

func verified(v value, what string) string {
	switch strings.TrimSpace(string(v.raw)) {
	case "true":
		return "The server has checked that the " + what + " is the user's."
	case "false":
		return "The server has not checked that the " + what + " is the user's."
	default:
		return "Whether the server has checked that the " + what + " is the user's. It should be true or false, and isn't."
	}
}

// methods explains amr by RFC 8176 section 2.
func methods(v value) string {
	if !v.ok || len(v.texts) == 0 {
		return "How the user proved who they are."
	}
	var words []string
	for _, m := range v.texts[:min(len(v.texts), 10)] {
		if word := method(m); word != "" {
			words = append(words, word)
		} else {
			words = append(words, quote(m))
		}
	}
	return "How the user proved who they are: " + strings.Join(words, ", ") + "."
}

func method(amr string) string {
	switch amr {
	case "pwd":
		return "password"
	case "pin":
		return "PIN"
	case "otp":
		return "one-time password"
	case "mfa":
		return "several factors"
	case "mca":
		return "several channels"
	case "sms":
		return "text message"
	case "tel":
		return "telephone call"
	case "hwk":
		return "key in hardware"
	case "swk":
		return "key in software"
	case "sc":
		return "smart card"
	case "fpt":
		return "fingerprint"
	case "face":
		return "face"
	case "user":
		return "presence of the user"
	case "kba":
		return "answers to questions"
	}
	return ""
}
