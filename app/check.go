package app

import (
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/console"
	"firstcall/components"
	"firstcall/components/tag"
)

// checks are variations of the exchange that failed, to find the cause by.
func (s *shell) checks(f api.Failure) goapp.UI {
	if len(f.Checks) == 0 {
		return nil
	}
	items := make([]goapp.UI, len(f.Checks))
	for i, c := range f.Checks {
		items[i] = s.check(i, c)
	}
	return tag.Section().Class("card").ID("checks").Aria("labelledby", "checks-title").Body(
		tag.Header().Body(tag.H2().ID("checks-title").Text("Find the cause")),
		tag.P().Class("pad small muted").Text("Each of these asks once with one thing changed, and drops the token if one comes. Each is one more login attempt at the provider, which may lock a client out after too many."),
		tag.Ol().Class("checks").Body(items...),
	)
}

func (s *shell) check(i int, c api.Check) goapp.UI {
	this, any := s.model.Checks.Running(i)
	t, made := s.model.Checks.Tried(i)
	return tag.Li().Body(
		tag.Div().Class("grow").Body(tag.H3().Text(c.Title), tag.P().Class("small muted").Text(c.Reason)),
		&tryButton{Index: i, Title: c.Title, Running: this, Idle: any && !this, Again: made, OnTry: s.try, OnStop: s.giveUp},
		s.tried(i, t, made),
	)
}

// tried is what became of a check.
func (s *shell) tried(i int, t console.Try, made bool) goapp.UI {
	switch {
	case !made:
		return nil
	case t.Tried == nil:
		return tag.P().Class("hint bad").Body(components.IconCross.Draw(), tag.Span().Text(t.Trouble))
	case t.Tried.Good:
		return tag.Div().Class("worked").Body(
			tag.P().Class("hint good").Body(components.IconCheck.Draw(), tag.B().Text("This works")),
			diff(t.Tried.Changed),
			&keepButton{Index: i, OnKeep: s.keepCheck},
		)
	}
	return tag.Div().Class("worked").Body(s.stillRefused(i, *t.Tried))
}

// stillRefused is how a check that did not help was answered.
func (s *shell) stillRefused(i int, t api.Tried) goapp.UI {
	title, detail := "This does not work either", ""
	if t.Failure != nil {
		title, detail = t.Failure.Title, t.Failure.Detail
	}
	body := []goapp.UI{tag.P().Class("small").Text(detail), diff(t.Changed)}
	if t.Transcript.Response != nil {
		body = append(body, tag.Pre().Class("wire code limited").TabIndex(0).Aria("label", "Answer").Attr("role", "region").Body(messageText(*t.Transcript.Response)...))
	}
	return &components.Group{ID: "tried-" + strconv.Itoa(i), Title: title, Note: statusText(t.Transcript), Class: "chip bad", Body: body}
}

func statusText(t api.Transcript) string {
	if t.Status == 0 {
		return "no answer"
	}
	return strconv.Itoa(t.Status)
}

// diff is how the request differs from the one that failed.
func diff(lines []api.DiffLine) goapp.UI {
	if len(lines) == 0 {
		return nil
	}
	body := make([]goapp.UI, len(lines))
	for i, l := range lines {
		line := tag.Span()
		switch l.Sign {
		case "+":
			line = tag.Ins()
		case "-":
			line = tag.Del()
		}
		body[i] = line.Text(l.Sign + " " + l.Text + "\n")
	}
	return tag.Pre().Class("wire code diff").TabIndex(0).Attr("role", "region").Aria("label", "What was changed in the request").Body(body...)
}

// A tryButton makes a check, or stops it. It is a component of its own because
// go-app compares handlers by code pointer.
type tryButton struct {
	goapp.Compo

	Index   int
	Title   string
	Running bool
	Idle    bool // another one is under way
	Again   bool
	OnTry   func(ctx goapp.Context, i int)
	OnStop  goapp.EventHandler
}

func (b *tryButton) Render() goapp.UI {
	label := "Try it"
	switch {
	case b.Running:
		label = "Trying. Cancel"
	case b.Again:
		label = "Try again"
	}
	button := tag.Button().ID("try-"+strconv.Itoa(b.Index)).Class("button small").Aria("label", label+": "+b.Title).OnClick(b.click)
	if b.Idle {
		button.Attr("disabled", true)
	}
	return button.Text(label)
}

func (b *tryButton) click(ctx goapp.Context, e goapp.Event) {
	if b.Running {
		b.OnStop(ctx, e)
		return
	}
	b.OnTry(ctx, b.Index)
}

// A keepButton has the token asked for with what worked from now on.
type keepButton struct {
	goapp.Compo

	Index  int
	OnKeep func(ctx goapp.Context, i int)
}

func (b *keepButton) Render() goapp.UI {
	return tag.Button().ID("keep-"+strconv.Itoa(b.Index)).Class("button primary").OnClick(b.click).
		Body(goapp.Text("Keep this and get the token"), components.IconArrow.Draw())
}

func (b *keepButton) click(ctx goapp.Context, _ goapp.Event) { b.OnKeep(ctx, b.Index) }
