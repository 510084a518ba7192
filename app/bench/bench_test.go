package bench_test

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
	"firstcall/app/bench"
	"firstcall/app/inspect"
)

func encode(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

func jwt(header, claims string) string {
	return encode(header) + "." + encode(claims) + "." + encode("signature")
}

// connection has a token that lives from 1000 to 2000.
func connection(id string, tokens ...api.Token) api.Connection {
	return api.Connection{
		ID: id, Tokens: tokens, DataCenter: "https://dc.example.com",
		Expiry:      api.Expiry{IssuedAt: 1000, ExpiresAt: 2000, Source: "expires_in"},
		Renewal:     api.Renewal{On: true, How: api.RenewGrant, At: 1900},
		Transcripts: []api.Transcript{{At: 1000, Purpose: api.ForToken}},
	}
}

func access(claims string) api.Token {
	return inspect.Token(api.AccessToken, jwt(`{"alg":"RS256","kid":"1"}`, claims))
}

func TestOnlyAValidVerdictIsGood(t *testing.T) {
	signed := bench.Of(connection("c", access(`{}`)), api.Provider{})[0]
	unsigned := bench.Of(connection("c", inspect.Token(api.AccessToken, encode(`{"alg":"None"}`)+"."+encode(`{}`)+".")), api.Provider{})[0]
	encrypted := bench.Of(connection("c", api.Token{Kind: api.AccessToken, Encrypted: true, JWT: &api.JWT{}}), api.Provider{})[0]
	for _, test := range []struct {
		token bench.Specimen
		state string // "" for no verdict
		words string
		tone  bench.Tone
	}{
		{signed, "", "Not checked", bench.Plain},
		{unsigned, "", "Unsigned", bench.Bad},
		{encrypted, "", "Encrypted", bench.Plain},
		{signed, api.VerdictValid, "Signature valid", bench.Good},
		{signed, api.VerdictInvalid, "Signature not valid", bench.Bad},
		{signed, api.VerdictNoKey, "No key", bench.Warn},
		{signed, api.VerdictUnsigned, "Unsigned", bench.Bad},
		{signed, api.VerdictUnsupported, "Not checked", bench.Plain},
		{signed, api.VerdictUnreachable, "Not checked", bench.Plain},
		{signed, api.VerdictEncrypted, "Encrypted", bench.Plain},
		{signed, "of a later version", "Not checked", bench.Plain},
	} {
		m := bench.New()
		if test.state != "" {
			m.Verdicts.Answer(test.token.ID(), &api.Verdict{State: test.state})
		}
		if words, tone := m.Verdict(test.token); words != test.words || tone != test.tone {
			t.Errorf("%q: got %q, %q", test.state, words, tone)
		}
	}
}

func TestQuestions(t *testing.T) {
	m := bench.New()
	token := bench.Of(connection("c", access(`{}`)), api.Provider{})[0]
	if !m.Verdicts.Ask(token.ID()) || m.Verdicts.Ask(token.ID()) {
		t.Error("one question at a time")
	}
	m.Verdicts.Refuse(token.ID(), "no")
	if q := m.Verdicts[token.ID()]; q.Busy || q.Problem != "no" || q.Answer != nil {
		t.Errorf("refused: %+v", q)
	}
	m.Verdicts.Answer(token.ID(), &api.Verdict{State: api.VerdictValid})
	if !m.Verdicts.Ask(token.ID()) || m.Verdicts[token.ID()].Answer == nil {
		t.Error("the answer goes while the next is under way")
	}
	renewed := connection("c", access(`{}`))
	renewed.Renewal.Count = 1
	next := bench.Of(renewed, api.Provider{})[0]
	if _, asked := m.Verdicts[next.ID()]; asked {
		t.Error("the renewed token has the verdict of the one before")
	}
	if next.Slot() != token.Slot() {
		t.Error("the renewed token is at another place")
	}
}

func TestDue(t *testing.T) {
	m, c := bench.New(), connection("c")
	due := func(c api.Connection, now int64) bool {
		_, due := m.Due([]api.Connection{c}, now)
		return due
	}
	off, only := c, c
	off.Renewal.On, only.Renewal.How = false, ""
	if due(c, 1899) || !due(c, 1900) || due(off, 1950) || due(only, 1950) {
		t.Error("due when it is not, or not when it is")
	}
	m.Renew(c)
	if due(c, 1901) || m.Renew(c) {
		t.Error("asked twice at a time")
	}
	m.NotRenewed("c", "away", 1901)
	if due(c, 1902) || !due(c, 1931) {
		t.Error("a server that does not answer is to be asked again, but not at once")
	}
	m.Renew(c)
	m.Renewed("c")
	if due(c, 1990) {
		t.Error("asked again for what the server has answered")
	}
	c.Renewal.At = 2900
	if !due(c, 2900) {
		t.Error("the next renewal is not asked for")
	}
}

func TestSwitch(t *testing.T) {
	m, c := bench.New(), connection("c")
	m.Switch("c", false)
	if m.RenewalOn(c) {
		t.Error("the switch does not move until the server has answered")
	}
	m.Switched("c")
	if !m.RenewalOn(c) {
		t.Error("the switch stays where the server did not put it")
	}
}

func TestTimes(t *testing.T) {
	now := time.Unix(1500, 0).UTC()
	c := connection("c")
	for _, test := range []struct {
		change func(r *api.Renewal)
		want   string
		mark   int
	}{
		{func(*api.Renewal) {}, "At 00:31:40, by the same grant again.", 10},
		{func(r *api.Renewal) { r.How = api.RefreshToken }, "At 00:31:40, with the refresh token.", 10},
		{func(r *api.Renewal) { r.On = false }, "It is left to end.", 0},
		{func(r *api.Renewal) { r.How = "" }, "Only you can renew it: the grant needs you.", 0},
		{func(r *api.Renewal) { r.At = 0 }, "It is left to end.", 0},
		{func(r *api.Renewal) { r.At, r.Failure = 0, &api.Failure{} }, "It is not tried again until you renew it.", 0},
	} {
		changed := c
		test.change(&changed.Renewal)
		if got := bench.Renewal(changed, now); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
		if got := bench.RenewalMark(changed); got != test.mark {
			t.Errorf("%q: the mark is at %d, want %d", test.want, got, test.mark)
		}
	}
	revoked := connection("c", api.Token{Kind: api.AccessToken, Revoked: true})
	if got := bench.Renewal(revoked, now); !strings.Contains(got, "revoked") {
		t.Error(got)
	}
	if got := bench.Renewals(api.Renewal{Count: 2, Note: "Asked anew."}); got != "Renewed 2 times so far. Asked anew." {
		t.Error(got)
	}
	for skew, want := range map[int64]string{0: "", 30: "", -30: "", 42: "42 s ahead of", -90: "1 min 30 s behind"} {
		if got := bench.Skew(api.Expiry{Skew: skew}); (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%d s: got %q", skew, got)
		}
	}
}

func TestExpiryOfEachToken(t *testing.T) {
	id := inspect.Token(api.IDToken, jwt(`{"alg":"RS256"}`, `{"iat":1042,"exp":1342}`))
	c := connection("c", access(`{"exp":9999}`), id, api.Token{Kind: api.RefreshToken})
	c.Expiry.Skew = 42
	all := bench.Of(c, api.Provider{})
	if got := all[0].Expiry(); got != c.Expiry {
		t.Errorf("access token: %+v", got)
	}
	if got := all[1].Expiry(); got.IssuedAt != 1000 || got.ExpiresAt != 1300 || got.Source != "exp" {
		t.Errorf("ID token: %+v", got)
	}
	if got := all[2].Expiry(); got.ExpiresAt != 0 {
		t.Errorf("refresh token: %+v", got)
	}
}

func TestScopes(t *testing.T) {
	text := func(requested, granted string) string {
		c := api.Connection{RequestedScope: requested, Scope: granted}
		all, said := bench.Scopes(c)
		var words []string
		for _, s := range all {
			words = append(words, strings.TrimSpace(s.Name+" "+s.Differs(c)))
		}
		return strings.Join(append(words, said), "|")
	}
	for _, test := range []struct{ requested, granted, want string }{
		{"", "", ""},
		{"read write", "read admin", "read|write not granted|admin not asked for|"},
		{"read read", "", "read|The answer names no scope: it then is the one that was asked for (RFC 6749 section 5.1)."},
		{"", "api", "api|None was asked for: the server chose."},
	} {
		if got := text(test.requested, test.granted); got != test.want {
			t.Errorf("%q, %q: got %q, want %q", test.requested, test.granted, got, test.want)
		}
	}
}

func TestCompare(t *testing.T) {
	a := access(`{"iss":"x","aud":["a","b"],"scope":"read write","exp":1000,"only":1,"n":1}`)
	b := access(`{"iss":"x","aud":["b","c"],"scope":"write read","exp":4660,"n":2,"more":true}`)
	all := append(bench.Of(connection("1", a), api.Provider{}), bench.Of(connection("2", api.Token{Kind: api.IDToken}, b), api.Provider{})...)
	m := bench.New()
	c := m.Compare(all, all[0])
	if c == nil || c.A.Slot() != "1/access_token" || c.B.Slot() != "2/access_token" {
		t.Fatalf("compared: %+v", c)
	}
	var got []string
	for _, d := range c.Rows {
		got = append(got, d.Name+": "+d.Words)
	}
	want := []string{
		"alg: the same", "kid: the same", "iss: the same", "aud: B has also “c”; B lacks “a”", "scope: the same values otherwise written",
		"exp: B is 1 h 1 min later", "only: only in A", "n: different", "more: only in B",
	}
	if !slices.Equal(got, want) || c.Different != 6 {
		t.Errorf("%d different:\n%q, want\n%q", c.Different, got, want)
	}
	m.Left, m.Right = "2/access_token", "1/access_token"
	if c := m.Compare(all, all[0]); c.A.Slot() != "2/access_token" || c.Rows[5].Words != "B is 1 h 1 min earlier" {
		t.Errorf("the other way round: %+v", c.Rows[5])
	}
	if m.Compare(all[:2], all[0]) != nil {
		t.Error("one token is compared with nothing")
	}
}

func TestPaste(t *testing.T) {
	p := &bench.New().Pasted
	if _, ok := p.Specimen(); ok {
		t.Error("a token in nothing")
	}
	raw := jwt(`{"alg":"RS256"}`, `{"iss":"https://issuer.example.com"}`)
	p.Put("Bearer " + raw)
	if !p.Pending || p.Shown() != nil {
		t.Error("decoded at the keystroke")
	}
	p.Decode()
	first, _ := p.Specimen()
	if got := p.Verify(); p.Pending || got.Raw != raw || got.Issuer != "https://issuer.example.com" || got.Connection != "" {
		t.Errorf("to verify: %+v", got)
	}
	p.SetIssuer(" https://other.example.com ")
	if got := p.Verify().Issuer; got != "https://other.example.com" {
		t.Errorf("the issuer typed is %q", got)
	}
	p.Put(`{"access_token":"` + raw + `","refresh_token":"opaque"}`)
	p.Decode()
	p.Choose(api.RefreshToken)
	if next, _ := p.Specimen(); next.Token.Kind != api.RefreshToken || next.ID() == first.ID() || next.Slot() != bench.SlotPasted {
		t.Errorf("chosen: %+v", next)
	}
	p.Put(" ")
	if p.Text != "" || p.Shown() != nil {
		t.Error("an empty paste keeps what was there before")
	}
	p.Put(strings.Repeat("é", bench.Bearable))
	if text, long := p.Excerpt(); !long || len(text) > 3000 || !strings.HasPrefix(text, "éé") {
		t.Errorf("the excerpt has %d bytes, %v", len(text), long)
	}
}

// TestHeavyToken has the rows of a large token cut, and made once.
func TestHeavyToken(t *testing.T) {
	m := bench.New()
	m.Pasted.Put(jwt(`{"alg":"RS256"}`, `{"data":"`+strings.Repeat("x", 1<<20)+`","exp":2000}`))
	m.Pasted.Decode()
	s, _ := m.Pasted.Specimen()
	rows := m.Rows(s, api.PartClaims, time.Unix(1000, 0))
	if len(rows) != 2 || len(rows[0].Value) > 2000 || !strings.Contains(rows[0].Cut, "1048578 bytes") {
		t.Fatalf("rows: %d, of which the first %.80q has %q", len(rows), rows[0].Value, rows[0].Cut)
	}
	before := rows[1].Means
	if after := m.Rows(s, api.PartClaims, time.Unix(1300, 0)); &after[0] != &rows[0] || after[1].Means == before {
		t.Errorf("made anew, or the time stood still: %q, %q", before, after[1].Means)
	}
	if now, later := m.Findings(s, time.Unix(1000, 0)), m.Findings(s, time.Unix(1001, 0)); len(now) == 0 || &now[0] != &later[0] {
		t.Error("the findings are made anew")
	}
	if got := m.Rows(s, api.PartHeader, time.Unix(1300, 0)); len(got) != 1 || got[0].Name != "alg" {
		t.Errorf("the header: %+v", got)
	}
}

func TestFindings(t *testing.T) {
	m := bench.New()
	c := connection("c", access(`{"iss":"https://elsewhere.example.com","sub":"x","aud":"y","iat":1000,"exp":2000}`))
	c.Values = map[string]string{api.DataCenterField: "https://dc.example.com"}
	s := bench.Of(c, api.Provider{Issuer: "{data_center}/issuer"})[0]
	m.Verdicts.Answer(s.ID(), &api.Verdict{State: api.VerdictValid, Findings: []api.Finding{{Title: "Small key"}}})
	var titles []string
	for _, f := range m.Findings(s, time.Unix(1500, 0)) {
		titles = append(titles, f.Title)
	}
	all := strings.Join(titles, "|")
	if !strings.Contains(all, "Small key") || !strings.Contains(strings.ToLower(all), "issue") {
		t.Errorf("neither the key's nor the issuer's: %s", all)
	}
}

func TestSteps(t *testing.T) {
	m, c := bench.New(), connection("c")
	step := api.Step{ID: "customer", Fields: []api.Field{
		{Name: "tenant", Label: "Customer tenant ID", Kind: api.FieldText},
		{Name: "kind", Kind: api.FieldChoice, Choices: []api.Choice{{Value: "first"}, {Value: "second"}}},
		{Name: "note", Kind: api.FieldText, Optional: true},
	}}
	id := bench.StepID("c", "customer")
	if _, field, ok := m.StepForm(c, step); ok || field != "tenant" || m.StepFault(id, "tenant") != "Enter the customer tenant ID." {
		t.Errorf("an empty field passes: %q, %q", field, m.StepFault(id, "tenant"))
	}
	m.SetStep(id, "tenant", " 42 ")
	if m.StepFault(id, "tenant") != "" {
		t.Error("the fault stays while it is mended")
	}
	form, _, ok := m.StepForm(c, step)
	if !ok || form.Connection != "c" || form.Step != "customer" || form.Values["tenant"] != "42" || form.Values["kind"] != "first" {
		t.Errorf("the form: %+v, %v", form, ok)
	}
	m.DropStep(id)
	if got := m.StepValue(id, step.Fields[0]); got != "" {
		t.Errorf("still typed: %q", got)
	}
}

func TestTranscripts(t *testing.T) {
	m, c := bench.New(), connection("c", access(`{}`))
	s := bench.Of(c, api.Provider{})[0]
	m.Introspections.Answer(s.ID(), &api.Introspection{Transcript: &api.Transcript{Purpose: api.ForIntrospection}})
	m.Revocations.Answer(s.ID(), &api.Revocation{Transcript: &api.Transcript{Purpose: api.ForRevocation}})
	var got []string
	for _, t := range m.Transcripts(c) {
		got = append(got, bench.Purpose(t))
	}
	if want := []string{"Introspection", "Revocation", "Token request"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestReach(t *testing.T) {
	c := connection("c", access(`{}`))
	c.Values = map[string]string{"introspection_url": "https://as.example.com/introspect"}
	p := api.Provider{Endpoints: api.Endpoints{Introspection: "{introspection_url}", Revocation: "{revocation_url}"}}
	if i, r := bench.Of(c, p)[0].Reach(); !i || r {
		t.Errorf("introspection %v, revocation %v", i, r)
	}
	p.Token.Discovery = true
	if i, r := bench.Of(c, p)[0].Reach(); !i || !r {
		t.Error("discovery may find both")
	}
}

func TestText(t *testing.T) {
	for raw, want := range map[string]string{`"a\u00e9"`: "aé", `1.0`: "1.0", `[1, 2]`: "[1, 2]", `"`: `"`, ``: ``} {
		if got := bench.Text(json.RawMessage(raw)); got != want {
			t.Errorf("%s: got %q", raw, got)
		}
	}
}
