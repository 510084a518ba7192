package snippet_test

import (
	"encoding/pem"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/app/snippet"
	"firstcall/app/wire"
)

// TestTokenStep runs whole scripts and compares what arrives with package wire.
func TestTokenStep(t *testing.T) {
	u := newUpstream(t, httptest.NewServer)
	values := map[string]string{
		"data_center": u.URL, "token_url": u.URL + "/o/token/?p=a%20b&q", "client_id": "id " + nasty, "username": nasty,
		"class": nasty, "a-b": "1", "a_b": "2", "realm": "a/b", "scope": "a b",
	}
	secrets := map[string]string{"client_secret": "s:" + nasty, "password": nasty + "\x01\x7f", "path": "k/" + nasty}
	environment := map[string]string{"CLIENT_SECRET": secrets["client_secret"], "PASSWORD": secrets["password"], "PATH_VALUE": secrets["path"]}
	rawID := maps.Clone(values)
	rawID["client_id"] = strings.ReplaceAll(nasty, ":", "")
	headerSafe := maps.Clone(values)
	headerSafe["client_id"] = "5f0c2b1e $HOME 'x'"
	for _, test := range []struct {
		name     string
		provider api.Provider
		values   map[string]string
	}{
		{"basic and form", basicForm(), rawID},
		{"basic and query", basicQuery(), values},
		{"JSON password", jsonPassword(), headerSafe},
		{"body and form", bodyForm(), values},
		{"discovery", discovery(), values},
		{"odd", odd(), values},
	} {
		for _, language := range []string{"bash", "python"} {
			t.Run(test.name+"/"+language, func(t *testing.T) {
				tokenStep(t, u, language, test.provider, test.values, secrets, environment)
			})
		}
	}
}

func tokenStep(t *testing.T, u *upstream, language string, p api.Provider, values, secrets, environment map[string]string) {
	all := maps.Clone(values)
	maps.Copy(all, secrets)
	if _, ok := p.Field("path"); ok {
		all["path"], environment = "k/!'\"", maps.Clone(environment)
		environment["PATH_VALUE"] = all["path"]
	}
	request, err := wire.Token(p, all)
	if err != nil {
		t.Fatal(err)
	}
	if p.Token.Discovery {
		request.URL = u.URL + "/discovered"
	}
	u.seen = nil
	code := write(language, snippet.Source{Provider: p, Values: values})
	out, err := run(t, language, code, environment)
	if want := "Bearer a/b+c=="; err != nil || !strings.HasSuffix(strings.TrimSpace(out), want) {
		t.Errorf("got %q, want %q, code:\n%s", out, want, code)
	}
	want := sent(t, request)
	if len(u.seen) != 1 || !u.seen[0].same(want) {
		t.Errorf("arrived:\n%+v\nwant:\n%+v\ncode:\n%s", u.seen, want, code)
	}
	for name, secret := range environment {
		if strings.Contains(code, secret) {
			t.Errorf("%s stands in the code:\n%s", name, code)
		}
	}
}

