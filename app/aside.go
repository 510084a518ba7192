package app

import (
	"maps"
	"strings"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/bench"
	"firstcall/app/claim"
	"firstcall/app/console"
	"firstcall/app/snippet"
	"firstcall/app/wire"
	"firstcall/components"
	"firstcall/components/tag"
)

// aside is the token in short, and the request as code.
func (s *shell) aside() goapp.UI {
	return tag.Aside().ID(s.paneID(paneAside)).Class(s.pane("aside", paneAside)).Aria("label", "Token and code").Body(s.tokenInShort(), s.asCode())
}

func (s *shell) tokenInShort() goapp.UI {
	c := s.model.Connection
	at := s.token()
	rows := []goapp.UI{tag.Dt().Text("at"), tag.Dd().Text(c.DataCenter)}
	row := func(name, value string) {
		if value != "" {
			rows = append(rows, tag.Dt().Text(name), tag.Dd().Text(value))
		}
	}
	row("client", c.Values[api.ClientIDField])
	for _, name := range []string{"sub", "aud"} {
		row(name, claimed(c, name))
	}
	row("scope", c.Scope)
	row("ends", s.moment(c.Expiry.ExpiresAt))
	if c.Renewal.On {
		row("renews", s.moment(c.Renewal.At))
	}
	return tag.Section().ID("token-in-short").Body(
		tag.Header().Body(tag.H2().Class("h3").Text("Token"), tag.Span().Class("end").Body(tokenChip(string(at.State), at.Text))),
		tag.Dl().Class("kv").Body(rows...),
		s.renewBad(c, at),
	)
}

// claimed is a claim of the access token, "" for none.
func claimed(c *api.Connection, name string) string {
	if len(c.Tokens) == 0 || c.Tokens[0].Kind != api.AccessToken || c.Tokens[0].JWT == nil {
		return ""
	}
	for _, m := range c.Tokens[0].JWT.Claims {
		if texts, ok := claim.Texts(m.Value); ok && m.Name == name {
			return strings.Join(texts, " ")
		}
	}
	return ""
}

// moment is a time of day with its date, "" for none.
func (s *shell) moment(unix int64) string {
	if unix == 0 {
		return ""
	}
	return bench.Clock(unix, s.now())
}

// renewBad offers a new token where calls would be refused for want of one.
func (s *shell) renewBad(c *api.Connection, at console.Station) goapp.UI {
	if at.State != console.Bad {
		return nil
	}
	return tag.Div().Class("actions").Body(s.renewHere("renew-here", c))
}

// renewHere gets a new token: by renewal where there is a way, else by
// connecting again.
func (s *shell) renewHere(id string, c *api.Connection) goapp.UI {
	if c.Renewal.How == "" {
		return tag.Button().ID(id).Class("button small").OnClick(s.connectAgain).Body(components.IconKey.Draw(), goapp.Text("Connect again"))
	}
	label, busy := "Renew the token", s.bench.Renewals[c.ID].Busy
	if busy {
		label = "Renewing"
	}
	return tag.Button().ID(id).Class("button small").Attr("disabled", busy).OnClick(s.renewNow).Body(components.IconRenew.Draw(), goapp.Text(label))
}

func tokenChip(state, text string) goapp.UI {
	switch state {
	case "bad":
		return tag.Span().Class("chip bad").Body(components.IconCross.Draw(), goapp.Text(text))
	case "working":
		return tag.Span().Class("chip").Body(components.IconRenew.Draw(), goapp.Text(text))
	case "expiring":
		return tag.Span().Class("chip warn").Body(components.IconWarn.Draw(), goapp.Text(text))
	}
	return tag.Span().Class("chip good").Body(components.IconCheck.Draw(), goapp.Text(text))
}

func (s *shell) asCode() goapp.UI {
	code := s.code()
	return tag.Section().Body(
		tag.Header().Body(
			tag.H2().Class("h3").Text("As code"),
			tag.Span().Class("end").Body(
				s.tabs("code", "seg", "Language", s.views.code,
					components.Tab{Value: tabPython, Label: "Python"}, components.Tab{Value: tabCurl, Label: "curl"}),
				&components.Copy{ID: "copy-code", Label: "Copy", Title: "Copy the code, with placeholders for the secrets", Text: code},
			),
		),
		tag.Pre().ID(components.PanelID("code")).Class("wire code").Attr("role", "tabpanel").Aria("label", "Code").TabIndex(0).Text(code),
	)
}

// code is the token step and the request that is being built, in the chosen language.
func (s *shell) code() string {
	req, p := s.model.Explorer.Request, s.model.ConnectedProvider()
	source := snippet.Source{
		Provider: p, Connection: s.model.Connection, Values: s.masked(p, s.model.Connection.Values), Request: &req,
	}
	if s.views.code == tabCurl {
		return snippet.Curl(source)
	}
	return snippet.Python(source)
}

// tokenCurl is the token step of the form as it is.
func (s *shell) tokenCurl() string {
	p := s.model.Provider()
	return snippet.Curl(snippet.Source{Provider: p, Values: s.masked(p, s.model.Form.Values(p))})
}

// masked are values with the mask for each secret that was entered.
func (s *shell) masked(p api.Provider, values map[string]string) map[string]string {
	shown := maps.Clone(values)
	for _, f := range p.Fields {
		if f.IsSecret() {
			delete(shown, f.Name)
			if values[f.Name] != "" || s.model.Form.Kept(p.ID, f.Name) {
				shown[f.Name] = wire.Mask
			}
		}
	}
	return shown
}
