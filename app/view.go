package app

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/jsontext"
	"firstcall/components"
)

// The views that tabs choose from.
const (
	tabClaims    = "claims"
	tabHeader    = "header"
	tabSignature = "signature"
	tabFindings  = "findings"

	tabResponse = "response"
	tabRequest  = "request"

	tabQuery   = "query"
	tabHeaders = "headers"
	tabBody    = "body"
	tabRaw     = "raw"
	tabSent    = "sent"

	tabPython = "python"
	tabCurl   = "curl"

	paneCatalog = "catalog"
	paneRequest = "work"
	paneAside   = "aside"
)

// tabs draws tabs whose choice is one of the shell's views.
func (s *shell) tabs(id, class, label, selected string, items ...components.Tab) goapp.UI {
	return &components.Tabs{ID: id, Class: class, Label: label, Selected: selected, Items: items, OnSelect: s.selectView}
}

func (s *shell) selectView(ctx goapp.Context, id, value string) {
	switch id {
	case "tokens":
		s.views.token = value
		s.bench.Pasted.Choose(value)
		s.verifyShown(ctx)
	case "parts":
		s.views.part = value
	case "got":
		s.views.got = value
	case "request":
		s.views.request = value
	case "reply":
		s.views.reply = value
	case "code":
		s.views.code = value
	case "pane":
		s.views.pane = value
	}
}

// bodyText draws a message's body: laid out where it is JSON, else as it came.
func bodyText(body string) []goapp.UI {
	lines, total, ok := jsontext.Lines(body, 200)
	if !ok {
		return []goapp.UI{goapp.Text(body)}
	}
	var out []goapp.UI
	for _, line := range lines {
		indent := make([]byte, 2*min(line.Indent, 40))
		for i := range indent {
			indent[i] = ' '
		}
		out = append(out, goapp.Text(string(indent)))
		out = append(out, components.Spans(spans(line))...)
		out = append(out, goapp.Text("\n"))
	}
	if total > len(lines) {
		out = append(out, goapp.Text("…"))
	}
	return out
}

// spans colours a line of JSON.
func spans(line jsontext.Line) []components.Span {
	out := make([]components.Span, len(line.Tokens))
	for i, t := range line.Tokens {
		out[i] = components.Span{Class: tokenClass[t.Kind], Text: t.Text}
	}
	return out
}

var tokenClass = map[string]string{
	jsontext.Key: "k", jsontext.String: "s", jsontext.Number: "n", jsontext.Word: "w",
}

// replyLines makes the first lines of a reply's body ready for the widget.
func replyLines(lines []jsontext.Line) []components.Line {
	out := make([]components.Line, len(lines))
	for i, l := range lines {
		out[i] = components.Line{Indent: l.Indent, Spans: spans(l)}
	}
	return out
}