func TestCall(t *testing.T) {
	u := newUpstream(t, httptest.NewServer)
	body := "{\n  \"id\": 944455285181775872, \"s\": \"" + nasty + "\"\n}\n"
	for _, test := range []struct {
		name    string
		request api.Request
		want    received
	}{
		{
			"get",
			api.Request{
				Method: "get", Path: "/api/2/clients/5f0c2b1e", Query: []api.Row{{Name: "a b", Value: nasty}, {Name: "a b", Value: "[2]"}, {Name: "c", Off: true}},
				Header: []api.Row{
					{Name: "X-One", Value: " a'b\"$HOME "},
					{Name: "x-one", Value: "2"},
					{Name: "X-Off", Value: "1", Off: true},
					{Name: "authorization", Value: "mine"},
					{Name: "X-Bad", Value: "a\nb"},
					{Name: "@bad name", Value: "1"},
				},
			},
			received{
				method: "GET", path: "/api/2/clients/5f0c2b1e", query: url.Values{"a b": {nasty, "[2]"}},
				header: http.Header{"X-One": {"a'b\"$HOME, 2"}, "X-Off": nil, "X-Bad": nil, "Accept": {"application/json"}, "Content-Type": nil},
			},
		},
		{
			"post",
			api.Request{Method: "POST", Path: "/x/{y}/%20[1]$(id)'", Header: []api.Row{{Name: "content-type", Value: "a/b"}, {Name: "Accept", Value: "text/csv"}, {Name: "X-Empty"}}, Body: body},
			received{method: "POST", query: url.Values{}, body: body, header: http.Header{"Content-Type": {"a/b"}, "Accept": {"text/csv"}, "X-Empty": {""}}},
		},
		{
			"JSON, no type",
			api.Request{Method: "POST", Path: "/x", Body: body},
			received{method: "POST", path: "/x", query: url.Values{}, body: body, header: http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}}},
		},
		{
			"long body, no type",
			api.Request{Method: "PUT", Path: "/x", Body: strings.Repeat("é'", 100_000)},
			received{method: "PUT", path: "/x", query: url.Values{}, body: strings.Repeat("é'", 100_000), header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}}},
		},
		{"empty post", api.Request{Method: "POST", Path: "x"}, received{method: "POST", path: "/x", query: url.Values{}, header: http.Header{"Content-Type": nil}}},
		{"head", api.Request{Method: "HEAD", Path: "/x"}, received{method: "HEAD", path: "/x", query: url.Values{}}},
		{"odd method", api.Request{Method: "REPORT", Path: "/x?q=1"}, received{method: "REPORT", path: "/x", query: url.Values{"q": {"1"}}}},
	} {
		for _, language := range []string{"bash", "python"} {
			t.Run(test.name+"/"+language, func(t *testing.T) { oneCall(t, u, language, test.request, test.want) })
		}
	}
}

func oneCall(t *testing.T, u *upstream, language string, request api.Request, want received) {
	u.seen = nil
	code := write(language, snippet.Source{
		Provider: basicForm(), Request: &request,
		Connection: &api.Connection{DataCenter: u.URL, Values: map[string]string{"client_id": "5f0c2b1e"}},
	})
	if _, err := run(t, language, code, map[string]string{"CLIENT_SECRET": "s"}); err != nil || len(u.seen) != 2 {
		t.Fatalf("%d requests arrived, %v, code:\n%.9000s", len(u.seen), err, code)
	}
	got := u.seen[1]
	if !slices.Equal(got.header["Authorization"], []string{"Bearer a/b+c=="}) || got.body != want.body || got.length != int64(len(want.body)) {
		t.Errorf("got %s, %d bytes of %d, code:\n%.9000s", got.header["Authorization"], got.length, len(want.body), code)
	}
	got.form, got.object = nil, nil
	if want.path == "" {
		want.path = got.path
	}
	if !got.same(want) {
		t.Errorf("got:\n%+v\nwant:\n%+v\ncode:\n%.9000s", got, want, code)
	}
}

// TestCA runs against a server that only the CA file vouches for.
func TestCA(t *testing.T) {
	u := newUpstream(t, httptest.NewTLSServer)
	ca := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: u.Certificate().Raw}))
	values := map[string]string{"data_center": u.URL, "client_id": "c", api.CAField: ca}
	source := snippet.Source{Provider: basicQuery(), Values: values, Request: &api.Request{Method: "GET", Path: "/x"}}
	for _, language := range []string{"bash", "python"} {
		u.seen = nil
		code := write(language, source)
		if _, err := run(t, language, code, map[string]string{"CLIENT_SECRET": "s", api.CAField: ca}); err != nil || len(u.seen) != 2 {
			t.Errorf("%s: %d requests arrived, %v, code:\n%s", language, len(u.seen), err, code)
		}
	}
}

