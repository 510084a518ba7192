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
		s.beginCard(),
		s.importCard(),
		s.editorCard(),
		tag.Div().Class("column").Body(s.besideEditor()...),
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
	return tag.Section().Class("card pad begin").Aria("labelledby", "begin-title").Body(
		tag.H2().ID("begin-title").Text("Begin with a profile"),
		tag.Div().Class("ask").Body(
			&components.Choice{ID: "profile-from", Label: "Profile", Value: s.profile.From, Options: options, OnChoose: s.chooseProfile},
			tag.Button().ID("profile-open").Class("button").OnClick(s.openProfile).Text("Open"),
		),
	)
}

func (s *shell) chooseProfile(_ goapp.Context, _, value string) { s.profile.From = value }

func (s *shell) importCard() goapp.UI {
	return tag.Form().Class("card pad begin").Aria("labelledby", "import-title").Attr("novalidate", true).OnSubmit(s.importProfile).Body(
		tag.H2().ID("import-title").Text("Import from an issuer"),
		tag.Div().Class("ask").Body(
			&components.Field{
				ID: "issuer", Label: "Issuer URL", Hint: "OpenID or OAuth metadata", Example: "https://login.example.com",
				Value: s.profile.Issuer, Problem: s.issuerProblem(), OnInput: s.typeIssuer,
			},
			tag.Button().ID("profile-import").Class("button").Attr("type", "submit").Text("Import"),
		),
	)
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
	head := []goapp.UI{tag.H2().ID("editor-title").Text("The profile")}
	var end []goapp.UI
	if m.Replaced() {
		end = append(end, tag.Button().ID("profile-back").Class("quiet").OnClick(s.bringBack).Body(components.IconRenew.Draw(), goapp.Text("Bring back the text before")))
	}
	end = append(end, tag.Button().ID("profile-download").Class("quiet").Title("Download "+m.File()).OnClick(s.downloadProfile).
		Body(components.IconFile.Draw(), goapp.Text("Download as YAML")))
	body := []goapp.UI{
		tag.Header().Body(append(head, tag.Span().Class("end").Body(end...))...),
		&components.Numbered{
			ID: profileEditor, Label: "Profile as YAML", Value: m.Text, Described: "profile-verdict",
			Bad: m.Faulty(), Marked: m.Filled(), OnInput: s.editProfile,
		},
	}
	if len(m.Filled()) > 0 {
		body = append(body, tag.P().Class("under muted").Body(tag.Span().Class("marked").Aria("hidden", "true").Body(), goapp.Text("The metadata filled the marked lines.")))
	}
	return tag.Section().Class("card editing").Aria("labelledby", "editor-title").Body(body...)
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
	components.Download(s.profile.File(), "application/yaml", s.profile.Text)
}

// besideEditor is what there is to say about the text, and what to do with it.
func (s *shell) besideEditor() []goapp.UI {
	var cards []goapp.UI
	if f := s.profile.Imported.Failure; f != nil && f.Kind != api.FailureField {
		cards = append(cards, s.failure(*f)...)
	}
	cards = append(cards, s.verdictCard())
	if s.profile.Imported.YAML != "" {
		cards = append(cards, s.importedCard())
	}
	return cards
}

// verdictCard says whether the profile is good, and offers what follows.
func (s *shell) verdictCard() goapp.UI {
	m := &s.profile
	body := []goapp.UI{
		tag.P().ID("profile-verdict").Class("verdict").Body(s.profileVerdict()...),
	}
	if m.Problem != "" {
		body = append(body, tag.P().Class("hint bad").Attr("role", "alert").Body(components.IconCross.Draw(), tag.Span().Text(m.Problem)))
	}
	if len(m.Faults) > 0 {
		rows := make([]goapp.UI, len(m.Faults))
		for i, f := range m.Faults {
			rows[i] = &faultLine{Line: f.Line, Reason: f.Reason, OnGo: s.goToLine}
		}
		body = append(body, tag.Ul().ID("profile-faults").Class("faults").Body(rows...))
	}
	body = append(body, s.offerNotes()...)
	body = append(body, tag.Button().ID("profile-use").Class("button primary wide").Attr("disabled", m.Provider == nil).
		OnClick(s.useProfile).Body(goapp.Text("Use this profile"), components.IconArrow.Draw()))
	if own, there := m.Own(s.model.Providers); there {
		body = append(body, tag.Button().ID("profile-remove").Class("button wide").
			OnClick(s.removeProfile).Body(components.IconErase.Draw(), goapp.Text("Remove "+own.Name)))
	}
	return tag.Section().Class("card").Aria("labelledby", "verdict-title").Body(
		tag.Header().Body(tag.H2().ID("verdict-title").Text("What becomes of it")),
		tag.Div().Class("pad gap").Body(body...),
	)
}

