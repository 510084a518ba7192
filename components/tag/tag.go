// Package tag makes the HTML elements that pages are drawn with, all of one
// type. go-app has a type for each element, and each that a page uses adds
// 10 to 20 KB of methods to app.wasm.
//
// It owns nothing but the names: what only one kind of element has is an Attr.
package tag

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Button is a button that submits no form.
func Button() app.HTMLElem { return app.Elem("button").Attr("type", "button") }

// A is a link to href.
func A(href string) app.HTMLElem { return app.Elem("a").Attr("href", href) }

// Input is an input of a kind, the attribute type.
func Input(kind string) app.HTMLElem { return app.Elem("input").Attr("type", kind) }

// Line and Area are inputs for what is no prose: a line of text, or several.
func Line() app.HTMLElem { return exact(Input("text")) }
func Area() app.HTMLElem { return exact(app.Elem("textarea")) }

// exact keeps browsers from completing, correcting and capitalising.
func exact(e app.HTMLElem) app.HTMLElem {
	return e.Attr("autocomplete", "off").Attr("spellcheck", "false").Attr("autocapitalize", "none")
}

// Option is one of a list's values.
func Option(value string) app.HTMLElem { return app.Elem("option").Attr("value", value) }

// Elements by their names in HTML, without attributes.
func Aside() app.HTMLElem    { return app.Elem("aside") }
func B() app.HTMLElem        { return app.Elem("b") }
func Code() app.HTMLElem     { return app.Elem("code") }
func DataList() app.HTMLElem { return app.Elem("datalist") }
func Del() app.HTMLElem      { return app.Elem("del") }
func Details() app.HTMLElem  { return app.Elem("details") }
func Dd() app.HTMLElem       { return app.Elem("dd") }
func Div() app.HTMLElem      { return app.Elem("div") }
func Dl() app.HTMLElem       { return app.Elem("dl") }
func Dt() app.HTMLElem       { return app.Elem("dt") }
func FieldSet() app.HTMLElem { return app.Elem("fieldset") }
func Form() app.HTMLElem     { return app.Elem("form") }
func H1() app.HTMLElem       { return app.Elem("h1") }
func H2() app.HTMLElem       { return app.Elem("h2") }
func H3() app.HTMLElem       { return app.Elem("h3") }
func Header() app.HTMLElem   { return app.Elem("header") }
func I() app.HTMLElem        { return app.Elem("i") }
func Ins() app.HTMLElem      { return app.Elem("ins") }
func Kbd() app.HTMLElem      { return app.Elem("kbd") }
func Label() app.HTMLElem    { return app.Elem("label") }
func Legend() app.HTMLElem   { return app.Elem("legend") }
func Li() app.HTMLElem       { return app.Elem("li") }
func Main() app.HTMLElem     { return app.Elem("main") }
func Nav() app.HTMLElem      { return app.Elem("nav") }
func Ol() app.HTMLElem       { return app.Elem("ol") }
func P() app.HTMLElem        { return app.Elem("p") }
func Pre() app.HTMLElem      { return app.Elem("pre") }
func Section() app.HTMLElem  { return app.Elem("section") }
func Select() app.HTMLElem   { return app.Elem("select") }
func Small() app.HTMLElem    { return app.Elem("small") }
func Span() app.HTMLElem     { return app.Elem("span") }
func Summary() app.HTMLElem  { return app.Elem("summary") }
func Table() app.HTMLElem    { return app.Elem("table") }
func TBody() app.HTMLElem    { return app.Elem("tbody") }
func Td() app.HTMLElem       { return app.Elem("td") }
func Th() app.HTMLElem       { return app.Elem("th") }
func THead() app.HTMLElem    { return app.Elem("thead") }
func Tr() app.HTMLElem       { return app.Elem("tr") }
func Ul() app.HTMLElem       { return app.Elem("ul") }