// TestNoToken checks that a refusal ends the script and is shown.
func TestNoToken(t *testing.T) {
	refuse := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnauthorized)
		io.WriteString(w, `{"error":"invalid_client"}`)
	}))
	defer refuse.Close()
	values := map[string]string{"data_center": refuse.URL, "client_id": "c"}
	for _, language := range []string{"bash", "python"} {
		code := write(language, snippet.Source{Provider: basicForm(), Values: values})
		if out, err := run(t, language, code, map[string]string{"CLIENT_SECRET": "s"}); err == nil {
			t.Errorf("%s: went on, printing %q", language, out)
		}
	}
}

func TestPlaceholders(t *testing.T) {
	p := jsonPassword()
	code := snippet.Python(snippet.Source{Provider: p})
	for _, want := range []string{
		"host = '<your host>'", "client_id = '<your client ID>'", "username = '<your user name>'", "grant_type = 'password'",
		"client_secret = os.environ['CLIENT_SECRET']", "password = os.environ['PASSWORD']",
	} {
		if !strings.Contains(code, want+"\n") {
			t.Errorf("%s is missing in:\n%s", want, code)
		}
	}
	p.Token.Client = "sideways"
	for _, language := range []string{"bash", "python"} {
		if got := write(language, snippet.Source{Provider: p}); !strings.HasPrefix(got, "# The token request") || strings.Count(got, "\n") != 1 {
			t.Errorf("%s: got %q", language, got)
		}
	}
}

func TestConnectionsDataCenter(t *testing.T) {
	s := snippet.Source{
		Provider: basicForm(), Values: map[string]string{"data_center": "https://typed.example"},
		Connection: &api.Connection{DataCenter: "https://connected.example", Values: map[string]string{"client_id": "5f0c2b1e"}},
		Request:    &api.Request{Path: "/api/2/clients/{client_id}/x/{tenant_id}"},
	}
	got := snippet.Curl(s)
	for _, want := range []string{
		"datacenter_url='https://connected.example'", `"$datacenter_url/api/2/clients/$client_id/x/{tenant_id}"`,
		"# Put a value in the place of {tenant_id}.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in:\n%s", want, got)
		}
	}
}

// TestHostileNames has a line break and a command in every text of a profile
// and a request that isn't a value. The token step succeeds all the same, so
// the code was understood; the call's method is none that can be sent.
func TestHostileNames(t *testing.T) {
	u := newUpstream(t, httptest.NewServer)
	file := filepath.Join(t.TempDir(), "broken-out")
	out := "x\r\ntouch " + file + "\nopen('" + file + "', 'w')\n$(touch " + file + ")`touch " + file + "`'\"\\"
	p := basicForm()
	p.Fields = append(p.Fields, api.Field{Name: "key" + out, Label: "L" + out, Kind: api.FieldSecret}, api.Field{Name: "text", Label: "T" + out})
	p.Token.Parameters = []api.Parameter{{Name: out, Value: "{text}" + out}}
	p.Token.Parameters = append(p.Token.Parameters, api.Parameter{Name: "X", Value: "{client_secret}", In: api.InHeader})
	source := snippet.Source{Provider: p, Values: map[string]string{"data_center": u.URL}, Request: &api.Request{
		Method: out, Path: out, Query: []api.Row{{Name: out, Value: out}}, Header: []api.Row{{Name: out, Value: out}}, Body: out,
	}}
	for _, language := range []string{"bash", "python"} {
		u.seen = nil
		code := write(language, source)
		run(t, language, code, map[string]string{"CLIENT_SECRET": "s"})
		if len(u.seen) == 0 || u.seen[0].form.Get(out) == "" {
			t.Errorf("%s: %d requests arrived, code:\n%s", language, len(u.seen), code)
		}
		if _, err := os.Stat(file); err == nil {
			t.Fatalf("%s: a text broke out of its literal:\n%s", language, code)
		}
	}
}
