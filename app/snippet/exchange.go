package snippet

import (
	"net/url"
	"slices"
	"strings"

	"firstcall/app/api"
)

// dots are what secrets are masked with.
const dots = "•"

const basicCredentials = "BASIC_CREDENTIALS"

// Exchange writes the request of a transcript as one command of curl: as it was
// sent, with a variable of the environment for each value that is masked. The
// scheme is not in the transcript.
func Exchange(scheme string, m api.Message) string {
	method, rest, _ := strings.Cut(m.Start, " ")
	target, _, _ := strings.Cut(rest, " ")
	c := &curl{plan: &plan{}}
	e := &exchange{}
	var options []string
	host := ""
	for _, h := range m.Header {
		switch strings.ToLower(h.Name) {
		case "host", ":authority":
			host = h.Value
		case "content-length", "accept-encoding", "connection", "user-agent", "transfer-encoding":
		default:
			if !strings.HasPrefix(h.Name, ":") {
				options = append(options, "--header "+bashWord(append([]piece{{literal: h.Name + ": "}}, e.header(h)...)))
			}
		}
	}
	if method != "GET" || m.Body != "" {
		options = append([]string{"--request " + bare(method)}, options...)
	}
	options = append(options, e.body(m)...)
	if strings.ContainsAny(target, "[]{}") {
		options = append(options, "--globoff")
	}
	c.command("", options, bashWord(e.pieces(scheme+"://"+host+target)), "", "")
	return e.preamble(m.Cut) + c.text()
}

// An exchange collects the variables of a transcript's request.
type exchange struct {
	names   []string
	encoded bool // some stand where they have to be escaped
}

func (e *exchange) preamble(cut bool) string {
	var b strings.Builder
	if len(e.names) > 0 {
		b.WriteString("# Set in the environment: " + strings.Join(e.names, ", ") + ".\n")
	}
	if slices.Contains(e.names, basicCredentials) {
		b.WriteString("# " + basicCredentials + " is the Base64 of client ID, colon and secret.\n")
	}
	if e.encoded {
		b.WriteString("# In the URL and in JSON they have to be escaped as is usual there.\n")
	}
	if cut {
		b.WriteString("# The body was longer than is kept, and is not whole here.\n")
	}
	return b.String()
}

// variable is the piece for a masked value that goes by a name.
func (e *exchange) variable(name string) piece {
	env := strings.ToUpper(identifier(name))
	if strings.Contains(takenEnv, " "+env+" ") || strings.HasPrefix(env, "BASH") || strings.HasPrefix(env, "LC_") {
		env += "_VALUE"
	}
	if !slices.Contains(e.names, env) {
		e.names = append(e.names, env)
	}
	return piece{variable: &variable{env: env}}
}

// header is a field's value. Of Authorization the scheme is left to be seen.
func (e *exchange) header(h api.Pair) []piece {
	if !strings.Contains(h.Value, dots) {
		return []piece{{literal: h.Value}}
	}
	scheme, _, two := strings.Cut(h.Value, " ")
	switch {
	case !strings.EqualFold(h.Name, "Authorization") || !two:
		return []piece{e.variable(h.Name)}
	case strings.EqualFold(scheme, "Basic"):
		return []piece{{literal: scheme + " "}, e.variable(basicCredentials)}
	}
	return []piece{{literal: scheme + " "}, e.variable("access_token")}
}

// body are the options for a body. Of a form each parameter is one of its own,
// which curl encodes where it is a variable.
func (e *exchange) body(m api.Message) []string {
	if m.Body == "" {
		if strings.HasPrefix(m.Start, "POST ") {
			return []string{"--data ''"}
		}
		return nil
	}
	if !isForm(m) {
		return []string{"--data-raw " + bashWord(e.pieces(m.Body))}
	}
	var options []string
	for _, parameter := range strings.Split(m.Body, "&") {
		name, value, _ := strings.Cut(parameter, "=")
		if plain, err := url.QueryUnescape(name); strings.Contains(value, dots) && err == nil {
			options = append(options, "--data-urlencode "+bashWord([]piece{{literal: name + "="}, e.variable(plain)}))
			continue
		}
		options = append(options, "--data-raw "+bashQuote(parameter))
	}
	return options
}

func isForm(m api.Message) bool {
	for _, h := range m.Header {
		if strings.EqualFold(h.Name, "Content-Type") {
			return strings.HasPrefix(strings.ToLower(h.Value), "application/x-www-form-urlencoded")
		}
	}
	return false
}

// pieces cuts a text at its masked values: each from the mark before it to the
// one after, with the name before that.
func (e *exchange) pieces(text string) []piece {
	var out []piece
	for text != "" {
		at := strings.Index(text, dots)
		if at < 0 {
			break
		}
		start := strings.LastIndexAny(text[:at], "=\"&?/ \n") + 1
		end := at + len(dots)
		for end < len(text) && !strings.ContainsRune("\"&?/ \n", rune(text[end])) {
			end++
		}
		e.encoded = true
		out = append(out, piece{literal: text[:start]}, e.variable(nameBefore(text[:start])))
		text = text[end:]
	}
	return append(out, piece{literal: text})
}

// nameBefore is the name that a value which begins after text goes by.
func nameBefore(text string) string {
	text = strings.TrimRight(text, "=\": \n")
	name := text[strings.LastIndexAny(text, "?&\"/ \n")+1:]
	if plain, err := url.QueryUnescape(name); err == nil && plain != "" {
		return plain
	}
	return "secret"
}
