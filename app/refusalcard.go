package app

import (
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/components"
	"firstcall/components/tag"
)

// renewedNote says what a call had to do with a renewal of the token, and leads
// to its transcript.
func (s *shell) renewedNote(r *api.Reply) goapp.UI {
	var text string
	switch r.Renewed {
	case api.RenewedBefore:
		text = "The token was about to end or had expired, and was renewed before this call."
	case api.RenewedAgain:
		text = "The data center answered 401. The token was renewed and the call sent again: this is the second reply."
	case api.RenewedAfter:
		text = "The data center answered 401, and the token was renewed. " + r.Request.Method + " may do twice what it does, so the call was not sent again: that is for you."
	case api.RenewedFailed:
		text = "The token could not be renewed" + s.notRenewed() + "."
	default:
		return nil
	}
	class, icon := "say", components.IconRenew
	if r.Renewed == api.RenewedFailed {
		class, icon = "say bad", components.IconWarn
	}
	return tag.Div().ID("renewed").Class(class).Body(
		icon.Draw(), tag.P().Class("grow").Text(text), s.afterRenewal(r),
		tag.A(api.PageToken).ID("see-renewal").Class("quiet").OnClick(s.seeRenewal).Text("See the renewal"),
	)
}

// notRenewed says why, as far as the connection knows.
func (s *shell) notRenewed() string {
	if s.model.Connection == nil || s.model.Connection.Renewal.Failure == nil {
		return ""
	}
	return ": " + s.model.Connection.Renewal.Failure.Title
}

func renewedShortly(r *api.Reply) string {
	switch r.Renewed {
	case api.RenewedBefore:
		return "token renewed before"
	case api.RenewedAgain:
		return "401, renewed, sent again"
	case api.RenewedAfter:
		return "token renewed after"
	case api.RenewedFailed:
		return "token not renewed"
	}
	return ""
}

// afterRenewal is what there is to do then.
func (s *shell) afterRenewal(r *api.Reply) goapp.UI {
	switch r.Renewed {
	case api.RenewedAfter:
		return tag.Button().ID("send-again").Class("button small").OnClick(s.clickSend).Text("Send again")
	case api.RenewedFailed:
		return tag.Button().ID("connect-again").Class("button small").OnClick(s.connectAgain).Text("Connect again")
	}
	return nil
}

// seeRenewal leads to the latest renewal's transcript.
func (s *shell) seeRenewal(goapp.Context, goapp.Event) {
	if s.model.Connection == nil {
		return
	}
	for i, t := range s.model.Connection.Transcripts {
		if t.Purpose == api.ForRenewal {
			s.views.transcript = i
			s.goal = "transcript-" + strconv.Itoa(i)
			return
		}
	}
}

// connectAgain leads to the form, filled in as this connection was.
func (s *shell) connectAgain(ctx goapp.Context, _ goapp.Event) {
	if s.model.Connection == nil {
		return
	}
	s.model.Refill(s.model.Connection)
	s.keepForm(false)(ctx)
	s.goal = "get-token"
	s.lasting(ctx).Navigate(api.PageConnect)
}

// refusal explains a reply that refuses the call.
func (s *shell) refusal(r *api.Reply) goapp.UI {
	why := r.Refusal
	if why == nil {
		return nil
	}
	found := make([]goapp.UI, len(why.Found))
	for i, f := range why.Found {
		found[i] = tag.Li().Text(f)
	}
	return tag.Div().ID("refusal").Class("refusal").Body(
		tag.H2().Class("h3").Text("Why the call was refused"),
		tag.P().Class("said").Text(why.Said),
		tag.Div().Body(tag.H3().Text("The token that went along"), tag.Ul().Class("small").Body(found...)),
		tries(why.Try),
		tag.Div().Class("actions").Body(s.renewRefused(r), tag.A(api.PageToken).Class("quiet framed").Text("Look at the token")),
	)
}

// renewRefused gets a new token in the place of one that was refused.
func (s *shell) renewRefused(r *api.Reply) goapp.UI {
	if r.Status != 401 || r.Renewed == api.RenewedFailed || s.model.Connection == nil {
		return nil
	}
	return s.renewHere("renew-refused", s.model.Connection)
}
