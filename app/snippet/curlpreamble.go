package snippet

import "strings"

// script collects lines.
type script struct{ b strings.Builder }

func (s *script) line(text string) {
	s.b.WriteString(text)
	s.b.WriteByte('\n')
}

func (s *script) text() string { return s.b.String() }

// The functions of a script, in bash 3.2, with nothing but bash, sed and tr.
const (
	jsonText = `# json_text NAME JSON prints a text out of a JSON object. sed does for tokens and
# URLs, and is always there; where you have jq, use it: jq -r .access_token
json_text() {
  printf %s "$2" | tr -d '\r\n' |
    sed -n 's/.*"'"$1"'"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p' |
    sed -e 's:\\/:/:g' -e 's/\\u002[Bb]/+/g' -e 's/\\u003[Dd]/=/g'
}

`
	formURLEncode = `# form_urlencode TEXT prints it as RFC 6749 wants ID and secret before Base64.
form_urlencode() {
  local LC_ALL=C text=$1 char hex i
  for ((i = 0; i < ${#text}; i++)); do
    char=${text:i:1}
    case $char in
      [A-Za-z0-9._~-]) printf %s "$char" ;;
      ' ') printf + ;;
      *) printf -v hex %02X "'$char"; printf %%%s "${hex: -2}" ;;
    esac
  done
}

`
	jsonString = `# json_string TEXT prints it as a JSON string.
json_string() {
  local text=$1 char i
  printf '"'
  for ((i = 0; i < ${#text}; i++)); do
    char=${text:i:1}
    case $char in
      '"' | '\') printf '\\%s' "$char" ;;
      [[:cntrl:]]) printf '\\u%04x' "'$char" ;;
      *) printf %s "$char" ;;
    esac
  done
  printf '"'
}

`
)

// preamble is what the script needs; it is written last, when that is known.
func (c *curl) preamble() string {
	var s script
	s.line("#!/usr/bin/env bash")
	for _, v := range c.variables {
		if v.used && v.env != "" {
			s.line("# Set " + v.env + " to the " + v.label + " before you run this, for example with: read -rs " + v.env + "; export " + v.env)
		}
	}
	if c.beyond != "" {
		s.line("# Set " + given + " to an access token before you run this, for example with: read -rs " + given + "; export " + given)
	}
	for _, need := range append(c.way.needs(), c.notes...) {
		s.line("# " + need)
	}
	if c.needsJQ {
		s.line("# This needs jq, which finds the token within the answer.")
	}
	s.line("set -euo pipefail")
	s.line("")
	for _, v := range c.variables {
		if v.used && v.env == "" {
			s.line(v.name + "=" + bashQuote(v.value))
		}
	}
	s.line("")
	if c.beyond == "" {
		s.b.WriteString(jsonText)
	}
	if c.urlencodes {
		s.b.WriteString(formURLEncode)
	}
	if c.quotesJSON {
		s.b.WriteString(jsonString)
	}
	return s.text()
}
