package components

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/components/tag"
)

// Numbers are the numbers of a text's lines, to stand beside the text with this
// id. Marked lines and those that are bad have an element of their own.
func Numbers(id, text string, marked, bad []int) app.UI {
	class := map[int]string{}
	for _, line := range marked {
		class[line] = "marked"
	}
	for _, line := range bad {
		class[line] = "bad"
	}
	var body []app.UI
	plain := ""
	for line := 1; line <= 1+strings.Count(text, "\n"); line++ {
		number := strconv.Itoa(line) + "\n"
		if class[line] == "" {
			plain += number
			continue
		}
		body = append(body, app.Text(plain), tag.Span().Class(class[line]).Text(number))
		plain = ""
	}
	return tag.Pre().ID(id+"-numbers").Aria("hidden", "true").Body(append(body, app.Text(plain))...)
}

// ScrollAlong has the numbers scroll with the text, until what it answers is
// released. That is done within the browser's event: go-app's own handlers come a
// frame later.
func ScrollAlong(id string) app.Func {
	text, numbers := app.Window().GetElementByID(id), app.Window().GetElementByID(id+"-numbers")
	along := app.FuncOf(func(app.Value, []app.Value) any {
		numbers.Set("scrollTop", text.Get("scrollTop"))
		return nil
	})
	text.Call("addEventListener", "scroll", along)
	return along
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
	top := text.Get("scrollHeight").Int() * (line - 1) / lines
	text.Set("scrollTop", top-text.Get("clientHeight").Int()/2)
}
