package app

import (
	"strconv"
	"time"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/bench"
	"firstcall/app/console"
	"firstcall/components"
	"firstcall/components/tag"
)

// lifetime is when the token began, when it ends, and what is left.
func (s *shell) lifetime(t bench.Specimen) []goapp.UI {
	e, now := t.Expiry(), s.now()
	at, mark := console.Life(e, now), 0
	times := []goapp.UI{moment("Issued", e.IssuedAt, now)}
	if t.Token.Kind == api.AccessToken {
		if mark = bench.RenewalMark(t.Connection); mark > 0 {
			times = append(times, moment("Renews by itself", t.Connection.Renewal.At, now))
		}
	}
	times = append(times, moment("Ends", e.ExpiresAt, now), tag.Div().Body(
		tag.Dt().Text("Countdown"),
		tag.Dd().ID("countdown").Class(standing(at)).Body(goapp.Text(countdown(e, at, now)), tag.Small().Text(source(t, e))),
	))
	var body []goapp.UI
	if e.ExpiresAt > 0 {
		body = append(body, &components.Life{ID: "life", Standing: standing(at), Left: at.Left, Mark: mark})
	}
	body = append(body, tag.Dl().Class("times").Body(times...))
	if at.State == console.Bad {
		body = append(body, hint(s.expired(t), bench.Bad))
	}
	if skew := bench.Skew(e); skew != "" {
		body = append(body, hint(skew, bench.Warn))
	}
	return body
}

// source says how the end is known. Of a pasted token there is no answer to tell.
func source(t bench.Specimen, e api.Expiry) string {
	if e.Source == "" && (t.Pasted() || t.Token.Kind != api.AccessToken) {
		return "the token does not say"
	}
	return bench.Source(e)
}

// countdown is what is left to the second.
func countdown(e api.Expiry, at console.Station, now time.Time) string {
	if e.ExpiresAt == 0 || at.State == console.Bad {
		return at.Text
	}
	return console.Countdown(time.Unix(e.ExpiresAt, 0).Sub(now))
}

func (s *shell) expired(t bench.Specimen) string {
	switch {
	case t.Pasted():
		return "The token has expired: whoever reads it has to refuse it."
	case t.Connection.Renewal.How == "":
		return "The token has expired: calls will be refused. “Get a new one” asks again with the same credentials."
	}
	return "The token has expired: calls will be refused. “Renew now” gets a new one."
}

func moment(title string, unix int64, now time.Time) goapp.UI {
	if unix == 0 {
		return tag.Div().Body(tag.Dt().Text(title), tag.Dd().Text("not said"))
	}
	at := time.Unix(unix, 0).In(now.Location())
	return tag.Div().Body(
		tag.Dt().Text(title),
		tag.Dd().Title(at.Format("Monday 2 January 2006, 15:04:05 -07:00")).Body(
			goapp.Text(bench.Clock(unix, now)), tag.Small().Text(strconv.FormatInt(unix, 10)),
		),
	)
}

// renewal is the switch for it, and what it does.
func (s *shell) renewal(c api.Connection) goapp.UI {
	says := bench.Renewal(c, s.now())
	if so := bench.Renewals(c.Renewal); so != "" {
		says += " " + so
	}
	if c.Renewal.How == "" {
		return tag.P().Class("small muted").Text(says)
	}
	return &components.Switch{ID: "renewal", Label: "Renew by itself", Note: says, On: s.bench.RenewalOn(c), OnSwitch: s.switchRenewal}
}

// renewButton gets a new token: by renewal where there is one, else with the form.
// Once the token has ended, that is the next step.
func (s *shell) renewButton(c api.Connection) goapp.UI {
	label, busy, do := "Get a new one", s.model.Form.Busy, s.again
	if c.Renewal.How != "" {
		label, busy, do = "Renew now", s.bench.Renewals[c.ID].Busy, s.renewNow
	}
	if busy {
		label = "Renewing"
	}
	class := "quiet"
	if s.ended() {
		class = "button small primary"
	}
	return tag.Button().ID("renew").Class(class).Attr("disabled", busy).OnClick(do).Body(components.IconRenew.Draw(), goapp.Text(label))
}

func (s *shell) ended() bool { return s.model.Token(s.now()).State == console.Bad }

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

// renewalFailed says why the latest renewal brought nothing, and what to try.
func (s *shell) renewalFailed(c api.Connection) goapp.UI {
	if why := s.bench.Renewals[c.ID].Problem; why != "" && c.Renewal.Failure == nil {
		return tag.P().Class("callout bad").Attr("role", "alert").Body(components.IconWarn.Draw(), tag.Span().Text("The token was not renewed. "+why))
	}
	f := c.Renewal.Failure
	if f == nil {
		return nil
	}
	body := []goapp.UI{
		tag.Header().Body(tag.H2().ID("renewal-failed-title").TabIndex(-1).Text("Not renewed: " + f.Title)),
		tag.Div().Class("pad gap").Body(tag.P().Class("said").Text(f.Detail), tries(f.Try)),
	}
	if f.Transcript != nil && len(f.Transcript.Rungs) > 0 {
		body = append(body, components.Ladder(rungs(f.Transcript.Rungs)))
	}
	return tag.Section().Class("card failed").ID("renewal-failed").Body(body...)
}

// unverified says loudly that anybody may be in between.
func (s *shell) unverified(c api.Connection) goapp.UI {
	if !c.Unverified {
		return nil
	}
	return tag.P().Class("callout bad").ID("unverified").Body(components.IconWarn.Draw(), tag.Span().Body(
		tag.B().Text("Certificates are not verified. "),
		goapp.Text("This connection was made so at your wish: whoever is in between can read the credentials and the token, and answer in the server's place. Pin the server's certificate or give its CA instead."),
	))
}
