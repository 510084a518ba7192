//go:build !js

package server

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"firstcall/app/api"
)

// A document is what page.html draws: the first answer, which is usable before
// the program is there. Nothing of a request is in it.
type document struct {
	Page      string // one of api.Pages
	Providers []api.Provider
	Wasm      string // URL of app.wasm, for a preload
}

// Title names the page.
func (d document) Title() string {
	switch d.Page {
	case api.PageToken:
		return "Token"
	case api.PageExplore:
		return "Call"
	case api.PageInspect:
		return "Inspector"
	case api.PageProfile:
		return "Profiles"
	}
	return "Connect"
}

// List is Providers, for the form; as JSON they go to the program.
func (d document) List() []api.Provider { return d.Providers }

// An input is one field of the form as it is drawn.
type input struct {
	api.Field
	ID      string // of the input, and its name
	Hint    string
	Example string
	Secret  bool
	Wide    bool   // takes the whole row
	Area    bool   // a text of several lines
	Accept  string // kinds of file that an area may be read from
	Unit    string
}

// Input makes a field ready to be drawn, as the program draws it too.
func (d document) Input(p api.Provider, f api.Field) input {
	hint := f.Hint
	if f.Optional {
		hint = strings.TrimSuffix("optional, "+hint, ", ")
	}
	in := input{
		Field: f, ID: api.InputName(p.ID, f.Name), Hint: hint, Example: f.Example,
		Secret: f.IsSecret(), Wide: f.IsURL(),
	}
	switch f.Kind {
	case api.FieldCertificate:
		in.area("-----BEGIN CERTIFICATE-----", ".pem,.crt,.cer,.ca-bundle,application/x-pem-file")
	case api.FieldKey:
		in.area("-----BEGIN PRIVATE KEY-----", ".pem,.key,.jwk,.json,application/x-pem-file,application/json")
	case api.FieldParameters:
		in.area("", "")
	case api.FieldSeconds:
		in.Unit = "s"
	}
	return in
}

func (in *input) area(example, accept string) {
	in.Area, in.Wide, in.Accept = true, true, accept
	in.Example = cmp.Or(in.Example, example)
}

// A group is fields that the program has folded away, here the heading alone.
type group struct{ ID, Title string }

// Groups are p's.
func (d document) Groups(p api.Provider) []group {
	var groups []group
	if slices.ContainsFunc(p.Fields, func(f api.Field) bool { return f.Advanced && !f.IsWayOut() }) {
		groups = append(groups, group{"more." + p.ID, "More settings"})
	}
	return append(groups, group{"way-out." + p.ID, "Way out: TLS, proxy, time limits"})
}

//go:embed page.html problem.html
var templateFiles embed.FS

// templates draw a [document], and an [api.Problem] for whoever is not the
// program.
var templates = template.Must(template.ParseFS(templateFiles, "*.html"))

// draw executes page.html for one page.
func (d document) draw() ([]byte, error) {
	var html bytes.Buffer
	if err := templates.ExecuteTemplate(&html, "page.html", d); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	return html.Bytes(), nil
}
