package app

import (
	"strconv"
	"time"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"firstcall/app/api"
	"firstcall/app/bench"
	"firstcall/components"
	"firstcall/components/tag"
)

// partsCard is what a token says, part by part.
func (s *shell) partsCard(t bench.Specimen) goapp.UI {
	findings := s.bench.Findings(t, s.now())
	if t.Token.JWT == nil {
		return tag.Section().Class("card").Aria("label", "What it says").Body(
			tag.P().Class("pad muted").ID("not-readable").Text(notReadable(t.Token)), findingsList(findings))
	}
	return tag.Section().Class("card").Aria("label", "What it says").Body(
		s.tabs("parts", "tabs", "Parts of the token", s.views.part,
			components.Tab{Value: tabClaims, Label: "Claims"},
			components.Tab{Value: tabHeader, Label: "Header"},
			components.Tab{Value: tabSignature, Label: "Signature"},
			components.Tab{Value: tabFindings, Label: "Findings", Count: strconv.Itoa(len(findings))}),
		tag.Div().ID(components.PanelID("parts")).Attr("role", "tabpanel").Aria("label", "Part of the token").
			Body(s.part(t, findings)...),
	)
}

func (s *shell) part(t bench.Specimen, findings []api.Finding) []goapp.UI {
	switch s.views.part {
	case tabHeader:
		return s.members(t, api.PartHeader)
	case tabSignature:
		return []goapp.UI{s.signature(t)}
	case tabFindings:
		if len(findings) == 0 {
			return []goapp.UI{tag.P().Class("pad muted").Text("Nothing was found that a reviewer would raise.")}
		}
		return []goapp.UI{findingsList(findings)}
	}
	return s.members(t, api.PartClaims)
}

// members are the claims or the header, each explained.
func (s *shell) members(t bench.Specimen, part string) []goapp.UI {
	var body []goapp.UI
	if t.Token.Malformed != "" {
		body = append(body, tag.Div().Class("pad").Body(hint(notReadable(t.Token), bench.Warn)))
	}
	rows := s.bench.Rows(t, part, s.now())
	switch {
	case len(rows) > 0:
		body = append(body, membersTable(rows))
	case part == api.PartClaims && t.Token.Encrypted:
		body = append(body, tag.P().Class("pad muted").Text(notReadable(t.Token)))
	case t.Token.Malformed == "":
		body = append(body, tag.P().Class("pad muted").Text("There is nothing in it."))
	}
	if more := t.Token.JWT.More; more > 0 {
		body = append(body, tag.P().Class("under muted").Text(strconv.Itoa(more)+" more members are not shown."))
	}
	return body
}

func membersTable(rows []bench.Row) goapp.UI {
	body := make([]goapp.UI, len(rows))
	for i, r := range rows {
		value := tag.Td().Class("value").Text(r.Value)
		if r.Cut != "" {
			value = tag.Td().Class("value").Body(goapp.Text(r.Value), tag.Small().Text(r.Cut))
		}
		body[i] = tag.Tr().Body(tag.Th().Attr("scope", "row").Text(r.Name), value, tag.Td().Class("means").Text(r.Means))
	}
	return tag.Table().Class("claims").Body(tag.TBody().Body(body...))
}

func notReadable(t api.Token) string {
	switch {
	case t.Malformed != "":
		return "This looks like a JWT and can't be read as one. " + t.Malformed + "."
	case t.Encrypted:
		return "An encrypted token (JWE): only who holds the key can read its claims."
	case t.Resembles != "":
		return "An opaque token, by its form " + t.Resembles + ". It carries nothing to read here."
	case t.Kind == api.RefreshToken:
		return "An opaque token: only the provider can read it. It gets a new access token without the password."
	}
	return "An opaque token: it carries nothing to read here. Only the provider knows what it stands for."
}

// findingsList draws findings, the gravest first as they come.
func findingsList(findings []api.Finding) goapp.UI {
	if len(findings) == 0 {
		return nil
	}
	items := make([]goapp.UI, len(findings))
	for i, f := range findings {
		word, tone := bench.Severity(f)
		items[i] = tag.Li().Body(
			chip(word, tone),
			tag.Div().Class("grow").Body(tag.B().Text(f.Title), tag.P().Text(f.Text), tag.Small().Text(f.Source)),
		)
	}
	return tag.Ul().Class("findings").Body(items...)
}

func (s *shell) verdictChip(t bench.Specimen) goapp.UI {
	if t.Token.JWT == nil {
		return nil
	}
	words, tone := s.bench.Verdict(t)
	return tag.Span().ID("verdict").Body(chip(words, tone))
}

// signature is what became of checking it.
func (s *shell) signature(t bench.Specimen) goapp.UI {
	q := s.bench.Verdicts[t.ID()]
	words, tone := s.bench.Verdict(t)
	body := []goapp.UI{tag.P().Body(chip(words, tone))}
	switch {
	case q.Problem != "":
		body = append(body, hint(q.Problem, bench.Bad))
	case q.Answer != nil:
		body = append(body, s.judged(*q.Answer)...)
	case t.Token.Encrypted:
		body = append(body, tag.P().Class("muted").Text("The token is encrypted: its signature, if it has one, is inside."))
	case !t.Signed():
		body = append(body, tag.P().Class("muted").Text("Its alg is none: anybody can have written this token, and nothing shows whether it was altered."))
	case !q.Busy:
		body = append(body, tag.P().Class("muted").Text("It was decoded, and not verified: anybody can write such a token. “Check the signature” asks the issuer for its keys."))
	}
	if q.Answer != nil || q.Problem != "" || q.Busy {
		body = append(body, tag.Div().Body(tag.Button().ID("check-again").Class("button small").Attr("disabled", q.Busy).
			OnClick(s.checkAgain).Body(components.IconRenew.Draw(), goapp.Text("Check again"))))
	}
	return tag.Div().Class("pad gap").ID("signature").Body(body...)
}

func (s *shell) judged(v api.Verdict) []goapp.UI {
	body := []goapp.UI{tag.P().Class("said").Text(v.Reason)}
	if v.State == api.VerdictValid {
		body = append(body, tag.P().Class("small muted").Text(bench.ValidSays))
	}
	if v.Failure != nil {
		body = append(body, tag.P().Class("said").Body(tag.B().Text(v.Failure.Title+". "), goapp.Text(v.Failure.Detail)), tries(v.Failure.Try))
	}
	for _, name := range v.Ignored {
		body = append(body, hint("The header's "+name+" brings a key, or says where one is. It was not used: whoever forges a token writes it too.", bench.Warn))
	}
	return append(body, facts([][2]string{
		{"Algorithm", v.Algorithm},
		{"Key ID", v.KeyID},
		{"Key", v.Key},
		{"Thumbprint", v.KeyThumbprint},
		{"Keys from", v.KeysURL},
		{"Checked", bench.Clock(v.At, s.now())},
	}))
}

// facts are names with values, those without a value left out.
func facts(rows [][2]string) goapp.UI {
	var body []goapp.UI
	for _, row := range rows {
		if row[1] != "" {
			body = append(body, tag.Dt().Text(row[0]), tag.Dd().Text(row[1]))
		}
	}
	return tag.Dl().Class("kv").Body(body...)
}

// clock is the time of day of a moment, or its date too.
func (s *shell) clock(unix int64) string { return bench.Clock(unix, s.now()) }

// took words milliseconds.
func took(ms int64) time.Duration { return time.Duration(ms) * time.Millisecond }