// profileVerdict is one chip, and for a good profile as what it would be offered.
func (s *shell) profileVerdict() []goapp.UI {
	m := &s.profile
	switch {
	case len(m.Faults) > 0:
		return []goapp.UI{tag.Span().Class("chip bad").Body(components.IconCross.Draw(), goapp.Text(faultCount(m.Faults)))}
	case m.Provider == nil:
		return []goapp.UI{tag.Span().Class("chip").Text("Not checked yet")}
	}
	return []goapp.UI{
		tag.Span().Class("chip good").Body(components.IconCheck.Draw(), goapp.Text("No faults")),
		tag.Span().Body(tag.B().Text(m.Provider.Name), goapp.Text(", "+plural(len(m.Provider.Fields), "field")+", "+plural(len(m.Provider.Requests), "request"))),
	}
}

// offerNotes say what using the profile does not do, or does besides.
func (s *shell) offerNotes() (notes []goapp.UI) {
	if p, there := s.profile.Replaces(s.model.Providers); there {
		notes = append(notes, tag.P().Class("small muted").Text("It takes the place of "+p.Name+" in this session. Give it an id of its own to have both."))
	}
	where := "It is offered in this session only, until that ends. Download it to keep it."
	if s.model.Hosted {
		where += " On this server a profile of your own reaches only hosts that whoever runs it has allowed. Its hosts key changes nothing about that here."
	}
	return append(notes, tag.P().Class("small muted").Text(where))
}

// importedCard lists what the metadata filled, and what is left to the user.
func (s *shell) importedCard() goapp.UI {
	imported := s.profile.Imported
	filled := make([]goapp.UI, len(imported.Filled))
	for i, key := range imported.Filled {
		filled[i] = tag.Li().Body(tag.Code().Text(key))
	}
	missing := make([]goapp.UI, len(imported.Missing))
	for i, what := range imported.Missing {
		missing[i] = tag.Li().Text(what)
	}
	return tag.Section().Class("card").ID("imported").Aria("labelledby", "imported-title").Body(
		tag.Header().Body(tag.H2().ID("imported-title").Text("From the metadata")),
		tag.Div().Class("pad gap").Body(
			tag.H3().Text("Filled"),
			tag.Ul().Class("keys").Body(filled...),
			tag.H3().Text("Left to you"),
			tag.Ul().Class("left small").Body(missing...),
		),
	)
}

// goToLine puts the caret where a fault is.
func (s *shell) goToLine(_ goapp.Context, line int) {
	start, end := s.profile.Span(max(line, 1))
	components.SelectLine(profileEditor, start, end, max(line, 1))
}

func faultCount(faults []api.ProfileFault) string {
	if len(faults) == 0 {
		return "The profile has no faults."
	}
	return plural(len(faults), "fault")
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// A faultLine is one fault, a button that leads to it.
type faultLine struct {
	goapp.Compo

	Line   int
	Reason string
	OnGo   func(ctx goapp.Context, line int)
}

func (f *faultLine) Render() goapp.UI {
	where := "All"
	if f.Line > 0 {
		where = "Line " + strconv.Itoa(f.Line)
	}
	return tag.Li().Body(tag.Button().Class("fault").OnClick(f.click).Body(tag.B().Text(where), tag.Span().Text(f.Reason)))
}

func (f *faultLine) click(ctx goapp.Context, _ goapp.Event) { f.OnGo(ctx, f.Line) }
