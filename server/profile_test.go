//go:build !js

package server

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/server/transport"
)

// mine is a profile of a session's own; {at} is where it asks for tokens.
const mine = `id: mine
name: My server
hosts: ["*.evil.test"]
fields:
  - {name: data_center, label: Base URL, kind: url}
  - {name: token_url, label: Token URL, kind: endpoint, default: "{at}/token"}
  - {name: client_id, label: Client ID}
  - {name: client_secret, label: Client secret, kind: secret}
token: {url: "{token_url}", grant: client_credentials, place: form, client: client_secret_basic}
`

func profileOf(id, at string) api.Profile {
	text := strings.ReplaceAll(mine, "{at}", at)
	return api.Profile{YAML: strings.Replace(text, "id: mine", "id: "+id, 1)}
}

// offer has a profile offered, which has to be good.
func (b *browser) offer(p api.Profile) api.Checked {
	t := b.site.t
	t.Helper()
	checked := decode[api.Checked](t, b.want(200, "PUT", api.ProfilePath, p))
	if checked.Provider == nil || len(checked.Faults) > 0 {
		t.Fatalf("faults: %+v", checked.Faults)
	}
	return checked
}

func (b *browser) profile(id string) api.Profile {
	b.site.t.Helper()
	return decode[api.Profile](b.site.t, b.want(200, "GET", api.ProfilePath+"?id="+id, nil))
}

// TestProfileTexts wants each text as its file has it.
func TestProfileTexts(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "globex.yaml"), []byte(profileOf("globex", "https://a.test").YAML), 0o600); err != nil {
		t.Fatal(err)
	}
	b := start(t, Config{Providers: dir}).browser()
	b.state()
	for _, id := range []string{"sandbox", "acronis", "cyberapp", "dcv", "passport", "oauth", "globex"} {
		file := filepath.Join("provider", "builtin", id+".yaml")
		if id == "globex" {
			file = filepath.Join(dir, "globex.yaml")
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got := b.profile(id); got.ID != id || got.YAML != string(want) || got.Own {
			t.Errorf("%s: got another text: %+v", id, got)
		}
	}
	wantProblem(t, b.ask("GET", api.ProfilePath+"?id=nobody", nil), http.StatusBadRequest, api.KindInvalid)
}

// TestDraftIsKept checks texts, which are there again afterwards as they were.
func TestDraftIsKept(t *testing.T) {
	b := start(t, bare).browser()
	if got := b.profile(""); got != (api.Profile{}) {
		t.Errorf("before: %+v", got)
	}
	faulty := api.Profile{ID: "oauth", YAML: "id: x\nname: [\n"}
	checked := decode[api.Checked](t, b.want(200, "PUT", api.CheckPath, faulty))
	if len(checked.Faults) == 0 || checked.Faults[0].Line == 0 || checked.Provider != nil {
		t.Errorf("checked: %+v", checked)
	}
	if got := b.profile(""); got != faulty {
		t.Errorf("kept %+v", got)
	}
	good := profileOf("mine", "https://a.test")
	checked = decode[api.Checked](t, b.want(200, "PUT", api.CheckPath, good))
	if checked.Provider == nil || checked.Provider.ID != "mine" || !checked.Provider.Own {
		t.Errorf("checked: %+v", checked)
	}
	if slices.ContainsFunc(b.state().Providers, func(p api.Provider) bool { return p.Own }) {
		t.Error("a profile is offered that was only checked")
	}
	if got := b.site.browser().profile(""); got != (api.Profile{}) {
		t.Errorf("another session has the draft: %+v", got)
	}
}

// TestOwnProfile offers one, connects with it, and removes it again.
func TestOwnProfile(t *testing.T) {
	dc := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/token" {
			issue(w, "its token")
		}
	})
	site := start(t, bare)
	b := site.browser()
	before := len(b.state().Providers)
	faulty := decode[api.Checked](t, b.want(200, "PUT", api.ProfilePath, api.Profile{YAML: "id: mine\n"}))
	if len(faulty.Faults) == 0 || len(b.state().Providers) != before {
		t.Fatalf("a faulty profile is offered: %+v", faulty)
	}
	b.offer(profileOf("mine", dc.URL))
	if p := providerOf(t, b.state(), "mine"); !p.Own || p.Name != "My server" || len(b.state().Providers) != before+1 {
		t.Errorf("offered: %+v", p)
	}
	if got := len(site.browser().state().Providers); got != before {
		t.Errorf("another session is offered %d profiles, want %d", got, before)
	}
	state := b.connect(api.Form{Provider: "mine", Values: map[string]string{"data_center": dc.URL, "client_id": "i", "client_secret": "s"}})
	if state.Connection() == nil || state.Failure != nil {
		t.Fatalf("no connection: %+v", state.Failure)
	}
	left := decode[api.State](t, b.want(200, "DELETE", api.ProfilePath+"?id=mine", nil))
	if len(left.Providers) != before || left.Connection() == nil || left.Form.Provider != "" || left.Connection().Renewal.At != 0 {
		t.Errorf("removed: %+v", left)
	}
	call := api.Request{Method: "GET", Path: "/"}
	if got := b.ask("POST", api.CallPath, call); got.status != 400 || !strings.Contains(got.body, "put it back") {
		t.Errorf("a call without the profile: %d %s", got.status, got.body)
	}
	b.offer(profileOf("mine", dc.URL))
	if reply := decode[api.Reply](t, b.want(200, "POST", api.CallPath, call)); reply.Failure != nil || reply.Status != 200 {
		t.Errorf("a call with the profile put back: %+v", reply)
	}
	b.want(200, "DELETE", api.ProfilePath+"?id=mine", nil)
	wantProblem(t, b.ask("DELETE", api.ProfilePath+"?id=mine", nil), http.StatusBadRequest, api.KindInvalid)
}

