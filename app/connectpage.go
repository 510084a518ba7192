package app

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/wire"
	"firstcall/components"
	"firstcall/components/tag"
)

// connectPage is where credentials are entered. Its first frame is, element by
// element, what the server's template draws: a test compares the two.
func (s *shell) connectPage() goapp.UI {
	return tag.Main().ID("main").Class("connect").Body(
		tag.Div().Class("grow").Body(
			tag.H1().TabIndex(-1).Text("From credentials to your first call"),
			tag.P().Class("lead").Text("Choose the platform, enter what you were given, and see every step that happens."),
			s.connectForm(),
		),
		tag.Div().Class("column").Body(s.beside()...),
	)
}

func (s *shell) connectForm() goapp.UI {
	platforms := []goapp.UI{tag.Legend().Text("Platform")}
	for _, p := range s.model.Providers {
		platforms = append(platforms, s.platform(p))
	}
	platforms = append(platforms, tag.P().Class("other").Body(
		goapp.Text("Any other server: "), tag.A(api.PageProfile).Text("import it from its issuer URL, or edit a profile"), goapp.Text("."),
	))
	return tag.Form().ID("connect").Class("form").Attr("method", "post").Attr("action", api.SubmitPath).
		Attr("enctype", "multipart/form-data").Attr("novalidate", true).Attr("autocomplete", "off").OnSubmit(s.submit).Body(
		tag.FieldSet().Class("platforms").Body(platforms...),
		s.warning(),
		s.getButton(),
		tag.P().Class("note").Body(
			components.IconLock.Draw(),
			tag.Span().Body(
				goapp.Text("The secret goes to the Firstcall server, stays there sealed for this session, and never comes back to the browser. "),
				s.howKept(),
			),
		),
	)
}

// warning stands by the button where what it does is not safe.
func (s *shell) warning() goapp.UI {
	if !s.alive || !s.model.Unverified() {
		return nil
	}
	return unverified()
}

func (s *shell) howKept() goapp.UI {
	b := tag.Button().Class("link").OnClick(s.openSecret)
	if !s.alive {
		b.Attr("disabled", true)
	}
	return b.Text("How it is kept")
}

func (s *shell) getButton() goapp.UI {
	if s.model.Form.Busy {
		return tag.Button().ID("cancel").Class("button wide").OnClick(s.giveUp).Body(
			components.IconStop.Draw(), goapp.Text("Asking for a token. Cancel"),
		)
	}
	class := "button primary wide"
	if s.model.SignIn != nil || s.model.Checks.Good() {
		class = "button wide" // the next step is elsewhere
	}
	return tag.Button().ID("get-token").Class(class).Attr("type", "submit").Body(
		goapp.Text("Get token"), components.IconArrow.Draw(),
	)
}

// submit never lets the form go out natively. go-app runs handlers within the
// browser's event while nothing blocks, so this is in time.
func (s *shell) submit(ctx goapp.Context, e goapp.Event) {
	e.PreventDefault()
	s.getToken(ctx)
}

// platform is a provider's card and its fields. Before the program is there all
// are drawn, and the style sheet shows those of the chosen one; from then on only
// these are drawn, since that happens with each key that is pressed.
func (s *shell) platform(p api.Provider) goapp.UI {
	chosen := p.ID == s.model.Form.Provider
	var fields []goapp.UI
	if chosen || !s.alive {
		fields = s.fields(p)
	}
	return tag.Div().Class("platform").Body(
		&components.Card{
			Group: api.ProviderInput, Value: p.ID, Title: p.Name, Summary: p.Summary, Glyph: p.Glyph,
			Chosen: chosen, OnChoose: s.choose,
		},
		tag.Div().Class("fields").Attr("role", "group").Aria("label", p.Name).Body(fields...),
	)
}

func (s *shell) fields(p api.Provider) []goapp.UI {
	fields := []goapp.UI{s.need(p)}
	shown := s.inForm(p)
	for _, f := range p.Fields {
		if !f.Advanced {
			fields = append(fields, s.fieldOrNot(p, f, shown))
		}
	}
	return append(fields, s.groups(p)...)
}

// inForm names the fields that belong to the form as it is.
func (s *shell) inForm(p api.Provider) map[string]bool {
	fields := wire.Shown(p, s.model.Form.Values(p))
	shown := make(map[string]bool, len(fields))
	for _, f := range fields {
		shown[f.Name] = true
	}
	return shown
}

// need says what to have at hand for a provider.
func (s *shell) need(p api.Provider) goapp.UI {
	needs := make([]goapp.UI, len(p.Need))
	for i, n := range p.Need {
		needs[i] = tag.Li().Text(n)
	}
	text := []goapp.UI{tag.B().Text("What you need"), tag.Ul().Body(needs...)}
	if p.Documentation != "" {
		text = append(text, tag.A(p.Documentation).Attr("target", "_blank").Attr("rel", "noopener noreferrer").Text(p.Name+": documentation"))
	}
	body := []goapp.UI{tag.Div().Class("grow").Body(text...)}
	if p.Sandbox != nil {
		body = append(body, &sandboxButton{Provider: p.ID, Name: p.Name, OnFill: s.fill})
	}
	return tag.Div().Class("need").Body(body...)
}

// A sandboxButton fills the form. It belongs to a form of its own, so that
// Enter in a field never presses it.
type sandboxButton struct {
	goapp.Compo

	Provider string
	Name     string
	OnFill   func(ctx goapp.Context, provider string)
}

func (b *sandboxButton) Render() goapp.UI {
	return tag.Button().Attr("type", "submit").Attr("form", "fill").Attr("name", api.ProviderInput).Attr("value", b.Provider).
		ID("sandbox."+b.Provider).Class("button small").Aria("label", "Use the sandbox for "+b.Name).
		OnClick(b.click).Body(components.IconBolt.Draw(), goapp.Text("Use the sandbox"))
}

func (b *sandboxButton) click(ctx goapp.Context, e goapp.Event) {
	e.PreventDefault()
	b.OnFill(ctx, b.Provider)
}

func (s *shell) fill(ctx goapp.Context, provider string) {
	s.model.Sandbox(provider)
	s.keepForm(true)(ctx)
	// The next step may be below the fold.
	ctx.Defer(func(goapp.Context) { components.Focus("get-token") })
}

func (s *shell) choose(ctx goapp.Context, provider string) {
	s.model.Form.Choose(provider)
	s.keepForm(false)(ctx)
}

// beside is what stands at the form's right: a sign-in that waits for the user
// alone, else the failure of the latest exchange, and what will be sent.
func (s *shell) beside() []goapp.UI {
	switch {
	case s.model.SignIn != nil:
		return s.signIn(*s.model.SignIn)
	case s.model.Failure != nil:
		return append(s.failure(*s.model.Failure), s.willBeSent())
	}
	return []goapp.UI{s.willBeSent()}
}
