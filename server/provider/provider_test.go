package provider_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/server/provider"
)

func TestBuiltin(t *testing.T) {
	profiles := builtin(t)
	want := []string{
		"sandbox Sb Sandbox", "acronis Ac Acronis Cyber Platform", "cyberapp Ca Acronis CyberApp",
		"dcv Dv Amazon DCV", "passport Js JSON password grant", "oauth Oa OAuth 2.0 server",
	}
	var got []string
	for _, p := range profiles {
		got = append(got, p.ID+" "+p.Glyph+" "+p.Name)
		if p.Summary == "" || p.Documentation == "" || len(p.Need) == 0 || p.Token.Note == "" || len(p.Requests) == 0 || p.SandboxDialect == "" {
			t.Errorf("%s lacks something that the page shows", p.ID)
		}
		if p.SandboxOnly != (p.ID == "sandbox") {
			t.Errorf("%s: SandboxOnly is %v", p.ID, p.SandboxOnly)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestBuiltinWire holds the profiles to the vendors' documents.
func TestBuiltinWire(t *testing.T) {
	want := map[string]string{
		"sandbox":  "POST {data_center}/.well-known/openid-configuration {grant_type} form {client_authentication}",
		"acronis":  "POST {data_center}/api/2/idp/token client_credentials form client_secret_basic",
		"cyberapp": "POST {data_center}/bc/idp/token client_credentials form client_secret_basic",
		"dcv":      "POST {data_center}/oauth2/token client_credentials query client_secret_basic",
		"passport": "POST {data_center}/oauth/token {grant_type} json client_secret_post",
		"oauth":    "POST {token_url} {grant_type} form {client_authentication}",
	}
	for _, p := range builtin(t) {
		got := strings.Join([]string{p.Token.Method, p.Token.URL, p.Token.Grant, p.Token.Place, p.Token.Client}, " ")
		if got != want[p.ID] {
			t.Errorf("%s: got %s, want %s", p.ID, got, want[p.ID])
		}
	}
}

func TestBuiltinBodiesAreJSON(t *testing.T) {
	for _, p := range builtin(t) {
		for _, r := range p.Requests {
			if r.Body != "" && !json.Valid([]byte(r.Body)) {
				t.Errorf("%s, %s: body is no JSON", p.ID, r.Name)
			}
		}
	}
}

// TestDocumentedExample loads the worked example out of the document.
func TestDocumentedExample(t *testing.T) {
	document, err := os.ReadFile("../../docs/providers.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(document), "```yaml\n")
	example, _, closed := strings.Cut(rest, "```\n")
	if !found || !closed {
		t.Fatal("the document has no example")
	}
	profiles, err := provider.Load(builtin(t), directory(t, map[string]string{"globex.yaml": example}))
	if err != nil {
		t.Fatal(err)
	}
	p := profiles[len(profiles)-1]
	if p.ID != "globex" || p.Answer.Names().AccessToken != "result.token" || p.Answer.Names().Scope != "scope" {
		t.Errorf("got %+v", p)
	}
	if !p.Permits("eu.globex.example") || p.Permits("globex.example") {
		t.Error("the example's hosts are not as the document says")
	}
}

// TestDocumentNamesEveryKey holds the reference to the format.
func TestDocumentNamesEveryKey(t *testing.T) {
	document, err := os.ReadFile("../../docs/providers.md")
	if err != nil {
		t.Fatal(err)
	}
	_, reference, _ := strings.Cut(string(document), "## The keys")
	for _, key := range keys(provider.Profile{}) {
		if !strings.Contains(reference, "`"+key+"`") {
			t.Errorf("the reference does not name %s", key)
		}
	}
}

func TestLoadReplacesAndAppends(t *testing.T) {
	dir := directory(t, map[string]string{
		"b.yml": edited("id: good", "id: second"), "a.yaml": good,
		"z.yaml": edited("id: good", "id: dcv"), "notes.txt": "not a profile",
	})
	before := builtin(t)
	profiles, err := provider.Load(before, dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range profiles {
		got = append(got, p.ID)
	}
	want := []string{"sandbox", "acronis", "cyberapp", "dcv", "passport", "oauth", "good", "second"}
	if !slices.Equal(got, want) || profiles[3].Name != "Good" {
		t.Errorf("got %q, want %q; dcv is %q", got, want, profiles[3].Name)
	}
	if before[3].Name != "Amazon DCV" {
		t.Error("Load changed the profiles that it was given")
	}
}

func TestLoadNamesEveryFaultOfEveryFile(t *testing.T) {
	dir := directory(t, map[string]string{"a.yaml": good, "b.yaml": good, "c.yaml": "{", "d.yaml": "id: X\nname: Y\n"})
	_, err := provider.Load(nil, dir)
	if err == nil {
		t.Fatal("got no error")
	}
	for _, want := range []string{
		filepath.Join(dir, "b.yaml") + `:1: id "good" is that of a.yaml already`,
		filepath.Join(dir, "c.yaml") + ":1: ",
		filepath.Join(dir, "d.yaml") + `:1: id "X" may have only a to z, 0 to 9 and -`,
		filepath.Join(dir, "d.yaml") + ":1: there is no field named data_center",
	} {
		if !strings.Contains("\n"+err.Error(), "\n"+want) {
			t.Errorf("no line %q in\n%v", want, err)
		}
	}
}

func TestLoadNamesAMissingDirectory(t *testing.T) {
	if _, err := provider.Load(nil, filepath.Join(t.TempDir(), "none")); err == nil || !strings.Contains(err.Error(), "none") {
		t.Errorf("got %v", err)
	}
}

func TestPermits(t *testing.T) {
	p := provider.Profile{Hosts: []string{"*.acronis.com", "Exact.example:8443", "plain.example", "[::1]:9000", "10.0.0.1"}}
	for host, want := range map[string]bool{
		"eu8-cloud.acronis.com": true, "EU8-Cloud.Acronis.com": true, "a.b.acronis.com": true, "eu8.acronis.com:443": true,
		"eu8.acronis.com.": true, "acronis.com": false, ".acronis.com": false, "evilacronis.com": false, "acronis.com.evil.example": false,
		"eu8.acronis.com:8443": false, "eu8.acronis.com:": false, "exact.example:8443": true, "exact.example": false,
		"sub.exact.example:8443": false, "plain.example": true, "[::1]:9000": true, "[::1]": false, "10.0.0.1": true, "110.0.0.1": false,
		"": false, ".": false, ":443": false,
	} {
		if got := p.Permits(host); got != want {
			t.Errorf("Permits(%q) = %v", host, got)
		}
	}
	if (provider.Profile{}).Permits("eu8-cloud.acronis.com") {
		t.Error("a profile without patterns permits a host")
	}
}

func TestRead(t *testing.T) {
	p := provider.Profile{Variables: map[string]string{
		"tenant": "scope.0.tid", "big": "n", "deep": "https://example.com/t.x", "flag": "f", "whole": "scope",
		"beyond": "scope.7.tid", "negative": "scope.-1.tid", "through": "n.x", "twice": "d", "absent": "a.b", "prefix": "sco", "null": "null",
	}}
	got := p.Read([]api.Member{
		member("scope", `[{"tid":"10f2","role":"r"}]`), member("n", "944455285181775872"), member("f", "true"),
		member("https://example.com/t", `{"x":1.50}`), member("d", `"first"`), member("d", `"last"`), member("null", "null"), member("bad", "{"),
	})
	want := map[string]string{"tenant": "10f2", "big": "944455285181775872", "deep": "1.50", "flag": "true", "twice": "last"}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestLookup(t *testing.T) {
	decoder := json.NewDecoder(strings.NewReader(`{
		"access_token": "t", "data": {"token": "nested", "list": [{"id": 7}]}, "a.b": {"c": 1}, "a": {"b": {"c": 2}, "x": 3}, "null": null
	}`))
	decoder.UseNumber()
	var object any
	if err := decoder.Decode(&object); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]any{
		"access_token": "t", "data.token": "nested", "data.list.0.id": json.Number("7"), "a.b.c": json.Number("1"), "a.x": json.Number("3"),
		"": nil, ".": nil, "null": nil, "data.none": nil, "data.list.1": nil, "data.list.-1": nil, "access_token.x": nil, "a..x": nil,
	} {
		if got := provider.Lookup(object, path); got != want {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
	}
	if got := provider.Lookup([]any{"first"}, "0"); got != "first" {
		t.Errorf("got %v", got)
	}
}

// TestTransportFields wants each profile to have them once, its own first.
func TestTransportFields(t *testing.T) {
	own := map[string]bool{"dcv": true}
	for _, p := range builtin(t) {
		count := map[string]int{}
		for _, f := range p.Fields {
			count[f.Name]++
		}
		for _, name := range []string{
			api.CAField, api.PinField, api.VerifyField, api.ClientCertificateField, api.ClientKeyField,
			api.ProxyField, api.ProxyAuthorizationField, api.ConnectTimeoutField, api.TimeoutField,
		} {
			f, _ := p.Field(name)
			if count[name] != 1 || !f.Optional || f.Label == "" || f.Advanced == (own[p.ID] && name == api.CAField) {
				t.Errorf("%s: %d fields %s: %+v", p.ID, count[name], name, f)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(good)
	f.Add("a: &a [*a]")
	f.Add("fields: [1]\n---\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := provider.Parse("f", []byte(text))
		if err == nil && (p.ID == "" || p.Name == "") {
			t.Errorf("got %+v without a fault", p)
		}
		for line := range strings.SplitSeq(errorText(err), "\n") {
			if line != "" && !strings.HasPrefix(line, "f:") {
				t.Errorf("fault %q has no place", line)
			}
		}
	})
}
