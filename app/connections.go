package app

import (
	"strconv"
	"strings"
	"time"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/console"
	"firstcall/components"
	"firstcall/components/tag"
)

const (
	menuConnections  = "connections"
	dialogDisconnect = "dialog-disconnect"
)

// connections says which connection is the current one, and lets another one be
// it. Of one there is nothing to choose.
func (s *shell) connections() goapp.UI {
	if len(s.model.Connections) < 2 || s.model.Connection == nil {
		return nil
	}
	name := console.NameOf(s.model.Connection)
	return &components.Menu{
		ID: menuConnections, Class: "quiet framed", Title: "Connections",
		Hint: "Switch to another connection, or connect another",
		Face: []goapp.UI{
			tag.Span().Class("sr").Text("Connection"), tag.Span().Class("name").Text(name),
			tag.Span().Class("place").Text(s.model.Place()),
			components.IconDown.Draw(),
		},
		Body: s.choices(),
	}
}

func (s *shell) choices() []goapp.UI {
	var body []goapp.UI
	all := s.model.Listed(s.now())
	for i := range all {
		body = append(body, s.entry(menuConnections, &all[i], keyOf(i+1), s.switchTo))
	}
	return append(body, tag.Div().Class("foot").Body(
		tag.A(api.PageConnect).Class("button small").OnClick(s.leaveMenu).Body(components.IconPlus.Draw(), goapp.Text("Connect another")),
		tag.Button().ID("disconnect").Class("quiet danger").OnClick(s.askDisconnect).Body(components.IconErase.Draw(), goapp.Text("Disconnect this one")),
	))
}

// entry is a connection to choose from a menu.
func (s *shell) entry(menu string, c *console.Listed, key string, do func(goapp.Context, string)) goapp.UI {
	entry := &components.Entry{
		Menu: menu, Value: c.ID, Number: c.Number, Title: c.Name, Text: c.Provider + ", " + c.Token.Text,
		Key: key, Standing: standing(c.Token), Current: c.Current, OnChoose: do,
	}
	if c.Unverified {
		entry.Warning = "not verified"
	}
	return entry
}

func (s *shell) leaveMenu(goapp.Context, goapp.Event) { components.CloseMenu(menuConnections) }

// keyed is how many connections have a key.
const keyed = 9

// keyOf names the key that switches to the connection with this number.
func keyOf(number int) string {
	switch {
	case number > keyed:
		return ""
	case onMac():
		return "⌥ " + strconv.Itoa(number)
	}
	return "Alt " + strconv.Itoa(number)
}

func onMac() bool {
	platform := goapp.Window().Get("navigator").Get("platform")
	return platform.Truthy() && strings.HasPrefix(platform.String(), "Mac")
}

// listenForKeys switches with Alt and a digit from anywhere on the page. The page's own end ends
// this listener too, so it is never released.
func (s *shell) listenForKeys() {
	goapp.Window().Call("addEventListener", "keydown", goapp.FuncOf(func(_ goapp.Value, args []goapp.Value) any {
		if n := numbered(args[0]); n > 0 && n <= len(s.model.Connections) {
			args[0].Call("preventDefault")
			id := s.model.Connections[n-1].ID
			s.own.Dispatch(func(ctx goapp.Context) { s.switchTo(ctx, id) })
		}
		return nil
	}))
}

// numbered answers which digit was pressed together with Alt alone, 0 for any
// other key. The key's place counts, since there are keyboards with digits on
// the second level; the number pad is left alone, with which Windows enters
// characters, and so are a Mac's text fields, where the key types one. While a
// question is open, nothing is switched behind it.
func numbered(e goapp.Value) int {
	digit, ok := strings.CutPrefix(e.Get("code").String(), "Digit")
	if !ok || !e.Get("altKey").Bool() || e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool() || e.Get("shiftKey").Bool() {
		return 0
	}
	document := goapp.Window().Get("document")
	if document.Call("querySelector", "dialog[open]").Truthy() {
		return 0
	}
	if onMac() && document.Call("querySelector", "input:focus, textarea:focus").Truthy() {
		return 0
	}
	n, err := strconv.Atoi(digit)
	if err != nil {
		return 0
	}
	return n
}

// switchTo makes another connection the current one. Of several switches in a
// row the latest holds.
func (s *shell) switchTo(ctx goapp.Context, id string) {
	ctx = s.lasting(ctx)
	components.CloseMenu(menuConnections)
	s.turn++
	turn := s.turn
	s.keepDraft(ctx)
	ctx.Async(func() {
		state, err := s.server.current(ctx, id)
		ctx.Dispatch(func(ctx goapp.Context) {
			switch {
			case turn != s.turn:
			case err != nil:
				s.model.Trouble = s.refused(ctx, err)
			default:
				s.moved(ctx, func() { s.model.Switched(state, time.Now()) })
			}
		})
	})
}

// moved does what another current connection calls for.
func (s *shell) moved(ctx goapp.Context, receive func()) {
	clear(s.revealed)
	s.model.Answered()
	receive()
	s.views.transcript = 0
	s.startClock(ctx)
	s.verifyShown(ctx)
	if s.model.Connection != nil {
		s.keepDraft(ctx)
	}
}

func (s *shell) askDisconnect(goapp.Context, goapp.Event) {
	if s.model.Connection == nil {
		return
	}
	s.ending = s.model.Connection.ID
	components.CloseMenu(menuConnections)
	components.OpenDialog(dialogDisconnect)
}

// disconnectDialog says what disconnecting erases. It is there always, so that it
// can be opened.
func (s *shell) disconnectDialog() goapp.UI {
	return &components.Dialog{ID: dialogDisconnect, Title: "Disconnect " + s.model.Name(s.ending) + "?", Body: []goapp.UI{
		tag.P().Text("Its credentials and its tokens are erased, and so are the request that was built for it and its latest reply, here and on the server. This can’t be undone."),
		tag.P().Class("small muted").Text("The token stays valid at the provider until it ends by itself. Your other connections stay as they are."),
		tag.Div().Class("foot").Body(
			tag.Button().Class("button").OnClick(s.keepConnection).Text("Keep it"),
			tag.Button().Class("button primary").ID("disconnect-now").OnClick(s.disconnect).Text("Disconnect"),
		),
	}}
}

func (s *shell) keepConnection(goapp.Context, goapp.Event) { components.CloseDialog(dialogDisconnect) }

// disconnect erases one connection, here and on the server.
func (s *shell) disconnect(ctx goapp.Context, _ goapp.Event) {
	components.CloseDialog(dialogDisconnect)
	ctx = s.lasting(ctx)
	id := s.ending
	name := s.model.Name(id)
	s.cancelCall(id)
	s.turn++
	ctx.Async(func() {
		state, err := s.server.disconnect(ctx, id)
		ctx.Dispatch(func(ctx goapp.Context) {
			if err != nil {
				s.model.Trouble = "Nothing was disconnected. " + s.refused(ctx, err)
				return
			}
			s.moved(ctx, func() { s.model.Disconnected(name, state, time.Now()) })
			ctx.Defer(func(goapp.Context) { components.Focus("stop-credentials") })
		})
	})
}
