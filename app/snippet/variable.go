package snippet

import (
	"strconv"
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
)

// A variable of the code holds a field's value, and for a secret the value of
// an environment variable.
type variable struct {
	name  string // a name in both languages
	env   string // of the environment variable, "" unless it is a secret
	value string
	label string
	mark  string // stands for the variable in a request's texts
	used  bool
}

// taken are names that the code uses itself or that Python reserves.
const taken = " os requests response auth token_info token_type token_endpoint client_auth encoded_client_creds client_creds b64encode " +
	"quote_plus print answer metadata access_token authorization " +
	"False None True and as assert async await break class continue def del elif else except finally for from global " +
	"if import in is lambda nonlocal not or pass raise return try while with yield "

// takenEnv are environment variables that mean something to bash or the system.
const takenEnv = " PATH HOME USER LOGNAME SHELL IFS PWD OLDPWD UID EUID PPID RANDOM SECONDS LINENO REPLY LANG TERM TMPDIR " +
	"HOSTNAME HOSTTYPE OSTYPE MACHTYPE OPTARG OPTIND OPTERR PS1 PS2 PS3 PS4 ENV CDPATH GROUPS COLUMNS LINES SHLVL "

// add makes the variable of a field.
func (p *plan) add(f api.Field, value string) *variable {
	n := strconv.Itoa(len(p.variables))
	v := &variable{name: p.name(f), value: value, label: label(f), mark: "\ue000" + n + "\ue001"}
	if f.IsURL() {
		v.mark = "https://" + n + ".field.invalid"
	}
	if f.IsSecret() {
		v.env = strings.ToUpper(v.name)
		if strings.Contains(takenEnv, " "+v.env+" ") || strings.HasPrefix(v.env, "BASH") || strings.HasPrefix(v.env, "LC_") {
			v.env += "_VALUE"
		}
	} else if value == "" {
		v.value = "<your " + v.label + ">"
	}
	if f.Name == api.DataCenterField {
		p.base = v
	}
	p.variables = append(p.variables, v)
	return v
}

// name makes a field's name one that both languages take and that is free.
func (p *plan) name(f api.Field) string {
	name := identifier(f.Name)
	if f.Name == api.DataCenterField {
		name = baseName(f.Label)
	}
	if strings.Contains(taken, " "+name+" ") {
		name += "_value"
	}
	for free := false; !free; {
		free = true
		for _, v := range p.variables {
			if v.name == name {
				name, free = name+"_", false
			}
		}
	}
	return name
}

func identifier(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' {
			return r
		}
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return '_'
	}, s)
	if s == "" || s[0] <= '9' {
		s = "v_" + s
	}
	return s
}

// baseName calls the data center what the vendor's tutorial calls it.
func baseName(label string) string {
	words := strings.ToLower(label)
	switch {
	case strings.Contains(words, "broker"):
		return "broker_url"
	case words == "host":
		return "host"
	case strings.Contains(words, "base url"):
		return "base_url"
	default:
		return "datacenter_url"
	}
}

// label is what the form calls a field, as it stands within a sentence.
func label(f api.Field) string {
	if f.Label == "" {
		return oneLine(f.Name)
	}
	return oneLine(wire.Uncapitalize(f.Label))
}

// A piece is a part of a text: a literal, or a variable.
type piece struct {
	literal  string
	variable *variable
}

// pieces cuts a text of a request at the marks, and notes which variables it uses.
func (p *plan) pieces(text string) []piece {
	var out []piece
	for text != "" {
		at, next := len(text), (*variable)(nil)
		for _, v := range p.variables {
			if i := strings.Index(text, v.mark); i >= 0 && i < at {
				at, next = i, v
			}
		}
		if at > 0 {
			out = append(out, piece{literal: text[:at]})
		}
		if next == nil {
			break
		}
		next.used = true
		out = append(out, piece{variable: next})
		text = text[at+len(next.mark):]
	}
	return out
}
