package inspect

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"firstcall/app/api"
	"firstcall/app/quote"
)

// A part is one of a token's parts, decoded as far as it can be.
type part struct {
	name    string
	data    []byte
	members []api.Member // of a part that is an object
	fault   string       // what is wrong with it, "" for nothing
}

// decode reads a token in compact form (RFC 7515 section 7.1, RFC 7516 section
// 7.1) into t.
func decode(t *api.Token, raw string) {
	texts := strings.SplitN(raw, ".", 7) // more are as wrong as 7
	if len(texts) == 5 {
		decodeJWE(t, texts)
		return
	}
	header, claims := object("header", texts[0]), object("payload", texts[1])
	faults := []string{header.fault, claims.fault}
	if len(texts) == 3 {
		faults = append(faults, signature(texts[2], header.members))
	} else {
		faults = append([]string{wrongParts(strings.Count(raw, ".") + 1)}, faults...)
	}
	finish(t, header, claims, faults)
}

func wrongParts(n int) string {
	fault := "The token has " + strconv.Itoa(n) + " parts where a JWT has 3"
	if n == 2 {
		fault += ": the signature is missing, with the dot before it"
	}
	return fault
}

// signature judges the last part, which is empty only where alg is none (RFC
// 7515 section 5.2, RFC 7518 section 3.6).
func signature(text string, header []api.Member) string {
	alg := textOf(header, "alg")
	if text == "" {
		if alg == "" || strings.EqualFold(alg, "none") {
			return ""
		}
		return "The token's signature is empty, though its alg is " + quote.Text(alg)
	}
	_, fault := segment("signature", text)
	return fault
}

// decodeJWE reads the header. Of the other parts, that for the encrypted key is
// empty where the key is agreed upon (RFC 7516 section 5.1).
func decodeJWE(t *api.Token, texts []string) {
	t.Encrypted = true
	header := object("header", texts[0])
	faults := []string{header.fault}
	if header.fault == "" && textOf(header.members, "enc") == "" {
		faults = append(faults, "The token has five parts, as an encrypted one (JWE), but its header names no enc")
	}
	for i, name := range []string{"encrypted key", "initialization vector", "ciphertext", "authentication tag"} {
		if text := texts[i+1]; text != "" {
			_, fault := segment(name, text)
			faults = append(faults, fault)
		} else if i > 0 {
			faults = append(faults, "The token's "+name+" is empty")
		}
	}
	finish(t, header, part{}, faults)
}

// finish puts the parts and what is wrong with them into t.
func finish(t *api.Token, header, claims part, faults []string) {
	var all []string
	for _, fault := range faults {
		if fault != "" {
			all = append(all, fault)
		}
	}
	t.Malformed = strings.Join(all, ". ")
	if t.Malformed == "" || len(header.members)+len(claims.members) > 0 {
		t.JWT = &api.JWT{Header: some(header.members), Claims: some(claims.members)}
	}
}

// some is the members as a list also where there is none.
func some(members []api.Member) []api.Member {
	if members == nil {
		return []api.Member{}
	}
	return members
}

// textOf is the text of the last member of a name, "" where there is none.
func textOf(members []api.Member, name string) string {
	text, _ := textAt(last(members, name))
	return text
}

// last is the value of the last member of a name, the one that most readers
// take; nil where there is none or it was cut.
func last(members []api.Member, name string) json.RawMessage {
	for i := len(members) - 1; i >= 0; i-- {
		if members[i].Name == name && members[i].Whole == 0 {
			return members[i].Value
		}
	}
	return nil
}

func textAt(value json.RawMessage) (text string, ok bool) {
	value = bytes.TrimLeft(value, " \t\r\n")
	ok = len(value) > 0 && value[0] == '"' && json.Unmarshal(value, &text) == nil
	return text, ok
}
