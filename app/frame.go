package app

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/console"
	"firstcall/components"
	"firstcall/components/tag"
)

const (
	dialogSecret = "dialog-secret"
	dialogForget = "dialog-forget"
	themeKey     = "firstcall.theme"
)

// top is the bar above every page.
func (s *shell) top() goapp.UI {
	return tag.Header().Class("top").Body(
		tag.A(api.PageConnect).Class("mark").Body(components.IconMark.Draw(), tag.Span().Text("firstcall")),
		s.pages(),
		tag.Div().Class("end").Body(
			s.topButton("forget", components.IconErase, "Forget", s.askForget, !s.alive || !s.model.Anything()),
			s.topButton("where", components.IconSafe, "Where is my secret?", s.openSecret, !s.alive),
			s.topButton("theme", components.IconTheme, "Theme", s.switchTheme, !s.alive),
		),
	)
}

// pages leads to the parts of the program. The line leads within the console.
func (s *shell) pages() goapp.UI {
	console, inspector := tag.A(api.PageConnect), tag.A(api.PageInspect)
	if s.page == api.PageInspect {
		inspector.Aria("current", "page")
	} else {
		console.Aria("current", "true")
	}
	return tag.Nav().Aria("label", "Pages").Body(console.Text("Console"), inspector.Text("Inspector"))
}

func (s *shell) topButton(id string, icon components.Icon, label string, do goapp.EventHandler, disabled bool) goapp.UI {
	b := tag.Button().Class("quiet").ID(id).Title(label).OnClick(do)
	if disabled {
		b.Attr("disabled", true)
	}
	return b.Body(icon.Draw(), tag.Span().Class("label").Text(label))
}

// line is credentials → token → call, on every page.
func (s *shell) line() goapp.UI {
	credentials, token, call := s.model.Credentials(), s.token(), s.model.Call()
	class, several := "way", s.connections()
	if several != nil {
		class = "way several"
	}
	return tag.Nav().Class(class).Aria("label", "From credentials to the first call").Body(
		s.stop("stop-credentials", api.PageConnect, "Credentials", components.IconKey, credentials),
		several,
		track(credentials),
		s.stop("stop-token", api.PageToken, "Token", components.IconShield, token),
		track(token),
		s.stop("stop-call", api.PageExplore, "Call", components.IconArrow, call),
	)
}

// token is how the token stands, or that it is being renewed.
func (s *shell) token() console.Station {
	at := s.model.Token(s.now())
	if c := s.model.Connection; c != nil && s.bench.Renewals[c.ID].Busy {
		at.State, at.Text = console.Working, "Renewing"
	}
	return at
}

func (s *shell) stop(id, href, title string, icon components.Icon, at console.Station) goapp.UI {
	return &components.Stop{
		ID: id, Href: href, Title: title, Text: at.Text, Icon: icon, Standing: standing(at),
		Here: s.page == href, Ring: at.Left > 0 && at.State != console.Bad, Left: at.Left, OnGo: s.goTo,
	}
}

// goTo leads to what went wrong at a station that failed, or waits for the user;
// its page is where its link leads.
func (s *shell) goTo(ctx goapp.Context, id string) {
	goal := ""
	switch {
	case id == "stop-credentials" && s.model.SignIn != nil:
		goal = "signin-title"
	case id == "stop-credentials" && s.model.Failure != nil:
		goal = "failure-title"
	case id == "stop-token" && s.model.Connection != nil && s.model.Connection.Renewal.Failure != nil:
		goal = "renewal-failed-title"
	case id == "stop-call" && s.model.Explorer.Reply != nil && s.model.Call().State == console.Bad:
		s.views.pane = paneRequest
		if goal = "reply"; s.model.Explorer.Reply.Failure != nil {
			goal = "failure-title"
		}
	}
	if s.page == stationPage[id] {
		// There the link leads nowhere.
		components.Focus(goal)
		goal = ""
	}
	s.goal = goal
}

