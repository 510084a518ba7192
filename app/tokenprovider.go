package app

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/bench"
	"firstcall/app/claim"
	"firstcall/components"
	"firstcall/components/tag"
)

const dialogRevoke = "dialog-revoke"

// providerCard asks the authorization server about the token, or ends it there.
func (s *shell) providerCard(t bench.Specimen) goapp.UI {
	introspection, revocation := t.Reach()
	if !introspection && !revocation {
		return nil
	}
	asked, revoked := s.bench.Introspections[t.ID()], s.bench.Revocations[t.ID()]
	var buttons []goapp.UI
	if introspection {
		buttons = append(buttons, busyButton("introspect", "Introspect", "Asking", asked.Busy, s.introspect))
	}
	if revocation {
		buttons = append(buttons, busyButton("revoke", "Revoke…", "Revoking", revoked.Busy, s.askRevoke))
	}
	return tag.Section().Class("card").Body(
		tag.Header().Body(tag.H2().Text("At the authorization server")),
		tag.Div().Class("pad gap").Body(
			tag.P().Class("small muted").Text("Introspection asks whether the token is active (RFC 7662), revocation ends it there (RFC 7009). Both send it with the client's own authentication."),
			tag.Div().Class("buttons").Body(buttons...),
			tag.Div().Class("gap stack").Aria("live", "polite").Body(append(revocationSays(revoked), s.introspectionSays(t, asked)...)...),
		),
		s.introspectionClaims(t, asked),
	)
}

func busyButton(id, label, working string, busy bool, do goapp.EventHandler) goapp.UI {
	if busy {
		label = working
	}
	return tag.Button().ID(id).Class("button small").Attr("disabled", busy).OnClick(do).Text(label)
}

func (s *shell) introspectionSays(t bench.Specimen, q bench.Question[*api.Introspection]) []goapp.UI {
	switch {
	case q.Problem != "":
		return []goapp.UI{hint(q.Problem, bench.Bad)}
	case q.Answer == nil:
		return nil
	case q.Answer.Failure != nil:
		return failedShortly(*q.Answer.Failure)
	case q.Answer.Active:
		return []goapp.UI{tag.P().ID("active").Body(chip("Active", bench.Good)), tag.P().Class("small").Text(bench.Active(true))}
	}
	return []goapp.UI{tag.P().ID("active").Body(chip("Not active", bench.Bad)), tag.P().Class("small").Text(bench.Active(false))}
}

func (s *shell) introspectionClaims(t bench.Specimen, q bench.Question[*api.Introspection]) goapp.UI {
	if q.Answer == nil || len(q.Answer.Claims) == 0 {
		return nil
	}
	return membersTable(bench.Rows(q.Answer.Claims, claim.Context{
		Kind: t.Token.Kind, Connection: t.Connection, Own: t.Provider.Claims, Now: s.now(),
	}, false))
}

func revocationSays(q bench.Question[*api.Revocation]) []goapp.UI {
	switch {
	case q.Problem != "":
		return []goapp.UI{hint(q.Problem, bench.Bad)}
	case q.Answer == nil:
		return nil
	case q.Answer.Failure != nil:
		return failedShortly(*q.Answer.Failure)
	}
	return []goapp.UI{tag.P().ID("revocation").Body(chip("Revoked", bench.Warn)), tag.P().Class("small").Text(bench.RevokedSays)}
}

// failedShortly is a failure within a card: what happened, what was seen, what to try.
func failedShortly(f api.Failure) []goapp.UI {
	return []goapp.UI{hint(f.Title, bench.Bad), tag.P().Class("said small").Text(f.Detail), tries(f.Try)}
}

func (s *shell) askRevoke(goapp.Context, goapp.Event)   { components.OpenDialog(dialogRevoke) }
func (s *shell) closeRevoke(goapp.Context, goapp.Event) { components.CloseDialog(dialogRevoke) }

func (s *shell) revokeDialog() goapp.UI {
	t, ok := s.onBench()
	if !ok || s.page != api.PageToken {
		return nil
	}
	return &components.Dialog{ID: dialogRevoke, Title: "Revoke the " + lower(bench.Title(t.Token.Kind)) + "?", Body: []goapp.UI{
		tag.P().Text(bench.Revoking(t.Token.Kind)),
		tag.P().Class("small muted").Text("It is revoked at the authorization server, for everybody who uses it. This can't be undone."),
		tag.Div().Class("foot").Body(
			tag.Button().Class("button").OnClick(s.closeRevoke).Text("Keep it"),
			tag.Button().Class("button primary").ID("revoke-now").OnClick(s.revoke).Text("Revoke it"),
		),
	}}
}

// lower makes a title fit within a sentence.
func lower(title string) string {
	if title == "ID token" {
		return title
	}
	return string(title[0]|0x20) + title[1:]
}
