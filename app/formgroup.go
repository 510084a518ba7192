package app

import (
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/console"
	"firstcall/components"
	"firstcall/components/tag"
)

// groups are the fields that few people need, folded away. What is in them is
// drawn once the program is alive.
func (s *shell) groups(p api.Provider) []goapp.UI {
	var more, wayOut console.Group
	if s.alive {
		more, wayOut = s.model.Groups(p)
	}
	var groups []goapp.UI
	if hasMore(p) {
		groups = append(groups, s.group(p, "more", "More settings", more))
	}
	return append(groups, s.group(p, "way-out", "Way out: TLS, proxy, time limits", wayOut))
}

func hasMore(p api.Provider) bool {
	for _, f := range p.Fields {
		if f.Advanced && !f.IsWayOut() {
			return true
		}
	}
	return false
}

func (s *shell) group(p api.Provider, name, title string, g console.Group) goapp.UI {
	body := []goapp.UI{tag.P().Class("muted small wide").Text("These open once the program has loaded.")}
	if s.alive {
		body = nil
	}
	for _, f := range g.Fields {
		body = append(body, s.field(p, f))
		if f.Name == api.VerifyField && s.model.Unverified() {
			body = append(body, tag.Div().Class("wide").Body(unverified()))
		}
	}
	note, class := "", "chip"
	if g.Set > 0 {
		note = strconv.Itoa(g.Set) + " set"
	}
	if name == "way-out" && s.alive && s.model.Unverified() {
		note, class = note+", certificates not verified", "chip bad"
	}
	return &components.Group{
		ID: name + "." + p.ID, Title: title, Note: note, Class: class,
		Open: g.Open, Body: body,
	}
}

// unverified warns of a connection whose certificates are not verified.
func unverified() goapp.UI {
	return tag.P().Class("hint bad").Body(components.IconWarn.Draw(), tag.Span().Text(
		"Certificates are not verified: whoever is on the way can read the secret and the token, and answer in the server's place. Pin the certificate instead where you can."))
}
