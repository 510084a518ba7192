package app

import (
	"time"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/console"
	"firstcall/app/snippet"
	"firstcall/components"
	"firstcall/components/tag"
)

// aside is the token in short, and the request as code.
func (s *shell) aside() goapp.UI {
	return tag.Aside().ID(s.paneID(paneAside)).Class(s.pane("aside", paneAside)).Aria("label", "Token and code").Body(s.tokenInShort(), s.asCode())
}

func (s *shell) tokenInShort() goapp.UI {
	c := s.model.Connection
	at := s.model.Token(s.now())
	rows := []goapp.UI{tag.Dt().Text("at"), tag.Dd().Text(c.DataCenter)}
	if id := c.Values["client_id"]; id != "" {
		rows = append(rows, tag.Dt().Text("client"), tag.Dd().Text(id))
	}
	if c.Scope != "" {
		rows = append(rows, tag.Dt().Text("scope"), tag.Dd().Text(c.Scope))
	}
	if ends := c.Expiry.ExpiresAt; ends > 0 {
		rows = append(rows, tag.Dt().Text("ends"), tag.Dd().Text(time.Unix(ends, 0).In(s.now().Location()).Format("15:04:05, 2 Jan 2006")))
	}
	return tag.Section().Body(
		tag.Header().Body(tag.H2().Class("h3").Text("Token"), tag.Span().Class("end").Body(tokenChip(string(at.State), at.Text))),
		tag.Dl().Class("kv").Body(rows...),
		s.renewHere(at),
	)
}

// renewHere offers a new token where calls would be refused for want of one.
func (s *shell) renewHere(at console.Station) goapp.UI {
	if at.State != console.Bad {
		return nil
	}
	return tag.Button().ID("renew-here").Class("button small").OnClick(s.again).Body(components.IconRenew.Draw(), goapp.Text("Get a new one"))
}

func tokenChip(state, text string) goapp.UI {
	switch state {
	case "bad":
		return tag.Span().Class("chip bad").Body(components.IconCross.Draw(), goapp.Text(text))
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
	req := s.model.Explorer.Request
	source := snippet.Source{
		Provider: s.model.ConnectedProvider(), Connection: s.model.Connection,
		Values: s.model.Connection.Values, Request: &req,
	}
	if s.views.code == tabCurl {
		return snippet.Curl(source)
	}
	return snippet.Python(source)
}

// tokenCurl is the token step of the form as it is.
func (s *shell) tokenCurl() string {
	p := s.model.Provider()
	return snippet.Curl(snippet.Source{Provider: p, Values: withoutSecrets(p, s.model.Form.Values(p))})
}

func withoutSecrets(p api.Provider, values map[string]string) map[string]string {
	for _, f := range p.Fields {
		if f.IsSecret() {
			delete(values, f.Name)
		}
	}
	return values
}
