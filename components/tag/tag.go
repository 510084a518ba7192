// Package tag makes the HTML elements that pages are drawn with, all of one
// type, whose methods are called as they are and take plain texts. go-app has a
// type for each element, and each that a page uses adds 10 to 20 KB of methods to
// app.wasm; and each call through its interfaces allocates what it is given, in
// code that pages have hundreds of times.
//
// It owns nothing but the names: what only one kind of element has is an Attr.
package tag

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// An Element is an HTML element that is being made. Text or Body ends that.
type Element struct{ html app.HTMLElem }

func element(name string) *Element { return &Element{app.Elem(name)} }

// Attributes, as go-app has them. A Class adds to those before it.
func (e *Element) ID(id string) *Element                { e.html.ID(id); return e }
func (e *Element) Class(class string) *Element          { e.html.Class(class); return e }
func (e *Element) Title(title string) *Element          { e.html.Title(title); return e }
func (e *Element) Attr(name string, value any) *Element { e.html.Attr(name, value); return e }
func (e *Element) Aria(name string, value any) *Element { e.html.Aria(name, value); return e }
func (e *Element) DataSet(name, value string) *Element  { e.html.DataSet(name, value); return e }
func (e *Element) TabIndex(i int) *Element              { e.html.TabIndex(i); return e }

// OnClick and the like set an event's handler.
func (e *Element) OnClick(do app.EventHandler) *Element   { e.html.OnClick(do); return e }
func (e *Element) OnKeyDown(do app.EventHandler) *Element { e.html.OnKeyDown(do); return e }

func (e *Element) OnInput(do app.EventHandler) *Element  { e.html.OnInput(do); return e }
func (e *Element) OnChange(do app.EventHandler) *Element { e.html.OnChange(do); return e }
func (e *Element) OnSubmit(do app.EventHandler) *Element { e.html.OnSubmit(do); return e }

func (e *Element) On(event string, do app.EventHandler) *Element { e.html.On(event, do); return e }

// Text is the element with a text inside.
func (e *Element) Text(text string) app.UI { return e.html.Text(text) }

// Body is the element with others inside, nil ones left out.
func (e *Element) Body(inside ...app.UI) app.UI { return e.html.Body(inside...) }

// Button is a button that submits no form.
func Button() *Element { return element("button").Attr("type", "button") }

// A is a link to href.
func A(href string) *Element { return element("a").Attr("href", href) }

// Input is an input of a kind, the attribute type.
func Input(kind string) *Element { return element("input").Attr("type", kind) }

// Line and Area are inputs for what is no prose: a line of text, or several.
func Line() *Element { return exact(Input("text")) }
func Area() *Element { return exact(element("textarea")) }

// exact keeps browsers from completing, correcting and capitalising.
func exact(e *Element) *Element {
	return e.Attr("autocomplete", "off").Attr("spellcheck", "false").Attr("autocapitalize", "none")
}

// Option is one of a list's values.
func Option(value string) *Element { return element("option").Attr("value", value) }

// Elements by their names in HTML, without attributes.
func Aside() *Element    { return element("aside") }
func B() *Element        { return element("b") }
func Code() *Element     { return element("code") }
func DataList() *Element { return element("datalist") }
func Del() *Element      { return element("del") }
func Details() *Element  { return element("details") }
func Dd() *Element       { return element("dd") }
func Div() *Element      { return element("div") }
func Dl() *Element       { return element("dl") }
func Dt() *Element       { return element("dt") }
func FieldSet() *Element { return element("fieldset") }
func Form() *Element     { return element("form") }
func H1() *Element       { return element("h1") }
func H2() *Element       { return element("h2") }
func H3() *Element       { return element("h3") }
func Header() *Element   { return element("header") }
func I() *Element        { return element("i") }
func Ins() *Element      { return element("ins") }
func Kbd() *Element      { return element("kbd") }
func Label() *Element    { return element("label") }
func Legend() *Element   { return element("legend") }
func Li() *Element       { return element("li") }
func Main() *Element     { return element("main") }
func Nav() *Element      { return element("nav") }
func Ol() *Element       { return element("ol") }
func P() *Element        { return element("p") }
func Pre() *Element      { return element("pre") }
func Section() *Element  { return element("section") }
func Select() *Element   { return element("select") }
func Small() *Element    { return element("small") }
func Span() *Element     { return element("span") }
func Summary() *Element  { return element("summary") }
func Table() *Element    { return element("table") }
func TBody() *Element    { return element("tbody") }
func Td() *Element       { return element("td") }
func Th() *Element       { return element("th") }
func THead() *Element    { return element("thead") }
func Tr() *Element       { return element("tr") }
func Ul() *Element       { return element("ul") }
