package snippet_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/app/snippet"
	"firstcall/app/wire"
)

// TestExchange runs what a transcript is as curl, with the secrets that were
// masked in it, and compares what arrives with what was sent.
func TestExchange(t *testing.T) {
	u := newUpstream(t, httptest.NewServer)
	form := api.Pair{Name: "Content-Type", Value: "application/x-www-form-urlencoded"}
	json := api.Pair{Name: "Content-Type", Value: "application/json"}
	for _, test := range []struct {
		name    string
		shown   api.Message
		secrets map[string]string
		target  string // as it was sent
		header  api.Pair
		body    string
	}{
		{
			"Basic and a form",
			api.Message{
				Start: "POST /token?x=%27%7B1%7D HTTP/1.1", Header: []api.Pair{{Name: "Authorization", Value: "Basic " + wire.Mask}, form},
				Body: "grant_type=client_credentials&scope=a+b%26%27",
			},
			map[string]string{"BASIC_CREDENTIALS": "aTpz"},
			"/token?x=%27%7B1%7D",
			api.Pair{Name: "Authorization", Value: "Basic aTpz"},
			"grant_type=client_credentials&scope=a+b%26%27",
		},
		{
			"secrets in the form",
			api.Message{
				Start: "POST /token HTTP/1.1", Header: []api.Pair{form},
				Body: "client_id=i&client_secret=" + wire.Mask + "&refresh_token=eyJhbGciOiJ…••••••",
			},
			map[string]string{"CLIENT_SECRET": nasty, "REFRESH_TOKEN": "a.b+c=&d"},
			"/token", form, "client_id=i&client_secret=" + url.QueryEscape(nasty) + "&refresh_token=" + url.QueryEscape("a.b+c=&d"),
		},
		{
			"JSON with quotes",
			api.Message{
				Start: "POST /oauth/token HTTP/2.0", Header: []api.Pair{json},
				Body: `{"username":"it's $HOME","password":"` + wire.Mask + `","client_secret" : "` + wire.Mask + `"}`,
			},
			map[string]string{"PASSWORD": "p:/$&w", "CLIENT_SECRET": "s"},
			"/oauth/token", json, `{"username":"it's $HOME","password":"p:/$&w","client_secret" : "s"}`,
		},
		{
			"a secret in the query and one in a header",
			api.Message{Start: "GET /token?key=" + wire.Mask + "&path=" + wire.Mask + "&x=[1] HTTP/1.1", Header: []api.Pair{{Name: "X-Api-Key", Value: wire.Mask}}},
			map[string]string{"KEY": "k%2Fy", "PATH_VALUE": "p", "X_API_KEY": "h!$x"},
			"/token?key=k%2Fy&path=p&x=[1]",
			api.Pair{Name: "X-Api-Key", Value: "h!$x"},
			"",
		},
		{
			"a token as Bearer, and no body",
			api.Message{Start: "POST /token HTTP/1.1", Header: []api.Pair{{Name: "Authorization", Value: "Bearer eyJ0eXAiOiJ…••••••"}, {Name: "Content-Length", Value: "0"}}},
			map[string]string{"ACCESS_TOKEN": "a.b.c"},
			"/token",
			api.Pair{Name: "Authorization", Value: "Bearer a.b.c"},
			"",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.shown.Header = append([]api.Pair{{Name: "Host", Value: strings.TrimPrefix(u.URL, "http://")}}, test.shown.Header...)
			code := snippet.Exchange("http", test.shown)
			asks, _, _ := strings.Cut(code, "\n")
			for name := range test.secrets {
				if !strings.Contains(asks, name) {
					t.Errorf("the first line does not ask for %s:\n%s", name, code)
				}
			}
			u.seen = nil
			if _, err := run(t, "bash", code, test.secrets); err != nil || len(u.seen) != 1 {
				t.Fatalf("%d requests, %v\n%s", len(u.seen), err, code)
			}
			method, _, _ := strings.Cut(test.shown.Start, " ")
			sent := httptest.NewRequest(method, test.target, strings.NewReader(test.body))
			sent.Header.Set(test.header.Name, test.header.Value)
			if want := read(sent); !u.seen[0].same(want) {
				t.Errorf("arrived\n%+v, want\n%+v\n%s", u.seen[0], want, code)
			}
		})
	}
}