// TestOwnReplacesInItsPlace has a profile with a built-in one's id, which comes
// back.
func TestOwnReplacesInItsPlace(t *testing.T) {
	b := start(t, Config{}).browser()
	before := b.state().Providers
	changed := b.profile("acronis")
	changed.YAML = strings.Replace(changed.YAML, "\nname: ", "\nname: My ", 1)
	b.offer(changed)
	after := b.state().Providers
	i := slices.IndexFunc(before, func(p api.Provider) bool { return p.ID == "acronis" })
	if len(after) != len(before) || after[i].Name != "My "+before[i].Name || !after[i].Own || after[i].Sandbox == nil {
		t.Errorf("in its place: %+v", after[i])
	}
	if got := b.profile("acronis"); !got.Own || got.YAML != changed.YAML {
		t.Errorf("the text is %+v", got)
	}
	b.mustConnect("acronis")
	b.want(200, "DELETE", api.ProfilePath+"?id=acronis", nil)
	if p := b.state().Providers[i]; p.Own || p.Name != before[i].Name {
		t.Errorf("afterwards: %+v", p)
	}
}

// TestSecretsStayWithTheirHosts replaces a provider that has secrets and a
// connection by others: the secrets go along only where they went before.
func TestSecretsStayWithTheirHosts(t *testing.T) {
	elsewhere := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("%s %s was asked: %s", r.Method, r.URL, r.Header.Get("Authorization"))
	})
	for _, tc := range []struct {
		name     string
		old, new string
		stays    bool
	}{
		{"another name", "\nname: ", "\nname: My ", true},
		{"another field", "\nfields:\n", "\nfields:\n  - {name: more, label: More, optional: true}\n", true},
		{"another host", `  url: "{data_center}`, `  url: "{login}`, false},
		{"a further host", "\ntoken:\n", "\nendpoints: {introspection: \"{login}\"}\ntoken:\n", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := start(t, Config{}).browser()
			b.mustConnect("acronis")
			p := b.profile("acronis")
			p.YAML = strings.Replace(p.YAML, "\nfields:\n", "\nfields:\n  - {name: login, label: Login, kind: url, default: \""+elsewhere.URL+"\"}\n", 1)
			text := strings.Replace(p.YAML, tc.old, tc.new, 1)
			if text == p.YAML {
				t.Fatalf("nothing was replaced in\n%s", text)
			}
			b.offer(api.Profile{YAML: text})
			state := b.state()
			if kept := slices.Contains(state.Form.Kept, "client_secret"); kept != tc.stays || state.Form.Values["client_secret"] != "" {
				t.Errorf("kept %v, values %v", state.Form.Kept, state.Form.Values)
			}
			if r := state.Connection().Renewal; r.On != tc.stays || (r.Note != "") == tc.stays {
				t.Errorf("renewal %+v", r)
			}
			b.site.clock.advance(3 * 3600 * 1e9)
			b.want(200, "POST", api.CallPath, api.Request{Method: "GET", Path: "/"})
		})
	}
}

// TestSecretStaysSecret makes a field one that the page may know the value of.
func TestSecretStaysSecret(t *testing.T) {
	b := start(t, bare).browser()
	p := profileOf("mine", "https://a.test")
	p.YAML = strings.Replace(p.YAML, "\ntoken:", "\n  - {name: ticket, label: Ticket, kind: secret}\ntoken:", 1)
	b.offer(p)
	b.want(204, "PUT", api.FormPath, api.Form{Provider: "mine", Values: map[string]string{"ticket": "distinctive", "client_id": "mine"}})
	if got := b.state().Form; !slices.Contains(got.Kept, "ticket") {
		t.Fatalf("it is not kept: %+v", got)
	}
	p.YAML = strings.Replace(p.YAML, "label: Ticket, kind: secret", "label: Ticket", 1)
	b.offer(p)
	got := b.want(200, "GET", api.StatePath, nil)
	if strings.Contains(got.body, "distinctive") || decode[api.State](t, got).Form.Values["client_id"] != "mine" {
		t.Errorf("the state is %s", got.body)
	}
}

