package console

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"firstcall/app/api"
)

// grants is a provider with what few need, and several grants.
var grants = api.Provider{
	ID: "grants",
	Fields: []api.Field{
		{Name: "data_center", Label: "Data center URL", Kind: api.FieldURL},
		{Name: "grant_type", Label: "Grant", Kind: api.FieldChoice, Default: "client_credentials", Choices: []api.Choice{
			{Value: api.GrantClientCredentials}, {Value: api.GrantCode}, {Value: api.GrantDevice}, {Value: api.GrantPassword},
		}},
		{Name: "client_id", Label: "Client ID", Kind: api.FieldText},
		{Name: "client_secret", Label: "Client secret", Kind: api.FieldSecret},
		{Name: "username", Label: "User name", Kind: api.FieldText, When: "grant_type=password"},
		{Name: "audience", Label: "Audience", Kind: api.FieldText, Optional: true, Advanced: true},
		{Name: "actor", Label: "Actor", Kind: api.FieldText, Optional: true, Advanced: true, When: "grant_type=password"},
		{Name: api.PinField, Label: "Pinned certificate", Kind: api.FieldText, Optional: true, Advanced: true},
		{Name: api.VerifyField, Label: "Certificate check", Kind: api.FieldChoice, Default: "always", Optional: true, Advanced: true, Choices: []api.Choice{{Value: "always"}, {Value: "never"}}},
		{Name: api.ClientKeyField, Label: "Key", Kind: api.FieldKey, Optional: true, Advanced: true},
	},
	Token: api.TokenRequest{
		Method: "POST", URL: "{data_center}/token", Grant: "{grant_type}", Place: api.PlaceForm, Client: api.ClientBasic,
		Parameters: []api.Parameter{{Name: "audience", Value: "{audience}"}},
	},
	Endpoints: api.Endpoints{Authorization: "{data_center}/authorize", DeviceAuthorization: "{data_center}/device"},
	Sandbox:   map[string]string{"data_center": "http://localhost:8081", "client_id": "id", "client_secret": "s3cret-s3cret", "audience": "sandbox"},
}

// filled is a model whose form is filled in for grants.
func filled(t *testing.T) *Model {
	t.Helper()
	m := New([]api.Provider{grants})
	m.Receive(api.State{Now: local, Providers: m.Providers, RedirectURI: "http://localhost:8080/callback"}, time.Unix(local, 0))
	m.Sandbox("grants")
	return m
}

func TestGroups(t *testing.T) {
	m := filled(t)
	more, wayOut := m.Groups(grants)
	if len(more.Fields) != 1 || more.Set != 1 || more.Open {
		t.Errorf("for the sandbox: got %+v", more)
	}
	if len(wayOut.Fields) != 3 || wayOut.Set != 0 || wayOut.Open {
		t.Errorf("the way out: got %+v", wayOut)
	}
	m.Form.Set("grants", "grant_type", api.GrantPassword)
	m.Form.Set("grants", "audience", "mine")
	m.Form.Set("grants", api.VerifyField, "never")
	more, wayOut = m.Groups(grants)
	if len(more.Fields) != 2 || more.Set != 1 || !more.Open || wayOut.Set != 1 || !wayOut.Open || !m.Unverified() {
		t.Errorf("typed: got %+v and %+v", more, wayOut)
	}
	m.Pin("AB:CD")
	if f, _ := grants.Field(api.PinField); m.Form.Value("grants", f) != "AB:CD" || m.Unverified() {
		t.Error("a pinned certificate is verified, and stands in the form")
	}
	m.Sandbox("grants")
	if values := m.Form.Values(grants); values[api.PinField] != "" || values[api.VerifyField] != "always" {
		t.Errorf("the sandbox is reached by its own way out, got %v", values)
	}
}

func TestFaultyFieldUnfoldsItsGroup(t *testing.T) {
	m := filled(t)
	m.problem("grants", api.PinField, "This is no fingerprint.")
	if _, wayOut := m.Groups(grants); !wayOut.Open {
		t.Error("the problem stands where nobody sees it")
	}
}

func TestKeysStayOnTheServer(t *testing.T) {
	m := filled(t)
	m.Form.Set("grants", api.ClientKeyField, "-----BEGIN PRIVATE KEY-----")
	if draft := m.Draft(false); draft.Values[api.ClientKeyField] != "" {
		t.Error("a key goes out while it is being typed")
	}
	m.Finish(api.State{Now: local, Providers: m.Providers, Form: api.Form{Provider: "grants", Kept: []string{api.ClientKeyField}}}, time.Unix(local, 0))
	if f, _ := grants.Field(api.ClientKeyField); m.Form.Value("grants", f) != "" || !m.Form.Kept("grants", f.Name) {
		t.Error("the page still has the key")
	}
}

