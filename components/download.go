package components

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Download has the browser save a text as a file of this name. The text goes
// nowhere else.
func Download(name, text string) {
	window := app.Window()
	urls := window.Get("URL")
	url := urls.Call("createObjectURL", window.Get("File").New([]any{text}, name))
	a := window.Get("document").Call("createElement", "a")
	a.Set("href", url)
	a.Set("download", name)
	a.Call("click")
	urls.Call("revokeObjectURL", url)
}
