package app

import (
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/bench"
	"firstcall/components"
	"firstcall/components/tag"
)

// tokenPage is the bench for the current connection's tokens.
func (s *shell) tokenPage() goapp.UI {
	c := s.model.Connection
	if c == nil || len(c.Tokens) == 0 {
		return s.empty("No token yet", "Connect first: the token and its claims appear here.")
	}
	t := s.shown(*c)
	return tag.Main().ID("main").Class("tokenpage").Body(
		tag.Div().Class("column").Body(s.unverified(*c), s.renewalFailed(*c), s.tokenCard(t), s.partsCard(t)),
		tag.Div().Class("column").Body(append([]goapp.UI{s.nextCard(), s.headerCard(*c)}, s.besideToken(t)...)...),
		s.compareCard(s.specimens(), t),
	)
}

// besideToken is what there is besides the token itself.
func (s *shell) besideToken(t bench.Specimen) []goapp.UI {
	c := t.Connection
	cards := s.stepCards(c)
	return append(append([]goapp.UI{s.whoAmICard(t)}, cards...), s.providerCard(t), s.transcriptsCard(c), certificatesCard(c))
}

// empty is a page that has nothing to show yet.
func (s *shell) empty(title, text string) goapp.UI {
	return tag.Main().ID("main").Class("empty").Body(
		components.IconKey.Draw(),
		tag.H1().TabIndex(-1).Text(title),
		tag.P().Class("muted").Text(text),
		tag.A(api.PageConnect).Class("button primary").Text("Connect"),
	)
}

// specimens are the tokens of all connections.
func (s *shell) specimens() []bench.Specimen {
	var all []bench.Specimen
	for _, c := range s.model.Connections {
		all = append(all, bench.Of(c, s.model.ProviderOf(c))...)
	}
	return all
}

// shown is the token that the page's tabs have chosen: the first one where the
// answer lacks it.
func (s *shell) shown(c api.Connection) bench.Specimen {
	all := bench.Of(c, s.model.ProviderOf(c))
	for _, t := range all {
		if t.Token.Kind == s.views.token {
			return t
		}
	}
	return all[0]
}

func (s *shell) tokenCard(t bench.Specimen) goapp.UI {
	return tag.Section().Class("card").Aria("labelledby", "token-title").Body(
		tag.Header().Body(
			tag.H1().Class("h2").TabIndex(-1).ID("token-title").Text(bench.Title(t.Token.Kind)),
			s.verdictChip(t), kindChip(t), revokedChip(t),
			tag.Span().Class("end").Body(
				s.revealButton(t),
				&components.Copy{ID: "copy-token", Label: "Copy", Title: "Copy the whole token", OnCopy: s.rawToken(t.Ref(), token)},
				s.renewButton(t.Connection),
			),
		),
		tag.Div().Class("which").Body(
			s.tokenTabs(kinds(t.Connection.Tokens), t.Token.Kind),
			tag.Span().Class("small muted").Text(bench.Name(t.Connection, t.Provider)),
		),
		tokenPanel(len(t.Connection.Tokens), s.tokenText(t),
			tag.Div().Class("pad gap").Body(append(s.lifetime(t), s.renewal(t.Connection), scopes(t.Connection))...)),
	)
}

// tokenPanel is what the tokens' tabs choose, where there are some.
func tokenPanel(tokens int, body ...goapp.UI) goapp.UI {
	panel := tag.Div()
	if tokens > 1 {
		panel.ID(components.PanelID("tokens")).Attr("role", "tabpanel").Aria("label", "The token")
	}
	return panel.Body(body...)
}

func kinds(tokens []api.Token) []string {
	all := make([]string, len(tokens))
	for i, t := range tokens {
		all[i] = t.Kind
	}
	return all
}

// tokenTabs chooses one of several tokens; of one there is nothing to choose.
func (s *shell) tokenTabs(kinds []string, selected string) goapp.UI {
	if len(kinds) < 2 {
		return nil
	}
	items := make([]components.Tab, len(kinds))
	for i, kind := range kinds {
		items[i] = components.Tab{Value: kind, Label: bench.Title(kind)}
	}
	return s.tabs("tokens", "seg", "Tokens", selected, items...)
}

func kindChip(t bench.Specimen) goapp.UI {
	alg := t.Algorithm()
	if alg == "" {
		alg = "no alg"
	}
	switch {
	case t.Token.Malformed != "":
		return tag.Span().Class("chip warn").Text("not a readable JWT")
	case t.Token.Encrypted:
		return tag.Span().Class("chip").Title("An encrypted JSON Web Token (RFC 7516)").Text("JWE, " + alg)
	case t.Token.JWT != nil:
		return tag.Span().Class("chip").Title("A JSON Web Token (RFC 7519)").Text("JWT, " + alg)
	}
	return tag.Span().Class("chip").Title("Only the provider can read it").Text("opaque")
}

func revokedChip(t bench.Specimen) goapp.UI {
	if !t.Token.Revoked {
		return nil
	}
	return chip("Revoked", bench.Warn)
}