var stationPage = map[string]string{"stop-credentials": api.PageConnect, "stop-token": api.PageToken, "stop-call": api.PageExplore}

func track(from console.Station) goapp.UI {
	class := "track"
	if from.State == console.Good || from.State == console.Expiring || from.State == console.Unsafe {
		class = "track done"
	}
	return tag.Span().Class(class).Aria("hidden", "true").Body()
}

// trouble says what keeps the page from working.
func (s *shell) trouble() goapp.UI {
	return tag.Div().Class("notice").Attr("role", "alert").Body(
		components.IconWarn.Draw(),
		tag.P().Class("grow").Text(s.model.Trouble),
		tag.Button().Class("quiet").Aria("label", "Dismiss").OnClick(s.dismiss).Body(components.IconCross.Draw()),
	)
}

func (s *shell) dismiss(goapp.Context, goapp.Event) { s.model.Trouble = "" }

func (s *shell) openSecret(goapp.Context, goapp.Event) { components.OpenDialog(dialogSecret) }
func (s *shell) askForget(goapp.Context, goapp.Event)  { components.OpenDialog(dialogForget) }
func (s *shell) closeForget(goapp.Context, goapp.Event) {
	components.CloseDialog(dialogForget)
}

// switchTheme goes from what is on screen to the other, and remembers it.
// theme.js applies it before the next page is painted.
func (s *shell) switchTheme(goapp.Context, goapp.Event) {
	root := goapp.Window().Get("document").Get("documentElement")
	dark := goapp.Window().Call("matchMedia", "(prefers-color-scheme: dark)").Get("matches").Bool()
	if chosen := root.Get("dataset").Get("theme"); chosen.Truthy() {
		dark = chosen.String() == "dark"
	}
	theme := "dark"
	if dark {
		theme = "light"
	}
	root.Get("dataset").Set("theme", theme)
	if store := goapp.Window().Get("localStorage"); store.Truthy() {
		store.Call("setItem", themeKey, theme)
	}
}

func (s *shell) whereIsMySecret() goapp.UI {
	return &components.Dialog{ID: dialogSecret, Title: "Where is my secret?", Body: []goapp.UI{
		tag.Ol().Body(
			tag.Li().Text("It crosses from this page to the Firstcall server in requests of the page's own origin, and never comes back: the page can neither read nor show it again."),
			tag.Li().Text("The server keeps it in memory only, sealed with AES-256-GCM under a key of this session, and sends it to the data center's token endpoint and nowhere else."),
			tag.Li().Text("Tokens stay on the server too. This page has their claims, their end and their first characters; the rest comes only when you click Reveal or Copy."),
			tag.Li().Text("The browser holds one cookie that scripts cannot read. Nothing secret is in web storage, in a URL, in a log or in the code that you copy: placeholders stand there."),
			tag.Li().Text("Forget erases all of it at once. So does stopping the server, and the session's end."),
		),
		tag.P().Class("small muted").Text(s.whoseServer()),
	}}
}

func (s *shell) whoseServer() string {
	if s.model.Hosted {
		return "This server is run by whoever gave you its address. Use credentials here only if you trust them with those."
	}
	return "This server runs on your own machine and listens there only."
}

func (s *shell) forgetDialog() goapp.UI {
	return &components.Dialog{ID: dialogForget, Title: "Forget this session?", Body: []goapp.UI{
		tag.P().Text("The credentials, the tokens, the request being built and the latest reply are erased, here and on the server. This can't be undone."),
		tag.P().Class("small muted").Text("The token stays valid at the provider until it ends by itself."),
		tag.Div().Class("foot").Body(
			tag.Button().Class("button").OnClick(s.closeForget).Text("Keep it"),
			tag.Button().Class("button primary").ID("forget-now").OnClick(s.forget).Text("Forget everything"),
		),
	}}
}
