package entry

import (
	"strconv"
	"strings"
	"unicode"
)

// Bounds of a time limit, in seconds.
const (
	shortest = 0.1
	longest  = 600
)

// cleanSeconds reads a number of seconds, also with its unit.
func cleanSeconds(line string) Cleaned {
	number := strings.TrimSpace(strings.TrimRight(strings.ToLower(line), "secnod. "))
	number = strings.Replace(number, ",", ".", 1)
	seconds, err := strconv.ParseFloat(number, 64)
	if err != nil || strings.Trim(number, "0123456789.") != "" {
		return Cleaned{Problem: "This is no number of seconds, such as 10 or 2.5."}
	}
	if seconds < shortest || seconds > longest {
		return Cleaned{Problem: "Enter a number of seconds from 0.1 to 600."}
	}
	return Cleaned{Value: number}
}

// cleanPin reads a SHA-256 fingerprint as people copy it: with or without colons
// and blanks, and with the label that openssl prints.
func cleanPin(line string) Cleaned {
	value := strings.ToUpper(line)
	if label, rest, found := strings.Cut(value, "="); found && strings.HasSuffix(label, "FINGERPRINT") {
		value = rest
	}
	value = strings.TrimPrefix(strings.TrimSpace(value), "SHA256:")
	digits := strings.Map(func(r rune) rune {
		if r == ':' || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, value)
	switch {
	case strings.Trim(digits, "0123456789ABCDEF") != "":
		return Cleaned{Problem: "This is no fingerprint: it has characters other than the hexadecimal digits 0 to 9 and A to F."}
	case len(digits) == 40 || len(digits) == 32:
		return Cleaned{Problem: "This is a SHA-1 or MD5 fingerprint, which can be forged. Give the SHA-256 fingerprint, which has 64 hexadecimal digits."}
	case len(digits) != 64:
		return Cleaned{Problem: "A SHA-256 fingerprint has 64 hexadecimal digits, and this has " + strconv.Itoa(len(digits)) + "."}
	}
	var pin strings.Builder
	for i := 0; i < len(digits); i += 2 {
		if i > 0 {
			pin.WriteByte(':')
		}
		pin.WriteString(digits[i : i+2])
	}
	return Cleaned{Value: pin.String()}
}

// cleanProxy judges the shape of a proxy's URL. A password in it would be shown.
func cleanProxy(line string) Cleaned {
	scheme, rest, found := strings.Cut(line, "://")
	if !found {
		scheme, rest = "http", line
	}
	host, path, _ := strings.Cut(rest, "/")
	scheme = strings.ToLower(scheme)
	switch {
	case scheme != "http" && scheme != "https" && scheme != "socks5":
		return Cleaned{Problem: "A proxy's URL begins with http://, https:// or socks5://; other kinds of proxy are not supported."}
	case strings.Contains(rest, "@"):
		return Cleaned{Problem: "There is an “@”. The user and password for the proxy go into their own field."}
	case host == "" || strings.HasPrefix(host, ":"):
		return Cleaned{Problem: "The proxy's URL has no host."}
	case strings.Trim(path, "/") != "" || strings.ContainsAny(rest, "?#"):
		return Cleaned{Problem: "The proxy's URL ends after the host and port."}
	case strings.ContainsFunc(host, unicode.IsSpace):
		return Cleaned{Problem: "The proxy's host has a space in it."}
	}
	cleaned := Cleaned{Value: scheme + "://" + host}
	if !found {
		cleaned.Notes = []string{"“http://” was put in front."}
	}
	return cleaned
}
