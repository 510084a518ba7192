package app

import (
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/bench"
	"firstcall/app/console"
	"firstcall/components"
	"firstcall/components/tag"
)

// inspectPage is the bench for any token that is pasted. It needs no connection.
func (s *shell) inspectPage() goapp.UI {
	left := []goapp.UI{s.pasteCard()}
	right := []goapp.UI{canRead()}
	var compare goapp.UI
	if t, ok := s.bench.Pasted.Specimen(); ok {
		left = append(left, s.pastedCard(t), s.partsCard(t))
		right = []goapp.UI{s.checkCard(t)}
		compare = s.compareCard(append([]bench.Specimen{t}, s.specimens()...), t)
	}
	return tag.Main().ID("main").Class("tokenpage").Body(
		tag.Div().Class("whole").Body(
			tag.H1().TabIndex(-1).Text("Inspect any token"),
			tag.P().Class("lead").Text("Paste one and read it. It is decoded in this browser and sent nowhere, unless you ask for a check of its signature."),
		),
		tag.Div().Class("column").Body(left...),
		tag.Div().Class("column").Body(right...),
		compare,
	)
}

func canRead() goapp.UI {
	items := []goapp.UI{}
	for _, text := range []string{
		"A signed JWT: its header and claims, each explained, and what a reviewer would raise",
		"An encrypted one (JWE): its header",
		"An opaque token: what its form tells, if anything",
		"With “Bearer” before it, a whole header, a curl command, a URL, or the JSON answer of a token endpoint",
		"A broken one: which part is at fault",
	} {
		items = append(items, tag.Li().Text(text))
	}
	return tag.Section().Class("card").Body(
		tag.Header().Body(tag.H2().Text("What can be pasted")),
		tag.Div().Class("pad").Body(tag.Ul().Class("tries small").Body(items...)),
	)
}

func (s *shell) pasteCard() goapp.UI {
	p := &s.bench.Pasted
	body := []goapp.UI{tag.Header().Body(
		tag.H2().Body(tag.Label().Attr("for", "paste").Text("Paste a token")),
		tag.Span().Class("end").Body(tag.Button().ID("clear").Class("quiet").Attr("disabled", p.Text == "").OnClick(s.clearPaste).
			Body(components.IconErase.Draw(), goapp.Text("Clear"))),
	)}
	if text, long := p.Excerpt(); long {
		body = append(body, tag.Div().ID("paste").Class("jwt").TabIndex(0).Attr("role", "region").Aria("label", "The beginning of what was pasted").Text(text),
			tag.P().Class("under muted").Text("This is the beginning of "+console.Size(int64(len(p.Text)))+", too much to be edited here."))
	} else {
		body = append(body, &pasteBox{ID: "paste", Value: p.Text, OnPaste: s.paste})
	}
	body = append(body, tag.P().ID("paste-says").Class("under muted").Aria("live", "polite").Body(components.IconLock.Draw(), tag.Span().Class("grow").Text(s.pasteSays())))
	if f := p.Shown(); f != nil {
		for _, note := range f.Notes {
			body = append(body, tag.P().Class("under").Body(hint(note, bench.Good)))
		}
	}
	return tag.Section().Class("card").Body(body...)
}

// pasteSays says where the token is.
func (s *shell) pasteSays() string {
	const kept = " What you paste is kept in this page's memory only, and gone when you leave it."
	if s.bench.Pasted.Pending {
		return "Reading it."
	}
	if t, ok := s.bench.Pasted.Specimen(); ok {
		if _, sent := s.bench.Verdicts[t.ID()]; sent {
			return "It was sent to the Firstcall server once, for the check that you asked for." + kept
		}
	}
	return "Nothing was sent anywhere." + kept
}

// paste takes over what was typed or pasted, and reads it once it stays as it is.
func (s *shell) paste(ctx goapp.Context, text string) {
	s.bench.Pasted.Put(text)
	s.afterwards(ctx, "paste", s.readPaste)
}

func (s *shell) readPaste(ctx goapp.Context) {
	if !s.bench.Pasted.Pending {
		return
	}
	s.bench.Pasted.Decode()
	ctx.Update()
	s.startClock(s.lasting(ctx))
	t, ok := s.bench.Pasted.Specimen()
	if !ok {
		return
	}
	s.model.Announcement = readAs(t.Token) + ", " + strconv.Itoa(len(s.bench.Findings(t, s.now()))) + " findings."
}

