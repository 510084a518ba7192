package snippet

import (
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
)

// python writes a plan as a Python script.
type python struct {
	*plan
	script
	encodesBasic bool // the script needs b64encode
}

// discovery asks for the metadata document and takes the token endpoint out.
func (y *python) discovery() {
	if !y.plan.discovery {
		return
	}
	y.line("# Ask the metadata document where the token endpoint is.")
	y.send("get", pythonWord(y.pieces(y.plan.token.URL)), []string{"headers={'Accept': 'application/json'}"})
	y.line("response.raise_for_status()")
	y.line("token_endpoint = response.json()['token_endpoint']")
	y.line("")
}

// client makes the client's Authorization header as the tutorials do.
func (y *python) client() {
	b := y.plan.token.Basic
	if bearer := y.plan.token.Bearer; bearer != "" {
		y.line("client_auth = {'Authorization': " + pythonWord(y.pieces("Bearer "+bearer)) + "}")
		y.line("")
	}
	if b == nil {
		return
	}
	y.encodesBasic = true
	id, secret := pythonWord(y.pieces(b.ID)), pythonWord(y.pieces(b.Secret))
	if !b.Raw {
		y.line("# RFC 6749 wants ID and secret form-urlencoded before Base64.")
		id, secret = "quote_plus("+id+")", "quote_plus("+secret+")"
	}
	y.line("client_creds = " + id + " + ':' + " + secret)
	y.line("encoded_client_creds = b64encode(client_creds.encode('utf-8'))")
	y.line("client_auth = {'Authorization': 'Basic ' + encoded_client_creds.decode('ascii')}")
	y.line("")
}

// token asks for the token and keeps the answer in token_info.
func (y *python) token() {
	r := y.plan.token
	arguments := []string{"headers=" + y.dict(r.Header, "client_auth", r.AuthorizationHeader() != "")}
	target := "token_endpoint"
	if !y.plan.discovery {
		target = pythonWord(y.pieces(r.URL))
	}
	if len(r.Query) > 0 {
		arguments = append(arguments, "params="+y.params(r.Query))
	}
	switch {
	case r.Place == api.PlaceJSON:
		arguments = append(arguments, "json="+y.object(r.Body))
	case len(r.Body) > 0 || r.Place == api.PlaceForm:
		arguments = append(arguments, "data="+y.params(r.Body))
	}
	y.line("# Ask for a token.")
	y.send(r.Method, target, arguments)
	y.line("if not response.ok:")
	y.line("    raise SystemExit(f'{response.status_code} {response.text}')")
	y.line("token_info = response.json()")
}

// given takes a token from the environment.
func (y *python) given(s Source) {
	y.line("# " + y.plan.beyond)
	y.line("auth = {'Authorization': " + pythonQuote(s.scheme()+" ") + " + os.environ[" + pythonQuote(given) + "]}")
	y.line("")
}

// authorization makes the header for calls of what was answered.
func (y *python) authorization() {
	if kind := y.answer.TokenType; strings.Contains(kind, ".") {
		y.line("token_type = token_info" + pythonPath(kind))
	} else {
		y.line("token_type = token_info.get(" + pythonQuote(kind) + ") or 'Bearer'")
	}
	y.line("if token_type.lower() == 'bearer':")
	y.line("    token_type = 'Bearer'")
	y.line("auth = {'Authorization': token_type + ' ' + token_info" + pythonPath(y.answer.AccessToken) + "}")
	y.line("")
}

// pythonPath is a path as [api.Answer] has it, as subscripts. A number is a list's
// index.
func pythonPath(path string) string {
	var b strings.Builder
	for step := range strings.SplitSeq(path, ".") {
		if strings.Trim(step, "0123456789") == "" && step != "" {
			b.WriteString("[" + step + "]")
		} else {
			b.WriteString("[" + pythonQuote(step) + "]")
		}
	}
	return b.String()
}

