package components

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// A Numbered is a text to edit whose lines have their numbers beside them.
type Numbered struct {
	app.Compo

	ID        string
	Label     string
	Value     string
	Described string // id of what is said about the text
	Bad       []int  // lines that are at fault
	Marked    []int  // lines that are marked
	OnInput   func(ctx app.Context, value string)

	mirror Mirror
	scroll app.Func
}

// OnMount fills the text, and has the numbers scroll along with it. That is done
// within the browser's event: go-app's own handlers come a frame later.
func (n *Numbered) OnMount(ctx app.Context) {
	n.sync(ctx)
	text, numbers := app.Window().GetElementByID(n.ID), app.Window().GetElementByID(n.ID+"-numbers")
	n.scroll = app.FuncOf(func(app.Value, []app.Value) any {
		numbers.Set("scrollTop", text.Get("scrollTop"))
		return nil
	})
	text.Call("addEventListener", "scroll", n.scroll)
}

// OnDismount lets go of what scrolls.
func (n *Numbered) OnDismount() {
	if n.scroll != nil {
		n.scroll.Release()
	}
}

// OnUpdate follows later changes, see [Mirror].
func (n *Numbered) OnUpdate(ctx app.Context) { ctx.Defer(n.sync) }
func (n *Numbered) sync(app.Context)         { n.mirror.Show(n.ID, n.Value) }

// Render draws the text. Tab leaves it, as it leaves every other field.
func (n *Numbered) Render() app.UI {
	text := tag.Area().ID(n.ID).Class("editor").Attr("wrap", "off").
		Aria("label", n.Label).OnInput(n.input)
	if n.Described != "" {
		text = text.Aria("describedby", n.Described)
	}
	if len(n.Bad) > 0 {
		text = text.Aria("invalid", "true")
	}
	return tag.Div().Class("numbered").Body(
		tag.Pre().ID(n.ID+"-numbers").Aria("hidden", "true").Body(n.numbers()...),
		text.Body(),
	)
}

// numbers has an element of its own only for each line that differs.
func (n *Numbered) numbers() []app.UI {
	class := map[int]string{}
	for _, line := range n.Marked {
		class[line] = "marked"
	}
	for _, line := range n.Bad {
		class[line] = "bad"
	}
	var out []app.UI
	var plain strings.Builder
	for line := 1; line <= 1+strings.Count(n.Value, "\n"); line++ {
		number := strconv.Itoa(line) + "\n"
		if class[line] == "" {
			plain.WriteString(number)
			continue
		}
		out = append(out, app.Text(plain.String()), tag.Span().Class(class[line]).Text(number))
		plain.Reset()
	}
	return append(out, app.Text(plain.String()))
}

func (n *Numbered) input(ctx app.Context, _ app.Event) {
	n.Value = ctx.JSSrc().Get("value").String()
	n.mirror.Typed(n.Value)
	n.OnInput(ctx, n.Value)
}

// SelectLine selects a line of the text with this id, given by its first and
// last character, and brings it into view: browsers scroll to what is typed, not
// to what is selected.
func SelectLine(id string, start, end, line int) {
	text := app.Window().GetElementByID(id)
	if !text.Truthy() {
		return
	}
	text.Call("focus")
	text.Call("setSelectionRange", start, end)
	lines := 1 + strings.Count(text.Get("value").String(), "\n")
	top := text.Get("scrollHeight").Float() * float64(line-1) / float64(lines)
	text.Set("scrollTop", top-text.Get("clientHeight").Float()/2)
}