// readAs is what a token was read as.
func readAs(t api.Token) string {
	switch {
	case t.Malformed != "":
		return "Read in part"
	case t.Encrypted:
		return "An encrypted JWT"
	case t.JWT != nil:
		return "A JWT"
	}
	return "An opaque token"
}

func (s *shell) clearPaste(ctx goapp.Context, _ goapp.Event) {
	s.bench.Pasted.Clear()
	ctx.Defer(func(goapp.Context) { components.Focus("paste") })
}

// pastedCard is the pasted token in short.
func (s *shell) pastedCard(t bench.Specimen) goapp.UI {
	var found []string
	for _, f := range s.bench.Pasted.Found {
		found = append(found, f.Token.Kind)
	}
	title := "Token"
	if len(found) > 1 || t.Token.Kind != api.AccessToken {
		title = bench.Title(t.Token.Kind)
	}
	body := []goapp.UI{tag.Header().Body(
		tag.H2().ID("token-title").Text(title), s.verdictChip(t), kindChip(t),
		tag.Span().Class("end small muted").Text(strconv.Itoa(t.Token.Length)+" characters"),
	)}
	if len(found) > 1 {
		body = append(body, tag.Div().Class("which").Body(s.tokenTabs(found, t.Token.Kind)))
	}
	var life goapp.UI
	if t.Token.JWT != nil && !t.Token.Encrypted {
		life = tag.Div().Class("pad gap").Body(s.lifetime(t)...)
	}
	body = append(body, tokenPanel(len(found), life))
	return tag.Section().Class("card").Aria("labelledby", "token-title").Body(body...)
}

// checkCard says what a check of the signature sends, and does it.
func (s *shell) checkCard(t bench.Specimen) goapp.UI {
	if !t.Signed() {
		return tag.Section().Class("card").Body(
			tag.Header().Body(tag.H2().Text("Check the signature")),
			tag.P().Class("pad muted").Text("There is no signature to check: "+whyNot(t)),
		)
	}
	q := s.bench.Verdicts[t.ID()]
	issuer := s.bench.Pasted.Issuer()
	whom := "the issuer that you enter"
	if issuer != "" {
		whom = issuer
	}
	body := []goapp.UI{
		tag.P().Class("small muted").ID("check-says").Text("This sends the token to the Firstcall server, which asks " + whom + " for its keys and verifies the signature with them. The token itself goes no further and is not kept."),
		&components.Field{ID: "issuer", Label: "Issuer", Hint: "from iss, or as you know it", Example: "https://issuer.example.com", Value: issuer, OnInput: s.typedIssuer},
	}
	if s.model.Hosted {
		body = append(body, tag.P().Class("small muted").Text("This server is hosted: it asks permitted hosts only."))
	}
	if q.Problem != "" {
		body = append(body, hint(q.Problem, bench.Bad))
	}
	label := "Check the signature"
	if q.Busy {
		label = "Checking"
	}
	body = append(body, tag.Button().ID("check").Class("button primary wide").Attr("disabled", q.Busy || issuer == "").OnClick(s.checkAgain).Text(label))
	return tag.Section().Class("card").Body(
		tag.Header().Body(tag.H2().Text("Check the signature")),
		tag.Div().Class("pad gap").Body(body...),
	)
}

// whyNot says why there is no signature to check.
func whyNot(t bench.Specimen) string {
	switch {
	case t.Token.JWT == nil:
		return "this is no JWT."
	case t.Token.Encrypted:
		return "it is inside the encryption, if there is one."
	}
	return "the token's alg is none."
}

func (s *shell) typedIssuer(_ goapp.Context, _, value string) { s.bench.Pasted.SetIssuer(value) }

func (s *shell) checkPasted(ctx goapp.Context) {
	t, ok := s.bench.Pasted.Specimen()
	if !ok || s.bench.Pasted.Issuer() == "" {
		return
	}
	s.views.part = tabSignature
	s.verify(ctx, t, s.bench.Pasted.Verify())
}