// request writes the call.
func (y *python) request() {
	call := y.plan.call
	for _, note := range call.notes() {
		y.line("# " + note)
	}
	arguments := []string{"headers=" + y.dict(call.header, "auth", true)}
	if len(call.query) > 0 {
		arguments = append(arguments, "params="+y.params(call.query))
	}
	if call.body != "" {
		arguments = append(arguments, "data="+pythonBody(call.body))
	}
	y.send(call.method, pythonWord(y.pieces(call.url)), arguments)
	y.line("print(response.status_code)")
	y.line("print(response.text)")
}

// pythonBody is a text as bytes, a line of it a line of code.
func pythonBody(text string) string {
	lines := strings.SplitAfter(text, "\n")
	if len(lines) == 1 {
		return pythonQuote(text) + ".encode('utf-8')"
	}
	var b strings.Builder
	b.WriteString("(\n")
	for _, line := range lines {
		if line != "" {
			b.WriteString("        " + pythonQuote(line) + "\n")
		}
	}
	return b.String() + "    ).encode('utf-8')"
}

// send writes a run of requests, an argument a line.
func (y *python) send(method, target string, arguments []string) {
	arguments = append(arguments, y.way.pythonArguments()...)
	switch lower := strings.ToLower(method); lower {
	case "get", "post", "put", "patch", "delete", "head", "options":
		y.line("response = requests." + lower + "(")
	default:
		y.line("response = requests.request(")
		y.line("    " + pythonQuote(method) + ",")
	}
	y.line("    " + target + ",")
	for _, a := range arguments {
		y.line("    " + a + ",")
	}
	y.line(")")
}

// dict writes params as a dictionary, and puts another into it by name.
func (y *python) dict(params []wire.Param, other string, with bool) string {
	if with && len(params) == 0 {
		return other
	}
	var members []string
	for _, p := range params {
		members = append(members, pythonQuote(p.Name)+": "+pythonWord(y.pieces(p.Value)))
	}
	if with {
		members = append(members, "**"+other)
	}
	return "{" + strings.Join(members, ", ") + "}"
}

// params writes params as a dictionary, or as a list where a name is there twice.
func (y *python) params(params []wire.Param) string {
	seen := map[string]bool{}
	var pairs []string
	for _, p := range params {
		seen[p.Name] = true
		pairs = append(pairs, "("+pythonQuote(p.Name)+", "+pythonWord(y.pieces(p.Value))+")")
	}
	if len(seen) == len(params) {
		return y.dict(params, "", false)
	}
	return "[" + strings.Join(pairs, ", ") + "]"
}

// object writes params as a dictionary for JSON, with a list for a name that is
// there twice.
func (y *python) object(params []wire.Param) string {
	var members []string
	for _, same := range wire.ByName(params) {
		var values []string
		for _, p := range same {
			values = append(values, pythonWord(y.pieces(p.Value)))
		}
		value := strings.Join(values, ", ")
		if len(same) > 1 {
			value = "[" + value + "]"
		}
		members = append(members, pythonQuote(same[0].Name)+": "+value)
	}
	return "{" + strings.Join(members, ", ") + "}"
}

// preamble is what the script needs; it is written last, when that is known.
func (y *python) preamble() string {
	var s, variables script
	secrets := false
	for _, v := range y.variables {
		switch {
		case !v.used:
		case v.env == "":
			variables.line(v.name + " = " + pythonQuote(v.value))
		default:
			secrets = true
			s.line("# Set the environment variable " + v.env + " to the " + v.label + " before you run this.")
			variables.line(v.name + " = os.environ[" + pythonQuote(v.env) + "]")
		}
	}
	if y.beyond != "" {
		secrets = true
		s.line("# Set the environment variable " + given + " to an access token before you run this.")
	}
	for _, need := range append(y.way.needs(), y.notes...) {
		s.line("# " + need)
	}
	if secrets {
		s.line("import os")
	}
	if y.encodesBasic {
		s.line("from base64 import b64encode")
		if !y.plan.token.Basic.Raw {
			s.line("from urllib.parse import quote_plus")
		}
	}
	s.line("")
	s.line("import requests")
	s.line("")
	return s.text() + variables.text() + "\n"
}
