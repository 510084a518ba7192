package app

import (
	"strconv"
	"time"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/console"
	"firstcall/components"
	"firstcall/components/tag"
)

// signIn is a grant that waits for the user: what he is to do, and what went
// over the wire so far.
func (s *shell) signIn(in api.SignIn) []goapp.UI {
	title, steps := "Sign in to go on", s.atBrowser(in)
	if in.Grant == api.GrantDevice {
		title, steps = "Enter this code", s.onDevice(in)
	}
	card := tag.Section().Class("card").ID("signin").Aria("labelledby", "signin-title").Body(
		tag.Header().Body(tag.H2().ID("signin-title").TabIndex(-1).Text(title)),
		tag.Div().Class("pad gap").Body(append(steps,
			s.waiting(in),
			tag.Button().ID("cancel-signin").Class("button").OnClick(s.cancelSignIn).Body(components.IconStop.Draw(), goapp.Text("Cancel")),
		)...),
	)
	if legs := s.legs(in.Transcripts); legs != nil {
		return []goapp.UI{card, legs}
	}
	return []goapp.UI{card}
}

// atBrowser leads to the page of the authorization server.
func (s *shell) atBrowser(in api.SignIn) []goapp.UI {
	return []goapp.UI{
		tag.P().Text("The authorization server asks you who you are and whether this client may act for you. It does so on its own page, so that Firstcall never sees that password."),
		&components.Leave{ID: "signin-link", Href: in.URL, Label: "Sign in at " + console.Host(in.URL)},
		tag.P().Class("small muted").Body(
			goapp.Text("It then sends your browser back to "), tag.Code().Class("exact").Text(in.RedirectURI),
			goapp.Text(" with a code that is good once. This server redeems it for the token and shows that."),
		),
	}
}

// onDevice shows the code to enter on this device or another.
func (s *shell) onDevice(in api.SignIn) []goapp.UI {
	body := []goapp.UI{
		tag.Div().Class("usercode").Body(
			tag.Code().ID("user-code").Aria("label", "Code").Text(in.UserCode),
			&components.Copy{ID: "copy-user-code", Label: "Copy", Title: "Copy the code", Text: in.UserCode},
		),
		tag.A(orElse(in.URL, in.VerificationURI)).ID("signin-link").Class("button primary wide").Attr("target", "_blank").Attr("rel", "noopener noreferrer").
			Body(goapp.Text("Enter it at "+console.Host(in.VerificationURI)), components.IconOutside.Draw()),
		tag.P().Class("small muted").Body(
			goapp.Text("Or on another device: open "), tag.Code().Class("exact").Text(in.VerificationURI), goapp.Text(" and enter the code there."),
		),
	}
	if len(in.QR) > 0 {
		body = append(body, tag.Div().Class("scan").Body(
			qr(in), tag.P().Class("small muted").Text("A phone that reads this comes to that page. The code is drawn here, and no other site is asked for it."),
		))
	}
	return body
}

// qr draws a QR code. Its rows are zeros and ones, so nothing in it can break out.
func qr(in api.SignIn) goapp.UI {
	path, side := console.QRPath(in.QR)
	n := strconv.Itoa(side)
	return goapp.Raw(`<svg class="qr" role="img" aria-label="QR code of the page to enter the code at" viewBox="0 0 ` + n + ` ` + n + `"><path d="` + path + `"/></svg>`)
}

// waiting says how long there is time, and what the server does meanwhile.
func (s *shell) waiting(in api.SignIn) goapp.UI {
	var rows []goapp.UI
	if left := s.model.SignInLeft(s.now()); left != "" {
		rows = append(rows, tag.Dt().Text("Time"), tag.Dd().ID("signin-left").Text(left))
	}
	if in.Grant == api.GrantDevice {
		rows = append(rows, tag.Dt().Text("Token endpoint"), tag.Dd().ID("signin-asked").Text(s.model.Asked(time.Now())))
	}
	if note := s.model.OwnClockNote(); note != "" {
		rows = append(rows, tag.Dt().Text("Clock"), tag.Dd().Text(note))
	}
	if len(rows) == 0 {
		return nil
	}
	return tag.Dl().Class("kv").Body(rows...)
}