// chip is a word or two on how something stands, with a sign for who sees no colour.
func chip(words string, tone bench.Tone) goapp.UI {
	c := tag.Span().Class("chip")
	if tone == bench.Plain {
		return c.Text(words)
	}
	return c.Class(string(tone)).Body(sign(tone).Draw(), goapp.Text(words))
}

func sign(tone bench.Tone) components.Icon {
	switch tone {
	case bench.Good:
		return components.IconCheck
	case bench.Warn:
		return components.IconWarn
	case bench.Bad:
		return components.IconCross
	}
	return components.IconNote
}

// hint is a sentence on how something stands.
func hint(text string, tone bench.Tone) goapp.UI {
	return tag.P().Class("hint").Class(string(tone)).Body(sign(tone).Draw(), tag.Span().Text(text))
}

func (s *shell) revealButton(t bench.Specimen) goapp.UI {
	icon, label := components.IconEye, "Reveal"
	if s.revealed[t.ID()] != "" {
		icon, label = components.IconEyeOff, "Hide"
	}
	return tag.Button().ID("reveal").Class("quiet").OnClick(s.toggleReveal).Body(icon.Draw(), goapp.Text(label))
}

func (s *shell) toggleReveal(ctx goapp.Context, _ goapp.Event) {
	if t, ok := s.onBench(); ok {
		s.reveal(ctx, t)
	}
}

// onBench is the current connection's token on show.
func (s *shell) onBench() (t bench.Specimen, ok bool) {
	if s.model.Connection == nil || len(s.model.Connection.Tokens) == 0 {
		return bench.Specimen{}, false
	}
	return s.shown(*s.model.Connection), true
}

func (s *shell) tokenText(t bench.Specimen) goapp.UI {
	if raw := s.revealed[t.ID()]; raw != "" {
		return tag.Div().Class("jwt").ID("token-text").TabIndex(0).Attr("role", "region").Aria("label", "The whole token").Text(raw)
	}
	return tag.Div().Class("jwt").ID("token-text").Body(
		goapp.Text(t.Token.Masked),
		tag.Span().Class("g").Text(" "+strconv.Itoa(t.Token.Length)+" characters, on the server"),
	)
}

// scopes lays the granted scope beside the one that was asked for.
func scopes(c api.Connection) goapp.UI {
	all, said := bench.Scopes(c)
	if len(all) == 0 {
		return nil
	}
	items := make([]goapp.UI, len(all))
	for i, scope := range all {
		differs, class := scope.Differs(c), "chip scope"
		if differs != "" {
			class, differs = "chip scope warn", ": "+differs
		}
		items[i] = tag.Li().Class(class).Body(tag.Code().Text(scope.Name), goapp.Text(differs))
	}
	body := []goapp.UI{tag.Div().Class("caption").Body(tag.H2().Class("h3").Text("Scope: asked for, granted")), tag.Ul().Class("scopes").Body(items...)}
	if said != "" {
		body = append(body, tag.P().Class("hint").Text(said))
	}
	return tag.Div().ID("scopes").Body(body...)
}

// nextCard leads on to the first call.
func (s *shell) nextCard() goapp.UI {
	starters := s.model.ConnectedProvider().Requests
	if len(starters) == 0 {
		return tag.A(api.PageExplore).Class("button primary wide").Text("Build the first call")
	}
	first, class := starters[s.starter()], "button primary wide"
	if s.ended() {
		class = "button wide"
	}
	return tag.Section().Class("card").Body(
		tag.Header().Body(tag.H2().Text("Next: your first call")),
		tag.Div().Class("pad gap").Body(
			tag.P().Class("muted").Text(first.Name+". "+first.Note),
			tag.Div().Class("wire framed").Body(tag.B().Text(first.Method+" "), tag.Span().Class("w").Text(first.Path)),
			tag.Button().ID("first-call").Class(class).OnClick(s.firstCall).Body(
				goapp.Text("Send the first call"), components.IconArrow.Draw(),
			),
		),
	)
}

// starter is which of the provider's requests is for the current connection to
// begin with.
func (s *shell) starter() int {
	p, c := s.model.ConnectedProvider(), s.model.Connection
	for _, step := range p.Steps {
		for i, r := range p.Requests {
			if c != nil && c.Step == step.ID && r.Name == step.Request {
				return i
			}
		}
	}
	return 0
}

func (s *shell) firstCall(ctx goapp.Context, _ goapp.Event) {
	s.model.OpenStarter(s.starter())
	ctx.Navigate(api.PageExplore)
	s.send(ctx)
}

func (s *shell) headerCard(c api.Connection) goapp.UI {
	return tag.Section().Class("card").Body(
		tag.Header().Body(
			tag.H2().Text("For your own requests"),
			tag.Span().Class("end").Body(&components.Copy{
				ID: "copy-authorization", Label: "Copy", Title: "Copy the whole Authorization header",
				OnCopy: s.rawToken(api.TokenRef{Connection: c.ID, Token: api.AccessToken}, authorization),
			}),
		),
		tag.Div().Class("wire").Body(tag.Span().Class("k").Text("Authorization:"), goapp.Text(" "+c.Authorization)),
	)
}
