package app

import (
	"encoding/json"
	"strconv"
	"time"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/claim"
	"firstcall/app/console"
	"firstcall/components"
	"firstcall/components/tag"
)

// tokenPage shows the token and what it says.
func (s *shell) tokenPage() goapp.UI {
	c := s.model.Connection
	if c == nil {
		return s.empty("No token yet", "Connect first: the token and its claims appear here.")
	}
	return tag.Main().ID("main").Class("tokenpage").Body(
		tag.Div().Class("column").Body(s.tokenCard(*c), s.claimsCard(*c)),
		tag.Div().Class("column").Body(s.nextCard(), s.headerCard(*c), s.transcript("How it was got", c.Transcripts[0])),
	)
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

// shown is the token that the page's tabs have chosen: the access token where
// the answer lacks the other.
func (s *shell) shown(c api.Connection) api.Token {
	for _, t := range c.Tokens {
		if t.Kind == s.views.token {
			return t
		}
	}
	if len(c.Tokens) > 0 {
		return c.Tokens[0]
	}
	return api.Token{}
}

var tokenTitle = map[string]string{
	api.AccessToken: "Access token", api.IDToken: "ID token", api.RefreshToken: "Refresh token",
}

func (s *shell) tokenCard(c api.Connection) goapp.UI {
	t := s.shown(c)
	return tag.Section().Class("card").Aria("labelledby", "token-title").Body(
		tag.Header().Body(
			tag.H1().Class("h2").TabIndex(-1).ID("token-title").Text(tokenTitle[t.Kind]),
			kindChip(t),
			tag.Span().Class("end").Body(
				s.revealButton(t),
				&components.Copy{ID: "copy-token", Label: "Copy", Title: "Copy the whole token", OnCopy: s.rawToken(t.Kind, token)},
				tag.Button().ID("renew").Class("quiet").Title("Ask for a new token with the same credentials").
					Attr("disabled", s.model.Form.Busy).OnClick(s.again).Body(components.IconRenew.Draw(), goapp.Text("Get a new one")),
			),
		),
		s.tokenText(t),
		s.lifetime(c),
	)
}

func kindChip(t api.Token) goapp.UI {
	switch {
	case t.Malformed != "":
		return tag.Span().Class("chip warn").Text("not a readable JWT")
	case t.Encrypted:
		return tag.Span().Class("chip").Title("An encrypted JSON Web Token (RFC 7516)").Text("JWE, " + algorithm(t))
	case t.JWT != nil:
		return tag.Span().Class("chip").Title("A JSON Web Token (RFC 7519), decoded and not verified").Text("JWT, " + algorithm(t))
	}
	return tag.Span().Class("chip").Title("Only the provider can read it").Text("opaque")
}

func algorithm(t api.Token) string {
	for _, m := range t.JWT.Header {
		if m.Name == "alg" {
			return plain(m.Value)
		}
	}
	return "no alg"
}

// plain is a JSON value as a reader wants it: strings without quotes.
func plain(raw []byte) string {
	var text string
	if len(raw) > 0 && raw[0] == '"' && json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}

func (s *shell) revealButton(t api.Token) goapp.UI {
	icon, label := components.IconEye, "Reveal"
	if s.revealed[t.Kind] != "" {
		icon, label = components.IconEyeOff, "Hide"
	}
	return tag.Button().ID("reveal").Class("quiet").OnClick(s.toggleReveal).Body(icon.Draw(), goapp.Text(label))
}

func (s *shell) toggleReveal(ctx goapp.Context, _ goapp.Event) {
	if s.model.Connection != nil {
		s.reveal(ctx, s.shown(*s.model.Connection).Kind)
	}
}

// again asks for a new token with the credentials that the server keeps.
func (s *shell) again(ctx goapp.Context, _ goapp.Event) {
	if s.model.Connection != nil {
		s.model.Form.Choose(s.model.Connection.Provider)
	}
	if s.model.Connection == nil || s.model.Changed() {
		// The form was edited since: what would be sent is seen there.
		s.lasting(ctx).Navigate(api.PageConnect)
		return
	}
	s.getToken(ctx)
}

func (s *shell) tokenText(t api.Token) goapp.UI {
	if raw := s.revealed[t.Kind]; raw != "" {
		return tag.Div().Class("jwt").ID("token-text").TabIndex(0).Attr("role", "region").Aria("label", "The whole token").Text(raw)
	}
	return tag.Div().Class("jwt").ID("token-text").Body(
		goapp.Text(t.Masked),
		tag.Span().Class("g").Text(" "+strconv.Itoa(t.Length)+" characters, on the server"),
	)
}

// lifetime is when the token began, when it ends, and what is left.
func (s *shell) lifetime(c api.Connection) goapp.UI {
	at, now := s.model.Token(s.now()), s.now()
	return tag.Div().Class("pad gap").Body(
		&components.Life{ID: "life", Standing: standing(at), Left: at.Left},
		tag.Dl().Class("times").Body(
			moment("Issued", c.Expiry.IssuedAt, now),
			moment("Ends", c.Expiry.ExpiresAt, now),
			tag.Div().Body(
				tag.Dt().Text("Countdown"),
				tag.Dd().ID("countdown").Class(standing(at)).Body(goapp.Text(s.countdown(c, at)), tag.Small().Text(expirySource(c.Expiry))),
			),
		),
		s.expiredHint(at.Text),
	)
}

// countdown is what is left to the second.
func (s *shell) countdown(c api.Connection, at console.Station) string {
	if c.Expiry.ExpiresAt == 0 || at.State == console.Bad {
		return at.Text
	}
	return console.Countdown(time.Unix(c.Expiry.ExpiresAt, 0).Sub(s.now()))
}

func (s *shell) expiredHint(text string) goapp.UI {
	if text != "Expired" {
		return nil
	}
	return tag.P().Class("hint bad").Body(components.IconCross.Draw(),
		tag.Span().Text("The token has expired: calls will be refused. “Get a new one” asks again with the same credentials."))
}

func moment(title string, unix int64, now time.Time) goapp.UI {
	if unix == 0 {
		return tag.Div().Body(tag.Dt().Text(title), tag.Dd().Text("not said"))
	}
	at := time.Unix(unix, 0).In(now.Location())
	format := "15:04:05"
	if at.YearDay() != now.YearDay() || at.Year() != now.Year() {
		format = "2 Jan 2006, 15:04:05"
	}
	return tag.Div().Body(
		tag.Dt().Text(title),
		tag.Dd().Title(at.Format("Monday 2 January 2006, 15:04:05 -07:00")).Body(
			goapp.Text(at.Format(format)), tag.Small().Text(strconv.FormatInt(unix, 10)),
		),
	)
}

func expirySource(e api.Expiry) string {
	switch e.Source {
	case "":
		return "the answer does not say"
	case "exp":
		return "from the claim exp"
	}
	return "from " + e.Source
}

func (s *shell) claimsCard(c api.Connection) goapp.UI {
	var items []components.Tab
	for _, t := range c.Tokens {
		items = append(items, components.Tab{Value: t.Kind, Label: tokenTitle[t.Kind]})
	}
	if t := s.shown(c); t.JWT != nil {
		items = append(items, components.Tab{Value: tabHeader, Label: "Header"})
	}
	return tag.Section().Class("card").Body(
		s.tabs("claims", "tabs", "Tokens", s.claimsTab(c), items...),
		tag.Div().ID(components.PanelID("claims")).Attr("role", "tabpanel").Aria("label", "Claims").Body(s.claims(c)),
	)
}

func (s *shell) claims(c api.Connection) goapp.UI {
	t := s.shown(c)
	if t.JWT == nil {
		return tag.P().Class("pad muted").Text(notReadable(t))
	}
	members := t.JWT.Claims
	if s.views.header {
		members = t.JWT.Header
	}
	if len(members) == 0 && (t.Encrypted || t.Malformed != "") {
		return tag.P().Class("pad muted").Text(notReadable(t))
	}
	context := claim.Context{Kind: t.Kind, Connection: c, Now: s.now()}
	rows := make([]goapp.UI, len(members))
	for i, m := range members {
		rows[i] = tag.Tr().Body(
			tag.Th().Attr("scope", "row").Text(m.Name),
			tag.Td().Class("value").Text(plain(m.Value)),
			tag.Td().Class("means").Text(claim.Explain(m, context).Text),
		)
	}
	return tag.Table().Class("claims").Body(tag.TBody().Body(rows...))
}

// claimsTab is the tab that is open: one of the tokens, or the shown one's header.
func (s *shell) claimsTab(c api.Connection) string {
	if s.views.header && s.shown(c).JWT != nil {
		return tabHeader
	}
	return s.shown(c).Kind
}

func notReadable(t api.Token) string {
	switch {
	case t.Malformed != "":
		return "This looks like a JWT and can't be read as one: " + t.Malformed + "."
	case t.Encrypted:
		return "An encrypted token (JWE): only who holds the key can read its claims."
	case t.Kind == api.RefreshToken:
		return "An opaque token: only the provider can read it. It gets a new access token without the password."
	}
	return "An opaque token: it carries nothing to read here. Only the provider knows what it stands for."
}

// nextCard leads on to the first call.
func (s *shell) nextCard() goapp.UI {
	starters := s.model.ConnectedProvider().Requests
	if len(starters) == 0 {
		return tag.A(api.PageExplore).Class("button primary wide").Text("Build the first call")
	}
	first := starters[0]
	return tag.Section().Class("card").Body(
		tag.Header().Body(tag.H2().Text("Next: your first call")),
		tag.Div().Class("pad gap").Body(
			tag.P().Class("muted").Text(first.Name+". "+first.Note),
			tag.Div().Class("wire framed").Body(tag.B().Text(first.Method+" "), tag.Span().Class("w").Text(first.Path)),
			tag.Button().ID("first-call").Class("button primary wide").OnClick(s.firstCall).Body(
				goapp.Text("Send the first call"), components.IconArrow.Draw(),
			),
		),
	)
}

func (s *shell) firstCall(ctx goapp.Context, _ goapp.Event) {
	s.model.OpenStarter(0)
	ctx.Navigate(api.PageExplore)
	s.send(ctx)
}

func (s *shell) headerCard(c api.Connection) goapp.UI {
	return tag.Section().Class("card").Body(
		tag.Header().Body(
			tag.H2().Text("For your own requests"),
			tag.Span().Class("end").Body(&components.Copy{
				ID: "copy-authorization", Label: "Copy", Title: "Copy the whole Authorization header",
				OnCopy: s.rawToken(api.AccessToken, authorization),
			}),
		),
		tag.Div().Class("wire").Body(tag.Span().Class("k").Text("Authorization:"), goapp.Text(" "+c.Authorization)),
	)
}
