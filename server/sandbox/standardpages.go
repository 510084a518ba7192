//go:build !js

package sandbox

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
	"strings"
)

// pages are those that a user sees: to sign in, and to enter a device's code.
// They have no script.
type pages struct {
	template *template.Template
	policy   string
}

// A question is what the user decides.
type question struct {
	Action string // of the form
	Name   string // of the hidden field that says which request it is
	Value  string
	Client string
	Scope  string
	Back   string // where the answer goes; "" for a device
}

// Scopes are the scope's names, one by one.
func (q question) Scopes() []string { return strings.Fields(q.Scope) }

const pageStyle = `:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:10vh auto;padding:0 1rem}
button,input{font:inherit;padding:.5rem 1rem;min-height:2.75rem}
code{overflow-wrap:anywhere}
[role=alert]{border-left:4px solid;padding-left:.75rem}`

const pageText = `{{define "page"}}<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{.Title}} – Firstcall sandbox</title>
<style>{{.Style}}</style>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
{{with .Wrong}}<p role="alert">{{.}}</p>
{{end}}{{with .Text}}<p>{{.}}</p>
{{end}}{{with .Question}}<p>The client <code>{{.Client}}</code> asks for a token that stands for you, with these scopes:</p>
<ul>{{range .Scopes}}<li><code>{{.}}</code></li>{{end}}</ul>
{{if .Back}}<p>Either way, you then go back to <code>{{.Back}}</code>.</p>
{{else}}<p>Go on only if the device shows the code <code>{{.Value}}</code>.</p>
{{end}}<form method="post" action="{{.Action}}">
<input type="hidden" name="{{.Name}}" value="{{.Value}}">
<button name="decision" value="allow">Sign in as Zoë Ångström</button>
<button name="decision" value="deny">Deny</button>
</form>
{{end}}{{if .Enter}}<form method="get" action="/device">
<p><label for="user_code">Code that the device shows</label></p>
<p><input id="user_code" name="user_code" required autocomplete="off" autocapitalize="characters" spellcheck="false">
<button>Continue</button></p>
</form>
{{end}}</main>
</body>
</html>
{{end}}`

// newPages has a policy that lets in nothing but the style. It leaves
// form-action out: browsers apply that to the redirect after the form too, and
// that leads to another origin.
func newPages() *pages {
	hash := sha256.Sum256([]byte(pageStyle))
	return &pages{
		template: template.Must(template.New("").Parse(pageText)),
		policy:   "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'; base-uri 'none'; frame-ancestors 'none'",
	}
}

// A sheet is what a page shows.
type sheet struct {
	Title, Wrong, Text string
	Question           *question
	Enter              bool // a field for a device's code
	Style              template.CSS
}

func (p *pages) write(w http.ResponseWriter, status int, s sheet) {
	s.Style = pageStyle
	var b bytes.Buffer
	if err := p.template.ExecuteTemplate(&b, "page", s); err != nil {
		http.Error(w, "the page could not be written", http.StatusInternalServerError)
		return
	}
	noStore(w)
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", p.policy)
	header.Set("Referrer-Policy", "same-origin")
	header.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	w.Write(b.Bytes())
}

func (p *pages) ask(w http.ResponseWriter, q question) {
	p.write(w, http.StatusOK, sheet{Title: "Sign in to the sandbox", Question: &q})
}

func (p *pages) fail(w http.ResponseWriter, status int, wrong string) {
	p.write(w, status, sheet{Title: "This can't go on", Wrong: wrong})
}

// sameOrigin refuses forms that another site sends for the user.
func sameOrigin(next http.HandlerFunc) http.HandlerFunc {
	return http.NewCrossOriginProtection().Handler(next).ServeHTTP
}
