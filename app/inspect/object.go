package inspect

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"firstcall/app/api"
	"firstcall/app/jsontext"
)

const (
	deepest  = "10,000" // levels that a value may nest, as encoding/json has it
	mostRead = 50_000   // members of one part, so that memory has a bound
	tooMany  = "has more than 50,000 members, of which the first were read"
)

// object decodes a part that is to be a JSON object into its members, in the
// order sent, those that occur twice included. Of one that is none, the members
// before the fault are given.
func object(name, text string) part {
	if text == "" {
		return part{name: name, fault: "The token's " + name + " is empty"}
	}
	data, fault := segment(name, text)
	p := part{name: name, data: data, fault: fault}
	if data == nil {
		return p
	}
	if !utf8.Valid(data) {
		p.data = bytes.ToValidUTF8(data, []byte("\uFFFD"))
		p.blame("is not UTF-8, which JSON has to be")
	}
	var err error
	switch p.members, err = members(p.data); {
	case errors.Is(err, errTooMany):
		p.blame(tooMany)
	case err != nil:
		p.blame(notObject(p.data))
	}
	return p
}

// blame notes what is wrong, unless there is a fault already that may be its cause.
func (p *part) blame(what string) {
	if p.fault == "" {
		p.fault = "The token's " + p.name + " " + what
	}
}

// notObject says why data is not one JSON object.
func notObject(data []byte) string {
	text := strings.TrimLeft(string(data), " \t\r\n")
	err := jsontext.Check(string(data))
	switch {
	case braced(text) && strings.Count(text, ".") >= 2:
		return "is not a JSON object, but another token (RFC 7519 section 5.2 calls it nested)"
	case err == nil && strings.HasPrefix(text, "{"):
		return "nests values more than " + deepest + " levels deep, which is more than is read"
	case err == nil:
		return "is JSON, but not a JSON object"
	case trailing(data):
		return "has something after its JSON object. " + strings.TrimSuffix(err.Error(), ".")
	}
	return "is not a JSON object. " + strings.TrimSuffix(err.Error(), ".")
}

// trailing reports whether data begins with one whole object.
func trailing(data []byte) bool {
	var first json.RawMessage
	return json.NewDecoder(bytes.NewReader(data)).Decode(&first) == nil && first[0] == '{'
}

var (
	errNoObject = errors.New("inspect: not one JSON object")
	errTooMany  = errors.New("inspect: too many members")
)

// members reads the members of one JSON object, their values as they stand in
// data. With an error come those before it.
func members(data []byte) ([]api.Member, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	if begin, err := decoder.Token(); err != nil || begin != json.Delim('{') {
		return nil, errNoObject
	}
	all := []api.Member{}
	for decoder.More() {
		if len(all) == mostRead {
			return all, errTooMany
		}
		name, err := decoder.Token()
		if err != nil {
			return all, err
		}
		m := api.Member{}
		m.Name, _ = name.(string)
		if err := decoder.Decode(&m.Value); err != nil {
			return all, err
		}
		all = append(all, m)
	}
	if _, err := decoder.Token(); err != nil {
		return all, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return all, errNoObject
	}
	return all, nil
}
