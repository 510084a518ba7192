package components

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Download has the browser save a text as a file of this name. The text goes
// nowhere else.
func Download(name, kind, text string) {
	window := app.Window()
	blob := window.Get("Blob").New([]any{text}, map[string]any{"type": kind})
	url := window.Get("URL").Call("createObjectURL", blob)
	a := window.Get("document").Call("createElement", "a")
	a.Set("href", url)
	a.Set("download", name)
	a.Call("click")
	window.Get("URL").Call("revokeObjectURL", url)
}
