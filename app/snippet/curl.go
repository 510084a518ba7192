package snippet

import (
	"net/url"
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
)

// curl writes a plan as a bash script.
type curl struct {
	*plan
	script
	urlencodes, quotesJSON, needsJQ bool // the script needs the function, or the program
}

// discovery asks for the metadata document and takes the token endpoint out.
func (c *curl) discovery() {
	if !c.plan.discovery {
		return
	}
	c.line("# Ask the metadata document where the token endpoint is.")
	c.command("metadata=$(", []string{"--header 'Accept: application/json'"}, bashWord(c.pieces(c.plan.token.URL)), "", ")")
	c.line("# Addresses for mutual TLS have the same names within an object of their own.")
	c.line(`metadata=$(printf %s "$metadata" | tr -d '\r\n' | sed 's/"mtls_endpoint_aliases"[[:space:]]*:[[:space:]]*{[^}]*}//')`)
	c.line(`token_endpoint=$(json_text token_endpoint "$metadata")`)
	c.line("")
}

// token asks for the token and keeps the answer in $answer.
func (c *curl) token() {
	r := c.plan.token
	var options []string
	if r.Method != "GET" {
		options = append(options, "--request "+bare(r.Method))
	}
	switch {
	case r.Basic != nil:
		options = append(options, "--user "+c.user(r.Basic))
	case r.Bearer != "":
		options = append(options, "--header "+c.header(wire.Param{Name: "Authorization", Value: "Bearer " + r.Bearer}))
	}
	for _, h := range r.Header {
		options = append(options, "--header "+c.header(h))
	}
	target := `"$token_endpoint"`
	if !c.plan.discovery {
		target = bashWord(c.pieces(r.URL))
	}
	sent, query, input := c.sent(r)
	c.line("# Ask for a token.")
	c.command("answer=$(", append(options, sent...), target+c.inURL(query, queried(c.pieces(r.URL))), input, ")")
}

// sent is the options that send the body and the query, what of the query is left
// to stand in the URL, and a here-document with the body.
func (c *curl) sent(r wire.Request) (options []string, query []wire.Param, input string) {
	switch {
	case r.Place == api.PlaceJSON:
		return []string{"--data-binary @-"}, r.Query, " <<JSON\n" + c.json(r.Body) + "\nJSON\n"
	case len(r.Body) > 0:
		return c.encoded(r.Body), r.Query, ""
	case r.Method == "GET":
	case r.Place == api.PlaceForm:
		return []string{"--data ''"}, r.Query, ""
	default:
		options = []string{"--header 'Content-Length: 0'"}
	}
	if len(r.Query) > 0 {
		return append(append(options, "--get"), c.encoded(r.Query)...), nil, ""
	}
	return options, r.Query, ""
}

// given takes a token from the environment.
func (c *curl) given(s Source) {
	c.line("# " + c.plan.beyond)
	c.line("authorization=" + bashQuote("Authorization: "+s.scheme()+" ") + `"$` + given + `"`)
	c.line("")
}

// authorization makes the header for calls of what was answered.
func (c *curl) authorization() {
	c.line("access_token=" + c.member(c.answer.AccessToken))
	c.line("token_type=" + c.member(c.answer.TokenType))
	c.line(`if [ -z "$access_token" ]; then`)
	c.line(`  printf 'There is no token in the answer:\n%s\n' "$answer" >&2`)
	c.line(`  exit 1`)
	c.line(`fi`)
	c.line(`case $token_type in`)
	c.line(`  '' | [Bb][Ee][Aa][Rr][Ee][Rr]) token_type=Bearer ;;`)
	c.line(`esac`)
	c.line(`authorization="Authorization: $token_type $access_token"`)
	c.line("")
}

// member takes a text out of $answer: by sed where the answer's own member has a
// plain name, and else by jq.
func (c *curl) member(path string) string {
	if identifier(path) == path {
		return "$(json_text " + path + ` "$answer")`
	}
	c.needsJQ = true
	return `$(printf %s "$answer" | jq -r ` + bashQuote(jqPath(path)+" // empty") + ")"
}

// jqPath is a path as [api.Answer] has it, in jq. A number is an array's index.
func jqPath(path string) string {
	steps := "."
	for step := range strings.SplitSeq(path, ".") {
		if strings.Trim(step, "0123456789") == "" && step != "" {
			steps += "[" + step + "]"
		} else {
			steps += "[" + wire.Quote(step) + "]"
		}
	}
	return steps
}