func TestPreviewFollowsTheGrant(t *testing.T) {
	for grant, want := range map[string][]string{
		api.GrantClientCredentials: {"POST http://localhost:8081/token", "grant_type=client_credentials"},
		api.GrantCode: {
			"1. Your browser", "GET http://localhost:8081/authorize?response_type=code", "redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fcallback", "code_challenge_method=S256",
			"2. Once it is back", "POST http://localhost:8081/token", "grant_type=authorization_code", "code_verifier=••••••••",
		},
		api.GrantDevice: {"1. This server", "POST http://localhost:8081/device", "2. While you enter it", "POST http://localhost:8081/token", "device_code=••••••••"},
	} {
		m := filled(t)
		m.Form.Set("grants", "grant_type", grant)
		got := legText(m.Preview())
		rest := got
		for _, part := range want {
			_, after, found := strings.Cut(rest, part)
			if !found {
				t.Errorf("%s: %q is missing, or not in its place:\n%s", grant, part, got)
				break
			}
			rest = after
		}
		if strings.Contains(got, "s3cret") {
			t.Errorf("%s: the secret is in\n%s", grant, got)
		}
	}
}

func TestVariation(t *testing.T) {
	m := filled(t)
	trial := m.Keep(api.Variation{Client: api.ClientBody, Slash: "add"})
	got := legText(m.Preview())
	if trial.Variation.Client != api.ClientBody || !strings.Contains(got, "/token/") || !strings.Contains(got, "client_secret=••••••••") || strings.Contains(got, "Authorization") {
		t.Errorf("got %+v and\n%s", trial, got)
	}
	if form := m.Draft(true); form.Variation != trial.Variation {
		t.Errorf("the form goes out without it: %+v", form)
	}
	if got := Otherwise(trial.Variation); got != "credentials in the body, a slash at the end of the token URL" {
		t.Errorf("got %q", got)
	}
	m.Receive(api.State{Now: local, Providers: m.Providers, Form: api.Form{Provider: "grants"}}, time.Unix(local, 0))
	if m.Variation() != (api.Variation{}) {
		t.Error("the server has undone it, the page has not")
	}
}

// failed is a model with a failure that two checks may explain.
func failed(t *testing.T) *Model {
	t.Helper()
	m := filled(t)
	m.Failure = &api.Failure{Title: "Refused", Checks: []api.Check{
		{Title: "One", Variation: api.Variation{Trim: true}}, {Title: "Two", Variation: api.Variation{Client: api.ClientBody}},
	}}
	m.Checks.follow(m.Failure)
	return m
}

func TestChecks(t *testing.T) {
	m := failed(t)
	trial, ok := m.StartCheck(1)
	if !ok || trial.Variation.Client != api.ClientBody || trial.Form.Values["client_secret"] == "" {
		t.Fatalf("got %+v, %v", trial, ok)
	}
	if _, ok := m.StartCheck(0); ok {
		t.Error("two checks at a time")
	}
	m.FinishCheck(1, Try{Tried: &api.Tried{Good: true}})
	if _, made := m.Checks.Tried(1); !made || !m.Checks.Good() || !strings.Contains(m.Announcement, "Two") {
		t.Errorf("got %+v, %q", m.Checks, m.Announcement)
	}
	if _, made := m.Checks.Tried(0); made {
		t.Error("a check was made that nobody asked for")
	}
	same := *m.Failure
	m.Receive(api.State{Now: local, Providers: m.Providers, Failure: &same}, time.Unix(local, 0))
	if !m.Checks.Good() {
		t.Error("the same failure has lost its checks")
	}
	if _, ok := m.StartCheck(0); !ok {
		t.Fatal("the first can't be tried")
	}
	m.Receive(api.State{Now: local, Providers: m.Providers, Failure: &api.Failure{Title: "Another"}}, time.Unix(local, 0))
	m.FinishCheck(0, Try{Tried: &api.Tried{Good: true}})
	if m.Checks.Good() {
		t.Error("a check of an earlier failure counts for a new one")
	}
	if _, ok := m.StartCheck(7); ok {
		t.Error("a check that is not there")
	}
}

func TestSignInWaits(t *testing.T) {
	m := filled(t)
	m.Form.Busy = true
	state := api.State{Now: local, Providers: m.Providers, SignIn: &api.SignIn{
		ID: "one", Grant: api.GrantDevice, UserCode: "ABCD-EFGH", VerificationURI: "https://login.example.com/device", ExpiresAt: local + 90, Interval: 5,
	}}
	if m.Finish(state, time.Unix(local, 0)) || !strings.Contains(m.Announcement, "ABCD-EFGH") || m.Form.Busy {
		t.Errorf("a token before anybody signed in: %q", m.Announcement)
	}
	if at := m.Credentials(); at.State != Working {
		t.Errorf("the line stands at %+v", at)
	}
	for after, want := range map[int64][2]string{
		0: {"1 min 30 s left", "Not asked yet, first in 5 s"}, 3: {"1 min 27 s left", "Not asked yet, first in 2 s"}, 95: {"The time for it is over", "Not asked yet, first now"},
	} {
		now := time.Unix(local+after, 0)
		if got := [2]string{m.SignInLeft(now), m.Asked(now)}; got != want {
			t.Errorf("after %d s: got %q, want %q", after, got, want)
		}
	}
	asked := *state.SignIn
	asked.Asked = 3
	state.SignIn = &asked
	if m.Waited(state, time.Unix(local+20, 0)) || m.Asked(time.Unix(local+21, 0)) != "Asked 3 times, next in 4 s" {
		t.Errorf("got %q", m.Asked(time.Unix(local+21, 0)))
	}
	state.SignIn, state.Current, state.Connections = nil, "c", []api.Connection{{ID: "c", Provider: "grants"}}
	if !m.Waited(state, time.Unix(local+30, 0)) || m.SignIn != nil {
		t.Error("the token is not seen")
	}
}

