package app

import (
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/components"
	"firstcall/components/tag"
)

const profileEditor = "profile-text"

// profilePage is where profiles are imported, changed and offered.
func (s *shell) profilePage() goapp.UI {
	return tag.Main().ID("main").Class("profiles").Body(
		tag.Div().Class("intro").Body(
			tag.H1().TabIndex(-1).Text("Profiles"),
			tag.P().Class("lead").Text("A profile says how a platform hands out tokens. Begin with one that is there or with what a server says about itself, change it, and use it."),
		),
		tag.Div().Class("starts").Body(s.beginCard(), s.importCard()),
		s.editorCard(),
		tag.Div().Class("column").Body(s.besideEditor()...),
	)
}

// headed is a card with a title and what stands at its right.
func headed(id, title string, end []goapp.UI, body ...goapp.UI) goapp.UI {
	head := tag.Header().Body(tag.H2().ID(id+"-title").Text(title), tag.Span().Class("end").Body(end...))
	return tag.Section().ID(id).Class("card").Aria("labelledby", id+"-title").Body(append([]goapp.UI{head}, body...)...)
}

// start is one of the two ways to get a text into the editor: a title, a field
// and a button.
func start(id, title string, field goapp.UI, label string) goapp.UI {
	return tag.Div().Class("card pad begin").Body(
		tag.H2().Text(title),
		tag.Div().Class("ask").Body(field, tag.Button().ID(id).Class("button").Attr("type", "submit").Text(label)),
	)
}

func (s *shell) beginCard() goapp.UI {
	options := make([]components.Option, len(s.model.Providers))
	for i, p := range s.model.Providers {
		options[i] = components.Option{Value: p.ID, Label: p.Name}
		if p.Own {
			options[i].Label += " (yours)"
		}
	}
	return goapp.Form().OnSubmit(s.openProfile).Body(start("profile-open", "Begin with a profile",
		&components.Choice{ID: "profile-from", Label: "Profile", Value: s.profile.From, Options: options, OnChoose: s.chooseProfile}, "Open"))
}

func (s *shell) chooseProfile(_ goapp.Context, _, value string) { s.profile.From = value }

func (s *shell) importCard() goapp.UI {
	return tag.Form().Attr("novalidate", true).OnSubmit(s.importProfile).Body(start("profile-import", "Import from an issuer",
		&components.Field{
			ID: "issuer", Label: "Issuer URL", Example: "https://login.example.com",
			Value: s.profile.Issuer, Problem: s.issuerProblem(), OnInput: s.typeIssuer,
		}, "Import"))
}

func (s *shell) typeIssuer(_ goapp.Context, _, value string) { s.profile.Issuer = value }

// issuerProblem is what can't be right about what was typed; other failures
// have a card of their own.
func (s *shell) issuerProblem() string {
	if f := s.profile.Imported.Failure; f != nil && f.Kind == api.FailureField {
		return f.Detail
	}
	return ""
}

func (s *shell) editorCard() goapp.UI {
	m := &s.profile
	var end []goapp.UI
	if m.Replaced() {
		end = append(end, s.topButton("profile-back", components.IconRenew, "Undo", s.bringBack, false))
	}
	end = append(end, s.topButton("profile-download", components.IconFile, "Download", s.downloadProfile, false))
	marked := m.Filled()
	body := []goapp.UI{&editor{
		ID: profileEditor, Label: "Profile as YAML", Value: m.Text, Invalid: len(m.Faults) > 0,
		Numbered: true, Marked: marked, Bad: m.Faulty(), OnInput: s.editProfile,
	}}
	if len(marked) > 0 {
		body = append(body, tag.P().Class("under muted").Body(tag.Span().Class("marked").Aria("hidden", "true").Body(), goapp.Text("The metadata filled the marked lines.")))
	}
	return headed("editing", "The profile", end, body...)
}

func (s *shell) editProfile(ctx goapp.Context, text string) {
	s.profile.Edit(text)
	s.afterwards(ctx, "profile", s.checkProfile)
}

