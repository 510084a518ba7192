package app

import (
	"strconv"
	"strings"
	"time"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/components"
	"firstcall/components/tag"
)

// chain is the certificates that were not trusted, and how to trust the server's
// own all the same: on purpose, after comparing it.
func (s *shell) chain(all []api.Certificate) goapp.UI {
	body := []goapp.UI{tag.Header().Body(tag.H2().Text("What the server showed"))}
	for i, c := range all {
		name := "The server's certificate"
		if i > 0 {
			name = "Issuer " + strconv.Itoa(i)
		}
		body = append(body, &components.Group{
			ID: "certificate-" + strconv.Itoa(i), Title: name, Note: commonName(c.Subject), Class: "small muted clip",
			Open: i == 0, Body: []goapp.UI{certificateFacts(c)},
		})
	}
	if note := s.model.OwnClockNote(); note != "" {
		body = append(body, tag.P().Class("hint warn pad").Body(components.IconWarn.Draw(), tag.Span().Text(note)))
	}
	return tag.Section().Class("card").ID("chain").Body(append(body, s.pinning(all[0]))...)
}

// commonName is the part of a subject that people know it by.
func commonName(subject string) string {
	for part := range strings.SplitSeq(subject, ",") {
		if name, found := strings.CutPrefix(part, "CN="); found {
			return name
		}
	}
	return subject
}

// certificateFacts are what a user needs to recognise one.
func certificateFacts(c api.Certificate) goapp.UI {
	issuer := c.Issuer
	if issuer == c.Subject {
		issuer += " (itself)"
	}
	return facts([][2]string{
		{"Subject", c.Subject},
		{"Issuer", issuer},
		{"Names", strings.Join(c.Names, ", ")},
		{"Valid", date(c.NotBefore) + " to " + date(c.NotAfter)},
		{"Key", c.Key},
		{"SHA-256", c.Fingerprint},
	})
}

func date(unix int64) string { return time.Unix(unix, 0).Format("2 January 2006") }

// pinning trusts one certificate and no other, by a click on purpose.
func (s *shell) pinning(c api.Certificate) goapp.UI {
	return tag.Div().Class("pad gap rule").Body(
		tag.H3().Text("Trust it all the same"),
		tag.P().Class("small").Text("Ask whoever runs the server for the SHA-256 fingerprint of its certificate, by another way than this connection, and compare all of it:"),
		tag.Code().Class("fingerprint").Text(c.Fingerprint),
		tag.Button().ID("pin").Class("button").OnClick(s.pin).Body(components.IconShield.Draw(), goapp.Text("Trust only this certificate from now on (pin)")),
		tag.P().Class("small muted").Text("That fills in the pinned certificate under “Way out”; the next “Get token” uses it, and a server with any other certificate is refused. To trust the authority that issued it instead, ask for its CA file in PEM and give it there: it can't be taken from here, since nobody vouches for what this server showed."),
	)
}

func (s *shell) pin(ctx goapp.Context, _ goapp.Event) {
	f := s.model.Failure
	if f == nil || len(f.Certificates) == 0 {
		return
	}
	s.model.Pin(f.Certificates[0].Fingerprint)
	s.keepForm(true)(ctx)
	ctx.Defer(func(goapp.Context) { components.Focus("get-token") })
}
