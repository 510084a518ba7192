package app

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/console"
	"firstcall/app/wire"
	"firstcall/components"
	"firstcall/components/tag"
)

// willBeSent previews the requests that get a token.
func (s *shell) willBeSent() goapp.UI {
	body := []goapp.UI{tag.Header().Body(tag.H2().ID("will-be-sent").Text("What will be sent"), s.copyPreview())}
	if s.alive {
		body = append(body, s.otherwise(), s.redirectURI())
	}
	body = append(body, s.preview(), tag.P().Class("pad small muted").ID("preview-note").Text(s.previewNote()))
	return tag.Section().Class("card").Aria("labelledby", "will-be-sent").Body(body...)
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

// otherwise names what was kept of a check, and undoes it.
func (s *shell) otherwise() goapp.UI {
	v := s.model.Variation()
	if v == (api.Variation{}) {
		return nil
	}
	return tag.Div().Class("strip").ID("otherwise").Body(
		components.IconWarn.Draw(),
		tag.P().Class("grow").Text("Sent otherwise than the profile says: "+console.Otherwise(v)+"."),
		tag.Button().ID("undo-variation").Class("link").OnClick(s.undoVariation).Text("Undo"),
	)
}

// redirectURI is what has to be registered before a sign-in can come back.
func (s *shell) redirectURI() goapp.UI {
	uri := s.model.RedirectURI
	if uri == "" || s.model.Grant() != api.GrantCode {
		return nil
	}
	return tag.Div().Class("strip").ID("redirect-uri").Body(
		tag.P().Class("grow").Body(
			goapp.Text("Register this redirect URI for the client, exactly as it is: "), tag.Code().Text(uri),
		),
		&components.Copy{ID: "copy-redirect-uri", Label: "Copy", Title: "Copy the redirect URI", Text: uri},
	)
}

func (s *shell) previewNote() string {
	if !s.alive {
		return "Fill in the form. The request appears here as it will go out, with dots for the secrets."
	}
	return s.model.Provider().Token.Note
}

func (s *shell) preview() goapp.UI {
	if !s.alive {
		return previewBox().Text("POST …")
	}
	var body []goapp.UI
	for i, leg := range s.model.Preview() {
		if i > 0 {
			body = append(body, goapp.Text("\n"))
		}
		if leg.Title != "" {
			body = append(body, tag.Span().Class("leg").Text(leg.Title+"\n"))
		}
		for _, line := range leg.Lines {
			for _, segment := range line {
				body = append(body, previewSegment(segment))
			}
			body = append(body, goapp.Text("\n"))
		}
	}
	return previewBox().Body(body...)
}

// previewBox scrolls where the request is long, so the keyboard must reach it.
func previewBox() *tag.Element {
	return tag.Pre().Class("wire limited").ID("preview").TabIndex(0).Attr("role", "region").Aria("label", "Requests as they will go out")
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