func (s *shell) bringBack(ctx goapp.Context, _ goapp.Event) {
	s.profile.BringBack()
	s.checkProfile(ctx)
	components.Focus(profileEditor)
}

func (s *shell) downloadProfile(goapp.Context, goapp.Event) {
	components.Download(s.profile.File(), s.profile.Text)
}

// besideEditor is what there is to say about the text, and what to do with it.
func (s *shell) besideEditor() []goapp.UI {
	var cards []goapp.UI
	if f := s.profile.Imported.Failure; f != nil && f.Kind != api.FailureField {
		cards = append(cards, s.failure(*f)...)
	}
	cards = append(cards, headed("use", "Use it", nil, tag.Div().Class("pad gap").Body(s.verdict()...)))
	if imported := s.profile.Imported; imported.YAML != "" {
		cards = append(cards, headed("imported", "From the metadata", nil, tag.Div().Class("pad gap").Body(
			texts("keys", imported.Filled),
			tag.H3().Text("Left to you"),
			texts("left", imported.Missing),
		)))
	}
	return cards
}

func texts(class string, items []string) goapp.UI {
	body := make([]goapp.UI, len(items))
	for i, text := range items {
		body[i] = tag.Li().Text(text)
	}
	return tag.Ul().Class(class).Body(body...)
}

// verdict says whether the profile is good, and offers what follows.
func (s *shell) verdict() []goapp.UI {
	m := &s.profile
	chip, icon, text := "chip", components.Icon(""), "Not checked yet"
	switch {
	case len(m.Faults) > 0:
		chip, icon, text = "chip bad", components.IconCross, faultCount(m.Faults)
	case m.Provider != nil:
		chip, icon, text = "chip good", components.IconCheck, "No faults"
	}
	body := []goapp.UI{tag.P().ID(profileEditor+"-says").Class("verdict").Body(
		tag.Span().Class(chip).Body(icon.Draw(), goapp.Text(text)), tag.Span().Text(m.Offered()),
	)}
	if m.Problem != "" {
		body = append(body, problemHint(m.Problem))
	}
	if len(m.Faults) > 0 {
		rows := make([]goapp.UI, len(m.Faults))
		for i, f := range m.Faults {
			rows[i] = faultLine(f, s.goToLine)
		}
		body = append(body, tag.Ul().Class("faults").Body(rows...))
	}
	body = append(body, texts("notes", m.Notes(s.model.Providers, s.model.Hosted)), s.useButton())
	if own, there := m.Own(s.model.Providers); there {
		body = append(body, tag.Button().ID("profile-remove").Class("button wide").OnClick(s.removeProfile).Text("Remove "+own.Name))
	}
	return body
}

func (s *shell) useButton() goapp.UI {
	return tag.Button().ID("profile-use").Class("button primary wide").Attr("disabled", s.profile.Provider == nil).
		OnClick(s.useProfile).Body(goapp.Text("Use this profile"), components.IconArrow.Draw())
}

// faultLine is one fault, a button that leads to it.
func faultLine(f api.ProfileFault, goTo goapp.EventHandler) goapp.UI {
	where := "All"
	if f.Line > 0 {
		where = "Line " + strconv.Itoa(f.Line)
	}
	return tag.Li().Body(tag.Button().Class("fault").DataSet("line", strconv.Itoa(f.Line)).OnClick(goTo).Body(
		tag.B().Text(where), tag.Span().Text(f.Reason),
	))
}

// goToLine puts the caret where a fault is. Which one is read from the button:
// go-app keeps a closure of another row.
func (s *shell) goToLine(ctx goapp.Context, _ goapp.Event) {
	line, _ := strconv.Atoi(ctx.JSSrc().Get("dataset").Get("line").String())
	line = max(line, 1)
	start, end := s.profile.Span(line)
	components.SelectLine(profileEditor, start, end, line)
}

func faultCount(faults []api.ProfileFault) string {
	switch len(faults) {
	case 0:
		return "The profile has no faults."
	case 1:
		return "1 fault"
	}
	return strconv.Itoa(len(faults)) + " faults"
}