// request writes the call.
func (c *curl) request() {
	call := c.plan.call
	for _, note := range call.notes() {
		c.line("# " + note)
	}
	options := []string{`--header "$authorization"`}
	switch {
	case call.method == "HEAD":
		options = append(options, "--head")
	case call.method != "GET" || call.body != "":
		options = append(options, "--request "+bare(call.method))
	}
	for _, h := range call.header {
		options = append(options, "--header "+c.header(h))
	}
	switch {
	case call.body != "":
		options = append(options, c.body(call.body))
	case call.method == "POST" || call.method == "PUT" || call.method == "PATCH":
		options = append(options, "--header 'Content-Length: 0'")
	}
	address := wire.Request{URL: call.url, Query: call.query}.FullURL()
	if strings.ContainsAny(address, "[]{}") {
		options = append(options, "--globoff")
	}
	c.command("", options, bashWord(c.pieces(address)), "", "")
}

// bare writes a method, which nearly always is a word that needs no quotes.
func bare(method string) string {
	for _, r := range method {
		if r < 'A' || r > 'Z' {
			return bashQuote(method)
		}
	}
	return method
}

// body passes a long text by a file descriptor: Linux limits one argument to
// 128 KiB (MAX_ARG_STRLEN).
func (c *curl) body(text string) string {
	if len(text) > 100_000 {
		return "--data-binary @<(printf %s " + bashQuote(text) + ")"
	}
	return "--data-raw " + bashQuote(text)
}

// user is the argument of --user, which curl puts into Base64.
func (c *curl) user(b *wire.Basic) string {
	id, secret := c.pieces(b.ID), c.pieces(b.Secret)
	if b.Raw {
		return bashWord(append(append(id, piece{literal: ":"}), secret...))
	}
	return c.urlencoded(id) + ":" + c.urlencoded(secret)
}

// urlencoded is a word with its variables encoded when the script runs.
func (c *curl) urlencoded(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.variable == nil {
			b.WriteString(bashQuote(url.QueryEscape(p.literal)))
			continue
		}
		c.urlencodes = true
		b.WriteString(`"$(form_urlencode "$` + p.variable.inBash() + `")"`)
	}
	return b.String()
}

func (c *curl) header(h wire.Param) string {
	if h.Value == "" {
		return bashQuote(h.Name + ";")
	}
	return bashWord(append([]piece{{literal: h.Name + ": "}}, c.pieces(h.Value)...))
}

// encoded are --data-urlencode options. curl encodes the value, not the name.
func (c *curl) encoded(params []wire.Param) []string {
	var options []string
	for _, p := range params {
		name := piece{literal: url.QueryEscape(p.Name) + "="}
		options = append(options, "--data-urlencode "+bashWord(append([]piece{name}, c.pieces(p.Value)...)))
	}
	return options
}

// inURL is a query to stand right after the URL's word, which has one already or not.
func (c *curl) inURL(query []wire.Param, more bool) string {
	var b strings.Builder
	for i, p := range query {
		separator := "&"
		if i == 0 && !more {
			separator = "?"
		}
		b.WriteString(bashQuote(separator + url.QueryEscape(p.Name) + "="))
		b.WriteString(c.urlencoded(c.pieces(p.Value)))
	}
	return b.String()
}

// queried reports whether a URL has a query already.
func queried(address []piece) bool {
	for _, p := range address {
		if strings.Contains(p.literal, "?") || p.variable != nil && strings.Contains(p.variable.value, "?") {
			return true
		}
	}
	return false
}

// json is an object for a here-document, in which bash replaces the calls of
// json_string.
func (c *curl) json(params []wire.Param) string {
	// What a here-document would act on.
	literal := strings.NewReplacer(`\`, `\\`, "$", `\$`, "`", "\\`")
	var members []string
	for _, same := range wire.ByName(params) {
		var values []string
		for _, p := range same {
			pieces := c.pieces(p.Value)
			value := literal.Replace(wire.Quote(literals(pieces)))
			if len(pieces) > 0 && (len(pieces) > 1 || pieces[0].variable != nil) {
				c.quotesJSON = true
				value = "$(json_string " + bashWord(pieces) + ")"
			}
			values = append(values, value)
		}
		value := strings.Join(values, ", ")
		if len(same) > 1 {
			value = "[" + value + "]"
		}
		members = append(members, "  "+literal.Replace(wire.Quote(same[0].Name))+": "+value)
	}
	return "{\n" + strings.Join(members, ",\n") + "\n}"
}

// command writes a run of curl, an option a line. input is a here-document.
func (c *curl) command(before string, options []string, target, input, after string) {
	options = append(c.way.curlOptions(), options...)
	c.line(before + "curl --silent --show-error \\")
	for _, o := range options {
		c.line("  " + o + " \\")
	}
	c.line("  " + target + input + after)
}