// TestQRPath draws the path on paper again.
func TestQRPath(t *testing.T) {
	rows := []string{"1101", "0000", "0110", "1111"}
	path, side := QRPath(rows)
	paper := make([][]byte, side)
	for y := range paper {
		paper[y] = []byte(strings.Repeat("0", side))
	}
	for run := range strings.SplitSeq(strings.TrimSuffix(path, "z"), "z") {
		fields := strings.FieldsFunc(run, func(r rune) bool { return strings.ContainsRune("M hv-", r) })
		x, y, n := number(t, fields[0]), number(t, fields[1]), number(t, fields[2])
		for i := range n {
			paper[y][x+i] = '1'
		}
	}
	margin := strings.Repeat("0", 4)
	for y, row := range paper {
		want := strings.Repeat("0", side)
		if y >= 4 && y < 8 {
			want = margin + rows[y-4] + margin
		}
		if string(row) != want {
			t.Errorf("row %d: got %s, want %s", y, row, want)
		}
	}
}

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestProbeAsksOncePerValue(t *testing.T) {
	m := filled(t)
	form, value, ok := m.StartProbe("grants", "data_center")
	if !ok || value != "http://localhost:8081" || form.Values["data_center"] != value {
		t.Fatalf("got %+v, %q, %v", form, value, ok)
	}
	if _, _, again := m.StartProbe("grants", "data_center"); again {
		t.Error("the same value is probed twice")
	}
	if text, _ := m.Form.Probed("grants", "data_center"); text != "" {
		t.Errorf("said before it was answered: %q", text)
	}
	m.FinishProbe("grants", value, api.Probed{Good: true, Text: "answers in 41 ms"})
	if text, good := m.Form.Probed("grants", "data_center"); text != "answers in 41 ms" || !good || !strings.Contains(m.Announcement, text) {
		t.Errorf("got %q, %v, announced %q", text, good, m.Announcement)
	}
	m.Form.Set("grants", "data_center", "https://elsewhere.example.com")
	if text, _ := m.Form.Probed("grants", "data_center"); text != "" {
		t.Errorf("another value is said to answer: %q", text)
	}
	for _, field := range []string{"client_id", "nothing"} {
		if _, _, ok := m.StartProbe("grants", field); ok {
			t.Errorf("leaving %s probes", field)
		}
	}
}

func TestClockNote(t *testing.T) {
	at := time.Date(2026, 2, 28, 23, 59, 50, 0, time.UTC)
	for ahead, want := range map[time.Duration]string{
		0: "", 30 * time.Second: "", -30 * time.Second: "", 45 * time.Second: "45 s ahead", -5 * time.Minute: "5 min behind",
		3 * time.Hour: "3 h ahead", -72 * time.Hour: "3 days behind",
	} {
		answered := api.Transcript{At: at.Unix(), Response: &api.Message{Header: []api.Pair{{Name: "date", Value: at.Add(ahead).Format(http.TimeFormat)}}}}
		if got := ClockNote(answered); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%v ahead: got %q, want %q", ahead, got, want)
		}
	}
	for _, odd := range []string{"", "soon", "Sun, 06 Xxx 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, aa Nov 1994 08:49:37 GMT"} {
		if got := ClockNote(api.Transcript{Response: &api.Message{Header: []api.Pair{{Name: "Date", Value: odd}}}}); got != "" {
			t.Errorf("%q: got %q", odd, got)
		}
	}
	if got := ClockNote(api.Transcript{}); got != "" {
		t.Errorf("without an answer: got %q", got)
	}
}

func TestHTTPDateIsReadAsTheStandardLibraryDoes(t *testing.T) {
	for month := range 12 {
		text := time.Date(2024, time.Month(month+1), 29, month, 3, 59, 0, time.UTC).Format(http.TimeFormat)
		want, err := http.ParseTime(text)
		if got, ok := httpDate(text); err != nil || !ok || !got.Equal(want) {
			t.Errorf("%s: got %v, %v, want %v", text, got, ok, want)
		}
	}
}

func TestScheme(t *testing.T) {
	for want, rungs := range map[string][]api.Rung{
		"http":  {{Name: api.RungURL, Evidence: "http://localhost:8081/token"}, {Name: api.RungTLS, Evidence: "not encrypted"}},
		"https": {{Name: api.RungURL, Evidence: "https://eu.example.com/token"}, {Name: api.RungTLS}},
	} {
		if got := Scheme(api.Transcript{Rungs: rungs}); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
