package wire_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"firstcall/app/api"
	"firstcall/app/wire"
)

// nasty values that an encoder may trip over.
var nasty = []string{"", "a b+c", "100%", "x&y=z", "ü\u2028😀", "\"\\/\b\x00\x1f\x7f", "<script>", "\r\n\t"}

func TestEncodeBodyIsReadBack(t *testing.T) {
	for _, value := range nasty {
		r := wire.Request{Place: api.PlaceForm, Body: []wire.Param{{Name: value, Value: value}, {Name: "z", Value: value}}}
		form, err := url.ParseQuery(r.EncodeBody())
		if err != nil || form.Get(value) != value || form.Get("z") != value {
			t.Errorf("form %q: got %v, %v", value, form, err)
		}
		r.Place = api.PlaceJSON
		var object map[string]string
		err = json.Unmarshal([]byte(r.EncodeBody()), &object)
		if err != nil || object[value] != value || object["z"] != value {
			t.Errorf("JSON %q: got %q of %s, %v", value, object, r.EncodeBody(), err)
		}
	}
}

func TestEncodeBody(t *testing.T) {
	body := []wire.Param{{Name: "b", Value: "<ü>"}, {Name: "a", Value: "x y\x00"}}
	for place, want := range map[string]string{
		api.PlaceForm: "b=%3C%C3%BC%3E&a=x+y%00",
		api.PlaceJSON: `{"b":"<ü>","a":"x y\u0000"}`,
	} {
		if got := (wire.Request{Place: place, Body: body}).EncodeBody(); got != want {
			t.Errorf("%s: got %s, want %s", place, got, want)
		}
	}
}

func TestQuoteInvalidUTF8(t *testing.T) {
	if got, want := wire.Quote("a\xff"), "\"a\ufffd\""; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestFullURL(t *testing.T) {
	query := []wire.Param{{Name: "grant_type", Value: "client_credentials"}, {Name: "a", Value: "ü &"}}
	const encoded = "grant_type=client_credentials&a=%C3%BC+%26"
	for in, want := range map[string]string{"https://h/t": "https://h/t?" + encoded, "https://h/t?p=1": "https://h/t?p=1&" + encoded} {
		if got := (wire.Request{URL: in, Query: query}).FullURL(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got := (wire.Request{URL: "https://h/t"}).FullURL(); got != "https://h/t" {
		t.Errorf("without query: got %s", got)
	}
}

func TestAuthorizationHeader(t *testing.T) {
	for _, test := range []struct {
		basic        wire.Basic
		user, secret string
	}{
		{wire.Basic{ID: "id", Secret: "se cret+%ü:"}, "id", "se+cret%2B%25%C3%BC%3A"},
		{wire.Basic{ID: "a:b", Secret: "x"}, "a%3Ab", "x"},
		{wire.Basic{ID: "id", Secret: "se cret+%ü:", Raw: true}, "id", "se cret+%ü:"},
	} {
		sent := http.Request{Header: http.Header{"Authorization": {wire.Request{Basic: &test.basic}.AuthorizationHeader()}}}
		user, secret, ok := sent.BasicAuth()
		if !ok || user != test.user || secret != test.secret {
			t.Errorf("%+v: got %q, %q, want %q, %q", test.basic, user, secret, test.user, test.secret)
		}
	}
	if got := (wire.Request{}).AuthorizationHeader(); got != "" {
		t.Errorf("without Basic: got %q", got)
	}
}

func TestPreview(t *testing.T) {
	for _, test := range []struct {
		provider api.Provider
		want     string
	}{
		{acronis(), `[method POST] [url https://dc.example/api/2/idp/token]
[key Authorization]: [value Basic ][secret ••••••••]
[key Accept]: [value application/json]
[key Content-Type]: [value application/x-www-form-urlencoded]

[key grant_type]=[value client_credentials]`},
		{dcv(), `[method POST] [url https://dc.example/oauth2/token]?[key grant_type]=[value client_credentials]
[key Authorization]: [value Basic ][secret ••••••••]
[key Accept]: [value application/json]
[key Content-Type]: [value application/x-www-form-urlencoded]`},
		{passport(), `[method POST] [url https://dc.example/oauth/token]
[key Accept]: [value application/json]
[key Content-Type]: [value application/json]

{
  [key "username"]: [value "ana@dc.example"],
  [key "password"]: "[secret ••••••••]",
  [key "client_secret"]: "[secret ••••••••]",
  [key "client_id"]: [value "id:1"],
  [key "grant_type"]: [value "password"]
}`},
	} {
		r, err := wire.Token(test.provider, filled())
		if got := draw(r.Preview()); err != nil || got != test.want {
			t.Errorf("%v\ngot:\n%s\nwant:\n%s", err, got, test.want)
		}
	}
}

func TestPreviewOfAnEndpointWithAQuery(t *testing.T) {
	r := wire.Request{Method: "POST", URL: "https://h/t/?p=1", Query: []wire.Param{{Name: "a", Value: "b"}}}
	if got, want := draw(r.Preview()), "[method POST] [url https://h/t/?p=1]&[key a]=[value b]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestPreviewMasksFormAndQuery(t *testing.T) {
	p := anyOAuth()
	r, err := wire.Token(p, filled("client_auth", api.ClientBody))
	if err != nil {
		t.Fatal(err)
	}
	r.Query = r.Body
	got := draw(r.Preview())
	if strings.Contains(got, "s%26") || strings.Count(got, "[key client_secret]=[secret ••••••••]") != 2 {
		t.Errorf("got:\n%s", got)
	}
}

func draw(lines []wire.Line) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, s := range line {
			if s.Kind == wire.KindPlain {
				b.WriteString(s.Text)
			} else {
				b.WriteString("[" + s.Kind + " " + s.Text + "]")
			}
		}
	}
	return b.String()
}

func TestUncapitalize(t *testing.T) {
	for label, want := range map[string]string{
		"Client ID": "client ID", "URL": "URL", "CA certificate": "CA certificate", "Ärger": "ärger", "x": "x", "": "",
	} {
		if got := wire.Uncapitalize(label); got != want {
			t.Errorf("%q: got %q, want %q", label, got, want)
		}
	}
}
