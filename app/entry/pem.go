package entry

import (
	"encoding/base64"
	"strings"
)

// A block is one of a text in PEM (RFC 7468).
type block struct {
	label   string // between BEGIN and the dashes
	headers bool   // as encrypted keys of old have
	der     string // Base64 without white space
	whole   bool   // it ends, with its own label, and the Base64 is some
}

const (
	begin  = "-----BEGIN "
	end    = "-----END "
	dashes = "-----"
)

// blocks takes a text apart, however it was folded: as lines, in one line with
// blanks where the line breaks were, or with \n written out as in JSON and
// environment variables.
func blocks(text string) []block {
	text = strings.NewReplacer(`\r`, "\n", `\n`, "\n").Replace(text)
	var all []block
	for {
		_, rest, found := strings.Cut(text, begin)
		if !found {
			return all
		}
		label, rest, _ := strings.Cut(rest, dashes)
		inside, after, ends := strings.Cut(rest, end+label+dashes)
		b := block{label: label, headers: strings.Contains(inside, ":"), der: strings.Join(strings.Fields(inside), "")}
		_, err := base64.StdEncoding.DecodeString(b.der)
		b.whole = ends && b.der != "" && err == nil
		all = append(all, b)
		if text = after; !ends {
			return all
		}
	}
}

// text writes the block as RFC 7468 section 2 wants it.
func (b block) text() string {
	var s strings.Builder
	s.WriteString(begin + b.label + dashes + "\n")
	for der := b.der; der != ""; {
		n := min(64, len(der))
		s.WriteString(der[:n] + "\n")
		der = der[n:]
	}
	s.WriteString(end + b.label + dashes + "\n")
	return s.String()
}

func (b block) private() bool { return strings.HasSuffix(b.label, "PRIVATE KEY") }

// sameText reports whether two texts differ in white space only.
func sameText(a, b string) bool {
	return strings.TrimSpace(strings.ReplaceAll(a, "\r\n", "\n")) == strings.TrimSpace(b)
}