// TestProfilesAreFew counts a session's own.
func TestProfilesAreFew(t *testing.T) {
	b := start(t, bare).browser()
	for i := range maxProfiles {
		b.offer(profileOf("mine-"+strconv.Itoa(i), "https://a.test"))
	}
	wantProblem(t, b.ask("PUT", api.ProfilePath, profileOf("mine-10", "https://a.test")), http.StatusBadRequest, api.KindInvalid)
	b.offer(profileOf("mine-3", "https://b.test"))
	b.want(200, "DELETE", api.ProfilePath+"?id=mine-5", nil)
	b.offer(profileOf("mine-10", "https://a.test"))
}

func TestProfilesAreSmall(t *testing.T) {
	b := start(t, bare).browser()
	for _, path := range []string{api.ProfilePath, api.CheckPath} {
		long := api.Profile{YAML: mine + strings.Repeat("#\n", 32<<10)}
		if got := decode[api.Checked](t, b.want(200, "PUT", path, long)); len(got.Faults) != 1 || !strings.Contains(got.Faults[0].Reason, "64 kB") {
			t.Errorf("%s: %+v", path, got)
		}
		wantProblem(t, b.ask("PUT", path, api.Profile{YAML: strings.Repeat("x", profileLimit)}), http.StatusRequestEntityTooLarge, "")
		many := api.Profile{YAML: "need: [" + strings.Repeat("{},", 5000) + "]"}
		if got := decode[api.Checked](t, b.want(200, "PUT", path, many)); len(got.Faults) != mostFaults {
			t.Errorf("%s: %d faults are told", path, len(got.Faults))
		}
	}
	wantProblem(t, b.ask("POST", api.DiscoverPath, api.Import{Issuer: strings.Repeat("x", formLimit)}), http.StatusRequestEntityTooLarge, "")
}

// TestImportedProfileConnects goes from an issuer's URL to a call.
func TestImportedProfileConnects(t *testing.T) {
	for _, cfg := range []struct {
		name string
		Config
	}{
		{"personal", Config{}},
		{"hosted", Config{Listen: ":8080", Sandbox: new(true)}},
	} {
		t.Run(cfg.name, func(t *testing.T) {
			b := start(t, cfg.Config).browser()
			fill := providerOf(t, b.state(), "sandbox").Sandbox
			imported := decode[api.Imported](t, b.want(200, "POST", api.DiscoverPath, api.Import{Issuer: fill["data_center"]}))
			if imported.Failure != nil || len(imported.Filled) < 5 || len(imported.Missing) == 0 {
				t.Fatalf("%+v", imported)
			}
			id := b.offer(api.Profile{YAML: imported.YAML}).Provider.ID
			state := b.connect(api.Form{Provider: id, Values: map[string]string{
				"data_center": fill["data_center"], "client_id": fill["client_id"], "client_secret": fill["client_secret"], "scope": "api",
			}})
			if state.Failure != nil || state.Connection() == nil {
				t.Fatalf("%+v", state.Failure)
			}
			reply := decode[api.Reply](t, b.want(200, "POST", api.CallPath, api.Request{Method: "GET", Path: "/"}))
			if reply.Failure != nil || reply.Status != 200 {
				t.Errorf("%+v", reply)
			}
		})
	}
}

// TestHostedImports asks only those that the operator let in, whatever a
// session's own profiles say.
func TestHostedImports(t *testing.T) {
	b := hosted(t, "login.allowed.test").browser()
	b.offer(profileOf("mine", "https://login.evil.test"))
	for issuer, host := range map[string]string{
		"https://login.evil.test":                                 "login.evil.test",
		"https://127.0.0.1:8081/.well-known/openid-configuration": "127.0.0.1:8081",
		"http://login.allowed.test":                               "login.allowed.test",
		"https://login.allowed.test:8443":                         "login.allowed.test:8443",
		"https://169.254.169.254/latest":                          "169.254.169.254",
	} {
		f := decode[api.Imported](t, b.want(200, "POST", api.DiscoverPath, api.Import{Issuer: issuer})).Failure
		want := transport.Refusal(host)
		if f == nil || f.Kind != api.FailureRefused || f.Host != host || f.Title != want.Title || f.Detail != want.Detail || f.Transcript != nil {
			t.Errorf("%s: %+v, want a flat refusal", issuer, f)
		}
	}
	for _, issuer := range []string{"https://login.allowed.test/realms/a", "https://eu8-cloud.acronis.com"} {
		f := decode[api.Imported](t, b.want(200, "POST", api.DiscoverPath, api.Import{Issuer: issuer})).Failure
		if f == nil || f.Kind == api.FailureRefused {
			t.Errorf("%s, which is allowed: %+v", issuer, f)
		}
	}
	state := b.connect(api.Form{Provider: "mine", Values: map[string]string{
		"data_center": "https://login.evil.test", "client_id": "i", "client_secret": "s",
	}})
	if state.Failure == nil || state.Failure.Kind != api.FailureRefused {
		t.Errorf("a session's own hosts let it out: %+v", state.Failure)
	}
}
