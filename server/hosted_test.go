//go:build !js

package server

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/server/transport"
)

// hosted is a hosted run that may reach what targets say.
func hosted(t *testing.T, targets ...string) *site {
	t.Helper()
	return start(t, Config{Listen: ":8080", AllowTarget: targets})
}

func TestHostedRefusals(t *testing.T) {
	site := hosted(t, "api.allowed.test", "192.0.2.0/24")
	acronis := func(dc string) api.Form {
		return api.Form{Provider: "acronis", Values: map[string]string{"data_center": dc, "client_id": "i", "client_secret": "s"}}
	}
	oauth := func(dc, token string) api.Form {
		form := formFor(dc)
		form.Values["token_url"] = token
		return form
	}
	for _, tc := range []struct {
		name string
		form api.Form
		host string
	}{
		{"no host of the profile", acronis("https://evil.test"), "evil.test"},
		{"a look-alike", acronis("https://acronis.com.evil.test"), "acronis.com.evil.test"},
		{"plain HTTP", acronis("http://eu8-cloud.acronis.com"), "eu8-cloud.acronis.com"},
		{"another port", acronis("https://eu8-cloud.acronis.com:8443"), "eu8-cloud.acronis.com:8443"},
		{"loopback", acronis("http://127.0.0.1:8081"), "127.0.0.1:8081"},
		{"metadata", acronis("http://169.254.169.254"), "169.254.169.254"},
		{"any server", oauth("https://a.test", "https://a.test/token"), "a.test"},
		{"data center elsewhere", oauth("https://a.test", "https://api.allowed.test/token"), "a.test"},
		{"token URL elsewhere", oauth("https://api.allowed.test", "https://a.test/token"), "a.test"},
		{"allowed in plain HTTP", oauth("http://api.allowed.test", "https://api.allowed.test/token"), "api.allowed.test"},
		{"outside the block", oauth("https://192.0.3.1", "https://192.0.3.1/token"), "192.0.3.1"},
		{"the sandbox that is off", acronis("https://acronis.sandbox.test"), "acronis.sandbox.test"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := site.browser().connect(tc.form).Failure
			if f == nil || f.Kind != api.FailureRefused || f.Host != tc.host || f.Phase != api.RungURL {
				t.Fatalf("failure %+v, want a refusal of %s", f, tc.host)
			}
			if want := transport.Refusal(tc.host); f.Title != want.Title || f.Detail != want.Detail || f.Transcript != nil {
				t.Errorf("the refusal tells more than it should: %+v", f)
			}
		})
	}
}

// globex has an endpoint of its own, whose metadata is read first, and a URL
// that is only a parameter.
const globex = `id: globex
name: Globex
hosts: ["*.globex.test"]
fields:
  - {name: data_center, label: Region, kind: url}
  - {name: login, label: Login, kind: endpoint}
  - {name: resource, label: Resource, kind: url, optional: true}
  - {name: client_id, label: Key}
  - {name: client_secret, label: Secret, kind: secret}
token:
  url: "{login}"
  discovery: true
  grant: client_credentials
  place: form
  client: client_secret_basic
  parameters: [{name: resource, value: "{resource}"}]
`

// TestHostedFields wants each URL that is contacted to be permitted, and no other.
func TestHostedFields(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "globex.yaml"), []byte(globex), 0o600); err != nil {
		t.Fatal(err)
	}
	// It speaks no TLS, so that is as far as a permitted exchange goes.
	id := strings.TrimPrefix(upstream(t, func(http.ResponseWriter, *http.Request) {}).URL, "http://")
	site := start(t, Config{Listen: ":8080", Providers: dir, AllowTarget: []string{"127.0.0.1"}})
	for _, tc := range []struct{ dc, login, resource, refused string }{
		{"https://eu.globex.test", "https://evil.test/login/?p=1", "", "evil.test"},
		{"https://eu.globex.test", "http://id.globex.test/login", "", "id.globex.test"},
		{"https://eu.globex.test", "https://id.globex.test:8443/login", "", "id.globex.test:8443"},
		{"https://evil.test", "https://" + id + "/login/?p=1", "", "evil.test"},
		{"https://eu.globex.test", "https://" + id + "/login/?p=1", "https://other.test", ""},
	} {
		f := site.browser().connect(api.Form{Provider: "globex", Values: map[string]string{
			"data_center": tc.dc, "login": tc.login, "resource": tc.resource, "client_id": "i", "client_secret": "s",
		}}).Failure
		switch {
		case f == nil:
			t.Errorf("%+v: no failure", tc)
		case tc.refused != "" && !reflect.DeepEqual(f, transport.Refusal(tc.refused)):
			t.Errorf("%+v: %+v", tc, f)
		case tc.refused == "" && f.Kind != api.FailureTLS:
			t.Errorf("%+v: %+v, want it tried", tc, f)
		}
	}
}

// TestRefusalIsFlat compares a host that is not permitted with one that is,
// and whose address the guard then refuses.
func TestRefusalIsFlat(t *testing.T) {
	b := hosted(t, "localhost").browser()
	form := func(host string) api.Form { return formFor("https://" + host) }
	byName, byAddress := b.connect(form("evil.test")).Failure, b.connect(form("localhost")).Failure
	if byName == nil || byAddress == nil {
		t.Fatalf("failures %+v and %+v", byName, byAddress)
	}
	if byAddress.Kind != byName.Kind || byAddress.Detail != byName.Detail || byAddress.Phase != byName.Phase ||
		strings.ReplaceAll(byAddress.Title, "localhost", "evil.test") != byName.Title {
		t.Errorf("the guard says %+v, the pattern %+v", byAddress, byName)
	}
}

func TestHostedState(t *testing.T) {
	state := hosted(t).browser().state()
	if !state.Hosted {
		t.Error("the state does not say that the run is hosted")
	}
	for _, p := range state.Providers {
		if p.Sandbox != nil {
			t.Errorf("%s offers a sandbox", p.ID)
		}
	}
}

// TestHostedSandboxSaysWhere wants a note where the generated code can't run, and
// nowhere else.
func TestHostedSandboxSaysWhere(t *testing.T) {
	for listen, want := range map[string]bool{":8080": true, "127.0.0.1:8080": false} {
		state := start(t, Config{Listen: listen, Sandbox: new(true)}).browser().state()
		for _, p := range state.Providers {
			if got := strings.HasSuffix(p.Token.Note, unreachable); got != (want && p.ID == "sandbox") {
				t.Errorf("%s on %s: note %q", p.ID, listen, p.Token.Note)
			}
		}
	}
}

// TestHostedAllowed reaches a private data center that the operator named, by
// address, so that the guard lets it pass too.
func TestHostedAllowed(t *testing.T) {
	dc := upstream(t, func(w http.ResponseWriter, _ *http.Request) { issue(w, "a-token") })
	u, err := url.Parse(dc.URL)
	if err != nil {
		t.Fatal(err)
	}
	f := hosted(t, u.Hostname()).browser().connect(formFor("https://" + u.Host)).Failure
	// It speaks no TLS, so this is as far as it goes.
	if f == nil || f.Kind != api.FailureTLS {
		t.Errorf("failure %+v, want one of TLS", f)
	}
}
