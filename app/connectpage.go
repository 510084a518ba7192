package app

import (
	"strings"

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
	return goapp.Form().ID("connect").Class("form").Method("post").Action(api.SubmitPath).
		EncType("multipart/form-data").NoValidate(true).AutoComplete(false).OnSubmit(s.submit).Body(
		tag.FieldSet().Class("platforms").Body(platforms...),
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
	return tag.Button().ID("get-token").Class("button primary wide").Attr("type", "submit").Body(
		goapp.Text("Get token"), components.IconArrow.Draw(),
	)
}

// submit never lets the form go out natively. go-app runs handlers within the
// browser's event while nothing blocks, so this is in time.
func (s *shell) submit(ctx goapp.Context, e goapp.Event) {
	e.PreventDefault()
	s.getToken(ctx)
}

// platform is a provider's card and, while it is chosen, its fields. The style
// sheet shows and hides them, so that choosing works before the program does.
func (s *shell) platform(p api.Provider) goapp.UI {
	values := s.model.Form.Values(p)
	fields := []goapp.UI{s.need(p)}
	for _, f := range p.Fields {
		fields = append(fields, s.fieldOrNot(p, f, values))
	}
	return tag.Div().Class("platform").Body(
		&components.Card{
			Group: api.ProviderInput, Value: p.ID, Title: p.Name, Summary: p.Summary, Glyph: p.Glyph,
			Chosen: p.ID == s.model.Form.Provider, OnChoose: s.choose,
		},
		tag.Div().Class("fields").Attr("role", "group").Aria("label", p.Name).Body(fields...),
	)
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

func (s *shell) fieldOrNot(p api.Provider, f api.Field, values map[string]string) goapp.UI {
	if f.When == "" {
		return s.field(p, f)
	}
	class := "when"
	if f.Shown(values) {
		class = "when shown"
	}
	return tag.Div().Class(class).DataSet("when", f.When).Body(s.field(p, f))
}

func (s *shell) field(p api.Provider, f api.Field) goapp.UI {
	id := api.InputName(p.ID, f.Name)
	value, said := s.model.Form.Value(p.ID, f), s.model.Form.Said(p.ID, f.Name)
	hint := f.Hint
	if f.Optional {
		hint = strings.TrimSuffix("optional, "+hint, ", ")
	}
	switch f.Kind {
	case api.FieldChoice:
		options := make([]components.Option, len(f.Choices))
		for i, c := range f.Choices {
			options[i] = components.Option{Value: c.Value, Label: c.Label}
		}
		return &components.Choice{ID: id, Label: f.Label, Hint: hint, Value: value, Options: options, Problem: said.Problem, OnChoose: s.typed}
	case api.FieldCertificate:
		return &components.Certificate{ID: id, Label: f.Label, Hint: hint, Value: value, Problem: said.Problem, Idle: !s.alive, OnInput: s.typed, OnLeave: s.left}
	}
	example := f.Example
	if s.model.Form.Kept(p.ID, f.Name) {
		hint, example = "kept on the server", wire.Mask
	}
	return &components.Field{
		ID: id, Label: f.Label, Hint: hint, Example: example, Value: value,
		Said: said.Notes, Warning: said.Warning, Problem: said.Problem,
		Secret: f.Kind == api.FieldSecret, Wide: f.IsURL(), Required: !f.Optional, Idle: !s.alive,
		OnInput: s.typed, OnLeave: s.left,
	}
}

// typed takes over what the user typed into the input with this id.
func (s *shell) typed(ctx goapp.Context, id, value string) {
	provider, field, _ := strings.Cut(id, ".")
	s.model.Form.Set(provider, field, value)
	s.afterwards(ctx, "form", s.keepForm(false))
}

// left puts right what was typed once the user is done with it.
func (s *shell) left(ctx goapp.Context, id string) {
	provider, field, _ := strings.Cut(id, ".")
	s.model.Leave(provider, field)
	s.keepForm(true)(ctx)
}

// beside is what stands at the form's right: the failure of the latest
// exchange, and what will be sent.
func (s *shell) beside() []goapp.UI {
	if s.model.Failure != nil {
		return append(s.failure(*s.model.Failure), s.willBeSent())
	}
	return []goapp.UI{s.willBeSent()}
}

// willBeSent previews the token request.
func (s *shell) willBeSent() goapp.UI {
	return tag.Section().Class("card").Aria("labelledby", "will-be-sent").Body(
		tag.Header().Body(tag.H2().ID("will-be-sent").Text("What will be sent"), s.copyPreview()),
		s.preview(),
		tag.P().Class("pad small muted").ID("preview-note").Text(s.previewNote()),
	)
}

func (s *shell) copyPreview() goapp.UI {
	if !s.alive {
		return nil
	}
	return tag.Span().Class("end").Body(&components.Copy{
		ID: "copy-token-curl", Label: "curl", Title: "Copy as curl, with placeholders for the secrets",
		Text: s.tokenCurl(),
	})
}

func (s *shell) previewNote() string {
	if !s.alive {
		return "Fill in the form. The request appears here as it will go out, with dots for the secrets."
	}
	return s.model.Provider().Token.Note
}

func (s *shell) preview() goapp.UI {
	if !s.alive {
		return tag.Pre().Class("wire").ID("preview").Text("POST …")
	}
	var body []goapp.UI
	for _, line := range s.model.Preview() {
		for _, segment := range line {
			body = append(body, previewSegment(segment))
		}
		body = append(body, goapp.Text("\n"))
	}
	return tag.Pre().Class("wire").ID("preview").Body(body...)
}

func previewSegment(seg wire.Segment) goapp.UI {
	switch seg.Kind {
	case wire.KindMethod:
		return tag.B().Text(seg.Text)
	case wire.KindURL:
		return tag.Span().Class("w").Text(seg.Text)
	case wire.KindKey:
		return tag.Span().Class("k").Text(seg.Text)
	case wire.KindValue:
		return tag.Span().Class("s").Text(seg.Text)
	case wire.KindSecret:
		return tag.Span().Class("m").Text(seg.Text)
	}
	return goapp.Text(seg.Text)
}
