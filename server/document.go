//go:build !js

package server

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"strings"

	"firstcall/app/api"
	"firstcall/app/wire"
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
	}
	return "Connect"
}

// List is Providers, for the form; as JSON they go to the program.
func (d document) List() []api.Provider { return d.Providers }

// Shown is [api.Field.Shown] while every field has its default.
func (d document) Shown(p api.Provider, f api.Field) bool {
	return f.Shown(wire.Filled(p, nil))
}

// An input is one field of the form as it is drawn.
type input struct {
	api.Field
	ID     string // of the input, and its name
	Hint   string
	Secret bool
	Wide   bool // takes the whole row
}

// Input makes a field ready to be drawn, as the program draws it too.
func (d document) Input(p api.Provider, f api.Field) input {
	hint := f.Hint
	if f.Optional {
		hint = strings.TrimSuffix("optional, "+hint, ", ")
	}
	return input{
		Field: f, ID: api.InputName(p.ID, f.Name), Hint: hint,
		Secret: f.Kind == api.FieldSecret,
		Wide:   f.IsURL() || f.Kind == api.FieldCertificate,
	}
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
