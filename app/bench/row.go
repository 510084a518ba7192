package bench

import (
	"encoding/json"
	"strconv"
	"time"
	"unicode/utf8"

	"firstcall/app/api"
	"firstcall/app/claim"
	"firstcall/app/inspect"
)

const (
	// heavy is from how many characters on a token is drawn with care.
	heavy = 64 << 10
	// brief is how many bytes of a value of a heavy token are drawn.
	brief = 1 << 10
)

// A Row is one member of a token, ready to be drawn.
type Row struct {
	Name  string
	Value string
	Means string
	Cut   string // that the value is not whole, "" where it is

	time api.Member // set where Means changes with the time
}

// A rowCache holds the rows drawn last: the page is drawn once a second, and a
// pasted token may be large.
type rowCache struct {
	of   string
	rows []Row
}

// A findingsCache holds the findings about a heavy token.
type findingsCache struct {
	of       string
	findings []api.Finding
}

// Rows are the members of a part (one of the api.Part constants), explained at now.
func (m *Model) Rows(s Specimen, part string, now time.Time) []Row {
	if s.Token.JWT == nil {
		return nil
	}
	members := s.Token.JWT.Claims
	if part == api.PartHeader {
		members = s.Token.JWT.Header
	}
	ctx := claim.Context{Kind: s.Token.Kind, Connection: s.Connection, Own: s.Provider.Claims, Now: now}
	if of := s.ID() + "/" + part; m.rows.of != of {
		m.rows = rowCache{of: of, rows: Rows(members, ctx, s.Token.Length > heavy)}
	}
	for i, row := range m.rows.rows {
		if row.time.Name != "" {
			m.rows.rows[i].Means = claim.Explain(row.time, ctx).Text
		}
	}
	return m.rows.rows
}

// Rows explains members; of those of a heavy token the beginning is enough.
func Rows(members []api.Member, ctx claim.Context, isHeavy bool) []Row {
	rows := make([]Row, len(members))
	for i, m := range members {
		means := claim.Explain(m, ctx)
		rows[i] = Row{Name: m.Name, Value: Text(m.Value), Means: means.Text}
		cut := m.Whole > 0
		if isHeavy && len(rows[i].Value) > brief {
			rows[i].Value, cut = Beginning(rows[i].Value, brief)+"…", true
		}
		if cut {
			rows[i].Cut = "The beginning of " + strconv.Itoa(max(m.Whole, len(m.Value))) + " bytes."
		}
		if means.Unix {
			rows[i].time = m
		}
	}
	return rows
}

// Text is a JSON value as a reader wants it: strings without quotes.
func Text(raw json.RawMessage) string {
	var text string
	if len(raw) > 0 && raw[0] == '"' && json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}

// Beginning is at most n bytes of s, in whole characters.
func Beginning(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// Findings are what a reviewer would raise about the token and the key that is
// to have signed it.
func (m *Model) Findings(s Specimen, now time.Time) []api.Finding {
	found := m.findings(s, now)
	if verdict := m.Verdicts[s.ID()].Answer; verdict != nil {
		found = append(found[:len(found):len(found)], verdict.Findings...)
	}
	return found
}

// findings are about the token alone. Those of a heavy one are found once.
func (m *Model) findings(s Specimen, now time.Time) []api.Finding {
	isHeavy := s.Token.Length > heavy
	if isHeavy && m.found.of == s.ID() {
		return m.found.findings
	}
	c, p := s.Connection, s.Provider
	ctx := inspect.Context{
		Now: now, DataCenter: c.DataCenter, ClientID: c.Values["client_id"], Issuer: s.issuer(), Audience: audience(c.Values),
		RequestedScope: c.RequestedScope, GrantedScope: c.Scope, Longest: time.Duration(p.LongestLife) * time.Second,
	}
	found := inspect.Findings(s.Token, ctx)
	if isHeavy {
		m.found = findingsCache{of: s.ID(), findings: found}
	}
	return found
}

// audience is whom the token was asked for (RFC 8707 and what came before it).
func audience(values map[string]string) string {
	if values["audience"] != "" {
		return values["audience"]
	}
	return values["resource"]
}
